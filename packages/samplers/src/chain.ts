// One chain: its state, its random stream, and the loop that runs a sweep over and over.
import {
  locating,
  type Model,
  NumericalError,
  type RandomStream,
  type State,
  stateOf,
} from "@lmm-gibbs/core";
import { type Block, blockName } from "./block.ts";
import { type InitialState, withGiven } from "./initial-state.ts";
import { type SeededStream, seededStream, type StreamState } from "./seeded-stream.ts";
import type { ResolvedSweep } from "./sweep.ts";

/** A chain that can go on. */
export interface Chain {
  /** From 0. */
  readonly index: number;
  readonly stream: SeededStream;
  state: State;
  /** Sweeps done, warm-up included. */
  sweeps: number;
}

/** A chain as plain JSON, from which it goes on bit for bit. */
export interface SavedChain {
  readonly sweeps: number;
  readonly state: State;
  readonly stream: StreamState;
}

/**
 * A chain at its start.
 *
 * @param model - the model
 * @param seed - of the run
 * @param index - of the chain, from 0
 * @param start - draws an overdispersed state
 * @param given - parts of a state that replace the drawn ones
 * @returns the chain, no sweep done
 * @throws {RangeError} when a given part does not fit the model
 */
export function startChain(
  model: Model,
  seed: number | string,
  index: number,
  start: (stream: RandomStream) => State,
  given: InitialState | undefined,
): Chain {
  const stream = seededStream(seed, index);
  return { index, stream, state: stateOf(model, withGiven(start(stream), given)), sweeps: 0 };
}

/** The chain as plain JSON. */
export function saveChain({ sweeps, state, stream }: Chain): SavedChain {
  return { sweeps, state: JSON.parse(JSON.stringify(state)) as State, stream: stream.save() };
}

/** The chain that `saveChain` saved. @throws {RangeError} when it does not fit the model */
export function restoreChain(model: Model, seed: number | string, index: number, saved: SavedChain): Chain {
  return {
    index,
    stream: seededStream(seed, index, saved.stream),
    state: stateOf(model, saved.state),
    sweeps: saved.sweeps,
  };
}

/**
 * Runs one sweep: every block in order.
 *
 * @param chain - its state and stream are advanced
 * @param model - the model
 * @param sweep - the blocks
 * @throws {NumericalError} naming block, chain and iteration when a block's numbers fail
 */
export function runSweep(chain: Chain, model: Model, { blocks, own }: ResolvedSweep): void {
  for (const block of blocks) {
    const place = { block: blockName(block), chain: chain.index + 1, iteration: chain.sweeps + 1 };
    chain.state = locating(place, () =>
      own.has(block) ? ownStep(block, chain, model) : (block.step(chain.stream, model, chain.state) as State),
    );
  }
  chain.sweeps++;
}

/** A user's step may return the state or change it in place; what it leaves is checked. */
function ownStep(block: Block, { stream, state }: Chain, model: Model): State {
  const next = block.step(stream, model, state) ?? state;
  try {
    return stateOf(model, next);
  } catch (error) {
    throw new NumericalError(
      `the block left no valid state: ${(error as Error).message}`,
      {},
      { cause: error },
    );
  }
}
