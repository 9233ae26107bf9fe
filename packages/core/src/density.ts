// The joint log density of data and unknowns, with every constant.
import { Matrix } from "ml-matrix";
import { choleskyFactor, logDeterminantFactored, solveLower } from "./cholesky.ts";
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
 * @returns the log density; an improper prior counts as 1 (flat β) or 1/σ²
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

/**
 * log p(y | β, σ², D), the random effects integrated out: y_i ~ N(X_iβ, V_i), V_i = Z_iDZ_i' + σ²I.
 *
 * With D = LL' and M_i = I + L'Z_i'Z_iL/σ², log|V_i| = n_i log σ² + log|M_i|, so nothing n_i × n_i is formed.
 *
 * @param model - the model
 * @param state - of which β, σ² and D are read; b may be left out
 * @returns the log density with every constant
 * @throws {RangeError} when the state does not fit the model
 * @see Laird & Ware 1982
 */
export function logMarginal(model: Model, state: State): number {
  const { beta, sigma2, terms } = stateOf(model, state, ["beta", "sigma2", "D"]);
  const L = choleskyFactor(new Matrix(terms[0].D));
  let sum = 0;
  for (const { y, X, Z } of groupsOf(model)) {
    const residual = residualOf(y, X, beta);
    const ZL = new Matrix(Z).mmul(L);
    const M = Matrix.eye(L.rows).add(ZL.transpose().mmul(ZL).div(sigma2));
    const root = choleskyFactor(M);
    const explained = solveLower(root, ZL.transpose().mmul(residual)).norm("frobenius") ** 2 / sigma2;
    const quadratic = (residual.norm("frobenius") ** 2 - explained) / sigma2;
    sum -= 0.5 * (y.length * Math.log(2 * Math.PI * sigma2) + logDeterminantFactored(root) + quadratic);
  }
  return sum;
}

function residualOf(y: number[], X: number[][], beta: number[]): Matrix {
  return Matrix.columnVector(y).sub(new Matrix(X).mmul(Matrix.columnVector(beta)));
}
