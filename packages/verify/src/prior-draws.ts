// Draws of everything unknown from the prior, and of data from the model.
import {
  diagonalLaw,
  halfTLaw,
  inverseGammaLaw,
  inverseWishartLaw,
  type Law,
  type Model,
  normalLaw,
  type RandomStream,
  type State,
  type VariancePrior,
} from "@lmm-gibbs/core";
import { isProper, requireModel, stateOf } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { piecesOf } from "./pieces.ts";

/**
 * Draws of (β, σ², b, D) from a model's priors and the law of b.
 *
 * @param model - the model; its response is not read
 * @returns a function of a stream that draws one state: σ², then D, β given σ², b given D
 * @throws {RangeError} when a prior is improper, naming it; the function when a draw overflows or is singular
 */
export function priorDraws(model: Model): (stream: RandomStream) => State {
  requireModel(model);
  requireProperPriors(model);
  const drawVariance = varianceDraws(model.priors.sigma2);
  const drawCovariance = covarianceDraws(model);
  const drawBeta = betaDraws(model);
  const { levels, names } = model.terms[0];
  return (stream) => {
    try {
      const sigma2 = drawVariance(stream);
      const D = drawCovariance(stream);
      const beta = drawBeta(stream, sigma2);
      const effect = normalLaw({ mean: names.map(() => 0), covariance: D });
      return stateOf(model, { beta, sigma2, terms: [{ b: levels.map(() => effect.sample(stream)), D }] });
    } catch (error) {
      throw new RangeError(
        `a draw from the prior is not finite and positive (definite): ${(error as Error).message}; checks by simulation need ` +
          "priors informative enough that no draw overflows",
        { cause: error },
      );
    }
  };
}

/**
 * One response from the model at a state: y_i = X_iβ + Z_ib_i + ε_i.
 *
 * @param model - its design and groups
 * @param state - β, σ² and b
 * @param stream - N normals
 * @returns N responses in the order of the rows
 */
export function simulateResponse(model: Model, state: State, stream: RandomStream): Float64Array {
  const sigma = Math.sqrt(state.sigma2);
  return fittedValues(model, state).map((fit) => fit + sigma * stream.normal());
}

/** X_iβ + Z_ib_i, row by row. */
export function fittedValues(
  { rows, names, X, terms }: Model,
  { beta, terms: [{ b }] }: State,
): Float64Array {
  const [{ Z, groupOf, names: effects }] = terms;
  const [p, q] = [names.length, effects.length];
  const fitted = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const effect = b[groupOf[row]];
    for (let k = 0; k < p; k++) fitted[row] += X[row * p + k] * beta[k];
    for (let k = 0; k < q; k++) fitted[row] += Z[row * q + k] * effect[k];
  }
  return fitted;
}

/** Random effects drawn afresh from N(0, D), for an engine that keeps none. */
export function withFreshEffects(state: State, stream: RandomStream): State {
  const [{ b, D }] = state.terms;
  const effect = normalLaw({ mean: D.map(() => 0), covariance: D });
  return { ...state, terms: [{ D, b: b.map(() => effect.sample(stream)) }] };
}

function requireProperPriors({ priors: { beta, sigma2, D } }: Model): void {
  const needs = "checks by simulation draw parameters from the prior, so every prior must be proper";
  if (beta.kind === "flat") {
    throw new RangeError(`${needs}: priors.beta is flat; give it normal({ mean, sd }) or zellner({ g })`);
  }
  if (!isProper(sigma2)) {
    const isJeffreys = sigma2.kind === "inverse-gamma" && sigma2.shape === 0 && sigma2.scale === 0;
    throw new RangeError(
      `${needs}: priors.sigma2 is ${isJeffreys ? "1/σ²" : "improper"}; give it inverseGamma({ shape, scale }) or ` +
        "halfT({ df, scale })",
    );
  }
  if (!D.every(isProper)) {
    throw new RangeError(
      `${needs}: priors.D is improper; give it halfT({ df, scale }) or inverseWishart({ df, scale })`,
    );
  }
}

function varianceDraws(prior: VariancePrior): (stream: RandomStream) => number {
  if (prior.kind === "inverse-gamma") {
    const { shape, scale } = prior;
    const law = inverseGammaLaw({ shape, scale });
    return (stream) => law.sample(stream);
  }
  const law = halfTLaw({ df: prior.df, scale: prior.scale });
  return (stream) => law.sample(stream) ** 2;
}

function covarianceDraws(model: Model): (stream: RandomStream) => number[][] {
  const prior = model.priors.D[0];
  if (prior.kind === "inverse-wishart") {
    const law = inverseWishartLaw({ df: prior.df, scale: prior.scale });
    return (stream) => law.sample(stream);
  }
  if (prior.kind === "diagonal") {
    const columns = prior.columns.map(varianceDraws);
    const law = diagonalLaw(
      columns.map((sample): Law<number> => ({ family: "", logDensity: () => NaN, sample })),
    );
    return (stream) => law.sample(stream);
  }
  // Huang & Wand 2013: given α the half-t prior is an inverse-Wishart.
  const { df, scale } = prior;
  const auxiliaries = scale.map((A) => inverseGammaLaw({ shape: 0.5, scale: 1 / A ** 2 }));
  return (stream) => {
    const alpha = auxiliaries.map((law) => law.sample(stream));
    const diagonal = Matrix.diag(alpha.map((one) => (2 * df) / one)).to2DArray();
    return inverseWishartLaw({ df: df + scale.length - 1, scale: diagonal }).sample(stream);
  };
}

function betaDraws(model: Model): (stream: RandomStream, sigma2: number) => number[] {
  const prior = model.priors.beta;
  if (prior.kind === "flat") throw new TypeError("a flat prior has no draws");
  if (prior.kind === "normal") {
    const law = normalLaw({ mean: prior.mean, precision: prior.precision });
    return (stream) => law.sample(stream);
  }
  const { XX } = piecesOf(model);
  return (stream, sigma2) => {
    const precision = Matrix.mul(XX, prior.delta / sigma2).to2DArray();
    return normalLaw({ mean: prior.mean, precision }).sample(stream);
  };
}
