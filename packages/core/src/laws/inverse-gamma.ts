// The inverse-gamma law, by shape and scale.
import gammaln from "@stdlib/math-base-special-gammaln";
import { finiteAbove, numberOf, recordOf } from "../arguments.ts";
import type { Law } from "./law.ts";
import { streamOf } from "../random-stream.ts";

/** IG(shape, scale): p(x) ∝ x^(−shape−1) e^(−scale/x). */
export interface InverseGammaLaw extends Law<number> {
  readonly family: "inverse-gamma";
  readonly shape: number;
  readonly scale: number;
  /** scale/(shape − 1); ∞ when shape ≤ 1. */
  readonly mean: number;
  /** scale²/((shape − 1)²(shape − 2)); ∞ when shape ≤ 2. */
  readonly variance: number;
}

/**
 * The inverse-gamma law, p(x) ∝ x^(−shape−1) e^(−scale/x) for x > 0: the law of scale/g with g ~ Gamma(shape, 1).
 *
 * Near shape 0 draws exceed the largest double (half of them at shape 0.001) and are Infinity.
 *
 * @param parameters - `shape` > 0 and `scale` > 0
 * @returns the law
 * @throws {RangeError} when a parameter is not positive and finite
 */
export function inverseGammaLaw(parameters: { shape: number; scale: number }): InverseGammaLaw {
  recordOf(parameters, ["shape", "scale"], "inverseGammaLaw's parameters");
  const shape = finiteAbove(parameters.shape, 0, "the inverse-gamma law's shape");
  const scale = finiteAbove(parameters.scale, 0, "the inverse-gamma law's scale");
  const logConstant = shape * Math.log(scale) - gammaln(shape);
  return {
    family: "inverse-gamma",
    shape,
    scale,
    mean: shape > 1 ? scale / (shape - 1) : Infinity,
    variance: shape > 2 ? scale ** 2 / ((shape - 1) ** 2 * (shape - 2)) : Infinity,
    logDensity: (x) => (numberOf(x) > 0 ? logConstant - (shape + 1) * Math.log(x) - scale / x : -Infinity),
    sample: (stream) => scale / streamOf(stream).gamma(shape),
  };
}
