// The half-t law of a standard deviation.
import gammaln from "@stdlib/math-base-special-gammaln";
import { finiteAbove, numberOf, recordOf } from "../arguments.ts";
import type { Law } from "./law.ts";
import { streamOf } from "../random-stream.ts";

/** Half-t(df, scale): the law of |t|·scale, t a Student t with df degrees of freedom. */
export interface HalfTLaw extends Law<number> {
  readonly family: "half-t";
  readonly df: number;
  readonly scale: number;
  /** ∞ when df ≤ 1. */
  readonly mean: number;
  /** ∞ when df ≤ 2. */
  readonly variance: number;
}

/**
 * The half-t law, p(x) ∝ (1 + x²/(df·scale²))^(−(df+1)/2) for x ≥ 0.
 *
 * @param parameters - `df` > 0 and `scale` > 0, in the unit of x
 * @returns the law
 * @throws {RangeError} when a parameter is not positive and finite
 * @see Gelman 2006, section 2.2
 */
export function halfTLaw(parameters: { df: number; scale: number }): HalfTLaw {
  recordOf(parameters, ["df", "scale"], "halfTLaw's parameters");
  const df = finiteAbove(parameters.df, 0, "the half-t law's df");
  const scale = finiteAbove(parameters.scale, 0, "the half-t law's scale");
  const logGammaRatio = logGammaHalfStep(df / 2);
  const logConstant = Math.log(2 / scale) + logGammaRatio - 0.5 * Math.log(df * Math.PI);
  const mean = df > 1 ? (2 * scale * Math.sqrt(df / Math.PI) * Math.exp(logGammaRatio)) / (df - 1) : Infinity;
  return {
    family: "half-t",
    df,
    scale,
    mean,
    variance: df > 2 ? (scale ** 2 * df) / (df - 2) - mean ** 2 : Infinity,
    logDensity: (x) =>
      numberOf(x) >= 0 ? logConstant - ((df + 1) / 2) * Math.log1p((x / scale) ** 2 / df) : -Infinity,
    sample: (stream) =>
      (scale * Math.abs(streamOf(stream).normal())) / Math.sqrt((2 * stream.gamma(df / 2)) / df),
  };
}

/** log Γ(a + ½) − log Γ(a); above 10⁵ by its asymptotic series, where the difference of the two would cancel. */
function logGammaHalfStep(a: number): number {
  return a > 1e5 ? 0.5 * Math.log(a) - 1 / (8 * a) : gammaln(a + 0.5) - gammaln(a);
}
