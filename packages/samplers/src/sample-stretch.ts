// Runs a stretch to its end, or to where it is interrupted, and settles what comes of it.
import { keptBy, type SavedPart, savePart } from "./chain-part.ts";
import { type Checkpoint, type Keeper, keeperOf } from "./checkpoint.ts";
import { now, pause } from "./clock.ts";
import { driven } from "./driven.ts";
import { CheckpointError, InterruptedError, WorkerError } from "./interruption-errors.ts";
import type { OnAbort } from "./options.ts";
import { type Outcome, runInWorkers, type Watch } from "./parallel.ts";
import {
  advance,
  drawsOfParts,
  drawsOfStretch,
  headOf,
  type SampledDraws,
  saveStretch,
  type Stretch,
  sweepsOf,
} from "./run.ts";
import { orAborted, type Signal, throwIfAborted } from "./signal.ts";
import { startOf } from "./start-of.ts";
import { worthWorkers } from "./worker-count.ts";

/** How a stretch is to be run. */
export interface Manner {
  /** Workers at once, at most. */
  readonly most: number;
  /** Whether workers start only when they are worth it. */
  readonly auto: boolean;
  readonly signal: Signal | undefined;
  readonly onAbort: OnAbort;
  readonly checkpoint: Checkpoint | undefined;
}

/** How long an aborted run waits for its last writing, which then goes on unheard. */
const LAST_WRITE_MS = 10;
/** How old news of workers may become when draws are to be kept: they are what is kept of a worker that does not answer. */
const OLD_MS = 2000;

/**
 * Runs a stretch.
 *
 * @param stretch - its chains are advanced
 * @param manner - how
 * @returns the draws; of an aborted run, when they are to be kept, those so far
 * @throws the signal's reason; {NumericalError}, {InterruptedError}, {WorkerError} or {CheckpointError}
 */
export async function sampleStretch(stretch: Stretch, manner: Manner): Promise<SampledDraws> {
  const { signal, onAbort, checkpoint } = manner;
  const isEnded = ({ done }: { readonly done: number }): boolean => done === sweepsOf(stretch);
  if (stretch.parts.every(isEnded)) return drawsOfStretch(stretch, stretch.parts.map(savePart));

  const start = await startOf(stretch.plan);
  const keeper = checkpoint && keeperOf(checkpoint, () => headOf(stretch, start));
  const requireKept = (parts: readonly SavedPart[]): void => {
    if (keeper?.failure !== undefined) {
      throw new CheckpointError(keeper.failure.error, saveStretch(stretch, parts, start));
    }
  };
  if (keeper !== undefined) {
    // Before the first sweep, so that a place that cannot be written is an error at once.
    const parts = stretch.parts.map(savePart);
    await endOrAbort(
      keeper.write(() => parts),
      signal,
    );
    requireKept(parts);
  }
  const { parts, lost } = await outcomeOf(stretch, manner, keeper);
  // A run that has ended tries once more to be written.
  if (!signal?.aborted && !parts.every(isEnded)) requireKept(parts);
  if (keeper !== undefined)
    await endOrAbort(
      keeper.write(() => parts),
      signal,
    );
  if (parts.every(isEnded)) {
    if (keeper !== undefined && onAbort === "throw") throwIfAborted(signal);
    requireKept(parts);
    return drawsOfStretch(stretch, parts);
  }
  if (onAbort === "throw") throwIfAborted(signal);
  const saved = saveStretch(stretch, parts, start);
  if (lost.length > 0) {
    const ended = parts.filter(isEnded);
    const draws = ended.length === 0 ? undefined : drawsOfParts(stretch, ended, stretch.distance.draws);
    throw new WorkerError(lost, draws, saved);
  }
  const kept = Math.min(...parts.map(({ done }) => keptBy(done, stretch.distance, stretch.plan.thin)));
  if (kept === 0) throw new InterruptedError(saved, signal?.reason);
  return { ...drawsOfParts(stretch, parts, kept), saved };
}

/** Waits for a writing to end, and after an abort only a little. */
async function endOrAbort(writing: Promise<void>, signal: Signal | undefined): Promise<void> {
  try {
    await orAborted(writing, signal);
  } catch {
    await Promise.race([writing, pause(LAST_WRITE_MS)]);
  }
}

/** Runs the chains, here or in workers, until they end or the run is halted. */
async function outcomeOf(
  stretch: Stretch,
  { most, auto, signal, onAbort }: Manner,
  keeper: Keeper | undefined,
): Promise<Outcome> {
  const inTurns = onAbort === "keep";
  const wantsParts = keeper !== undefined || inTurns;
  const here = (): Outcome => ({ parts: stretch.parts.map(savePart), lost: [] });
  const halted = (): boolean => signal?.aborted === true || keeper?.failure !== undefined;
  let told = now();
  const watch: Watch = {
    wantsParts,
    inTurns,
    halted,
    isDue: () => keeper?.isDue() === true || (inTurns && now() - told >= OLD_MS),
    keep: (parts) => {
      told = now();
      if (keeper?.isDue() === true) void keeper.write(() => parts);
    },
  };
  const work = advance(stretch, inTurns);
  const isWorth = worthWorkers(stretch);
  let mayHandOver = auto && most > 0;
  const goesOn = (pace: number): boolean => {
    if (halted()) return false;
    if (keeper?.isDue() === true) void keeper.write(() => stretch.parts.map(savePart));
    return !(mayHandOver && isWorth(pace));
  };
  if (halted()) return here();
  if (most === 0 || mayHandOver) {
    if ((await driven(work, goesOn)) !== undefined || halted()) return here();
  }
  const outcome = await runInWorkers(stretch, most, watch);
  if (outcome !== undefined) return outcome;
  mayHandOver = false;
  await driven(work, goesOn);
  return here();
}
