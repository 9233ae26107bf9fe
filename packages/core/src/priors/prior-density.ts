// The log density of a model's priors at a state.
import gammaln from "@stdlib/math-base-special-gammaln";
import { Matrix } from "ml-matrix";
import { choleskyFactor, invertFactored, logDeterminantFactored } from "../cholesky.ts";
import { halfTLaw } from "../laws/half-t.ts";
import { inverseGammaLaw } from "../laws/inverse-gamma.ts";
import { inverseWishartLaw } from "../laws/inverse-wishart.ts";
import { normalLaw } from "../laws/normal.ts";
import { logMultivariateGamma } from "../laws/wishart.ts";
import type { Model } from "../model.ts";
import type { InverseWishartPrior } from "./covariance-priors.ts";
import {
  auxiliaryOf,
  type BetaPrior,
  type CovariancePrior,
  isProper,
  type VariancePrior,
} from "./settled-priors.ts";
import { type State, stateOf } from "../state.ts";

/**
 * log p(β | σ²) + log p(σ²) + log p(D), with the auxiliaries of half-t priors where the state has them.
 *
 * @param model - the model
 * @param state - of which β, σ² and D are read; b may be left out
 * @returns the log density; an improper prior counts without a constant, as 1 (flat β), x^(−shape−1) e^(−scale/x), or
 *   |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹))
 * @throws {RangeError} when the state does not fit the model
 */
export function logPrior(model: Model, state: State): number {
  const { beta, sigma2, D } = model.priors;
  const settled = stateOf(model, state, ["beta", "sigma2", "D"]);
  return (
    logBetaPrior(beta, settled, model) +
    logVariancePrior(sigma2, settled.sigma2, settled.auxiliary) +
    settled.terms.reduce((sum, term, t) => sum + logCovariancePrior(D[t], term.D, term.auxiliary), 0)
  );
}

function logBetaPrior(prior: BetaPrior, { beta, sigma2 }: State, model: Model): number {
  if (prior.kind === "flat") return 0;
  if (prior.kind === "normal") {
    return normalLaw({ mean: prior.mean, precision: prior.precision }).logDensity(beta);
  }
  const X = Matrix.from1DArray(model.rows, model.names.length, model.X);
  const precision = X.transpose()
    .mmul(X)
    .mul(prior.delta / sigma2);
  return normalLaw({ mean: prior.mean, precision: precision.to2DArray() }).logDensity(beta);
}

function logVariancePrior(prior: VariancePrior, variance: number, auxiliary: number | undefined): number {
  if (prior.kind === "inverse-gamma") {
    const { shape, scale } = prior;
    return isProper(prior)
      ? inverseGammaLaw({ shape, scale }).logDensity(variance)
      : -(shape + 1) * Math.log(variance) - scale / variance;
  }
  const { df, scale } = prior;
  if (auxiliary === undefined) {
    const sd = Math.sqrt(variance);
    return halfTLaw({ df, scale }).logDensity(sd) - Math.log(2 * sd);
  }
  return (
    inverseGammaLaw({ shape: df / 2, scale: df / auxiliary }).logDensity(variance) +
    inverseGammaLaw({ shape: 0.5, scale: 1 / scale ** 2 }).logDensity(auxiliary)
  );
}

/** log p(D) of one term; given the auxiliaries α of half-t priors, their own density included, where there are any. */
export function logCovariancePrior(prior: CovariancePrior, D: number[][], auxiliary?: number[]): number {
  if (prior.kind === "inverse-wishart") {
    if (prior.improper) return logImproperWishart(prior, D);
    return inverseWishartLaw({ df: prior.df, scale: prior.scale }).logDensity(D);
  }
  if (prior.kind === "diagonal") {
    return prior.columns.reduce(
      (sum, column, k) => sum + logVariancePrior(column, D[k][k], auxiliaryOf(prior, auxiliary, k)),
      0,
    );
  }
  const { df, scale } = prior;
  const q = D.length;
  if (auxiliary === undefined) return logHalfTMarginal(df, scale, D);
  const diagonal = Matrix.diag(auxiliary.map((alpha) => (2 * df) / alpha)).to2DArray();
  return scale.reduce(
    (sum, A, k) => sum + inverseGammaLaw({ shape: 0.5, scale: 1 / A ** 2 }).logDensity(auxiliary[k]),
    inverseWishartLaw({ df: df + q - 1, scale: diagonal }).logDensity(D),
  );
}

/** −½(df + q + 1) log|D| − ½ tr(scale·D⁻¹), without a constant. */
function logImproperWishart({ df, scale }: InverseWishartPrior, D: number[][]): number {
  const L = choleskyFactor(new Matrix(D));
  const trace = Matrix.mul(invertFactored(L), new Matrix(scale)).sum();
  return (-(df + D.length + 1) * logDeterminantFactored(L) - trace) / 2;
}

/** p(D) ∝ |D|^(−(ν+2q)/2) Π_k (ν(D⁻¹)_kk + 1/A_k²)^(−(ν+q)/2): Huang & Wand 2013, equation 3. */
function logHalfTMarginal(df: number, scale: readonly number[], D: number[][]): number {
  const q = D.length;
  const shape = (df + q) / 2;
  const L = choleskyFactor(new Matrix(D));
  const inverse = invertFactored(L);
  const logConstant = (q * (df + q - 1) * Math.log(df)) / 2 - logMultivariateGamma(q, (df + q - 1) / 2);
  return scale.reduce(
    (sum, A, k) =>
      sum -
      Math.log(A) -
      0.5 * Math.log(Math.PI) +
      gammaln(shape) -
      shape * Math.log(df * inverse.get(k, k) + 1 / A ** 2),
    logConstant - ((df + 2 * q) / 2) * logDeterminantFactored(L),
  );
}
