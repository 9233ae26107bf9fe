// The state of a chain: one value of (β, σ², b, D), plain and readable.
import { reading } from "./reading.ts";
import { finiteAbove, finiteRows, finiteVector, positiveDefinite, recordOf } from "./arguments.ts";
import { type Model, requireModel } from "./model.ts";
import { halfTColumns } from "./priors/settled-priors.ts";

/** One random-effect term's part of a state. */
export interface TermState {
  /** J rows of q, row i is b_i. */
  b: number[][];
  /** q × q. */
  D: number[][];
  /** The α of half-t priors on D, one a column with such a prior, while the block of D holds them. */
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

/** An unknown of the model. */
export type Unknown = "beta" | "b" | "sigma2" | "D";

/** The unknowns, in the order of a state. */
export const UNKNOWNS: readonly Unknown[] = ["beta", "sigma2", "b", "D"];

/**
 * A checked copy of a state as somebody wrote it.
 *
 * @param model - the model it must fit
 * @param written - β (p), σ², and for each term b (J × q) and D (q × q positive definite); auxiliaries where present
 * @param parts - the unknowns that must be there; default all
 * @returns a state of plain arrays; unknowns not asked for are empty arrays, or NaN
 * @throws {RangeError} when a part is missing, has the wrong size, or is not finite and positive (definite)
 */
export function stateOf(model: Model, written: State, parts: readonly Unknown[] = UNKNOWNS): State {
  requireModel(model);
  const hasTerms = reading(
    () => "a state",
    () => typeof written === "object" && (written as unknown) !== null && Array.isArray(written.terms),
  );
  if (!hasTerms) {
    throw new RangeError("a state must be { beta, sigma2, terms: [{ b, D }] }");
  }
  recordOf(written, ["beta", "sigma2", "terms", "auxiliary"], "a state");
  if (written.terms.length !== model.terms.length) {
    throw new RangeError(`state.terms must have ${model.terms.length} elements, got ${written.terms.length}`);
  }
  const has = (part: Unknown): boolean => parts.includes(part);
  const state: State = {
    beta: has("beta") ? finiteVector(written.beta, "state.beta", model.names.length) : [],
    sigma2: has("sigma2") ? finiteAbove(written.sigma2, 0, "state.sigma2") : NaN,
    terms: written.terms.map((term, t) => termStateOf(model, t, term, has)),
  };
  if (written.auxiliary !== undefined) {
    state.auxiliary = finiteAbove(written.auxiliary, 0, "state.auxiliary");
  }
  return state;
}

function termStateOf(
  model: Model,
  t: number,
  written: TermState,
  has: (part: Unknown) => boolean,
): TermState {
  const name = `state.terms[${t}]`;
  const { b, D, auxiliary } = recordOf(written, ["b", "D", "auxiliary"], name);
  const { levels, names, diagonal } = model.terms[t];
  const state: TermState = {
    b: has("b") ? effectsOf(b, levels.length, names.length, `${name}.b`) : [],
    D: has("D") ? positiveDefinite(D, `${name}.D`, names.length) : [],
  };
  if (diagonal && state.D.some((row, k) => row.some((value, l) => k !== l && value !== 0))) {
    throw new RangeError(`${name}.D must be diagonal, the term is written with ||`);
  }
  if (auxiliary !== undefined) {
    const count = halfTColumns(model.priors.D[t]).length;
    state.auxiliary = finiteVector(auxiliary, `${name}.auxiliary`, count);
    for (const alpha of state.auxiliary) finiteAbove(alpha, 0, `${name}.auxiliary`);
  }
  return state;
}

function effectsOf(b: number[][], J: number, q: number, name: string): number[][] {
  const effects = finiteRows(b, name);
  if (effects.length === J && effects[0].length === q) return effects;
  throw new RangeError(`${name} must be ${J} × ${q}, got ${effects.length} × ${effects[0]?.length ?? 0}`);
}
