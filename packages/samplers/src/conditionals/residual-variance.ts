// σ² given β, b, and the auxiliary α of its half-t prior.
import { type InverseGammaLaw, inverseGammaLaw, type State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { auxiliaryLaw, givenAuxiliary } from "./half-t-auxiliary.ts";
import type { TextbookData } from "./textbook-data.ts";

/**
 * σ² | β, b, y ~ IG(a₀ + N/2, s₀ + RSS/2), RSS = Σ‖y_i − X_iβ − Z_ib_i‖².
 *
 * Zellner's prior of β adds p/2 to the shape and δ(β − m₀)'X'X(β − m₀)/2 to the scale; a half-t prior of σ stands as
 * IG(ν/2, ν/α) given its auxiliary α.
 *
 * @see Chib & Carlin 1999, Algorithm 1
 */
export function residualVariance({ model, groups, XX }: TextbookData, state: State): InverseGammaLaw {
  const { beta, terms } = state;
  const { shape: a0, scale: s0 } = givenAuxiliary(model.priors.sigma2, state.auxiliary, "state.auxiliary");
  const columnBeta = Matrix.columnVector(beta);
  let shape = a0 + model.rows / 2;
  let scale = s0;
  groups.forEach(({ y, X, Z }, i) => {
    const b = Matrix.columnVector(terms[0].b[i]);
    const residual = Matrix.sub(y, X.mmul(columnBeta)).sub(Z.mmul(b));
    scale += residual.norm("frobenius") ** 2 / 2;
  });
  const prior = model.priors.beta;
  if (prior.kind === "zellner") {
    const deviation = Matrix.sub(columnBeta, Matrix.columnVector(prior.mean));
    shape += beta.length / 2;
    scale += (prior.delta * deviation.transpose().mmul(XX).mmul(deviation).get(0, 0)) / 2;
  }
  return inverseGammaLaw({ shape, scale });
}

/** α | σ² ~ IG((ν + 1)/2, ν/σ² + 1/A²) of a half-t(ν, A) prior on σ; null for another prior. */
export function residualAuxiliary({ model }: TextbookData, { sigma2 }: State): InverseGammaLaw | null {
  const prior = model.priors.sigma2;
  return prior.kind === "half-t" ? auxiliaryLaw(prior.df, 1, 1 / sigma2, prior.scale) : null;
}
