// How the prior of a variance behaves at 0 and at infinity, which is all of it that propriety depends on.
import type { CovariancePrior, VariancePrior } from "../priors/settled-priors.ts";

/** p(x) is like x^(−atZero−1) near 0, unless it vanishes there faster than any power, and like x^(−atInfinity−1) far out. */
export interface Tails {
  readonly atZero: number;
  readonly vanishesAtZero: boolean;
  readonly atInfinity: number;
}

/** Of a variance that is held fixed: nothing happens at either end. */
export const HELD: Tails = { atZero: -Infinity, vanishesAtZero: true, atInfinity: Infinity };

/** The tails of a variance's prior; a half-t(ν, A) on x^½ is like x^(−½) near 0 and x^(−ν/2−1) far out. */
export function tailsOf(prior: VariancePrior): Tails {
  return prior.kind === "half-t"
    ? { atZero: -0.5, vanishesAtZero: false, atInfinity: prior.df / 2 }
    : { atZero: prior.shape, vanishesAtZero: prior.scale > 0, atInfinity: prior.shape };
}

/** The priors of the variances of D, where those have independent priors: D diagonal, or 1 × 1; else null. */
export function independentPriors(prior: CovariancePrior): VariancePrior[] | null {
  if (prior.kind === "diagonal") return prior.columns;
  if (prior.scale.length !== 1) return null;
  if (prior.kind === "half-t") return [{ kind: "half-t", df: prior.df, scale: prior.scale[0] }];
  return [{ kind: "inverse-gamma", shape: prior.df / 2, scale: prior.scale[0][0] / 2 }];
}
