// How many workers a run gets, and when they are worth their start.
import { shown } from "@lmm-gibbs/core/internal";
import { platform } from "#platform";
import { blockName } from "./block.ts";
import type { Workers } from "./options.ts";
import type { Plan } from "./plan.ts";
import { type Stretch, sweepsDone, sweepsOf } from "./run.ts";

/** Workers start when at least so many milliseconds of work remain: half of it must save the 0.3 s that they take to load. */
const WORTH_MS = 600;
/** In the first slice the compiler is still at work, and a sweep may take ten times as long as later. */
const COLD = 10;

/**
 * The workers that a run may start.
 *
 * @param workers - as the user wrote it
 * @param plan - the run
 * @returns a number of at most one a chain; 0 where a user's own block, being a function, cannot be sent to a worker
 * @throws {RangeError} when it is no such option, or a number is given with a user's own block
 */
export function mostWorkers(workers: Workers, { chains, sweep }: Plan): number {
  const own = sweep.steps.find(({ block }) => typeof block !== "string");
  if (workers === "auto") {
    const most = Math.min(chains, platform.processors());
    return own === undefined && most > 1 ? most : 0;
  }
  if (!Number.isSafeInteger(workers) || workers < 0) {
    throw new RangeError(`workers must be "auto" or an integer of at least 0, got ${shown(workers)}`);
  }
  if (workers > 0 && own !== undefined) {
    throw new RangeError(
      `workers must be "auto" or 0 with a block of your own, ${blockName(own.block)}: it cannot be sent to a worker`,
    );
  }
  return Math.min(chains, workers);
}

/**
 * Whether workers would shorten what remains of a stretch, asked after every slice of work on this thread.
 *
 * @param stretch - under way
 * @returns a function of the milliseconds that a sweep took in the last slice
 */
export function worthWorkers(stretch: Stretch): (pace: number) => boolean {
  let slices = 0;
  return (pace) => {
    slices++;
    const length = sweepsOf(stretch);
    const chains = stretch.parts.filter(({ done }) => done < length).length;
    const remaining = pace * (stretch.parts.length * length - sweepsDone(stretch));
    return chains > 1 && remaining > WORTH_MS * (slices === 1 ? COLD : 1);
  };
}
