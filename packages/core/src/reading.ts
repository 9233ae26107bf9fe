// Reads what belongs to the caller, whose getters and proxies may throw anything.

/**
 * The result of reading something of the caller's.
 *
 * @param where - what is read, for the message
 * @param read - reads it
 * @returns what was read
 * @throws {TypeError} that says what could not be read, with whatever was thrown as its cause
 */
export function reading<T>(where: () => string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unreadable(where(), cause);
  }
}

/**
 * The error of something of the caller's that threw when it was read.
 *
 * @param where - what was read
 * @param cause - whatever was thrown
 * @returns the error, to be thrown
 */
export function unreadable(where: string, cause: unknown): TypeError {
  return new TypeError(`${where} cannot be read: reading it throws ${thrown(cause)}`, { cause });
}

const DEEPEST = 6;
const LONGEST = 2 ** 20;

/**
 * A copy of nested options, so that a getter or a proxy among them throws here or never.
 *
 * @param value - plain objects and arrays in one another; what is deeper than 6, longer than 2^20 or of another kind stays
 *   as it is
 * @param where - what it is called in messages
 * @returns the copy
 * @throws {TypeError} that says which part cannot be read
 */
export function plainCopy<T>(value: T, where: string, depth = 0): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || depth === DEEPEST)
    return value;
  const keys = reading(
    () => where,
    () => (Array.isArray(value) ? value.length : Object.keys(value)),
  );
  const partOf = (key: number | string): unknown => {
    const name = `${where}.${key}`;
    const part = reading(
      () => name,
      () => (value as Record<number | string, unknown>)[key],
    );
    return plainCopy(part, name, depth + 1);
  };
  if (typeof keys === "number") {
    return keys > LONGEST ? value : (Array.from({ length: keys }, (_, i) => partOf(i)) as T);
  }
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of keys) copy[key] = partOf(key);
  return copy as T;
}

function thrown(cause: unknown): string {
  try {
    const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return JSON.stringify(text.slice(0, 100));
  } catch {
    return "something that cannot be read either";
  }
}
