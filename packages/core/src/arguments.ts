// Checks of what a user passes: options, numbers, vectors and matrices of the right kind.
import { Matrix } from "ml-matrix";
import { choleskyOrNull } from "./cholesky.ts";
import { didYouMean } from "./did-you-mean.ts";

/** A short account of a value, for an error message. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) {
    return `[${value.slice(0, 8).map(shown).join(", ")}${value.length > 8 ? ", …" : ""}]`;
  }
  if (ArrayBuffer.isView(value)) return shown(Array.from(value as Float64Array));
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/**
 * The value, when it is an object that names only what it may.
 *
 * @param value - what somebody passed
 * @param keys - the names it may have
 * @param what - what it is called in messages, as "mixedModel's options"
 * @returns the value
 * @throws {TypeError} when it is no object; {RangeError} when it has another name, with a suggestion
 */
export function recordOf<T extends object>(value: T, keys: readonly string[], what: string): T {
  if (typeof value !== "object" || (value as unknown) === null || Array.isArray(value)) {
    throw new TypeError(`${what} must be an object, got ${shown(value)}`);
  }
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) {
      const known = keys.length <= 12 ? ` (${keys.join(", ")})` : "";
      throw new RangeError(`${what} cannot have ${shown(key)}${known}${didYouMean(key, keys)}`);
    }
  }
  return value;
}

/** The value, when it is a finite number above `above`. @throws {RangeError} otherwise */
export function finiteAbove(value: unknown, above: number, name: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value > above) return value;
  const least = above === -Infinity ? "" : above === 0 ? " above 0" : ` above ${above}`;
  throw new RangeError(`${name} must be a finite number${least}, got ${shown(value)}`);
}

/** The value as a vector of finite numbers. @throws {RangeError} otherwise */
export function finiteVector(value: unknown, name: string, length?: number): number[] {
  const vector =
    Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<number>) : null;
  if (vector === null || !vector.every(Number.isFinite)) {
    throw new RangeError(`${name} must be an array of finite numbers, got ${shown(value)}`);
  }
  if (length !== undefined && vector.length !== length) {
    throw new RangeError(`${name} must have ${length} elements, got ${vector.length}`);
  }
  return vector;
}

/** The value as a rectangular array of finite numbers, every row of one length. @throws {RangeError} otherwise */
export function finiteRows(value: unknown, name: string): number[][] {
  if (!Array.isArray(value)) throw new RangeError(`${name} must be an array of rows, got ${shown(value)}`);
  const rows = Array.from(value, (row, i) => finiteVector(row, `${name}, row ${i + 1},`));
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
