// One chain: its state, its random stream, and one sweep after another.
import type { Model, RandomStream, State } from "@lmm-gibbs/core";
import { located, stateOf } from "@lmm-gibbs/core/internal";
import type { Engine, Kernel } from "./engine.ts";
import { type InitialState, withGiven } from "./initial-state.ts";
import { ownStep } from "./own-step.ts";
import { type SeededStream, seededStream, type StreamState } from "./seeded-stream.ts";
import type { ResolvedSweep } from "./sweep.ts";

/** A chain that can go on. */
export interface Chain {
  /** From 0. */
  readonly index: number;
  readonly stream: SeededStream;
  readonly kernel: Kernel;
  /** Sweeps done, warm-up included. */
  sweeps: number;
}

/** A chain as plain JSON, from which it goes on bit for bit. */
export interface SavedChain {
  readonly sweeps: number;
  readonly state: State;
  readonly stream: StreamState;
  /** What the "aggregated" engine keeps in place of b, which is 0 in its states. */
  readonly scratch?: readonly number[];
}

/**
 * A chain at its start.
 *
 * @param model - the model
 * @param engine - makes the chain's kernel
 * @param seed - of the run
 * @param index - of the chain, from 0
 * @param start - draws an overdispersed state
 * @param given - parts of a state that replace the drawn ones
 * @returns the chain, no sweep done
 * @throws {RangeError} when a given part does not fit the model
 * @throws {NumericalError} when no start can be drawn
 */
export function startChain(
  model: Model,
  engine: Engine,
  seed: number | string,
  index: number,
  start: (stream: RandomStream) => State,
  given: InitialState | undefined,
): Chain {
  const stream = seededStream(seed, index);
  let drawn: State;
  try {
    drawn = start(stream);
  } catch (error) {
    throw located(error, { block: "start", chain: index + 1 });
  }
  return { index, stream, kernel: engine.kernel(stateOf(model, withGiven(drawn, given))), sweeps: 0 };
}

/** The chain as plain JSON. */
export function saveChain({ sweeps, kernel, stream }: Chain): SavedChain {
  const scratch = kernel.scratch?.();
  return {
    sweeps,
    state: kernel.save(),
    stream: stream.save(),
    ...(scratch === undefined ? {} : { scratch }),
  };
}

/** The chain that `saveChain` saved. @throws {RangeError} when it does not fit the model */
export function restoreChain(
  model: Model,
  engine: Engine,
  seed: number | string,
  index: number,
  saved: SavedChain,
): Chain {
  const stream = seededStream(seed, index, saved.stream);
  return {
    index,
    stream,
    kernel: engine.kernel(stateOf(model, saved.state), saved.scratch),
    sweeps: saved.sweeps,
  };
}

/**
 * Runs one sweep: every step in order.
 *
 * @param chain - its kernel and stream are advanced
 * @param model - the model
 * @param sweep - the steps
 * @throws {NumericalError} naming block, chain and iteration when a step's numbers fail
 */
export function runSweep(chain: Chain, model: Model, { steps }: ResolvedSweep): void {
  const { kernel, stream } = chain;
  for (const { name, block, stale } of steps) {
    try {
      if (typeof block === "string") kernel.step(block, stream);
      else kernel.load(ownStep(block, stale, stream, model, kernel.save()));
    } catch (error) {
      throw located(error, { block: name, chain: chain.index + 1, iteration: chain.sweeps + 1 });
    }
  }
  kernel.endSweep();
  chain.sweeps++;
}
