// Checks of what a user passes to a law or a prior: numbers, vectors and matrices of the right kind.
import { Matrix } from "ml-matrix";
import { choleskyOrNull } from "../cholesky.ts";

/** A short account of a value, for an error message. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value))
    return `[${value.slice(0, 8).map(shown).join(", ")}${value.length > 8 ? ", …" : ""}]`;
  if (ArrayBuffer.isView(value)) return shown(Array.from(value as Float64Array));
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
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
  const rows = value.map((row, i) => finiteVector(row, `${name}, row ${i + 1},`));
  rows.forEach((row, i) => {
    if (row.length !== rows[0].length) {
      throw new RangeError(
        `${name} must have rows of one length: row 1 has ${rows[0].length}, row ${i + 1} has ${row.length}`,
      );
    }
  });
  return rows;
}

/** The value as a symmetric positive definite matrix. @throws {RangeError} otherwise */
export function positiveDefinite(value: unknown, name: string, dimension?: number): number[][] {
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
  if (choleskyOrNull(new Matrix(rows)) === null) {
    throw new RangeError(`${name} must be positive definite, got ${JSON.stringify(rows)}`);
  }
  return rows;
}
