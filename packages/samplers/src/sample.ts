// The ways to drive a run: asynchronously, at once, or as a stream of batches.
import type { Model } from "@lmm-gibbs/core";
import { recordOf, shown } from "@lmm-gibbs/core/internal";
import { otherTasks } from "./clock.ts";
import { planOf, type RunOptions, type SampleOptions, type Signal, type StreamOptions } from "./options.ts";
import { advance, type SampledDraws, startRun, type Work } from "./run.ts";

/**
 * Draws from the posterior, letting other tasks run meanwhile.
 *
 * @param model - from `mixedModel` or `mixedModelFromMatrices`
 * @param options - sweep, chains, warmup, draws, thin, seed, initial, keep, resume, signal, onProgress
 * @returns the kept draws of all chains: a function of model, options and seed alone
 * @throws {RangeError} on an option that cannot be meant; {NumericalError} when numbers fail; the signal's reason
 */
export async function sample(model: Model, options: SampleOptions = {}): Promise<SampledDraws> {
  const { signal, ...rest } = recordOf(options, Object.keys(options ?? {}), "the options");
  const plan = planOf(model, rest);
  return finished(advance(startRun(plan), plan.warmup, plan.draws), signal);
}

/**
 * Draws from the posterior at once, for small runs and benchmarks.
 *
 * @param model - as in `sample`
 * @param options - as in `sample`, without `signal`
 * @returns the same draws as `sample` gives
 * @throws {RangeError} on an option that cannot be meant; {NumericalError} when numbers fail
 */
export function sampleSync(model: Model, options: RunOptions = {}): SampledDraws {
  const plan = planOf(model, options);
  const work = advance(startRun(plan), plan.warmup, plan.draws);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Draws from the posterior batch by batch, for runs longer than memory or to stop when precise enough.
 *
 * @param model - as in `sample`
 * @param options - as in `sample`, with `batch`, the draws a chain of each batch (default 100); `draws` may be Infinity
 * @returns an async iterator of draws of all chains; laid end to end the batches are what `sample` gives, and each
 *   batch's `saved` resumes after it
 * @throws {RangeError} on an option that cannot be meant; {NumericalError} when numbers fail; the signal's reason
 */
export async function* streamDraws(
  model: Model,
  options: StreamOptions = {},
): AsyncGenerator<SampledDraws, void, undefined> {
  const { signal, batch = 100, ...rest } = recordOf(options, Object.keys(options ?? {}), "the options");
  if (!Number.isSafeInteger(batch) || batch < 1) {
    throw new RangeError(`batch must be an integer of at least 1, got ${shown(batch)}`);
  }
  const endless = rest.draws === Infinity;
  const plan = planOf(model, endless ? { ...rest, draws: Number.MAX_SAFE_INTEGER } : rest, batch);
  const run = startRun(plan);
  for (let kept = 0; kept < plan.draws; kept += batch) {
    const warmup = kept === 0 ? plan.warmup : 0;
    yield await finished(advance(run, warmup, Math.min(batch, plan.draws - kept)), signal);
  }
}

async function finished<T>(work: Work<T>, signal: Signal | undefined): Promise<T> {
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new TypeError(`signal must be an AbortSignal, got ${shown(signal)}`);
  }
  for (;;) {
    if (signal?.aborted) throw signal.reason ?? new Error("sampling was aborted");
    const step = work.next();
    if (step.done) return step.value;
    await otherTasks();
  }
}
