// What the prior of β adds to every update of β: its precision Ψ₀ and Ψ₀m₀.
import { Matrix } from "ml-matrix";
import type { TextbookData } from "./textbook-data.ts";

/** Ψ₀ (p × p) and Ψ₀m₀ (p × 1) of β's prior given σ²: zero when flat, δX'X/σ² for Zellner's. */
export function betaPrior(
  { model, XX }: TextbookData,
  sigma2: number,
): { precision: Matrix; precisionMean: Matrix } {
  const prior = model.priors.beta;
  const p = model.names.length;
  if (prior.kind === "flat") return { precision: Matrix.zeros(p, p), precisionMean: Matrix.zeros(p, 1) };
  const precision =
    prior.kind === "zellner" ? Matrix.mul(XX, prior.delta / sigma2) : new Matrix(prior.precision);
  return { precision, precisionMean: precision.mmul(Matrix.columnVector(prior.mean)) };
}
