// The log likelihoods of a linear mixed model: conditional, marginal and restricted, with every constant.
import { groupsOf } from "../groups.ts";
import type { Model } from "../model.ts";
import { type State, stateOf } from "../state.ts";
import { requireIndependentColumns } from "./identified.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { type ModelParameters, type ReducedParameters, reducedParameters } from "./parameters.ts";
import { reducedGls, weightedSquares } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

const LOG_2_PI = Math.log(2 * Math.PI);

/**
 * log p(y | β, b, σ²): y_i ~ N(X_iβ + Z_ib_i, σ²I).
 *
 * @param model - the model
 * @param state - of which β, σ² and b are read
 * @returns the log density with every constant
 * @throws {RangeError} when the state does not fit the model
 */
export function logConditional(model: Model, state: State): number {
  const { beta, sigma2, terms } = stateOf(model, state, ["beta", "sigma2", "b"]);
  let squares = 0;
  groupsOf(model).forEach(({ y, X, Z }, i) => {
    y.forEach((value, row) => {
      let rest = value;
      X[row].forEach((x, k) => (rest -= x * beta[k]));
      Z[row].forEach((z, k) => (rest -= z * terms[0].b[i][k]));
      squares += rest ** 2 / sigma2;
    });
  });
  return -0.5 * (model.rows * (LOG_2_PI + Math.log(sigma2)) + squares);
}

/**
 * log p(y | β, σ², D), the random effects integrated out: y_i ~ N(X_iβ, V_i), V_i = Z_iDZ_i' + σ²I.
 *
 * Computed from a triangular factor a group, as sums of squares, so nothing cancels and nothing n_i × n_i is formed; the
 * model's rows are read once.
 *
 * @param model - the model
 * @param parameters - β, σ² and D, which may be singular: an estimate, a state (b may be left out) or `{ beta, sigma2, D }`
 * @returns the log density with every constant
 * @throws {RangeError} when the parameters do not fit the model
 * @see Laird & Ware 1982
 */
export function logMarginal(model: Model, parameters: ModelParameters): number {
  const { data, beta, sigma, L } = reducedParameters(model, parameters);
  if (beta === null)
    throw new RangeError("the parameters: beta is missing; at its GLS estimate the likelihood is profiled");
  const whitened = whitenedGroups(data, L);
  const delta = beta.map((value, k) => ((value - data.shift[k]) * data.xScale[k]) / data.yScale);
  const squares = weightedSquares(data, whitened, delta);
  return logNormal(data.N, data, sigma, whitened.logDeterminant + squares / sigma ** 2);
}

/**
 * The restricted log likelihood log ∫ p(y | β, σ², D) dβ: the marginal likelihood under a flat prior on β.
 *
 * The density of N − p error contrasts A'y with A'X = 0, A'A = I, is the same plus ½log|X'X|, whatever σ² and D.
 *
 * @param model - the model
 * @param parameters - σ² and D: an estimate, a state or `{ sigma2, D }`
 * @returns ℓ at β̂(σ², D) − ½ log|ΣX_i'V_i⁻¹X_i| + (p/2) log 2π
 * @throws {RangeError} when the parameters do not fit the model, or its fixed effects depend on one another
 * @see Harville 1974; Laird & Ware 1982
 */
export function logRestricted(model: Model, parameters: ModelParameters): number {
  const reduced = reducedParameters(model, parameters);
  requireIndependentColumns(model, reduced.data);
  return restrictedAt(reduced);
}

/** The restricted log likelihood at checked parameters. */
export function restrictedAt({ data, sigma, L }: Pick<ReducedParameters, "data" | "sigma" | "L">): number {
  const whitened = whitenedGroups(data, L);
  const { rss, logDeterminantX } = reducedGls(data, whitened);
  const rest = whitened.logDeterminant + logDeterminantX + rss / sigma ** 2;
  return logNormal(data.N - data.p, data, sigma, rest) - sumOfLogs(data.xScale);
}

/** The log likelihood at the GLS estimate of β at checked parameters. */
export function profiledAt({ data, sigma, L }: Pick<ReducedParameters, "data" | "sigma" | "L">): number {
  const whitened = whitenedGroups(data, L);
  const { rss } = reducedGls(data, whitened);
  return logNormal(data.N, data, sigma, whitened.logDeterminant + rss / sigma ** 2);
}

/** −½(n log 2πσ² + rest), σ in the user's unit. */
function logNormal(n: number, { yScale }: LikelihoodData, sigma: number, rest: number): number {
  return -0.5 * (n * (LOG_2_PI + 2 * (Math.log(sigma) + Math.log(yScale))) + rest);
}

function sumOfLogs(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.log(value), 0);
}
