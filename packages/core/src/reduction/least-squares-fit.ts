// The least-squares fit of y on X, about which sweeps and likelihoods compute so that a large mean costs no digits.
import { basicSolution, triangularFactor } from "../least-squares.ts";

/** A fit, and the cross-products of what is left. */
export interface LeastSquaresFit {
  /** p coefficients in the user's units; 0 for a column that depends on those before it. */
  readonly shift: Float64Array;
  /** N: y − Xβ̂. */
  readonly residual: Float64Array;
  /** p × p, of the scaled columns. */
  readonly XX: Float64Array;
  /** p, of the scaled columns and the residual. */
  readonly Xy: Float64Array;
}

/**
 * Fits y on X by orthogonal reflections.
 *
 * @param X - N × p, row-major
 * @param y - N
 * @param N - rows
 * @param p - columns
 * @param scale - p, by which the columns are divided
 * @returns the fit
 */
export function leastSquaresFit(
  X: Float64Array,
  y: Float64Array,
  N: number,
  p: number,
  scale: Float64Array,
): LeastSquaresFit {
  const { R, rank } = triangularFactor(
    (row, into, offset) => {
      for (let k = 0; k < p; k++) into[offset + k] = X[row * p + k] / scale[k];
      into[offset + p] = y[row];
    },
    N,
    p + 1,
  );
  const XX = new Float64Array(p * p);
  for (let k = 0; k < p; k++) {
    for (let l = 0; l < p; l++) {
      for (let r = 0; r < rank; r++) XX[k * p + l] += R[r * (p + 1) + k] * R[r * (p + 1) + l];
    }
  }
  const shift = basicSolution(R.slice(), rank, p + 1, p).coefficients.map((value, k) => value / scale[k]);
  const residual = new Float64Array(N);
  const Xy = new Float64Array(p);
  for (let row = 0; row < N; row++) {
    let rest = y[row];
    for (let k = 0; k < p; k++) rest -= X[row * p + k] * shift[k];
    residual[row] = rest;
    for (let k = 0; k < p; k++) Xy[k] += (X[row * p + k] / scale[k]) * rest;
  }
  return { shift, residual, XX, Xy };
}
