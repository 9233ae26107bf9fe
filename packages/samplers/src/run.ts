// A run of several chains as work in slices: whoever drives it decides what happens between them.
import { type Draws, NumericalError } from "@lmm-gibbs/core";
import { drawsOf } from "@lmm-gibbs/core/internal";
import { type Chain, restoreChain, runSweep, saveChain, startChain } from "./chain.ts";
import { now } from "./clock.ts";
import { flatLayout } from "./flat-state.ts";
import { overdispersedStarts } from "./initial-state.ts";
import type { Plan } from "./options.ts";
import type { SavedRun } from "./saved-run.ts";

/** Draws with the state in which the run ended. */
export interface SampledDraws extends Draws {
  /** Plain JSON: `sample(model, { resume: saved })` goes on bit for bit. */
  readonly saved: SavedRun;
}

/** A run under way. */
export interface Run {
  readonly plan: Plan;
  readonly chains: readonly Chain[];
  readonly started: number;
  /** Sweeps done, all chains together. */
  done: number;
  reported: number;
}

/** Work in slices: yields between them, returns the result at the end. */
export type Work<T> = Generator<undefined, T, undefined>;

/** How long a slice lasts, and how often progress is reported. */
const SLICE_MS = 20;
const PROGRESS_MS = 100;

/**
 * Starts the chains of a plan, or those of the run that it resumes.
 *
 * @param plan - the plan
 * @returns the run, no sweep done
 * @throws {RangeError} when an initial or saved state does not fit the model
 */
export function startRun(plan: Plan): Run {
  const { model, engine, seed, resume, initial } = plan;
  const start = overdispersedStarts(model);
  const chains = initial.map((given, index) =>
    resume === undefined
      ? startChain(model, engine, seed, index, start, given)
      : restoreChain(model, engine, seed, index, resume.chains[index]),
  );
  return { plan, chains, started: now(), done: 0, reported: -Infinity };
}

/**
 * Advances every chain in turn by a warm-up and a number of kept draws.
 *
 * @param run - its chains are advanced
 * @param warmup - sweeps before the first kept draw
 * @param draws - draws to keep a chain
 * @returns work that ends with the draws
 * @throws {NumericalError} when a chain's numbers fail
 */
export function* advance(run: Run, warmup: number, draws: number): Work<SampledDraws> {
  const { plan, chains } = run;
  const { model, sweep, engine, thin, variables, seed } = plan;
  const begun = now();
  const values: Float64Array[] = [];
  const flat = new Float64Array(flatLayout(model).length);
  const withEffects = variables.some(({ family }) => family.startsWith("b_"));
  for (const chain of chains) {
    const numbers = new Float64Array(variables.length * draws);
    let sliceEnd = now() + SLICE_MS;
    for (let sweeps = 1; sweeps <= warmup + draws * thin; sweeps++) {
      runSweep(chain, model, sweep);
      run.done++;
      const kept = sweeps - warmup;
      if (kept > 0 && kept % thin === 0) {
        chain.kernel.write(flat, withEffects);
        variables.forEach(({ name, read }, v) => {
          const value = read(flat);
          if (!Number.isFinite(value)) {
            const place = { chain: chain.index + 1, iteration: chain.sweeps };
            throw new NumericalError(`${name} is ${value}`, place);
          }
          numbers[v * draws + kept / thin - 1] = value;
        });
      }
      if (now() >= sliceEnd) {
        report(run, chain);
        yield;
        sliceEnd = now() + SLICE_MS;
      }
    }
    values.push(numbers);
  }
  report(run, chains.at(-1)!);
  const draw = drawsOf({
    variables: variables.map(({ name }) => name),
    iterations: draws,
    seconds: (now() - begun) / 1000,
    seed,
    description: descriptionOf(plan, warmup),
    values,
  });
  return {
    ...draw,
    saved: {
      seed,
      sweep: sweep.name,
      engine: engine.name,
      model: plan.fingerprint,
      chains: chains.map(saveChain),
    },
  };
}

function report(run: Run, { index }: Chain): void {
  const { plan, done } = run;
  const { onProgress, chains, warmup, draws, thin } = plan;
  const total = chains * (warmup + draws * thin);
  if (onProgress === undefined || (done < total && now() - run.reported < PROGRESS_MS)) return;
  run.reported = now();
  onProgress({ chain: index + 1, chains, done, total });
}

function descriptionOf({ model, engine, sweep, thin }: Plan, warmup: number): Draws["description"] {
  const { formula, response, rows, names, terms, priors } = model;
  return {
    formula,
    response,
    rows,
    names,
    terms: terms.map(({ group, levels, names: effects }) => ({
      group,
      levels: levels.length,
      names: effects,
    })),
    priors,
    sweep: sweep.name,
    engine: engine.name,
    warmup,
    thin,
  };
}
