// Confidence intervals from standard errors: estimate ± z·se.
import { recordOf } from "../arguments.ts";
import { type Estimate, requireEstimate } from "./estimate.ts";
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
  requireEstimate(estimate, "waldInterval's estimate");
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
  const components = componentCovariance(estimate);
  const { pairs } = componentNames(model);
  const at = (k: number, l: number): number =>
    1 + pairs.findIndex(([a, b]) => a === Math.max(k, l) && b === Math.min(k, l));
  const isOfSigma = scalar.kind === "sigma";
  if (scalar.kind === "cor") {
    const { k, l } = scalar;
    const value = D[k][l] / Math.sqrt(D[k][k]) / Math.sqrt(D[l][l]);
    if (components === null) return { value, standardError: NaN };
    const { covariance, units } = components;
    const [a, b] = [D[k][k] / units[at(k, k)], D[l][l] / units[at(l, l)]];
    const gradient = new Map([
      [at(k, l), 1 / Math.sqrt(a * b)],
      [at(k, k), -value / (2 * a)],
      [at(l, l), -value / (2 * b)],
    ]);
    let square = 0;
    for (const [j, g] of gradient) for (const [m, h] of gradient) square += g * h * covariance.get(j, m);
    return { value, standardError: Math.sqrt(square) };
  }
  const variance = isOfSigma ? sigma2 : D[scalar.k][scalar.k];
  const value = scalar.isSquared ? variance : Math.sqrt(variance);
  if (components === null) return { value, standardError: NaN };
  const index = isOfSigma ? 0 : at(scalar.k, scalar.k);
  const unit = components.units[index];
  const ofVariance = Math.sqrt(components.covariance.get(index, index));
  const standardError = scalar.isSquared
    ? ofVariance * unit
    : (ofVariance / (2 * Math.sqrt(variance / unit))) * Math.sqrt(unit);
  return { value, standardError };
}
