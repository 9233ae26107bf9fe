// What some columns of Z, and X, leave of the rows: ranks, and the residual of the response, group by group.
import { DEPENDENT, echelon, triangularFactor } from "../least-squares.ts";
import type { Model } from "../model.ts";

/** Residuals below this part of the response are rounding. */
const EXACT_FIT = 1e-13;

/** What columns of Z and X leave. */
export interface LeftOver {
  /** Rank of the block-diagonal matrix of those columns of Z_i. */
  readonly rankZ: number;
  /** Rank of X once they are projected out. */
  readonly rankX: number;
  /** ‖y‖ of what is orthogonal to both, √SSE. */
  readonly residual: number;
  /** Whether that is 0 but for rounding. */
  readonly exact: boolean;
}

/**
 * Sweeps columns of Z out of [X, y] in every group, and then X out of y.
 *
 * @param model - the model
 * @param columns - indices of the random effects
 * @param y - N responses, or responses less something
 * @param withX - whether X is swept out too; otherwise `rankX` is 0
 * @returns ranks and residual, at a cost of O(N(p + q)²)
 */
export function leftOver(
  { names, rows, X, terms, y: measured }: Model,
  columns: readonly number[],
  y: Float64Array,
  withX: boolean,
): LeftOver {
  const p = withX ? names.length : 0;
  const { Z, groupOf, levels, names: effects } = terms[0];
  const q = effects.length;
  const k = columns.length;
  const width = k + p + 1;
  const rowsOf = levels.map((): number[] => []);
  for (let row = 0; row < rows; row++) rowsOf[groupOf[row]].push(row);

  let rankZ = 0;
  const rest: Float64Array[] = [];
  for (const group of rowsOf) {
    const rowAt = (i: number, into: Float64Array, offset: number): void => {
      const row = group[i];
      for (let c = 0; c < k; c++) into[offset + c] = Z[row * q + columns[c]];
      for (let c = 0; c < p; c++) into[offset + k + c] = X[row * p + c];
      into[offset + k + p] = y[row];
    };
    const { A, height } = rowsOrFactor(rowAt, group.length, width);
    const { rank } = echelon(A, height, width, k, DEPENDENT);
    rankZ += rank;
    for (let i = rank; i < height; i++) rest.push(A.subarray(i * width + k, (i + 1) * width));
  }

  // A column of X that lies in the span of Z leaves only rounding errors, which must not count as a column.
  const inZ = Array.from({ length: p }, (_, c) => {
    const left = norm(rest.length, (i) => rest[i][c]);
    return left <= DEPENDENT * norm(rows, (row) => X[row * p + c]);
  });
  const whole = triangularFactor(
    (i, into, offset) => {
      for (let c = 0; c <= p; c++) into[offset + c] = c < p && inZ[c] ? 0 : rest[i][c];
    },
    rest.length,
    p + 1,
  );
  const { R, rank: height } = whole;
  const { rank: rankX } = echelon(R, height, p + 1, p, DEPENDENT);
  const residual = norm(height - rankX, (i) => R[(rankX + i) * (p + 1) + p]);
  // y − Xm₀ has the rounding errors of y.
  const size = Math.max(
    norm(rows, (row) => y[row]),
    norm(rows, (row) => measured[row]),
  );
  return {
    rankZ,
    rankX,
    residual,
    exact: !(residual > EXACT_FIT * size),
  };
}

/** A small group's rows as they are; of a large one the triangular factor, which stands for them in fewer rows. */
function rowsOrFactor(
  rowAt: (i: number, into: Float64Array, offset: number) => void,
  rows: number,
  width: number,
): { A: Float64Array; height: number } {
  if (rows > 2 * width) {
    const { R, rank } = triangularFactor(rowAt, rows, width);
    return { A: R, height: rank };
  }
  const A = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) rowAt(i, A, i * width);
  return { A, height: rows };
}

/** The Euclidean norm of n numbers, without overflow. */
export function norm(n: number, at: (i: number) => number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(at(i)));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (at(i) / largest) ** 2;
  return largest * Math.sqrt(sum);
}
