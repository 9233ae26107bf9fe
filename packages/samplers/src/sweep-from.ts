// Sweeps from given states, for who alternates them with other moves, such as new data.
import type { Model, State } from "@lmm-gibbs/core";
import { stateOf } from "@lmm-gibbs/core/internal";
import { BLOCKS } from "./block.ts";
import { runSweep } from "./chain.ts";
import { type EngineName, ENGINES } from "./engines.ts";
import type { RunOptions } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import type { SeededStream } from "./seeded-stream.ts";

/** What decides a sweep, of the options of `sample`. */
export type SweepFromOptions = Pick<RunOptions, "sweep" | "engine" | "scaleMove" | "centering">;

/** One sweep from a state, on a model that may differ from one call to the next in its response. */
export type SweepFrom = (model: Model, state: State, stream: SeededStream) => State;

/**
 * A sampler's sweep as a function of a state.
 *
 * @param model - the model, whose design and priors are those of every call
 * @param options - what `sample` is asked for: sweep, engine, scaleMove, centering
 * @returns a function that makes one sweep and returns a new state; with engine "aggregated" its b is 0
 * @throws {RangeError} on options that cannot be meant, or an engine without b for a sweep that starts by reading it; the
 *   function throws {NumericalError} when numbers fail
 */
export function sweepFrom(model: Model, options: SweepFromOptions): SweepFrom {
  // Every call gives a whole state, so whatever the sweep holds fixed is given.
  const initial = { beta: [], sigma2: 1, terms: [{ b: [], D: [] }] };
  const plan = planOf(model, {
    ...options,
    initial,
    chains: 1,
    warmup: 0,
    draws: 1,
    keep: ["sigma2"],
    seed: 0,
  });
  if (plan.engine.withoutEffects) requireOwnEffects(plan);
  const engineOf = ENGINES[plan.engine.name as EngineName];
  return (data, state, stream) => {
    const chain = {
      index: 0,
      stream,
      kernel: engineOf(data, plan.sweep.centered).kernel(stateOf(data, state)),
      sweeps: 0,
    };
    runSweep(chain, data, plan.sweep);
    return chain.kernel.save();
  };
}

function requireOwnEffects({ engine, sweep }: Plan): void {
  const laws = sweep.steps.map(({ block }) => (typeof block === "string" ? BLOCKS[block] : block));
  const reads = laws.findIndex(({ given, moves = [] }) => given.includes("b") || moves.includes("b"));
  const draws = laws.findIndex((law) => law.draws.includes("b"));
  if (draws < reads) return;
  throw new RangeError(
    `engine "${engine.name}" keeps no b, so sweep "${sweep.name}", which reads b before it draws it, cannot go on from a state; ` +
      'use engine "fast"',
  );
}
