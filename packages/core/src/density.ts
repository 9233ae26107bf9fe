// The joint log density of data and unknowns, with every constant.
import { Matrix } from "ml-matrix";
import { groupsOf } from "./groups.ts";
import { normalLaw } from "./laws/normal.ts";
import type { Model } from "./model.ts";
import { logPrior } from "./priors/prior-density.ts";
import { type State, stateOf } from "./state.ts";

/**
 * log p(y, b, β, σ², D): likelihood, law of the random effects and priors; with the auxiliaries α of half-t priors where
 * the state has them, else with the half-t itself.
 *
 * @param model - the model
 * @param state - β, σ², b, D
 * @returns the log density; an improper prior counts without a constant, as in `logPrior`
 * @throws {RangeError} when the state does not fit the model
 */
export function logJoint(model: Model, state: State): number {
  const { beta, sigma2, terms, ...rest } = stateOf(model, state);
  const { b, D } = terms[0];
  const randomEffect = normalLaw({ mean: D.map(() => 0), covariance: D });
  let sum = logPrior(model, { beta, sigma2, terms, ...rest });
  groupsOf(model).forEach(({ y, X, Z }, i) => {
    const residual = residualOf(y, X, beta).sub(new Matrix(Z).mmul(Matrix.columnVector(b[i])));
    sum += -0.5 * (y.length * Math.log(2 * Math.PI * sigma2) + residual.norm("frobenius") ** 2 / sigma2);
    sum += randomEffect.logDensity(b[i]);
  });
  return sum;
}

function residualOf(y: number[], X: number[][], beta: number[]): Matrix {
  return Matrix.columnVector(y).sub(new Matrix(X).mmul(Matrix.columnVector(beta)));
}
