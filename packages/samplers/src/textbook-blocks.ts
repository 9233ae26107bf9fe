// The textbook engine: each block of a sweep draws from the law that the course derives.
import type { Model } from "@lmm-gibbs/core";
import type { Block } from "./block.ts";
import { betaGivenB } from "./conditionals/beta-given-b.ts";
import { betaMarginal } from "./conditionals/beta-marginal.ts";
import { covarianceAuxiliary, randomCovariance } from "./conditionals/random-covariance.ts";
import { randomEffects } from "./conditionals/random-effects.ts";
import { residualAuxiliary, residualVariance } from "./conditionals/residual-variance.ts";
import { textbookData } from "./conditionals/textbook-data.ts";
import type { BlockName } from "./sweep.ts";

/**
 * The blocks of a model, each drawing from its full conditional.
 *
 * @param model - the model
 * @returns a block a name; steps return a new state and leave the given one as it is
 */
export function textbookBlocks(model: Model): Record<BlockName, Block> {
  const data = textbookData(model);
  return {
    beta: {
      name: "beta",
      draws: ["beta"],
      given: ["b", "sigma2"],
      step: (stream, _, state) => ({ ...state, beta: betaGivenB(data, state).sample(stream) }),
    },
    betaMarginal: {
      name: "betaMarginal",
      draws: ["beta"],
      given: ["sigma2", "D"],
      integratedOut: ["b"],
      step: (stream, _, state) => ({ ...state, beta: betaMarginal(data, state).sample(stream) }),
    },
    b: {
      name: "b",
      draws: ["b"],
      given: ["beta", "sigma2", "D"],
      step: (stream, _, state) => {
        const b = randomEffects(data, state).map((law) => law.sample(stream));
        return { ...state, terms: [{ ...state.terms[0], b }] };
      },
    },
    sigma2: {
      name: "sigma2",
      draws: ["sigma2"],
      given: ["beta", "b"],
      step: (stream, _, state) => {
        const auxiliary = residualAuxiliary(data, state)?.sample(stream);
        const next = auxiliary === undefined ? state : { ...state, auxiliary };
        return { ...next, sigma2: residualVariance(data, next).sample(stream) };
      },
    },
    D: {
      name: "D",
      draws: ["D"],
      given: ["b"],
      step: (stream, _, state) => {
        const auxiliary = covarianceAuxiliary(data, state)?.sample(stream);
        const term = auxiliary === undefined ? state.terms[0] : { ...state.terms[0], auxiliary };
        const D = randomCovariance(data, { ...state, terms: [term] }).sample(stream);
        return { ...state, terms: [{ ...term, D }] };
      },
    },
  };
}
