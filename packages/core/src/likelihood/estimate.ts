// Estimates a model by maximum likelihood or restricted maximum likelihood.
import { recordOf, shown } from "../arguments.ts";
import type { Model } from "../model.ts";
import { NumericalError } from "../numerical-error.ts";
import { blupOf } from "./blup.ts";
import { fittedValues } from "./fitted-values.ts";
import { glsOf } from "./gls.ts";
import { requireIdentified } from "./identified.ts";
import { likelihoodData } from "./likelihood-data.ts";
import { profiledAt, restrictedAt } from "./log-likelihoods.ts";
import { maximumOf } from "./maximum.ts";
import { reducedGls } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** Maximum likelihood, or restricted maximum likelihood. */
export type Method = "ML" | "REML";

/** A model's estimate by ML or REML; it stands wherever parameters are asked for. */
export interface Estimate {
  readonly model: Model;
  readonly method: Method;
  /** The p coefficients' names. */
  readonly names: readonly string[];
  /** p. */
  readonly beta: number[];
  /** p × p, at the estimated σ² and D. */
  readonly covBeta: number[][];
  readonly standardErrors: number[];
  /** β̂ over its standard error. */
  readonly tValues: number[];
  readonly sigma2: number;
  /** q × q; exactly singular where the likelihood has its maximum at the boundary. */
  readonly D: number[][];
  /** The marginal log likelihood for ML, the restricted one for REML, at its maximum. */
  readonly logLikelihood: number;
  /** Number of parameters estimated: p, 1, and the elements of D. */
  readonly parameters: number;
  /** 2·parameters − 2·logLikelihood. */
  readonly aic: number;
  /** parameters·log N − 2·logLikelihood. */
  readonly bic: number;
  /** The J levels of the grouping factor. */
  readonly levels: readonly string[];
  /** J × q: the predicted random effects b̂_i. */
  readonly b: number[][];
  /** J × q × q: Var(b_i | y) at the estimates. */
  readonly varB: number[][][];
  /** J × q × q: the same with β integrated out. */
  readonly varBIntegrated: number[][][];
  /** N: X_iβ̂ + Z_ib̂_i. */
  readonly fitted: Float64Array;
  /** Whether the optimiser found no step that raises the log likelihood. */
  readonly converged: boolean;
  /** Whether D̂ is singular: a variance of 0, or correlations at their limit. */
  readonly singular: boolean;
}

/** The method, or the default. @throws {RangeError} when it is neither ML nor REML */
export function methodOf(method: unknown, fallback: Method): Method {
  if (method === undefined) return fallback;
  if (method === "ML" || method === "REML") return method;
  throw new RangeError(`method must be "ML" or "REML", got ${shown(method)}`);
}

/**
 * Estimates a model by REML or ML; its priors play no part.
 *
 * β and σ² are profiled out, and the relative factor Λ of D = σ²ΛΛ' is found by Newton steps with exact derivatives in a
 * trust region, from several starts.
 *
 * @param model - the model
 * @param options - `method`: "REML" (default) or "ML"
 * @returns the estimate; `singular` says that it lies at the boundary, `converged` that it is a maximum
 * @throws {RangeError} when the likelihood has no maximum with σ² above 0, or the data do not identify the parameters
 * @throws {NumericalError} when the response is so large or so small that its variance overflows or underflows
 * @see Bates, Mächler, Bolker & Walker 2015, sections 2 and 3; Lindstrom & Bates 1988
 */
export function estimate(model: Model, options: { method?: Method } = {}): Estimate {
  const method = methodOf(recordOf(options, ["method"], "estimate's options").method, "REML");
  const restricted = method === "REML";
  const data = likelihoodData(model);
  const within = requireIdentified(model, data, restricted);
  const { names: effects, diagonal, levels } = model.terms[0];
  const { L, converged, singular } = maximumOf(data, { diagonal, restricted, within });
  const fit = reducedGls(data, whitenedGroups(data, L));
  const sigma = Math.sqrt(fit.rss / (restricted ? data.N - data.p : data.N));
  const sigma2 = (sigma * data.yScale) ** 2;
  if (!(sigma2 > Number.MIN_VALUE / Number.EPSILON)) {
    throw new NumericalError(
      `σ² is estimated as ${sigma2}: give the response "${model.response}" another unit`,
    );
  }
  const D = covarianceOf(L, effects.length, (k) => (sigma * data.yScale) / data.zScale[k]);
  const { beta, covBeta, standardErrors } = glsOf(model, { data, sigma }, fit);
  const { b, varB, varBIntegrated } = blupOf(model, { data, sigma, L }, beta, covBeta);
  const logLikelihood = (restricted ? restrictedAt : profiledAt)({ data, sigma, L });
  const q = effects.length;
  const parameters = model.names.length + 1 + (diagonal ? q : (q * (q + 1)) / 2);
  return {
    model,
    method,
    names: model.names,
    beta,
    covBeta,
    standardErrors,
    tValues: beta.map((value, k) => value / standardErrors[k]),
    sigma2,
    D,
    logLikelihood,
    parameters,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: parameters * Math.log(data.N) - 2 * logLikelihood,
    levels,
    b,
    varB,
    varBIntegrated,
    fitted: fittedValues(model, beta, b),
    converged,
    singular,
  };
}

/** σ²LL' in the user's units: row k of L times unit(k). */
function covarianceOf(L: Float64Array, q: number, unit: (k: number) => number): number[][] {
  const rows = Array.from({ length: q }, (_, k) =>
    Array.from(L.subarray(k * q, (k + 1) * q), (value) => value * unit(k)),
  );
  return rows.map((one) => rows.map((other) => one.reduce((sum, value, j) => sum + value * other[j], 0)));
}

/** Refuses what is no estimate. @throws {TypeError} */
export function requireEstimate(value: unknown, what: string): asserts value is Estimate {
  if (!isEstimate(value)) throw new TypeError(`${what} must come from estimate, got ${shown(value)}`);
}

function isEstimate(value: unknown): boolean {
  try {
    const { model, logLikelihood, beta, covBeta } = (value ?? {}) as Partial<Estimate>;
    return (
      typeof model === "object" &&
      typeof logLikelihood === "number" &&
      Array.isArray(beta) &&
      Array.isArray(covBeta)
    );
  } catch {
    return false;
  }
}
