// β given σ², D with the random effects integrated out: generalised least squares.
import { type NormalLaw, normalLaw, type State } from "@lmm-gibbs/core";
import { choleskyFactor, invertFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { betaPrior } from "./beta-prior.ts";
import { randomEffectPrecision } from "./random-effects.ts";
import type { GroupMatrices, TextbookData } from "./textbook-data.ts";

/**
 * β | σ², D, y ~ N(m, P⁻¹), P = Ψ₀ + Σ X_i'V_i⁻¹X_i, Pm = Ψ₀m₀ + Σ X_i'V_i⁻¹y_i, V_i = Z_iDZ_i' + σ²I.
 *
 * @see Chib & Carlin 1999, Algorithm 2
 */
export function betaMarginal(data: TextbookData, { sigma2, terms }: State): NormalLaw {
  const { precision: P, precisionMean } = betaPrior(data, sigma2);
  const inverseD = invertFactored(choleskyFactor(new Matrix(terms[0].D)));
  for (const group of data.groups) {
    const weightedX = inverseVTimesX(group, inverseD, sigma2);
    P.add(weightedX.transpose().mmul(group.X));
    precisionMean.add(weightedX.transpose().mmul(group.y));
  }
  return normalLaw({ precision: P.to2DArray(), precisionMean: precisionMean.to1DArray() });
}

/**
 * V_i⁻¹X_i = (X_i − Z_iC_iZ_i'X_i/σ²)/σ² with C_i = (D⁻¹ + Z_i'Z_i/σ²)⁻¹, so that nothing n_i × n_i is formed.
 *
 * @see Laird & Ware 1982; Henderson & Searle 1981, equation 17
 */
function inverseVTimesX({ X, Z }: GroupMatrices, inverseD: Matrix, sigma2: number): Matrix {
  const C = invertFactored(choleskyFactor(randomEffectPrecision(Z, inverseD, sigma2)));
  const ZtX = Z.transpose().mmul(X);
  return Matrix.sub(X, Z.mmul(C).mmul(ZtX).div(sigma2)).div(sigma2);
}
