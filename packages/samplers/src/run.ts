// A run of several chains as work in slices: whoever drives it decides what happens between them, and on which thread.
import type { Draws } from "@lmm-gibbs/core";
import { drawsOf } from "@lmm-gibbs/core/internal";
import { type Chain, restoreChain, startChain } from "./chain.ts";
import { type ChainPart, type Distance, newPart, runPart, type SavedPart, type Work } from "./chain-part.ts";
import { now } from "./clock.ts";
import { overdispersedStarts } from "./initial-state.ts";
import type { Plan } from "./plan.ts";
import { type Report, reporter } from "./progress.ts";
import type { SavedRun } from "./saved-run.ts";

/** Draws with the state in which the run ended. */
export interface SampledDraws extends Draws {
  /** Plain JSON: `sample(model, { resume: saved })` goes on bit for bit. */
  readonly saved: SavedRun;
}

/** A run under way. */
interface Run {
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
  return {
    plan,
    parts: chains.map(newPart),
    distance: { warmup, draws },
    report: (index, done) => report(index, before + done),
    started: now(),
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
 * Advances every chain in turn to the end of a stretch, on this thread.
 *
 * @param stretch - its chains are advanced
 * @returns work in slices
 * @throws {NumericalError} when a chain's numbers fail
 */
export function* advance(stretch: Stretch): Work<void> {
  const { plan, parts, distance, report } = stretch;
  for (const part of parts) {
    for (const pace of runPart(part, plan, distance)) {
      report(part.chain.index, sweepsDone(stretch));
      yield pace;
    }
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
  const { plan, distance, started, report } = stretch;
  const { seed, sweep, engine, variables, fingerprint } = plan;
  report(parts.length - 1, parts.length * sweepsOf(stretch));
  const draws = drawsOf({
    variables: variables.map(({ name }) => name),
    iterations: distance.draws,
    seconds: (now() - started) / 1000,
    seed,
    description: descriptionOf(plan, distance.warmup),
    values: parts.map(({ values }) => values),
  });
  const chains = parts.map(({ saved }) => saved);
  const centered = centeredNames(plan);
  const saved: SavedRun = {
    seed,
    sweep: sweep.name,
    scaleMove: sweep.scaleMove,
    ...(centered === undefined ? {} : { centered }),
    engine: engine.name,
    model: fingerprint,
    chains,
  };
  return { ...draws, saved };
}

/** The fixed effects that a plan's sweep centers, undefined when it has no centered update. */
function centeredNames({ model, sweep: { steps, centered } }: Plan): string[] | undefined {
  return steps.some(({ block }) => block === "betaCentered")
    ? centered.map((k) => model.names[k])
    : undefined;
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
