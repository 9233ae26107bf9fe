// Confidence intervals from the profile likelihood.
import { recordOf, shown } from "../arguments.ts";
import type { Model } from "../model.ts";
import { NumericalError } from "../numerical-error.ts";
import { type Method, methodOf } from "./estimate.ts";
import { findRoot } from "./find-root.ts";
import { requireIdentified } from "./identified.ts";
import { likelihoodData } from "./likelihood-data.ts";
import { maximumOf } from "./maximum.ts";
import type { ReducedParameters } from "./parameters.ts";
import { glsOf } from "./gls.ts";
import { profileDeviance } from "./profile-criterion.ts";
import { reducedGls } from "./reduced-gls.ts";
import { type ScalarParameter, scalarParameter } from "./scalar-parameter.ts";
import { normalBound } from "./tail-probabilities.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** A confidence interval. */
export interface Interval {
  readonly parameter: string;
  readonly estimate: number;
  /** The limit of the parameter's range (a variance 0, a correlation −1) where the likelihood does not exclude it. */
  readonly lower: number;
  readonly upper: number;
  /** The confidence level, such as 0.95. */
  readonly level: number;
}

/** The confidence level, or 0.95. @throws {RangeError} unless strictly between 0 and 1 */
export function levelOf(level: unknown): number {
  if (level === undefined) return 0.95;
  if (typeof level === "number" && level > 0 && level < 1) return level;
  throw new RangeError(`level must be a number between 0 and 1, got ${shown(level)}`);
}

/**
 * The profile-likelihood confidence interval of one parameter: all values at which the deviance, the other parameters at
 * their best, exceeds its minimum by at most the χ²₁ quantile.
 *
 * @param model - the model
 * @param parameter - `beta[age]`, `sigma`, `sd_Subject[age]`, `cor_Subject[(Intercept),age]`, or a variance: `sigma2`,
 *   `D_Subject[age,age]`
 * @param options - `level` (0.95); `method`: "ML" (default, as lme4), or "REML" for what is not a coefficient
 * @returns the interval
 * @throws {RangeError} when there is no such parameter, a correlation is undefined because a standard deviation is
 *   estimated as 0, or the likelihood has no maximum
 * @throws {NumericalError} when the profile finds a larger likelihood than the estimate
 * @see Bates, Mächler, Bolker & Walker 2015, section 5.1
 */
export function profileInterval(
  model: Model,
  parameter: string,
  options: { level?: number; method?: Method } = {},
): Interval {
  const scalar = scalarParameter(model, parameter);
  const given = recordOf(options, ["level", "method"], "profileInterval's options");
  const level = levelOf(given.level);
  const restricted = methodOf(given.method, "ML") === "REML";
  if (restricted && scalar.kind === "beta") {
    throw new RangeError(`${parameter} has no REML profile, because β is integrated out; use method: "ML"`);
  }
  const data = likelihoodData(model);
  const { diagonal } = model.terms[0];
  const within = requireIdentified(model, data, restricted);
  const best = maximumOf(data, { diagonal, restricted, within });
  const { estimate, error, toScaled, limits } = walkOf(
    model,
    { data, L: best.L },
    restricted,
    scalar,
    parameter,
  );
  const n = restricted ? data.N - data.p : data.N;
  const least = best.value - n * Math.log(n) + n;
  const z = normalBound(level);
  const profile = profileDeviance(data, { diagonal, restricted, L: best.L }, scalar);
  const bound = (direction: 1 | -1): number => {
    // The root of the deviance is nearly linear in the parameter.
    const excess = (value: number): number => {
      const above = profile(toScaled(value)) - least;
      if (Number.isNaN(above))
        throw new NumericalError(`the profile of ${parameter} has no value at ${value}`);
      if (above < -1e-6 * Math.max(1, Math.abs(least))) {
        throw new NumericalError(
          `the profile of ${parameter} finds a log likelihood larger by ${-above / 2}: the estimate is not the maximum`,
        );
      }
      return Math.sqrt(Math.max(above, 0)) - z;
    };
    return crossing(excess, [estimate, -z], direction * error * z, limits[direction === 1 ? 1 : 0]);
  };
  const natural = (value: number): number => {
    const positive = scalar.kind === "sigma" ? Math.exp(value) : value;
    return scalar.isSquared ? positive ** 2 : positive;
  };
  return {
    parameter,
    estimate: natural(estimate),
    lower: natural(bound(-1)),
    upper: natural(bound(1)),
    level,
  };
}

/** Where the excess turns positive, in steps that double, or the limit where it does not. */
function crossing(
  excess: (value: number) => number,
  start: readonly [number, number],
  step: number,
  limit: number,
): number {
  let inside = start;
  for (let size = step; ; size *= 2) {
    const reached = Math.abs(start[0] + size - start[0]) >= Math.abs(limit - start[0]);
    const value = reached ? limit : start[0] + size;
    const outside = [value, excess(value)] as const;
    if (outside[1] > 0) return findRoot(excess, inside, outside, 1e-10 * Math.abs(value - start[0]));
    if (reached || !Number.isFinite(value)) return limit;
    inside = outside;
  }
}

/** How a parameter is walked along: σ on its logarithm, the others as they are. */
function walkOf(
  model: Model,
  { data, L }: Pick<ReducedParameters, "data" | "L">,
  restricted: boolean,
  scalar: ScalarParameter,
  parameter: string,
): {
  estimate: number;
  error: number;
  toScaled: (value: number) => number;
  limits: readonly [number, number];
} {
  const { p, q, N, shift, xScale, zScale, yScale } = data;
  const fit = reducedGls(data, whitenedGroups(data, L));
  const n = restricted ? N - p : N;
  const sigma = Math.sqrt(fit.rss / n);
  const sdOf = (k: number): number =>
    sigma * L.subarray(k * q, (k + 1) * q).reduce((norm, value) => Math.hypot(norm, value), 0);
  const everywhere = [-Infinity, Infinity] as const;
  if (scalar.kind === "beta") {
    const { k } = scalar;
    const { beta, standardErrors } = glsOf(model, { data, sigma }, fit);
    const toScaled = (value: number): number => ((value - shift[k]) * xScale[k]) / yScale;
    return { estimate: beta[k], error: standardErrors[k], toScaled, limits: everywhere };
  }
  if (scalar.kind === "sigma") {
    const toScaled = (value: number): number => Math.exp(value) / yScale;
    return { estimate: Math.log(sigma * yScale), error: 1 / Math.sqrt(2 * n), toScaled, limits: everywhere };
  }
  if (scalar.kind === "sd") {
    const unit = yScale / zScale[scalar.k];
    const estimate = sdOf(scalar.k) * unit;
    const error = estimate > 0 ? 0.3 * estimate : 0.3 * sigma * unit;
    return { estimate, error, toScaled: (value) => value / unit, limits: [0, Infinity] };
  }
  const { k, l } = scalar;
  const sds = sdOf(k) * sdOf(l);
  if (sds === 0) {
    throw new RangeError(`${parameter} is not defined: a standard deviation is estimated as 0`);
  }
  let covariance = 0;
  for (let j = 0; j < q; j++) covariance += sigma ** 2 * L[k * q + j] * L[l * q + j];
  const estimate = Math.min(Math.max(covariance / sds, -1), 1);
  return { estimate, error: 0.3, toScaled: (value) => value, limits: [-1, 1] };
}
