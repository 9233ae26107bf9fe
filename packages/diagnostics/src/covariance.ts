// Covariances, and the factor of a covariance matrix that tells a singular one from one that is merely badly scaled.
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { center } from "./moments.ts";

/**
 * How much of a variable's variance, relative to itself, the others must leave unexplained. Rounding leaves about 1e-15
 * of a variable that is a sum of others.
 */
const SINGULAR = 1e-12;

/**
 * Sample covariance with divisor n - 1.
 *
 * @param x - draws
 * @param y - as many draws
 * @returns the covariance, NaN for a single pair
 */
export function covariance(x: Float64Array, y: Float64Array): number {
  const [a, b] = [center(x), center(y)];
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum / (x.length - 1);
}

/** A covariance matrix with unit diagonal, factored, and what its rows were divided by. */
export interface ScaledFactor {
  /** The square roots of the diagonal. */
  scales: Float64Array;
  /** Of the correlation matrix. */
  decomposition: CholeskyDecomposition;
  /** The logarithm of the determinant of the covariance matrix. */
  logDeterminant: number;
}

/**
 * Factors a covariance matrix after scaling it to unit diagonal, so that the units of the variables do not matter.
 *
 * @param covariances - p × p, symmetric
 * @returns the factor, or null when the matrix is not positive definite beyond rounding
 */
export function scaledFactor(covariances: readonly (readonly number[])[]): ScaledFactor | null {
  const scales = Float64Array.from(covariances, (row, i) => Math.sqrt(row[i]));
  if (!scales.every((scale) => scale > 0 && Number.isFinite(scale))) return null;
  const correlations = covariances.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : value / scales[i] / scales[j])),
  );
  // Of both triangles one is taken, because ml-matrix refuses an asymmetry of one rounding error.
  const symmetric = new Matrix(
    correlations.map((row, i) => row.map((_, j) => correlations[Math.max(i, j)][Math.min(i, j)])),
  );
  const decomposition = new CholeskyDecomposition(symmetric);
  const pivots = decomposition.lowerTriangularMatrix.diagonal();
  if (!decomposition.isPositiveDefinite() || !pivots.every((pivot) => pivot * pivot > SINGULAR)) return null;
  let logDeterminant = 0;
  for (const [i, pivot] of pivots.entries()) logDeterminant += 2 * Math.log(pivot * scales[i]);
  return { scales, decomposition, logDeterminant };
}
