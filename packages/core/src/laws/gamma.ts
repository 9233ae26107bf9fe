// The gamma law, by shape and rate.
import gammaln from "@stdlib/math-base-special-gammaln";
import { finiteAbove, numberOf, recordOf } from "../arguments.ts";
import type { Law } from "./law.ts";
import { streamOf } from "../random-stream.ts";

/** Gamma(shape, rate): p(x) ∝ x^(shape−1) e^(−rate·x). */
export interface GammaLaw extends Law<number> {
  readonly family: "gamma";
  readonly shape: number;
  readonly rate: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * The gamma law, p(x) ∝ x^(shape−1) e^(−rate·x) for x > 0.
 *
 * @param parameters - `shape` > 0 and `rate` > 0
 * @returns the law
 * @throws {RangeError} when a parameter is not positive and finite
 */
export function gammaLaw(parameters: { shape: number; rate: number }): GammaLaw {
  recordOf(parameters, ["shape", "rate"], "gammaLaw's parameters");
  const shape = finiteAbove(parameters.shape, 0, "the gamma law's shape");
  const rate = finiteAbove(parameters.rate, 0, "the gamma law's rate");
  const logConstant = shape * Math.log(rate) - gammaln(shape);
  return {
    family: "gamma",
    shape,
    rate,
    mean: shape / rate,
    variance: shape / rate ** 2,
    logDensity: (x) =>
      numberOf(x) > 0 && x < Infinity ? logConstant + (shape - 1) * Math.log(x) - rate * x : -Infinity,
    sample: (stream) => streamOf(stream).gamma(shape) / rate,
  };
}
