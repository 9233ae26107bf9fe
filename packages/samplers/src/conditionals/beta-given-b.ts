// β given b, σ²: the regression of y_i − Z_ib_i on X_i.
import { type NormalLaw, normalLaw, type State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { betaPrior } from "./beta-prior.ts";
import type { TextbookData } from "./textbook-data.ts";

/**
 * β | b, σ², y ~ N(m, P⁻¹), P = Ψ₀ + Σ X_i'X_i/σ², Pm = Ψ₀m₀ + Σ X_i'(y_i − Z_ib_i)/σ².
 *
 * @see Chib & Carlin 1999, Algorithm 1
 */
export function betaGivenB(data: TextbookData, { sigma2, terms }: State): NormalLaw {
  const { precision: P, precisionMean } = betaPrior(data, sigma2);
  data.groups.forEach(({ y, X, Z }, i) => {
    const b = Matrix.columnVector(terms[0].b[i]);
    const Xt = X.transpose();
    P.add(Xt.mmul(X).div(sigma2));
    precisionMean.add(Xt.mmul(Matrix.sub(y, Z.mmul(b))).div(sigma2));
  });
  return normalLaw({ precision: P.to2DArray(), precisionMean: precisionMean.to1DArray() });
}
