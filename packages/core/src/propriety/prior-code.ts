// Priors as the code that makes them.
import type { VariancePrior } from "../priors/settled-priors.ts";

/** A variance's proper prior as a call of its constructor. */
export function variancePriorCode(prior: VariancePrior): string {
  if (prior.kind === "half-t") return halfTCode(prior.df, prior.scale);
  return `inverseGamma({ shape: ${prior.shape}, scale: ${prior.scale} })`;
}

/** A half-t prior, its scales with three significant digits. */
export function halfTCode(df: number, scale: number | readonly number[]): string {
  const scales = typeof scale === "number" ? short(scale) : `[${scale.map(short).join(", ")}]`;
  return `halfT({ df: ${df}, scale: ${scales} })`;
}

/** Three significant digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
