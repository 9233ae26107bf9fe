// All that a sweep or a likelihood reads of the data: a triangular factor a group, about the least-squares fit, in scaled columns.
//
// With [Z_i X_i y_i] = Q_i [R_i B_i c_i; 0 ·], y_i having covariance V_i = Z_iDZ_i' + σ²I,
//   X_i'V_i⁻¹X_i = (what is orthogonal to Z_i)/σ² + B_i'W_i⁻¹B_i,   W_i = σ²I + R_iDR_i',
//   RSS          = ‖y − Xβ‖² of what is orthogonal to every Z_i + Σ‖c_i − B_iβ − R_ib_i‖²,
// sums of squares all, so that nothing cancels however large τ/σ is.
import { triangularFactor } from "../least-squares.ts";
import type { Model } from "../model.ts";
import { leastSquaresFit } from "./least-squares-fit.ts";

/** The data of a model, reduced; rows of matrices follow one another. */
export interface ReducedGroups {
  /** Groups whose data follow. */
  readonly J: number;
  /** Levels of the grouping factor, on which D's law counts. */
  readonly levels: number;
  readonly p: number;
  readonly q: number;
  readonly N: number;
  /** Powers of two: column k of X is divided by xScale[k], of Z by zScale[k]. */
  readonly xScale: Float64Array;
  readonly zScale: Float64Array;
  /** The least-squares fit that y is taken about, in the user's units. */
  readonly shift: Float64Array;
  /** For each group the index of its R_i among those that differ. */
  readonly patternOf: Int32Array;
  readonly patterns: number;
  /** patterns × q × q, upper triangular. */
  readonly R: Float64Array;
  /** J × q × (p + 1): the rows [B_i c_i]. */
  readonly Bc: Float64Array;
  /** (p + 1) × (p + 1): X'X, X'y, y'y of what is orthogonal to every Z_i, by its triangular factor (rank rows). */
  readonly within: { readonly R: Float64Array; readonly rank: number };
  /** p × p: X'X of all rows. */
  readonly XX: Float64Array;
  /** p: X'y of all rows, which the fit makes nearly 0. */
  readonly Xy: Float64Array;
}

/**
 * Reduces a model's rows to what a sweep or a likelihood reads; its size does not depend on the rows.
 *
 * @param model - the model
 * @returns the reduced data
 * @see Golub & Van Loan 2013, section 5.2; Bates, Mächler, Bolker & Walker 2015, section 3
 */
export function reducedGroups(model: Model): ReducedGroups {
  const { rows: N, X, y, terms } = model;
  const { Z, groupOf, levels, names } = terms[0];
  const [p, q, J] = [model.names.length, names.length, levels.length];
  const xScale = powerOfTwoScales(X, N, p);
  const zScale = powerOfTwoScales(Z, N, q);
  const { shift, XX, Xy, residual } = leastSquaresFit(X, y, N, p, xScale);

  const width = q + p + 1;
  const Bc = new Float64Array(J * q * (p + 1));
  const patternOf = new Int32Array(J);
  const patternIndex = new Map<string, number>();
  const R: number[] = [];
  const orthogonal: Float64Array[] = [];
  rowsByGroup(groupOf, J).forEach((rows, i) => {
    const factor = triangularFactor(
      (r, into, offset) => {
        const row = rows[r];
        for (let k = 0; k < q; k++) into[offset + k] = Z[row * q + k] / zScale[k];
        for (let k = 0; k < p; k++) into[offset + q + k] = X[row * p + k] / xScale[k];
        into[offset + q + p] = residual[row];
      },
      rows.length,
      width,
    );
    const own = new Float64Array(q * q);
    for (let r = 0; r < Math.min(q, factor.rank); r++) {
      const row = factor.R.subarray(r * width, (r + 1) * width);
      const sign = signOf(row, q);
      for (let k = 0; k < q; k++) own[r * q + k] = sign * row[k];
      for (let k = 0; k <= p; k++) Bc[(i * q + r) * (p + 1) + k] = sign * row[q + k];
    }
    for (let r = q; r < factor.rank; r++) orthogonal.push(factor.R.subarray(r * width + q, (r + 1) * width));
    patternOf[i] = patternFor(own, patternIndex, R);
  });
  const within = triangularFactor(
    (r, into, offset) => into.set(orthogonal[r], offset),
    orthogonal.length,
    p + 1,
  );
  return {
    J,
    levels: J,
    p,
    q,
    N,
    xScale,
    zScale,
    shift,
    patternOf,
    patterns: patternIndex.size,
    R: Float64Array.from(R),
    Bc,
    within: { R: within.R, rank: within.rank },
    XX,
    Xy,
  };
}

/** The rows of each group, in order. */
function rowsByGroup(groupOf: Int32Array, J: number): number[][] {
  const rows = Array.from({ length: J }, (): number[] => []);
  groupOf.forEach((i, row) => rows[i].push(row));
  return rows;
}

/** For each column the power of two next to its root mean square; 1 for a column of zeros. */
function powerOfTwoScales(A: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, k) => {
    let largest = 0;
    for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(A[row * columns + k]));
    return largest === 0 ? 1 : 2 ** Math.round(Math.log2(largest));
  });
}

/** −1 when the first element of the row's part of R is negative: groups that share Z_i'Z_i then share R_i. */
function signOf(row: Float64Array, q: number): number {
  for (let k = 0; k < q; k++) if (row[k] !== 0) return row[k] < 0 ? -1 : 1;
  return 1;
}

/** The index of R_i among those met so far, equal up to rounding; a new one is appended. */
function patternFor(own: Float64Array, index: Map<string, number>, R: number[]): number {
  const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unit = largest * 2 ** -40;
  const key =
    largest === 0
      ? "0"
      : `${Math.round(Math.log2(largest) * 2 ** 36)}/${own.map((value) => Math.round(value / unit)).join()}`;
  const known = index.get(key);
  if (known !== undefined) return known;
  index.set(key, index.size);
  for (const value of own) R.push(value);
  return index.size - 1;
}
