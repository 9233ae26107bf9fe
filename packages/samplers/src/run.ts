// A run of several chains as work in slices: whoever drives it decides what happens between them, and on which thread.
import type { Draws } from "@lmm-gibbs/core";
import { drawsOf } from "@lmm-gibbs/core/internal";
import { type Chain, restoreChain, startChain } from "./chain.ts";
import {
  type ChainPart,
  type Distance,
  keptBy,
  newPart,
  runPart,
  type SavedPart,
  SLICE_MS,
  type Work,
} from "./chain-part.ts";
import type { RunHead } from "./checkpoint-format.ts";
import { now } from "./clock.ts";
import { overdispersedStarts } from "./initial-state.ts";
import { someDraws } from "./kept-values.ts";
import { centeredNames, type Plan } from "./plan.ts";
import { type Report, reporter } from "./progress.ts";
import type { SavedRun } from "./saved-run.ts";
import { unfinishedPart, unfinishedRun } from "./unfinished-run.ts";

/** Draws with the state in which the run ended. */
export interface SampledDraws extends Draws {
  /**
   * Plain JSON: `sample(model, { resume: saved })` goes on bit for bit. A run that was interrupted it takes to its end:
   * the draws are all those of an uninterrupted run.
   */
  readonly saved: SavedRun;
}

/** A run under way. */
export interface Run {
  readonly plan: Plan;
  readonly chains: readonly Chain[];
  readonly report: Report;
}

/** A stretch of a run, which ends with draws: all of it, or one batch. */
export interface Stretch {
  readonly plan: Plan;
  /** One a chain. */
  readonly parts: readonly ChainPart[];
  readonly distance: Distance;
  /** Reports the chain at work, by its index, and the sweeps of this stretch done by all chains. */
  readonly report: Report;
  readonly started: number;
}

/**
 * Starts the chains of a plan, or those of the run that it resumes.
 *
 * @param plan - the plan
 * @returns the run, no sweep done, as work in slices of one chain or about 20 ms
 * @throws {RangeError} when an initial or saved state does not fit the model
 */
export function* startRun(plan: Plan): Work<Run> {
  const { model, engine, seed, resume, initial } = plan;
  const start = overdispersedStarts(model, engine);
  const chains: Chain[] = [];
  let turn = now();
  for (const [index, given] of initial.entries()) {
    if (now() - turn >= SLICE_MS) {
      yield 0;
      turn = now();
    }
    chains.push(
      resume === undefined
        ? startChain(model, engine, seed, index, start, given)
        : restoreChain(model, engine, seed, index, resume.chains[index]),
    );
  }
  return { plan, chains, report: reporter(plan) };
}

/**
 * The next stretch of a run.
 *
 * @param run - the run
 * @param distance - how far its chains go, of which only warm-up and draws are taken
 * @param before - sweeps done in earlier stretches, all chains together
 * @returns the stretch, no sweep of it done
 */
export function nextStretch({ plan, chains, report }: Run, { warmup, draws }: Distance, before = 0): Stretch {
  const unfinished = plan.resume?.unfinished;
  return {
    plan,
    parts: chains.map((chain) =>
      unfinished === undefined ? newPart(chain) : { chain, ...unfinishedPart(unfinished, chain.index) },
    ),
    distance: { warmup, draws },
    report: (index, done) => report(index, before + done),
    started: now() - 1000 * (unfinished?.seconds ?? 0),
  };
}

/** The sweeps of a stretch done, all chains together. */
export function sweepsDone({ parts }: Stretch): number {
  return parts.reduce((sum, { done }) => sum + done, 0);
}

/** The sweeps that a chain makes in a stretch. */
export function sweepsOf({ plan, distance }: Stretch): number {
  return distance.warmup + distance.draws * plan.thin;
}

/**
 * Advances every chain to the end of a stretch, on this thread.
 *
 * @param stretch - its chains are advanced
 * @param inTurns - one slice of each chain after the other, so that all get about equally far; otherwise one chain after
 *   the other, which is faster
 * @returns work in slices
 * @throws {NumericalError} when a chain's numbers fail
 */
export function* advance(stretch: Stretch, inTurns = false): Work<void> {
  const { plan, parts, distance, report } = stretch;
  const queue = parts.map((part) => ({ part, work: runPart(part, plan, distance) }));
  let turn = { start: now(), done: sweepsDone(stretch) };
  while (queue.length > 0) {
    const first = queue[0];
    const slice = first.work.next();
    if (slice.done || inTurns) queue.shift();
    if (!slice.done && inTurns) queue.push(first);
    const elapsed = now() - turn.start;
    // Chains that end within a slice do not yield; many of them would hold up other tasks.
    if (slice.done && elapsed < SLICE_MS) continue;
    const done = sweepsDone(stretch);
    report(first.part.chain.index, done);
    yield slice.done ? elapsed / Math.max(1, done - turn.done) : slice.value;
    turn = { start: now(), done: sweepsDone(stretch) };
  }
}

/**
 * The draws of a stretch that is done.
 *
 * @param stretch - the stretch
 * @param parts - its chains at their ends, in order
 * @returns the draws of all chains, with what resumes after them
 */
export function drawsOfStretch(stretch: Stretch, parts: readonly SavedPart[]): SampledDraws {
  stretch.report(parts.length - 1, parts.length * sweepsOf(stretch));
  const saved = { ...runOf(stretch.plan), chains: parts.map((part) => part.saved) };
  return { ...drawsOfParts(stretch, parts, stretch.distance.draws), saved };
}

/**
 * The draws that some chains of a stretch have in common.
 *
 * @param stretch - the stretch
 * @param parts - some of its chains
 * @param kept - draws that each of them has kept
 * @returns the first `kept` draws of each
 */
export function drawsOfParts(stretch: Stretch, parts: readonly SavedPart[], kept: number): Draws {
  const { plan, distance, started } = stretch;
  const { draws } = distance;
  return drawsOf({
    variables: plan.variables.map(({ name }) => name),
    iterations: kept,
    seconds: (now() - started) / 1000,
    seed: plan.seed,
    description: {
      ...descriptionOf(plan, distance.warmup),
      ...(kept === draws ? {} : { interrupted: { draws } }),
    },
    values: parts.map(({ values }) => (kept === draws ? values : someDraws(values, draws, 0, kept))),
  });
}

/** What a stretch under way is a run of. */
export function headOf({ plan, distance, started }: Stretch, start: string): RunHead {
  const { thin, variables } = plan;
  const names = variables.map(({ name }) => name);
  const seconds = (now() - started) / 1000;
  return { ...runOf(plan), way: { ...distance, thin, variables: names, start, seconds } };
}

/** A stretch under way as plain data, from which it goes on to its end. */
export function saveStretch(stretch: Stretch, parts: readonly SavedPart[], start: string): SavedRun {
  const { way, ...run } = headOf(stretch, start);
  const done = parts.map((part) => part.done);
  const values = parts.map((part) => someDraws(part.values, way.draws, 0, keptBy(part.done, way, way.thin)));
  return { ...run, chains: parts.map(({ saved }) => saved), unfinished: unfinishedRun(way, done, values) };
}

/** A plan's run as plain data, but for its chains. */
function runOf(plan: Plan): Omit<SavedRun, "chains" | "unfinished"> {
  const { seed, sweep, engine, fingerprint } = plan;
  const centered = centeredNames(plan);
  return {
    seed,
    sweep: sweep.name,
    scaleMove: sweep.scaleMove,
    ...(centered === undefined ? {} : { centered }),
    engine: engine.name,
    model: fingerprint,
  };
}

function descriptionOf(plan: Plan, warmup: number): Draws["description"] {
  const { model, engine, sweep, thin, propriety } = plan;
  const centered = centeredNames(plan);
  const { formula, response, rows, names, terms, priors, aliased, dropped } = model;
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
    ...(aliased.length === 0 ? {} : { aliased }),
    ...(dropped === null ? {} : { dropped }),
    propriety,
    sweep: sweep.name,
    scaleMove: sweep.scaleMove,
    ...(centered === undefined ? {} : { centered }),
    engine: engine.name,
    warmup,
    thin,
  };
}
