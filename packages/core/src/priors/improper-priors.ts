// Powers of a variance or of |D| as priors: improper, and proper where the powers allow.
import { Matrix } from "ml-matrix";
import { finiteAbove, shown } from "../arguments.ts";
import { choleskyOrNull } from "../cholesky.ts";
import type { InverseGammaPrior } from "./variance-priors.ts";
import type { InverseWishartPrior } from "./covariance-priors.ts";

/** p(x) ∝ x^(−shape−1) e^(−scale/x), any finite shape, scale ≥ 0. */
export function powerPrior(shape: number, scale: number): InverseGammaPrior {
  const isMarked = !(shape > 0 && scale > 0) && !(shape === 0 && scale === 0);
  return { kind: "inverse-gamma", shape, scale, ...(isMarked ? { improper: true } : {}) };
}

/** p(D) ∝ |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)), any finite df, q × q positive semidefinite scale. */
export function wishartPrior(df: number, scale: number[][]): InverseWishartPrior {
  const isProper = df > scale.length - 1 && choleskyOrNull(new Matrix(scale)) !== null;
  return { kind: "inverse-wishart", df, scale, ...(isProper ? {} : { improper: true }) };
}

/** The value, when it is a finite number above `above`, as a proper prior needs. @throws {RangeError} otherwise */
export function properlyAbove(value: unknown, above: number, name: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value > above) {
    return finiteAbove(value, above, name);
  }
  throw new RangeError(
    `${name} must be a finite number above ${above}, got ${shown(value)}; where an improper prior is meant, add ` +
      "improper: true",
  );
}

/**
 * A flat prior on a variance, p(τ²) ∝ 1: inverse-gamma of shape −1, scale 0.
 *
 * In a one-way layout the posterior is proper from 4 groups on.
 *
 * @returns the prior, for `sigma2` and for D
 * @see Hobert & Casella 1996
 */
export function flatVariance(): InverseGammaPrior {
  return powerPrior(-1, 0);
}

/**
 * A flat prior on a standard deviation, p(τ) ∝ 1: inverse-gamma of shape −½, scale 0, on the variance.
 *
 * In a one-way layout the posterior is proper from 3 groups on.
 *
 * @returns the prior, for `sigma2` and for D
 * @see Gelman 2006
 */
export function flatSd(): InverseGammaPrior {
  return powerPrior(-0.5, 0);
}
