// The errors of runs that end before their end: each carries what there is, and what goes on from it.
import type { Draws } from "@lmm-gibbs/core";
import type { SavedRun } from "./saved-run.ts";

const GO_ON = "sample(model, { resume: error.saved }) goes on from there";

/** Thrown when a run that was to keep its draws is aborted before every chain has kept one. */
export class InterruptedError extends Error {
  /** `sample(model, { resume: saved })` takes the run to its end, bit for bit. */
  readonly saved: SavedRun;

  constructor(saved: SavedRun, reason: unknown) {
    const { done = [], warmup = 0 } = saved.unfinished ?? {};
    const least = Math.min(...done);
    super(
      `interrupted before every chain had kept a draw: after ${least} sweeps, ${warmup} of them warm-up; ${GO_ON}`,
      { cause: reason },
    );
    this.name = "InterruptedError";
    this.saved = saved;
  }
}

/** A chain whose worker died. */
export interface LostChain {
  /** From 0. */
  readonly index: number;
  readonly error: Error;
}

const MOST_NAMED = 3;

/** Thrown when workers died, after the other chains have come to their ends. */
export class WorkerError extends Error {
  /** The chains whose workers died, from 1. */
  readonly chains: readonly number[];
  /** The draws of the chains that came to their ends, in order; undefined when none did. */
  readonly draws: Draws | undefined;
  /** `sample(model, { resume: saved })` runs what is missing: the draws are those of a run in which no worker dies. */
  readonly saved: SavedRun;

  constructor(lost: readonly LostChain[], draws: Draws | undefined, saved: SavedRun) {
    const named = lost.slice(0, MOST_NAMED).map(({ error }) => error.message);
    const more = lost.length > MOST_NAMED ? [`and ${lost.length - MOST_NAMED} more`] : [];
    const ended =
      draws === undefined ? "no chain has ended" : `error.draws has the ${draws.chains} that ended`;
    super(`${[...named, ...more].join("; ")}; ${ended}; ${GO_ON}`, { cause: lost[0].error });
    this.name = "WorkerError";
    this.chains = lost.map(({ index }) => index + 1);
    this.draws = draws;
    this.saved = saved;
  }
}

/** Thrown when a checkpoint cannot be written: the run ends there, so that no later loss is larger. */
export class CheckpointError extends Error {
  /** The run as it was: `sample(model, { resume: saved })` takes it to its end, bit for bit. */
  readonly saved: SavedRun;

  constructor(failure: unknown, saved: SavedRun) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    super(`the checkpoint could not be written: ${reason}; ${GO_ON}`, { cause: failure });
    this.name = "CheckpointError";
    this.saved = saved;
  }
}
