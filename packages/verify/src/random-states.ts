// Random states of a model, in the units of its data, at which a claimed conditional is compared with the joint density.
import { type Model, normalLaw, type RandomStream, type State, wishartLaw } from "@lmm-gibbs/core";
import { halfTColumns } from "@lmm-gibbs/core/internal";
import { conditionals } from "@lmm-gibbs/samplers";

/** Variances vary by a factor of e^(±2·0.8), about 5, to either side. */
const LOG_SPREAD = 0.8;
/** β is drawn from its law at variances this many times those about which σ² and D are drawn. */
const INFLATION = 4;

/**
 * Random states: σ² and D about half the variance of the response, b from N(0, D), β from its marginal law at larger
 * variances, and the auxiliaries of half-t priors about their laws. Nothing of a state is special, no correlation is 0.
 *
 * @param model - the model
 * @param withAuxiliaries - whether a state has the α of half-t priors
 * @returns a function of a stream that draws one state
 */
export function randomStates(model: Model, withAuxiliaries = true): (stream: RandomStream) => State {
  const laws = conditionals(model);
  const { levels, names, diagonal } = model.terms[0];
  const q = names.length;
  const half = halfMeanSquare(model);
  const root = meanSquaresOfZ(model).map((square) => Math.sqrt(half / (q * square)));
  const unit = wishartLaw({
    df: q + 2,
    scale: names.map((_, k) => names.map((__, l) => (k === l ? 1 : 0.3) / (q + 2))),
  });
  const inflated = names.map((_, k) => names.map((__, l) => (k === l ? INFLATION * root[k] ** 2 : 0)));
  const aboutFit = laws.betaMarginal({
    beta: [],
    sigma2: INFLATION * half,
    terms: [{ b: [], D: inflated }],
  });
  const hasAuxiliary = halfTColumns(model.priors.D[0]).length > 0;
  return (stream) => {
    const about = (value: number): number => value * Math.exp(LOG_SPREAD * stream.normal());
    const sigma2 = about(half);
    const D = unit
      .sample(stream)
      .map((row, k) => row.map((value, l) => (diagonal && k !== l ? 0 : value * root[k] * root[l])));
    const beta = aboutFit.sample(stream);
    const effect = normalLaw({ mean: names.map(() => 0), covariance: D });
    const state: State = { beta, sigma2, terms: [{ b: levels.map(() => effect.sample(stream)), D }] };
    if (withAuxiliaries && hasAuxiliary) {
      state.terms[0].auxiliary = laws.auxiliary(state).sample(stream).map(about);
    }
    if (withAuxiliaries && model.priors.sigma2.kind === "half-t") {
      state.auxiliary = about(laws.sigma2Auxiliary(state).sample(stream));
    }
    return state;
  };
}

/** Half the mean square of y about its mean; about 0 when y is constant, ½ when y is 0. */
function halfMeanSquare({ y, rows }: Model): number {
  const mean = y.reduce((sum, value) => sum + value / rows, 0);
  const about = y.reduce((sum, value) => sum + (value - mean) ** 2 / rows, 0);
  const square = y.reduce((sum, value) => sum + value ** 2 / rows, 0);
  return (about > square * Number.EPSILON ** 2 ? about : square > 0 ? square : 1) / 2;
}

/** The mean square of each column of Z; 1 for a column of zeros. */
function meanSquaresOfZ({ rows, terms }: Model): number[] {
  const { names, Z } = terms[0];
  return names.map((_, k) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += Z[row * names.length + k] ** 2;
    return sum > 0 ? sum / rows : 1;
  });
}
