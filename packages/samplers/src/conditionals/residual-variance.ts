// σ² given β, b, and the auxiliary α of its half-t prior.
import { type InverseGammaLaw, inverseGammaLaw, type State, type VariancePrior } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
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

/**
 * The inverse-gamma that a variance's prior is: itself, or IG(ν/2, ν/α) for a half-t given α.
 *
 * @throws {RangeError} when the prior is a half-t and α is missing
 */
export function givenAuxiliary(
  prior: VariancePrior,
  auxiliary: number | undefined,
  name: string,
): { shape: number; scale: number } {
  if (prior.kind === "inverse-gamma") return prior;
  if (auxiliary === undefined) {
    throw new RangeError(
      `a half-t prior is conditioned on its auxiliary α, ${name} is missing: draw it first`,
    );
  }
  return { shape: prior.df / 2, scale: prior.df / auxiliary };
}

/** α | σ² ~ IG((ν + 1)/2, ν/σ² + 1/A²) of a half-t(ν, A) prior on σ; null for another prior. */
export function residualAuxiliary({ model }: TextbookData, { sigma2 }: State): InverseGammaLaw | null {
  const prior = model.priors.sigma2;
  return prior.kind === "half-t" ? auxiliaryLaw(prior.df, 1, 1 / sigma2, prior.scale) : null;
}

/**
 * α_k | D ~ IG((ν + q)/2, ν(D⁻¹)_kk + 1/A_k²), q × q the matrix that the half-t(ν, A_k) prior governs.
 *
 * @see Huang & Wand 2013, section 4.2
 */
export function auxiliaryLaw(df: number, q: number, inverseDkk: number, scale: number): InverseGammaLaw {
  return inverseGammaLaw({ shape: (df + q) / 2, scale: df * inverseDkk + 1 / scale ** 2 });
}
