// Where chains start: overdispersed around the data, so that R-hat can see what has not converged.
import { type Model, normalLaw, type RandomStream, type State } from "@lmm-gibbs/core";
import { recordOf, shown } from "@lmm-gibbs/core/internal";
import exp from "@stdlib/math-base-special-exp";
import { Matrix } from "ml-matrix";
import type { Engine } from "./engine.ts";

/** Parts of a state to start from; what is left out is drawn. */
export interface InitialState {
  beta?: ArrayLike<number>;
  sigma2?: number;
  terms?: readonly { b?: readonly ArrayLike<number>[]; D?: readonly ArrayLike<number>[] }[];
}

/** Starting variances vary by a factor of e^(±2·0.8), about 5, to either side. */
const LOG_SPREAD = 0.8;
/** β starts from its law at variances this many times larger, so at twice its posterior spread. */
const INFLATION = 4;

/**
 * Starting points of a model's chains: σ² and diag(D) log-normal about half the variance of the response, b from
 * N(0, D), β from its marginal law at inflated variances.
 *
 * @param model - the model
 * @param engine - draws β
 * @returns a function of a stream that draws one starting state
 * @see Gelman & Rubin 1992, section 2.1
 */
export function overdispersedStarts(model: Model, engine: Engine): (stream: RandomStream) => State {
  const { levels, names, Z } = model.terms[0];
  const q = names.length;
  const half = halfVariance(model);
  const meanSquares = names.map((_, k) => {
    let sum = 0;
    for (let row = 0; row < model.rows; row++) sum += Z[row * q + k] * Z[row * q + k];
    return sum > 0 ? sum / model.rows : 1;
  });
  return (stream) => {
    const sigma2 = half * exp(LOG_SPREAD * stream.normal());
    const variances = meanSquares.map((square) => (half / (q * square)) * exp(LOG_SPREAD * stream.normal()));
    const D = Matrix.diag(variances).to2DArray();
    const inflated = Matrix.diag(variances.map((variance) => INFLATION * variance)).to2DArray();
    const kernel = engine.kernel({
      beta: model.names.map(() => 0),
      sigma2: INFLATION * sigma2,
      terms: [{ b: levels.map(() => names.map(() => 0)), D: inflated }],
    });
    kernel.step("betaMarginal", stream);
    const { beta } = kernel.save();
    const effect = normalLaw({ mean: variances.map(() => 0), covariance: D });
    return { beta, sigma2, terms: [{ b: levels.map(() => effect.sample(stream)), D }] };
  };
}

/** Half the variance of y about its mean, or about 0 when y is constant, or ½ when y is 0. */
function halfVariance({ y, rows }: Model): number {
  let mean = 0;
  for (const value of y) mean += value / rows;
  let about = 0;
  let square = 0;
  for (const value of y) {
    about += ((value - mean) * (value - mean)) / rows;
    square += (value * value) / rows;
  }
  const floor = square * Number.EPSILON ** 2;
  return (about > floor ? about : square > 0 ? square : 1) / 2;
}

/**
 * A start with the parts that a user gives in place of the drawn ones.
 *
 * @param drawn - a complete state
 * @param given - parts of a state
 * @returns the merged state, its numbers not yet checked
 * @throws {TypeError} when `given` is no object; {RangeError} when it has parts that a state has not
 */
export function withGiven(drawn: State, given: InitialState | undefined): State {
  if (given === undefined) return drawn;
  const { beta, sigma2, terms } = recordOf(given, ["beta", "sigma2", "terms"], "initial");
  if (terms !== undefined && !(Array.isArray(terms) && terms.length === drawn.terms.length)) {
    throw new RangeError(`initial.terms must be a list of ${drawn.terms.length}, got ${shown(terms)}`);
  }
  const { b, D } = recordOf(terms?.[0] ?? {}, ["b", "D"], "initial.terms[0]");
  const [term] = drawn.terms;
  return {
    ...drawn,
    beta: (beta ?? drawn.beta) as number[],
    sigma2: sigma2 ?? drawn.sigma2,
    terms: [{ ...term, b: (b ?? term.b) as number[][], D: (D ?? term.D) as number[][] }],
  };
}
