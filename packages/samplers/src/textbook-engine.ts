// The textbook engine: each block of a sweep draws from the law that the course derives.
import type { Model, RandomStream, State } from "@lmm-gibbs/core";
import type { BlockName } from "./block.ts";
import {
  betaCentered,
  type CenteredDesign,
  centeredDesign,
  centeredEffects,
  effectsAbout,
} from "./conditionals/beta-centered.ts";
import { betaGivenB } from "./conditionals/beta-given-b.ts";
import { betaMarginal } from "./conditionals/beta-marginal.ts";
import { covarianceAuxiliary, randomCovariance } from "./conditionals/random-covariance.ts";
import { randomEffects } from "./conditionals/random-effects.ts";
import { residualAuxiliary, residualVariance } from "./conditionals/residual-variance.ts";
import { scaleMove } from "./conditionals/scale-move.ts";
import { type TextbookData, textbookData } from "./conditionals/textbook-data.ts";
import { copyOf } from "./copy-state.ts";
import type { Engine } from "./engine.ts";
import { flatLayout, flatten } from "./flat-state.ts";

/** Draws a block's unknowns from its law: the state it returns is new, the one it is given stays as it is. */
type Step = (data: TextbookData, stream: RandomStream, state: State, design: CenteredDesign) => State;

const STEPS: Record<BlockName, Step> = {
  beta: (data, stream, state) => ({ ...state, beta: betaGivenB(data, state).sample(stream) }),
  betaMarginal: (data, stream, state) => ({ ...state, beta: betaMarginal(data, state).sample(stream) }),
  betaCentered: (data, stream, state, design) => {
    const eta = centeredEffects(design, state);
    const beta = betaCentered(data, design, eta, state).sample(stream);
    return { ...state, beta, terms: [{ ...state.terms[0], b: effectsAbout(design, eta, beta) }] };
  },
  b: (data, stream, state) => {
    const b = randomEffects(data, state).map((law) => law.sample(stream));
    return { ...state, terms: [{ ...state.terms[0], b }] };
  },
  sigma2: (data, stream, state) => {
    const auxiliary = residualAuxiliary(data, state)?.sample(stream);
    const next = auxiliary === undefined ? state : { ...state, auxiliary };
    return { ...next, sigma2: residualVariance(data, next).sample(stream) };
  },
  D: (data, stream, state) => {
    const auxiliary = covarianceAuxiliary(data, state)?.sample(stream);
    const term = auxiliary === undefined ? state.terms[0] : { ...state.terms[0], auxiliary };
    const D = randomCovariance(data, { ...state, terms: [term] }).sample(stream);
    return { ...state, terms: [{ ...term, D }] };
  },
  scale: scaleMove,
};

/**
 * The engine that computes with the matrices of the notes.
 *
 * @param model - the model
 * @param centered - indices of the columns of X that a centered update of β centers
 * @returns an engine whose kernels draw from `conditionals`
 */
export function textbookEngine(model: Model, centered: readonly number[]): Engine {
  const data = textbookData(model);
  const design = centeredDesign(data, centered);
  const layout = flatLayout(model);
  return {
    name: "textbook",
    kernel: (start) => {
      let state = start;
      return {
        step: (block, stream) => {
          state = STEPS[block](data, stream, state, design);
        },
        endSweep: () => {},
        save: () => copyOf(state),
        load: (next) => {
          state = next;
        },
        write: (flat) => flatten(state, layout, flat),
      };
    },
  };
}
