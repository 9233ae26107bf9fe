// β given σ², D with the random effects integrated out: generalised least squares.
import { type NormalLaw, normalLaw, type State } from "@lmm-gibbs/core";
import { choleskyFactor, solveFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { betaPrior } from "./beta-prior.ts";
import type { GroupMatrices, TextbookData } from "./textbook-data.ts";

/**
 * β | σ², D, y ~ N(m, P⁻¹), P = Ψ₀ + Σ X_i'V_i⁻¹X_i, Pm = Ψ₀m₀ + Σ X_i'V_i⁻¹y_i, V_i = Z_iDZ_i' + σ²I.
 *
 * @see Chib & Carlin 1999, Algorithm 2
 */
export function betaMarginal(data: TextbookData, { sigma2, terms }: State): NormalLaw {
  const { precision: P, precisionMean } = betaPrior(data, sigma2);
  const D = new Matrix(terms[0].D);
  for (const group of data.groups) {
    P.add(weighted(group, group.X, D, sigma2));
    precisionMean.add(weighted(group, group.y, D, sigma2));
  }
  return normalLaw({ precision: P.to2DArray(), precisionMean: precisionMean.to1DArray() });
}

/**
 * X_i'V_i⁻¹A by V_i⁻¹ = (I − Q_iQ_i')/σ² + Q_iW_i⁻¹Q_i', W_i = σ²I + R_iDR_i', where Z_i = Q_iR_i.
 *
 * The part orthogonal to Z_i and the part within it are products of residuals and of projections, so that neither
 * cancels however large D is beside σ²; and nothing n_i × n_i is formed.
 */
export function weighted({ X, Q, R }: GroupMatrices, A: Matrix, D: Matrix, sigma2: number): Matrix {
  const within = (M: Matrix): Matrix => Q.transpose().mmul(M);
  const orthogonal = (M: Matrix): Matrix => Matrix.sub(M, Q.mmul(within(M)));
  const W = R.mmul(D).mmul(R.transpose()).add(Matrix.eye(R.rows).mul(sigma2));
  return orthogonal(X)
    .transpose()
    .mmul(orthogonal(A))
    .div(sigma2)
    .add(
      within(X)
        .transpose()
        .mmul(solveFactored(choleskyFactor(W), within(A))),
    );
}
