// The priors of a variance that a user may write, each converted at the door to the few forms the updates know.
import { finiteAbove, finiteVector, recordOf, requireFlag } from "../arguments.ts";
import { powerPrior, properlyAbove } from "./improper-priors.ts";

/** p(x) ∝ x^(−shape−1) e^(−scale/x) on a variance: IG(shape, scale) where both are above 0, improper elsewhere. */
export interface InverseGammaPrior {
  readonly kind: "inverse-gamma";
  readonly shape: number;
  readonly scale: number;
  /** Where shape or scale is not above 0; absent too from 1/x, shape = scale = 0, which has a constructor of its own. */
  readonly improper?: true;
}

/** Half-t on a standard deviation, or on each of several. */
export interface HalfTPrior {
  readonly kind: "half-t";
  readonly df: number;
  readonly scale: number | readonly number[];
}

/** What may stand for the prior of a variance. */
export type VariancePriorWritten = InverseGammaPrior | HalfTPrior;

/**
 * An inverse-gamma prior on a variance, p(x) ∝ x^(−shape−1) e^(−scale/x).
 *
 * @param parameters - `shape` > 0, `scale` > 0 in the unit of the variance; with `improper: true` any finite shape and any
 *   scale ≥ 0, for powers of the variance such as `flatVariance()`
 * @returns the prior
 * @throws {RangeError} when a parameter is not finite, or not positive and `improper` is not asked for
 * @see Hobert & Casella 1996, for the improper ones
 */
export function inverseGamma(parameters: {
  shape: number;
  scale: number;
  improper?: boolean;
}): InverseGammaPrior {
  recordOf(parameters, ["shape", "scale", "improper"], "inverseGamma()'s parameters");
  const { shape, scale, improper } = parameters;
  if (requireFlag(improper, "inverseGamma() improper")) {
    finiteAbove(shape, -Infinity, "inverseGamma() shape");
    if (scale !== 0) finiteAbove(scale, 0, "inverseGamma() scale, unless 0,");
    return powerPrior(shape, scale === 0 ? 0 : scale);
  }
  return {
    kind: "inverse-gamma",
    shape: properlyAbove(shape, 0, "inverseGamma() shape"),
    scale: properlyAbove(scale, 0, "inverseGamma() scale"),
  };
}

/**
 * The improper prior p(x) ∝ 1/x of a variance.
 *
 * Of σ² it is the default. Of a random effect's variance it makes the posterior improper, whatever the data.
 *
 * @returns the prior
 */
export function jeffreys(): InverseGammaPrior {
  return powerPrior(0, 0);
}

/**
 * A scaled-inverse-χ² prior on a variance: IG(df/2, df·scale/2).
 *
 * @param parameters - `df` > 0, and `scale` > 0, the prior guess s² in the unit of the variance
 * @returns the prior as an inverse-gamma
 * @throws {RangeError} when a parameter is not positive and finite
 * @see Gelman et al. 2013, appendix A
 */
export function scaledInverseChiSquared(parameters: { df: number; scale: number }): InverseGammaPrior {
  recordOf(parameters, ["df", "scale"], "scaledInverseChiSquared()'s parameters");
  const df = finiteAbove(parameters.df, 0, "scaledInverseChiSquared() df");
  const scale = finiteAbove(parameters.scale, 0, "scaledInverseChiSquared() scale");
  return inverseGamma({ shape: df / 2, scale: (df * scale) / 2 });
}

/**
 * A gamma prior on the precision 1/σ²: σ² ~ IG(shape, rate).
 *
 * @param parameters - `shape` > 0 and `rate` > 0 of p(φ) ∝ φ^(shape−1) e^(−rate·φ), φ = 1/σ²
 * @returns the prior as an inverse-gamma
 * @throws {RangeError} when a parameter is not positive and finite
 */
export function gammaPrecision(parameters: { shape: number; rate: number }): InverseGammaPrior {
  recordOf(parameters, ["shape", "rate"], "gammaPrecision()'s parameters");
  return {
    kind: "inverse-gamma",
    shape: finiteAbove(parameters.shape, 0, "gammaPrecision() shape"),
    scale: finiteAbove(parameters.rate, 0, "gammaPrecision() rate"),
  };
}

/**
 * A half-t prior on a standard deviation: σ, or each random effect's with correlations marginally uniform at df = 2.
 *
 * @param parameters - `df` > 0 and `scale` > 0 in the unit of the standard deviation, one number or one each
 * @returns the prior
 * @throws {RangeError} when a parameter is not positive and finite
 * @see Huang & Wand 2013
 */
export function halfT(parameters: { df: number; scale: number | readonly number[] }): HalfTPrior {
  recordOf(parameters, ["df", "scale"], "halfT()'s parameters");
  const { scale } = parameters;
  const scales = typeof scale === "number" ? [scale] : finiteVector(scale, "halfT() scale");
  scales.forEach((value) => finiteAbove(value, 0, "halfT() scale"));
  return {
    kind: "half-t",
    df: finiteAbove(parameters.df, 0, "halfT() df"),
    scale: typeof scale === "number" ? scale : scales,
  };
}
