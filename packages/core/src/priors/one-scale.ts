// The prior of one variance: a half-t prior must have one scale.
import type { VariancePriorWritten } from "./variance-priors.ts";
import type { VariancePrior } from "./settled-priors.ts";

/** The prior of one variance. @throws {RangeError} when a half-t prior has another number of scales */
export function oneScale(prior: VariancePriorWritten, name: string): VariancePrior {
  if (prior.kind === "inverse-gamma") return prior;
  const scales = typeof prior.scale === "number" ? [prior.scale] : prior.scale;
  if (scales.length !== 1) throw new RangeError(`${name} needs one half-t scale, got ${scales.length}`);
  return { kind: "half-t", df: prior.df, scale: scales[0] };
}
