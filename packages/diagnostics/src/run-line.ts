// The line that says what was run, with what the draws know of it.
import type { DrawsLike } from "./draws-like.ts";
import { printable } from "./printable.ts";
import type { SelectedChains } from "./select-chains.ts";

/** A run: its size, and how it was made as far as the draws say. */
export interface RunRecord {
  chains: number;
  /** Draws a chain. */
  iterations: number;
  /** Whether chains of unequal length were cut to the shortest. */
  trimmed?: true;
  /** Iterations before the first draw. */
  warmup?: number;
  /** Iterations for each draw kept. */
  thin?: number;
  seed?: number | string;
  /** Wall time. */
  seconds?: number;
}

const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0;

/**
 * What the draws say of their run.
 *
 * @param draws - the draws
 * @param selected - their chains
 * @returns the record, without what they do not say
 */
export function runOf(draws: DrawsLike, { chains, iterations, trimmed }: SelectedChains): RunRecord {
  const { seed, seconds, description } = draws;
  const { warmup, thin } = (description ?? {}) as { warmup?: unknown; thin?: unknown };
  return {
    chains,
    iterations,
    ...(trimmed ? { trimmed } : {}),
    ...(isCount(warmup) ? { warmup } : {}),
    ...(isCount(thin) ? { thin } : {}),
    ...(typeof seed === "number" || typeof seed === "string" ? { seed } : {}),
    ...(isCount(seconds) ? { seconds } : {}),
  };
}

/**
 * A run in words, such as "4 chains of 1000 draws after 500 of warm-up; seed 601; 0.2 s".
 *
 * @param run - the run
 * @returns one line
 */
export function runLine({ chains, iterations, trimmed, warmup, thin, seed, seconds }: RunRecord): string {
  return [
    `${chains} ${chains === 1 ? "chain" : "chains"} of ${iterations} ${iterations === 1 ? "draw" : "draws"}` +
      (warmup === undefined ? "" : ` after ${warmup} of warm-up`) +
      (thin === undefined || thin === 1 ? "" : `, one kept of ${thin}`),
    ...(trimmed ? ["trimmed to the shortest chain"] : []),
    ...(seed === undefined ? [] : [`seed ${printable(String(seed))}`]),
    ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
  ].join("; ");
}
