// Cholesky factors A = LL' (L lower) and the triangular solves that densities and draws need.
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { NumericalError } from "./numerical-error.ts";

/** Asymmetry that rounding explains, relative to the largest element. */
const ROUNDING = 1e-8;

/**
 * The lower factor L of A = LL', or null when A is not symmetric up to rounding, or not positive definite.
 *
 * @param A - n × n
 * @returns L, n × n lower triangular with a positive diagonal, or null
 */
export function choleskyOrNull(A: Matrix): Matrix | null {
  // ml-matrix refuses an asymmetry of one rounding error.
  const symmetric = A.isSymmetric() ? A : symmetrized(A);
  if (symmetric === null) return null;
  const decomposition = new CholeskyDecomposition(symmetric);
  const L = decomposition.lowerTriangularMatrix;
  return decomposition.isPositiveDefinite() && L.diagonal().every(Number.isFinite) ? L : null;
}

function symmetrized(A: Matrix): Matrix | null {
  if (!A.isSquare()) return null;
  const transposed = A.transpose();
  const asymmetry = Matrix.sub(A, transposed).abs().max();
  // Written so that NaN is refused.
  return asymmetry <= ROUNDING * Matrix.abs(A).max() ? Matrix.add(A, transposed).mul(0.5) : null;
}

/**
 * The lower factor L of A = LL'.
 *
 * @param A - n × n, symmetric up to rounding
 * @returns L, n × n lower triangular with a positive diagonal
 * @throws {NumericalError} when A is not symmetric positive definite
 */
export function choleskyFactor(A: Matrix): Matrix {
  const L = choleskyOrNull(A);
  if (L === null) {
    throw new NumericalError(
      `matrix is not positive definite: ${String(A.to2DArray().map((row) => `[${row.join(", ")}]`))}`,
    );
  }
  return L;
}

/** L⁻¹B for lower triangular L (n × n) and B (n × k). */
export function solveLower(L: Matrix, B: Matrix): Matrix {
  const X = B.clone();
  for (let column = 0; column < B.columns; column++) {
    for (let i = 0; i < L.rows; i++) {
      let sum = X.get(i, column);
      for (let k = 0; k < i; k++) sum -= L.get(i, k) * X.get(k, column);
      X.set(i, column, sum / L.get(i, i));
    }
  }
  return X;
}

/** L⁻ᵀB for lower triangular L (n × n) and B (n × k). */
export function solveLowerTransposed(L: Matrix, B: Matrix): Matrix {
  const X = B.clone();
  for (let column = 0; column < B.columns; column++) {
    for (let i = L.rows - 1; i >= 0; i--) {
      let sum = X.get(i, column);
      for (let k = i + 1; k < L.rows; k++) sum -= L.get(k, i) * X.get(k, column);
      X.set(i, column, sum / L.get(i, i));
    }
  }
  return X;
}

/** A⁻¹B from the factor L of A = LL'. */
export function solveFactored(L: Matrix, B: Matrix): Matrix {
  return solveLowerTransposed(L, solveLower(L, B));
}

/** A⁻¹ from the factor L of A = LL'. */
export function invertFactored(L: Matrix): Matrix {
  const inverseL = solveLower(L, Matrix.eye(L.rows));
  return inverseL.transpose().mmul(inverseL);
}

/** log|A| from the factor L of A = LL'. */
export function logDeterminantFactored(L: Matrix): number {
  return 2 * L.diagonal().reduce((sum, l) => sum + Math.log(l), 0);
}
