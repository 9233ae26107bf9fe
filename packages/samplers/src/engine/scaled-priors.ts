// A model's priors in the units of the reduced data: β about the least-squares fit, columns scaled.
import type { CovariancePrior, Model, VariancePrior } from "@lmm-gibbs/core";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";

/** The prior of β on the scaled β − β̂. */
export interface ScaledBetaPrior {
  /** p × p: Ψ₀ of a normal prior, 0 of a flat one; Zellner's is `delta`·X'X/σ². */
  readonly precision: Float64Array;
  /** p: m₀. */
  readonly mean: Float64Array;
  /** δ of Zellner's prior; 0 for another. */
  readonly delta: number;
}

/** The scaled prior of β. */
export function scaledBetaPrior({ priors }: Model, { p, xScale, shift }: ReducedGroups): ScaledBetaPrior {
  const precision = new Float64Array(p * p);
  const mean = new Float64Array(p);
  const prior = priors.beta;
  if (prior.kind !== "flat") {
    for (let k = 0; k < p; k++) mean[k] = (prior.mean[k] - shift[k]) * xScale[k];
  }
  if (prior.kind === "normal") {
    for (let k = 0; k < p; k++) {
      for (let l = 0; l < p; l++) precision[k * p + l] = prior.precision[k][l] / (xScale[k] * xScale[l]);
    }
  }
  return { precision, mean, delta: prior.kind === "zellner" ? prior.delta : 0 };
}

/** The scaled prior of D: b_k and its standard deviation are zScale[k] times the user's. */
export function scaledCovariancePrior({ priors }: Model, { zScale }: ReducedGroups): CovariancePrior {
  const prior = priors.D[0];
  if (prior.kind === "inverse-wishart") {
    const scale = prior.scale.map((row, k) => row.map((value, l) => value * zScale[k] * zScale[l]));
    return { kind: "inverse-wishart", df: prior.df, scale };
  }
  if (prior.kind === "half-t") {
    return { kind: "half-t", df: prior.df, scale: prior.scale.map((A, k) => A * zScale[k]) };
  }
  const columns = prior.columns.map((column, k): VariancePrior =>
    column.kind === "half-t"
      ? { kind: "half-t", df: column.df, scale: column.scale * zScale[k] }
      : { kind: "inverse-gamma", shape: column.shape, scale: column.scale * zScale[k] * zScale[k] },
  );
  return { kind: "diagonal", columns };
}
