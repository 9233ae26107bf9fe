// Reports progress to whoever asked for it, at most ten times a second.
import { now } from "./clock.ts";
import type { Plan } from "./plan.ts";

/** Reports the chain at work, by its index, and the sweeps done by all chains. */
export type Report = (index: number, done: number) => void;

/** How often progress is reported, at most. */
export const PROGRESS_MS = 100;

/** The reporter of a run: it calls `onProgress` now and then, and at the end. */
export function reporter({ onProgress, chains, warmup, draws, thin }: Plan): Report {
  const total = chains * (warmup + draws * thin);
  let reported = -Infinity;
  return (index, done) => {
    if (onProgress === undefined || (done < total && now() - reported < PROGRESS_MS)) return;
    reported = now();
    onProgress({ chain: index + 1, chains, done, total });
  };
}
