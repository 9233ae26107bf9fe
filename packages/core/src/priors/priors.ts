// The priors a user may write, each converted at the door to the few forms the updates know.
import {
  finiteAbove,
  finiteVector,
  positiveDefinite,
  positiveSemidefinite,
  recordOf,
  requireFlag,
  shown,
} from "../arguments.ts";
import { powerPrior, properlyAbove, wishartPrior } from "./improper-priors.ts";

/** p(β) ∝ 1. */
export interface FlatPrior {
  readonly kind: "flat";
}

/** β ~ N(mean, precision⁻¹); a number stands for every coefficient, an array for the diagonal. */
export interface NormalPrior {
  readonly kind: "normal";
  readonly mean: number | readonly number[];
  readonly spread:
    | { readonly precision: number | number[] | number[][] }
    | { readonly covariance: number | number[] | number[][] };
}

/** β | σ² ~ N(mean, (σ²/delta)(X'X)⁻¹). */
export interface ZellnerPrior {
  readonly kind: "zellner";
  readonly mean: number | readonly number[];
  readonly delta: number;
}

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

/** p(D) ∝ |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)): IW(df, scale) where that is a law, improper elsewhere. */
export interface InverseWishartPrior {
  readonly kind: "inverse-wishart";
  readonly df: number;
  /** q × q; as written also [], the zero matrix of whatever size the model needs. */
  readonly scale: number[][];
  /** Where df ≤ q − 1 or the scale is singular. */
  readonly improper?: true;
}

/** What may stand for the prior of β. */
export type BetaPriorWritten = FlatPrior | NormalPrior | ZellnerPrior;
/** What may stand for the prior of a variance. */
export type VariancePriorWritten = InverseGammaPrior | HalfTPrior;
/** What may stand for the prior of D. */
export type CovariancePriorWritten = InverseWishartPrior | VariancePriorWritten;

/**
 * A flat prior on the fixed effects, p(β) ∝ 1.
 *
 * @returns the prior
 */
export function flat(): FlatPrior {
  return { kind: "flat" };
}

/**
 * A normal prior on the fixed effects, β ~ N(mean, precision⁻¹).
 *
 * @param parameters - `mean` (0 when left out; one number for all coefficients or one each) and exactly one of
 *   `precision`, `sd`, `covariance`: one number for all coefficients, one each, or (not `sd`) a p × p matrix
 * @returns the prior
 * @throws {RangeError} unless exactly one of the three is given, finite and positive (definite)
 */
export function normal(parameters: {
  mean?: number | readonly number[];
  precision?: number | readonly number[] | readonly (readonly number[])[];
  sd?: number | readonly number[];
  covariance?: number | readonly number[] | readonly (readonly number[])[];
}): NormalPrior {
  recordOf(parameters, ["mean", "precision", "sd", "covariance"], "normal()'s parameters");
  const { precision, sd, covariance } = parameters;
  if ([precision, sd, covariance].filter((given) => given !== undefined).length !== 1) {
    throw new RangeError("normal() needs exactly one of precision, sd, covariance");
  }
  const mean = meanOf(parameters.mean, "normal()");
  if (precision !== undefined) {
    return { kind: "normal", mean, spread: { precision: spreadOf(precision, "normal() precision") } };
  }
  if (covariance !== undefined) {
    return { kind: "normal", mean, spread: { covariance: spreadOf(covariance, "normal() covariance") } };
  }
  const sds = spreadOf(sd, "normal() sd");
  if (Array.isArray(sds)) {
    if (sds.some(Array.isArray)) throw new RangeError("normal() sd must be a number or an array of numbers");
    const variances = (sds as number[]).map((s) => finiteAbove(s * s, 0, "normal() sd, squared,"));
    return { kind: "normal", mean, spread: { covariance: variances } };
  }
  return { kind: "normal", mean, spread: { covariance: finiteAbove(sds * sds, 0, "normal() sd, squared,") } };
}

/**
 * Zellner's g-prior on the fixed effects, β | σ² ~ N(mean, (σ²/delta)(X'X)⁻¹) = N(mean, g·σ²(X'X)⁻¹).
 *
 * @param parameters - exactly one of `delta` and `g` = 1/delta, positive; `mean` as in `normal`
 * @returns the prior
 * @throws {RangeError} unless exactly one of delta and g is given, positive and finite
 * @see Zellner 1986
 */
export function zellner(parameters: {
  delta?: number;
  g?: number;
  mean?: number | readonly number[];
}): ZellnerPrior {
  recordOf(parameters, ["delta", "g", "mean"], "zellner()'s parameters");
  const { delta, g } = parameters;
  if ((delta === undefined) === (g === undefined)) throw new RangeError("zellner() needs one of delta and g");
  const positive = delta === undefined ? 1 / finiteAbove(g, 0, "zellner() g") : delta;
  return {
    kind: "zellner",
    mean: meanOf(parameters.mean, "zellner()"),
    delta: finiteAbove(positive, 0, "zellner() delta"),
  };
}

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

/**
 * An inverse-Wishart prior on D, p(D) ∝ |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)).
 *
 * @param parameters - `df` > q − 1 and `scale` (q × q, or a number when q = 1); or MCMCglmm's `V` and `nu`, which are
 *   df = nu and scale = nu·V; or a prior guess Σ₀ as the `mean`, scale = (df − q − 1)Σ₀, held with `df` > q + 1, by
 *   default q + 2, so that scale = Σ₀. A course's "IW(η₀, S₀⁻¹)" whose density has tr(S₀Σ⁻¹) is df = η₀, scale = S₀.
 *   With `improper: true` any finite `df` and a positive semidefinite `scale`, 0 standing for the zero matrix: p(D) ∝ 1
 *   is df = −(q + 1), scale 0
 * @returns the prior
 * @throws {RangeError} when df ≤ q − 1 (for a mean q + 1) or the matrix is not positive definite, and `improper` is not
 *   asked for
 * @see Hoff 2009, section 7.3
 */
export function inverseWishart(
  parameters:
    | { df: number; scale: number | readonly (readonly number[])[]; improper?: boolean }
    | { nu: number; V: number | readonly (readonly number[])[] }
    | { mean: number | readonly (readonly number[])[]; df?: number },
): InverseWishartPrior {
  recordOf(parameters, ["df", "scale", "nu", "V", "mean", "improper"], "inverseWishart()'s parameters");
  if ("mean" in parameters) return withMean(parameters);
  if ("improper" in parameters && requireFlag(parameters.improper, "inverseWishart() improper")) {
    const { df, scale } = recordOf(parameters, ["df", "scale", "improper"], "inverseWishart()'s parameters");
    finiteAbove(df, -Infinity, "inverseWishart() df");
    if (scale === 0) return { kind: "inverse-wishart", df, scale: [], improper: true };
    return wishartPrior(
      df,
      positiveSemidefinite(typeof scale === "number" ? [[scale]] : scale, "inverseWishart() scale"),
    );
  }
  const byV = "V" in parameters;
  const [matrix, degrees] = byV ? [parameters.V, parameters.nu] : [parameters.scale, parameters.df];
  const name = `inverseWishart() ${byV ? "V" : "scale"}`;
  const given = positiveDefinite(typeof matrix === "number" ? [[matrix]] : matrix, name);
  const df = properlyAbove(degrees, given.length - 1, `inverseWishart() ${byV ? "nu" : "df"}`);
  return {
    kind: "inverse-wishart",
    df,
    scale: byV ? given.map((row) => row.map((v) => df * v)) : given,
  };
}

function withMean(parameters: {
  mean: number | readonly (readonly number[])[];
  df?: number;
}): InverseWishartPrior {
  const { mean, df } = recordOf(parameters, ["mean", "df"], "inverseWishart()'s parameters with a mean");
  const guess = positiveDefinite(typeof mean === "number" ? [[mean]] : mean, "inverseWishart() mean");
  const q = guess.length;
  const degrees =
    df === undefined ? q + 2 : finiteAbove(df, q + 1, "inverseWishart() df, for a mean to exist,");
  return {
    kind: "inverse-wishart",
    df: degrees,
    scale: guess.map((row) => row.map((value) => (degrees - q - 1) * value)),
  };
}

/**
 * A Wishart prior on the precision D⁻¹, as JAGS's `dwish(R, k)`: D ~ IW(k, R).
 *
 * @param parameters - `df` = k > q − 1 and `inverseScale` = R (q × q), p(Ω) ∝ |Ω|^((k−q−1)/2) exp(−½ tr(RΩ)), Ω = D⁻¹
 * @returns the prior as an inverse-Wishart
 * @throws {RangeError} when df ≤ q − 1 or inverseScale is not positive definite
 */
export function wishartPrecision(parameters: {
  df: number;
  inverseScale: number | readonly (readonly number[])[];
}): InverseWishartPrior {
  recordOf(parameters, ["df", "inverseScale"], "wishartPrecision()'s parameters");
  const { df, inverseScale } = parameters;
  return inverseWishart({ df, scale: inverseScale });
}

function meanOf(mean: unknown, of: string): number | number[] {
  if (mean === undefined) return 0;
  return typeof mean === "number"
    ? finiteAbove(mean, -Infinity, `${of} mean`)
    : finiteVector(mean, `${of} mean`);
}

function spreadOf(value: unknown, name: string): number | number[] | number[][] {
  if (typeof value === "number") return finiteAbove(value, 0, name);
  if (!Array.isArray(value))
    throw new RangeError(`${name} must be a number or an array, got ${shown(value)}`);
  if (value.some(Array.isArray)) return positiveDefinite(value, name);
  return finiteVector(value, name).map((v) => finiteAbove(v, 0, name));
}
