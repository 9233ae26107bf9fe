// The ways to drive a run: asynchronously, at once, or as a stream of batches.
import type { Model } from "@lmm-gibbs/core";
import { recordOf, shown } from "@lmm-gibbs/core/internal";
import { savePart, type Work } from "./chain-part.ts";
import { otherTasks } from "./clock.ts";
import type { RunOptions, SampleOptions, StreamOptions } from "./options.ts";
import { runInWorkers } from "./parallel.ts";
import { planOf } from "./plan.ts";
import { advance, drawsOfStretch, nextStretch, type SampledDraws, startRun, sweepsDone } from "./run.ts";
import { requireSignal, type Signal, throwIfAborted } from "./signal.ts";
import { mostWorkers, worthWorkers } from "./worker-count.ts";

/**
 * Draws from the posterior, letting other tasks run meanwhile.
 *
 * @param model - from `mixedModel` or `mixedModelFromMatrices`
 * @param options - sweep, chains, warmup, draws, thin, seed, initial, keep, resume, signal, onProgress, workers
 * @returns the kept draws of all chains: a function of model, options and seed alone
 * @throws {RangeError} on an option that cannot be meant, or when the posterior is improper, with the rule and the nearest
 *   proper prior; {NumericalError} when numbers fail; the signal's reason
 */
export async function sample(model: Model, options: SampleOptions = {}): Promise<SampledDraws> {
  const { signal, workers = "auto", ...rest } = recordOf(options, undefined, "the options");
  requireSignal(signal);
  const plan = planOf(model, rest);
  const most = mostWorkers(workers, plan);
  const stretch = nextStretch(startRun(plan), plan);
  const work = advance(stretch);
  const alone = most === 0 || (workers === "auto" && (await driven(work, signal, worthWorkers(stretch))));
  const parts = alone ? undefined : await runInWorkers(stretch, most, signal);
  if (parts === undefined) await driven(work, signal);
  return drawsOfStretch(stretch, parts ?? stretch.parts.map(savePart));
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
  const stretch = nextStretch(startRun(plan), plan);
  const work = advance(stretch);
  while (!work.next().done);
  return drawsOfStretch(stretch, stretch.parts.map(savePart));
}

/**
 * Draws from the posterior batch by batch, for runs longer than memory or to stop when precise enough.
 *
 * @param model - as in `sample`
 * @param options - as in `sample`, without `workers`, with `batch`, the draws a chain of each batch (default 100);
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
  const endless = rest.draws === Infinity;
  const plan = planOf(model, endless ? { ...rest, draws: Number.MAX_SAFE_INTEGER } : rest, batch);
  const run = startRun(plan);
  let before = 0;
  for (let kept = 0; kept < plan.draws; kept += batch) {
    const warmup = kept === 0 ? plan.warmup : 0;
    const stretch = nextStretch(run, { warmup, draws: Math.min(batch, plan.draws - kept) }, before);
    await driven(advance(stretch), signal);
    before += sweepsDone(stretch);
    yield drawsOfStretch(stretch, stretch.parts.map(savePart));
  }
}

/**
 * Does the work slice by slice, with a turn for other tasks after each.
 *
 * @param work - in slices
 * @param signal - looked at before every slice
 * @param stop - leaves the rest undone, asked after every slice with the milliseconds that a sweep took in it
 * @returns whether the work is done
 */
async function driven(
  work: Work<void>,
  signal: Signal | undefined,
  stop: (pace: number) => boolean = () => false,
): Promise<boolean> {
  for (;;) {
    throwIfAborted(signal);
    const slice = work.next();
    if (slice.done) return true;
    if (stop(slice.value)) return false;
    await otherTasks();
  }
}
