// Checks of what a user passes: options, numbers, vectors and matrices of the right kind.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { choleskyOrNull } from "./cholesky.ts";
import { didYouMean } from "./did-you-mean.ts";
import { reading } from "./reading.ts";

/** A negative eigenvalue that rounding explains, relative to the largest. */
const SEMIDEFINITE = 1e-12;
/** Arrays within arrays are shown so deep, which also ends one that holds itself. */
const DEEPEST = 3;

/** A short account of a value, for an error message; it never throws. */
export function shown(value: unknown): string {
  try {
    return accountOf(value, 0);
  } catch {
    return "something that cannot be read";
  }
}

function accountOf(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    if (depth === DEEPEST) return "[…]";
    const { length } = value as ArrayLike<unknown>;
    const first = Array.from({ length: Math.min(length, 8) }, (_, i) => (value as ArrayLike<unknown>)[i]);
    return `[${first.map((one) => accountOf(one, depth + 1)).join(", ")}${length > 8 ? ", …" : ""}]`;
  }
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/**
 * What an object holds, when it names only what it may.
 *
 * @param value - what somebody passed
 * @param keys - the names it may have; undefined for any
 * @param what - what it is called in messages, as "mixedModel's options"
 * @returns a copy, so that nothing is read twice
 * @throws {TypeError} when it is no object; {RangeError} when it has another name, with a suggestion
 */
export function recordOf<T extends object>(value: T, keys: readonly string[] | undefined, what: string): T {
  const isRecord = reading(
    () => what,
    () => typeof value === "object" && (value as unknown) !== null && !Array.isArray(value),
  );
  if (!isRecord) throw new TypeError(`${what} must be an object, got ${shown(value)}`);
  const own = reading(
    () => what,
    () => Object.keys(value),
  );
  for (const key of own) {
    if (keys !== undefined && !keys.includes(key)) {
      const known = keys.length <= 12 ? ` (${keys.join(", ")})` : "";
      throw new RangeError(`${what} cannot have ${shown(key)}${known}${didYouMean(key, keys)}`);
    }
  }
  // Without a prototype, a key may be __proto__.
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of keys ?? own) {
    const isThere = (): boolean => key in value;
    const where = (): string => `${what}: ${shown(key)}`;
    if (reading(where, isThere)) copy[key] = reading(where, () => (value as Record<string, unknown>)[key]);
  }
  return copy as T;
}

/** The value, when it is one of a few words. @throws {RangeError} otherwise, with a suggestion */
export function oneOf<T extends string>(value: unknown, words: readonly T[], name: string): T {
  if ((words as readonly unknown[]).includes(value)) return value as T;
  throw new RangeError(
    `${name} must be one of ${words.map(shown).join(", ")}, got ${shown(value)}${didYouMean(value, words)}`,
  );
}

/** The value, when it is a number, NaN and the infinities too. @throws {TypeError} otherwise */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  throw new TypeError(`a number must come, got ${shown(value)}`);
}

/** The value, when it is a finite number above `above`. @throws {RangeError} otherwise */
export function finiteAbove(value: unknown, above: number, name: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value > above) return value;
  const least = above === -Infinity ? "" : above === 0 ? " above 0" : ` above ${above}`;
  throw new RangeError(`${name} must be a finite number${least}, got ${shown(value)}`);
}

/** The value as a vector of finite numbers. @throws {RangeError} otherwise */
export function finiteVector(value: unknown, name: string, length?: number): number[] {
  const vector = reading(
    () => name,
    () => finitePrefix(value),
  );
  if (vector === null) {
    throw new RangeError(`${name} must be an array of finite numbers, got ${shown(value)}`);
  }
  if (length !== undefined && vector.length !== length) {
    throw new RangeError(`${name} must have ${length} elements, got ${vector.length}`);
  }
  return vector;
}

/** The numbers of an array, null when one is not finite: the first decides, however long a sparse array says it is. */
function finitePrefix(value: unknown): number[] | null {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return null;
  const { length } = value as ArrayLike<unknown>;
  const vector: number[] = [];
  for (let i = 0; i < length; i++) {
    const one = (value as ArrayLike<unknown>)[i];
    if (!Number.isFinite(one)) return null;
    vector.push(one as number);
  }
  return vector;
}

/** The value as a rectangular array of finite numbers, every row of one length. @throws {RangeError} otherwise */
export function finiteRows(value: unknown, name: string): number[][] {
  const length = reading(
    () => name,
    () => (Array.isArray(value) ? value.length : -1),
  );
  if (length < 0) throw new RangeError(`${name} must be an array of rows, got ${shown(value)}`);
  const rows: number[][] = [];
  for (let i = 0; i < length; i++) {
    const where = `${name}, row ${i + 1},`;
    const row = reading(
      () => where,
      () => (value as unknown[])[i],
    );
    rows.push(finiteVector(row, where));
  }
  rows.forEach((row, i) => {
    if (row.length !== rows[0].length) {
      throw new RangeError(
        `${name} must have rows of one length: row 1 has ${rows[0].length}, row ${i + 1} has ${row.length}`,
      );
    }
  });
  return rows;
}

/** The value as a symmetric matrix of finite numbers. @throws {RangeError} otherwise */
export function symmetric(value: unknown, name: string, dimension?: number): number[][] {
  const rows = finiteRows(value, name);
  const n = dimension ?? rows.length;
  if (n === 0 || rows.length !== n || rows[0].length !== n) {
    const size = dimension === undefined ? "square" : `${n} × ${n}`;
    throw new RangeError(`${name} must be ${size}, got ${rows.length} × ${rows[0]?.length ?? 0}`);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [rows[i][j], rows[j][i]];
      if (Math.abs(a - b) > 1e-10 * Math.max(Math.abs(a), Math.abs(b))) {
        throw new RangeError(`${name} must be symmetric, got ${a} at [${i}][${j}] and ${b} at [${j}][${i}]`);
      }
    }
  }
  return rows;
}

/** The value as a symmetric positive definite matrix. @throws {RangeError} otherwise */
export function positiveDefinite(value: unknown, name: string, dimension?: number): number[][] {
  const rows = symmetric(value, name, dimension);
  if (choleskyOrNull(new Matrix(rows)) === null) {
    throw new RangeError(`${name} must be positive definite, got ${shown(rows)}`);
  }
  return rows;
}

/** The value as a symmetric positive semidefinite matrix. @throws {RangeError} otherwise */
export function positiveSemidefinite(value: unknown, name: string, dimension?: number): number[][] {
  const rows = symmetric(value, name, dimension);
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const largest = Math.max(...realEigenvalues.map(Math.abs));
  if (Math.min(...realEigenvalues) < -SEMIDEFINITE * largest) {
    throw new RangeError(`${name} must be positive semidefinite, got ${shown(rows)}`);
  }
  return rows;
}

/** The value, when it is true, false or left out. @throws {TypeError} otherwise */
export function requireFlag(value: unknown, name: string): boolean {
  if (value === undefined || typeof value === "boolean") return value === true;
  throw new TypeError(`${name} must be true or false, got ${shown(value)}`);
}
