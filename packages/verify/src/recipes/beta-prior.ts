// What the prior of β adds to every law of β, and what goes wrong with it.
import { Matrix } from "ml-matrix";
import type { Pieces } from "../pieces.ts";
import type { NormalParts, NormalWords } from "./normal-parts.ts";
import type { KnownFault } from "./recipe.ts";

/** The prior's parts of a law of β, and their names. */
export interface BetaPriorParts {
  readonly prior: Pick<NormalParts, "priorPrecision" | "priorTerm">;
  /** m₀, zeros for a flat prior. */
  readonly priorMean: Matrix;
  readonly words: Pick<NormalWords, "prior" | "priorTerm" | "priorInverted">;
}

/** Ψ₀ and Ψ₀m₀ given σ². */
export function betaPriorParts({ model, XX }: Pieces, sigma2: number): BetaPriorParts {
  const prior = model.priors.beta;
  const p = model.names.length;
  const isZellner = prior.kind === "zellner";
  const priorMean = prior.kind === "flat" ? Matrix.zeros(p, 1) : Matrix.columnVector(prior.mean);
  const priorPrecision =
    prior.kind === "flat"
      ? Matrix.zeros(p, p)
      : isZellner
        ? Matrix.mul(XX, prior.delta / sigma2)
        : new Matrix(prior.precision);
  return {
    prior: { priorPrecision, priorTerm: priorPrecision.mmul(priorMean) },
    priorMean,
    words: {
      prior: isZellner ? "Zellner's prior precision δX'X/σ²" : "β's prior precision Ψ₀",
      priorTerm: isZellner ? "δX'Xm₀/σ²" : "Ψ₀m₀",
      priorInverted: isZellner
        ? "the covariance of Zellner's prior stands where its precision δX'X/σ² belongs"
        : "β's prior covariance Ψ₀⁻¹ stands where its precision Ψ₀ belongs",
    },
  };
}

/** Faults that a σ²-scaled prior has and another has not, and the other way round. */
export function betaPriorFaults({ model }: Pieces, sigma2: number): KnownFault<NormalParts>[] {
  const prior = model.priors.beta;
  if (prior.kind === "flat") return [];
  const times = (id: string, says: string, factor: number): KnownFault<NormalParts> => ({
    id,
    says,
    change: (parts) => ({
      ...parts,
      priorPrecision: Matrix.mul(parts.priorPrecision, factor),
      priorTerm: Matrix.mul(parts.priorTerm, factor),
    }),
  });
  return prior.kind === "zellner"
    ? [
        times("prior-sigma2-missing", "σ² is missing from Zellner's prior precision δX'X/σ²", sigma2),
        times(
          "prior-g-for-delta",
          "g = 1/δ stands where δ belongs in Zellner's prior precision",
          prior.delta ** -2,
        ),
      ]
    : [
        times(
          "prior-divided-by-sigma2",
          "β's prior precision Ψ₀ is divided by σ²: that is Zellner's scaling, this model's prior has none",
          1 / sigma2,
        ),
      ];
}
