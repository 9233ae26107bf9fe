// Copies a state, so that nobody can change a chain from outside.
import type { State } from "@lmm-gibbs/core";

/** A copy that shares nothing with the state. */
export function copyOf(state: State): State {
  return {
    ...state,
    beta: [...state.beta],
    terms: state.terms.map((term) => ({
      ...term,
      b: term.b.map((row) => [...row]),
      D: term.D.map((row) => [...row]),
      ...(term.auxiliary === undefined ? {} : { auxiliary: [...term.auxiliary] }),
    })),
  };
}
