// Confidence intervals from standard errors: estimate ± z·se.
import { recordOf, shown } from "../arguments.ts";
import type { Estimate } from "./estimate.ts";
import { type Interval, levelOf } from "./profile-interval.ts";
import { componentCovariance } from "./satterthwaite.ts";
import { type ScalarParameter, scalarParameter } from "./scalar-parameter.ts";
import { normalBound } from "./tail-probabilities.ts";
import { componentNames } from "./variance-components.ts";

/**
 * Wald's interval of one parameter.
 *
 * For σ, standard deviations, correlations and variances the standard error comes from the observed information by the
 * delta method; near the boundary `profileInterval` is to be preferred, for these intervals know no limits.
 *
 * @param estimate - of `estimate`
 * @param parameter - as in `profileInterval`
 * @param options - `level` (0.95)
 * @returns the interval; NaN bounds at a singular estimate for what is not a coefficient
 * @throws {RangeError} when there is no such parameter
 * @throws {TypeError} when it is no estimate
 */
export function waldInterval(
  estimate: Estimate,
  parameter: string,
  options: { level?: number } = {},
): Interval & { readonly standardError: number } {
  if (typeof (estimate as Partial<Estimate> | null)?.model !== "object") {
    throw new TypeError(`waldInterval needs an estimate, got ${shown(estimate)}`);
  }
  const scalar = scalarParameter(estimate.model, parameter);
  const level = levelOf(recordOf(options, ["level"], "waldInterval's options").level);
  const { value, standardError } =
    scalar.kind === "beta"
      ? { value: estimate.beta[scalar.k], standardError: estimate.standardErrors[scalar.k] }
      : byDeltaMethod(estimate, scalar);
  const z = normalBound(level);
  return {
    parameter,
    estimate: value,
    standardError,
    lower: value - z * standardError,
    upper: value + z * standardError,
    level,
  };
}

function byDeltaMethod(
  estimate: Estimate,
  scalar: Exclude<ScalarParameter, { kind: "beta" }>,
): { value: number; standardError: number } {
  const { sigma2, D, model } = estimate;
  const covariance = componentCovariance(estimate);
  const { pairs } = componentNames(model);
  const at = (k: number, l: number): number =>
    1 + pairs.findIndex(([a, b]) => a === Math.max(k, l) && b === Math.min(k, l));
  const gradient = new Map<number, number>();
  let value: number;
  if (scalar.kind === "cor") {
    const { k, l } = scalar;
    const sds = Math.sqrt(D[k][k] * D[l][l]);
    value = D[k][l] / sds;
    gradient.set(at(k, l), 1 / sds);
    gradient.set(at(k, k), -value / (2 * D[k][k]));
    gradient.set(at(l, l), -value / (2 * D[l][l]));
  } else {
    const variance = scalar.kind === "sigma" ? sigma2 : D[scalar.k][scalar.k];
    value = scalar.isSquared ? variance : Math.sqrt(variance);
    gradient.set(
      scalar.kind === "sigma" ? 0 : at(scalar.k, scalar.k),
      scalar.isSquared ? 1 : 1 / (2 * Math.sqrt(variance)),
    );
  }
  if (covariance === null) return { value, standardError: NaN };
  let square = 0;
  for (const [j, g] of gradient) for (const [k, h] of gradient) square += g * h * covariance.get(j, k);
  return { value, standardError: Math.sqrt(square) };
}
