// Runs a step of a user's own: on a copy, with what is stale hidden, taking over only what it draws.
import { type Model, NumericalError, type RandomStream, type State, type Unknown } from "@lmm-gibbs/core";
import { recordOf, stateOf, UNKNOWNS } from "@lmm-gibbs/core/internal";
import { type Block, changedBy } from "./block.ts";
import { copyOf } from "./copy-state.ts";

/**
 * The state after a user's step.
 *
 * @param block - the user's block
 * @param stale - what was integrated out before and is not redrawn yet: the step sees NaN in its place
 * @param stream - the chain's random numbers
 * @param model - the model
 * @param state - the present state; not changed
 * @returns the checked next state
 * @throws {NumericalError} when the step leaves no valid state, or changes what it does not draw
 */
export function ownStep(
  block: Block,
  stale: readonly Unknown[],
  stream: RandomStream,
  model: Model,
  state: State,
): State {
  const shownToStep = withHidden(state, stale);
  const given = copyOf(shownToStep);
  const returned = block.step(stream, model, given) ?? given;
  try {
    return takenOver(model, block, state, shownToStep, returned);
  } catch (error) {
    const hint =
      stale.length === 0
        ? ""
        : `; ${stale.join(", ")} is NaN before it, because it was integrated out: a step that draws it must not read its ` +
          "old value (van Dyk & Park 2008)";
    throw new NumericalError(
      `the block left no valid state: ${(error as Error).message}${hint}`,
      {},
      { cause: error },
    );
  }
}

function takenOver(model: Model, block: Block, state: State, before: State, returned: Partial<State>): State {
  recordOf(returned, ["beta", "sigma2", "terms", "auxiliary"], "the state that a step returns");
  const changed = changedBy(block);
  let next = state;
  for (const unknown of UNKNOWNS) {
    const value = partOf(returned, unknown) ?? partOf(before, unknown);
    if (changed.includes(unknown)) next = withPart(next, unknown, value);
    else if (!same(value, partOf(before, unknown))) {
      throw new RangeError(`it changed ${unknown}, which is not in its draws or moves`);
    }
  }
  return stateOf(model, next);
}

function partOf(state: Partial<State>, unknown: Unknown): unknown {
  return unknown === "beta" || unknown === "sigma2" ? state[unknown] : state.terms?.[0]?.[unknown];
}

function withPart(state: State, unknown: Unknown, value: unknown): State {
  return unknown === "beta" || unknown === "sigma2"
    ? { ...state, [unknown]: value }
    : { ...state, terms: [{ ...state.terms[0], [unknown]: value }] };
}

function withHidden(state: State, stale: readonly Unknown[]): State {
  return stale.reduce(
    (hidden, unknown) => withPart(hidden, unknown, notANumber(partOf(state, unknown))),
    state,
  );
}

function notANumber(part: unknown): unknown {
  return Array.isArray(part) ? part.map(notANumber) : NaN;
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((element, i) => same(element, b[i]));
}
