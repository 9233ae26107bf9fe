// The priors of β that a user may write.
import { finiteAbove, finiteVector, positiveDefinite, recordOf, shown } from "../arguments.ts";

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

/** What may stand for the prior of β. */
export type BetaPriorWritten = FlatPrior | NormalPrior | ZellnerPrior;

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
