// The state of a chain: one value of (β, σ², b, D), plain and readable.
import { finiteAbove, finiteRows, finiteVector, positiveDefinite } from "./laws/arguments.ts";
import type { Model } from "./model.ts";
import { halfTColumns } from "./resolve-priors.ts";

/** One random-effect term's part of a state. */
export interface TermState {
  /** J rows of q, row i is b_i. */
  b: number[][];
  /** q × q. */
  D: number[][];
  /** The α of half-t priors on D, one a column with such a prior, while the block of D holds them; a chain redraws them before use. */
  auxiliary?: number[];
}

/** A value of all unknowns. */
export interface State {
  /** p. */
  beta: number[];
  sigma2: number;
  terms: TermState[];
  /** The α of a half-t prior on σ, as for D. */
  auxiliary?: number;
}

/**
 * A checked copy of a state as somebody wrote it.
 *
 * @param model - the model it must fit
 * @param written - β (p), σ², and for each term b (J × q) and D (q × q positive definite); auxiliaries where present
 * @returns a state of plain arrays
 * @throws {RangeError} when a part is missing, has the wrong size, or is not finite and positive (definite)
 */
export function stateOf(model: Model, written: State): State {
  if (typeof written !== "object" || written === null || !Array.isArray(written.terms)) {
    throw new RangeError("a state must be { beta, sigma2, terms: [{ b, D }] }");
  }
  if (written.terms.length !== model.terms.length) {
    throw new RangeError(`state.terms must have ${model.terms.length} elements, got ${written.terms.length}`);
  }
  const state: State = {
    beta: finiteVector(written.beta, "state.beta", model.names.length),
    sigma2: finiteAbove(written.sigma2, 0, "state.sigma2"),
    terms: model.terms.map((term, t) => {
      const name = `state.terms[${t}]`;
      const { b, D, auxiliary } = written.terms[t];
      const effects = finiteRows(b, `${name}.b`);
      const [J, q] = [term.levels.length, term.names.length];
      if (effects.length !== J || effects[0].length !== q) {
        throw new RangeError(
          `${name}.b must be ${J} × ${q}, got ${effects.length} × ${effects[0]?.length ?? 0}`,
        );
      }
      const settled: TermState = { b: effects, D: positiveDefinite(D, `${name}.D`, q) };
      if (auxiliary !== undefined) {
        const count = halfTColumns(model.priors.D[t]).length;
        settled.auxiliary = finiteVector(auxiliary, `${name}.auxiliary`, count);
      }
      return settled;
    }),
  };
  if (written.auxiliary !== undefined) {
    state.auxiliary = finiteAbove(written.auxiliary, 0, "state.auxiliary");
  }
  return state;
}
