// The predicted profile of one group, and how it is shrunk from its own data towards the population.
import { Matrix } from "ml-matrix";
import { choleskyFactor, invertFactored } from "../cholesky.ts";
import type { Model } from "../model.ts";
import { blup } from "./blup.ts";
import { gls } from "./gls.ts";
import { groupOfLevel } from "./group-of-level.ts";
import { marginalCovariance } from "./marginal-covariance.ts";
import type { ModelParameters } from "./parameters.ts";

/** A group's predicted profile: fitted = W·population + (I − W)y_i. */
export interface PredictedProfile {
  readonly level: string;
  /** X_iβ̂ + Z_ib̂_i, n_i. */
  readonly fitted: number[];
  /** X_iβ̂, n_i. */
  readonly population: number[];
  /** y_i. */
  readonly observed: number[];
  /** W = σ²V_i⁻¹, n_i × n_i: the weight of the population. */
  readonly populationWeight: number[][];
}

/**
 * The predicted profile of a group with the weights of the shrinkage identity
 * X_iβ̂ + Z_ib̂_i = σ²V_i⁻¹X_iβ̂ + (I − σ²V_i⁻¹)y_i.
 *
 * @param model - the model
 * @param parameters - an estimate, a state or `{ beta, sigma2, D }`; β left out: its GLS estimate
 * @param level - the group
 * @returns both sides' parts
 * @throws {RangeError} when the parameters do not fit the model, or there is no such group
 * @see Fitzmaurice, Laird & Ware 2011, section 8.6
 */
export function predictedProfile(model: Model, parameters: ModelParameters, level: string): PredictedProfile {
  const { X, Z, y } = groupOfLevel(model, level);
  const { b } = blup(model, parameters);
  const own = b[model.terms[0].levels.indexOf(level)];
  const beta = Array.from(parameters.beta ?? gls(model, parameters).beta);
  const population = X.map((row) => row.reduce((sum, x, k) => sum + x * beta[k], 0));
  const V = new Matrix(marginalCovariance(model, parameters, level));
  const W = invertFactored(choleskyFactor(V)).mul(parameters.sigma2);
  return {
    level,
    fitted: population.map((mean, row) => Z[row].reduce((sum, z, k) => sum + z * own[k], mean)),
    population,
    observed: [...y],
    populationWeight: W.to2DArray(),
  };
}
