// Steps for σ² that somebody could write, right ones and wrong ones, for the conjugate small model.
import type { Model, RandomStream, State } from "@lmm-gibbs/core";
import { type Block, conditionals, type Sweep } from "@lmm-gibbs/samplers";

const [A0, S0] = [3, 2];

function residualSumOfSquares(
  { X, y, rows, terms: [{ Z, groupOf }] }: Model,
  { beta, terms }: State,
): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const b = terms[0].b[groupOf[row]];
    let rest = y[row];
    for (let k = 0; k < 2; k++) rest -= X[row * 2 + k] * beta[k] + Z[row * 2 + k] * b[k];
    sum += rest ** 2;
  }
  return sum;
}

const variance = (stream: RandomStream, shape: number, scale: number): number => scale / stream.gamma(shape);

const step = (draw: (stream: RandomStream, model: Model, state: State) => number): Sweep => {
  const block: Block = {
    name: "my σ²",
    draws: ["sigma2"],
    given: ["beta", "b"],
    step: (stream, model, state) => ({ sigma2: draw(stream, model, state) }),
  };
  return ["betaMarginal", "b", block, "D"];
};

const logTarget = (model: Model, state: State, sigma2: number): number =>
  -(A0 + model.rows / 2 + 1) * Math.log(sigma2) - (S0 + residualSumOfSquares(model, state) / 2) / sigma2;

/** A Metropolis step on log σ², with the Jacobian σ²'/σ² or without. */
const metropolis = (jacobian: boolean): Sweep =>
  step((stream, model, state) => {
    const { sigma2 } = state;
    const proposal = sigma2 * Math.exp(0.8 * stream.normal());
    const ratio = logTarget(model, state, proposal) - logTarget(model, state, sigma2);
    const accepted = ratio + (jacobian ? Math.log(proposal / sigma2) : 0);
    return Math.log(stream.uniform()) < accepted ? proposal : sigma2;
  });

/** Sweeps with a right step of one's own; a function, because a step may remember. */
export const rightSweeps: Readonly<Record<string, () => Sweep>> = {
  "a Gibbs step": () =>
    step((stream, model, state) =>
      variance(stream, A0 + model.rows / 2, S0 + residualSumOfSquares(model, state) / 2),
    ),
  "a Metropolis step on log σ² with its Jacobian": () => metropolis(true),
};

/** Sweeps with a wrong step, and whether it is wrong by so little that a test must be long to see it. */
export const wrongSweeps: Readonly<Record<string, { sweep: () => Sweep; isSmall: boolean }>> = {
  "a shape off by ½": {
    isSmall: true,
    sweep: () =>
      step((stream, model, state) =>
        variance(stream, A0 + (model.rows + 1) / 2, S0 + residualSumOfSquares(model, state) / 2),
      ),
  },
  "a Metropolis step on log σ² without its Jacobian": { isSmall: true, sweep: () => metropolis(false) },
  "the b of the sweep before": {
    isSmall: false,
    sweep: () => {
      let before: State | undefined;
      return step((stream, model, state) => {
        const stale = { ...state, terms: (before ?? state).terms };
        before = state;
        return variance(stream, A0 + model.rows / 2, S0 + residualSumOfSquares(model, stale) / 2);
      });
    },
  },
  // What the order of a sweep forbids, hidden in one block: van Dyk & Park 2008.
  "β with b integrated out, then σ² given the old b, then b": {
    isSmall: false,
    sweep: () => {
      const block: Block = {
        name: "β, σ², b",
        draws: ["beta", "sigma2", "b"],
        given: ["D"],
        step: (stream, model, state) => {
          const laws = conditionals(model);
          const beta = laws.betaMarginal(state).sample(stream);
          const rss = residualSumOfSquares(model, { ...state, beta });
          const sigma2 = variance(stream, A0 + model.rows / 2, S0 + rss / 2);
          const given = { ...state, beta, sigma2 };
          const b = state.terms[0].b.map((_, i) => laws.b(given, i).sample(stream));
          return { ...given, terms: [{ ...state.terms[0], b }] };
        },
      };
      return [block, "D"];
    },
  },
};
