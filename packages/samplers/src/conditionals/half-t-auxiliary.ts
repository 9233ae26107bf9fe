// The auxiliary α that turns a half-t prior into a conjugate one.
import { type InverseGammaLaw, inverseGammaLaw, type VariancePrior } from "@lmm-gibbs/core";

/**
 * α_k | D ~ IG((ν + q)/2, ν(D⁻¹)_kk + 1/A_k²), q × q the matrix that the half-t(ν, A_k) prior governs (1 × 1 for σ).
 *
 * @see Huang & Wand 2013, section 4.2
 */
export function auxiliaryLaw(df: number, q: number, inverseDkk: number, scale: number): InverseGammaLaw {
  return inverseGammaLaw({ shape: (df + q) / 2, scale: df * inverseDkk + 1 / scale ** 2 });
}

/**
 * The inverse-gamma that a variance's prior is: itself, or IG(ν/2, ν/α) for a half-t(ν, A) given α.
 *
 * @throws {RangeError} when the prior is a half-t and α is missing
 */
export function givenAuxiliary(
  prior: VariancePrior,
  auxiliary: number | undefined,
  name: string,
): { shape: number; scale: number } {
  if (prior.kind === "inverse-gamma") return prior;
  if (auxiliary === undefined) throw missingAuxiliary(name);
  return { shape: prior.df / 2, scale: prior.df / auxiliary };
}

/** What to say when a law is asked for without the α that it is given. */
export function missingAuxiliary(name: string): RangeError {
  return new RangeError(
    `a half-t prior is conditioned on its auxiliary α, ${name} is missing: draw it first`,
  );
}
