// Whether the scale move has a law to draw from.
import type { Model } from "@lmm-gibbs/core";

/**
 * Whether the scale move's law of log c falls at −∞ for every random effect, as a slice step needs: not under a prior that
 * is improper at 0.
 */
export function scaleFalls({ priors: { D } }: Model): boolean {
  const [prior] = D;
  if (prior.kind === "half-t") return true;
  if (prior.kind === "inverse-wishart") {
    return prior.df < 0 || prior.scale.every((row, k) => row[k] > 0);
  }
  return prior.columns.every((column) => column.kind === "half-t" || column.shape < 0 || column.scale > 0);
}
