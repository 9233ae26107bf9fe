// The ways to drive a run: asynchronously, at once, or as a stream of batches.
import type { Model } from "@lmm-gibbs/core";
import { recordOf, shown } from "@lmm-gibbs/core/internal";
import { savePart } from "./chain-part.ts";
import { requireCheckpoint } from "./checkpoint.ts";
import { done, driven } from "./driven.ts";
import { goingOn } from "./going-on.ts";
import type { RunOptions, SampleOptions, StreamOptions } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import {
  advance,
  drawsOfStretch,
  nextStretch,
  type Run,
  type SampledDraws,
  startRun,
  sweepsDone,
} from "./run.ts";
import { sampleStretch } from "./sample-stretch.ts";
import { orAborted, requireSignal, type Signal, throwIfAborted } from "./signal.ts";
import { mostWorkers } from "./worker-count.ts";

/**
 * Draws from the posterior, letting other tasks run meanwhile.
 *
 * @param model - from `mixedModel` or `mixedModelFromMatrices`
 * @param options - sweep, chains, warmup, draws, thin, seed, initial, keep, resume, signal, onAbort, checkpoint,
 *   onProgress, workers
 * @returns the kept draws of all chains: a function of model, options and seed alone
 * @throws {RangeError} on an option that cannot be meant, when the posterior is improper, with the rule and the nearest
 *   proper prior, or on a checkpoint that is not whole or of another run; {NumericalError} when numbers fail; the signal's
 *   reason; {InterruptedError} when nothing is kept at an abort; {WorkerError} when a worker dies; {CheckpointError} when a
 *   checkpoint cannot be written
 */
export async function sample(model: Model, options: SampleOptions = {}): Promise<SampledDraws> {
  const {
    signal,
    workers = "auto",
    onAbort = "throw",
    checkpoint,
    ...rest
  } = recordOf(options, undefined, "the options");
  requireSignal(signal);
  requireOnAbort(onAbort);
  requireCheckpoint(checkpoint);
  throwIfAborted(signal);
  const asked = planOf(model, rest);
  const most = mostWorkers(workers, asked);
  const seed = rest.seed ?? rest.resume?.seed;
  const plan = checkpoint === undefined ? asked : await orAborted(goingOn(asked, seed, checkpoint), signal);
  const run = await startedRun(plan, signal);
  const manner = { most, auto: workers === "auto", signal, onAbort, checkpoint };
  return sampleStretch(nextStretch(run, plan), manner);
}

/**
 * Draws from the posterior at once, for small runs and benchmarks.
 *
 * @param model - as in `sample`
 * @param options - as in `sample`, without `signal` and `workers`
 * @returns the same draws as `sample` gives
 * @throws {RangeError} on an option that cannot be meant, or when the posterior is improper; {NumericalError} when numbers
 *   fail
 */
export function sampleSync(model: Model, options: RunOptions = {}): SampledDraws {
  const plan = planOf(model, options);
  const stretch = nextStretch(done(startRun(plan)), plan);
  done(advance(stretch));
  return drawsOfStretch(stretch, stretch.parts.map(savePart));
}

/**
 * Draws from the posterior batch by batch, for runs longer than memory or to stop when precise enough.
 *
 * @param model - as in `sample`
 * @param options - as in `sample`, without `workers`, `onAbort` and `checkpoint`, with `batch`, the draws a chain of each batch (default 100);
 *   `draws` may be Infinity
 * @returns an async iterator of draws of all chains; laid end to end the batches are what `sample` gives, and each
 *   batch's `saved` resumes after it
 * @throws {RangeError} on an option that cannot be meant, or when the posterior is improper, with the rule and the nearest
 *   proper prior; {NumericalError} when numbers fail; the signal's reason
 */
export async function* streamDraws(
  model: Model,
  options: StreamOptions = {},
): AsyncGenerator<SampledDraws, void, undefined> {
  const { signal, batch = 100, ...rest } = recordOf(options, undefined, "the options");
  requireSignal(signal);
  if (!Number.isSafeInteger(batch) || batch < 1) {
    throw new RangeError(`batch must be an integer of at least 1, got ${shown(batch)}`);
  }
  throwIfAborted(signal);
  if (rest.resume?.unfinished !== undefined) {
    throw new RangeError("streamDraws cannot take an interrupted run to its end; resume it with sample");
  }
  const endless = rest.draws === Infinity;
  const plan = planOf(model, endless ? { ...rest, draws: Number.MAX_SAFE_INTEGER } : rest, batch);
  const run = await startedRun(plan, signal);
  let before = 0;
  for (let kept = 0; kept < plan.draws; kept += batch) {
    const warmup = kept === 0 ? plan.warmup : 0;
    const stretch = nextStretch(run, { warmup, draws: Math.min(batch, plan.draws - kept) }, before);
    throwIfAborted(signal);
    await driven(advance(stretch), unlessAborted(signal));
    before += sweepsDone(stretch);
    yield drawsOfStretch(stretch, stretch.parts.map(savePart));
  }
}

/** The run of a plan, its chains started with turns for other tasks. @throws the signal's reason */
async function startedRun(plan: Plan, signal: Signal | undefined): Promise<Run> {
  const started = await driven(startRun(plan), unlessAborted(signal));
  return started!.value;
}

/** Lets work go on until an abort. */
function unlessAborted(signal: Signal | undefined): () => boolean {
  return () => {
    throwIfAborted(signal);
    return true;
  };
}

function requireOnAbort(onAbort: unknown): void {
  if (onAbort === "throw" || onAbort === "keep") return;
  throw new RangeError(`onAbort must be "throw" or "keep", got ${shown(onAbort)}`);
}
