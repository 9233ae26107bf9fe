// Powers of a symmetric positive definite matrix.
import { choleskyFactor, invertFactored } from "@lmm-gibbs/core/internal";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A power of a symmetric matrix; null when it is not positive definite. */
export function powerOf(A: Matrix, power: number): Matrix | null {
  try {
    const L = choleskyFactor(A);
    if (power === -1) return invertFactored(L);
    if (power === 2) return A.mmul(A);
  } catch {
    return null;
  }
  const { eigenvectorMatrix: Q, realEigenvalues } = new EigenvalueDecomposition(A, { assumeSymmetric: true });
  return Q.mmul(Matrix.diag(realEigenvalues.map((value) => value ** power))).mmul(Q.transpose());
}
