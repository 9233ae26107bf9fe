// Effective sample size against the length of the run, as data for a plot.
import { type ChainsOptions, toChains } from "./chains.ts";
import { checkOptions } from "./options.ts";
import { type PointsOptions, spacedIterations } from "./spaced-iterations.ts";
import { variableDraws } from "./variable-draws.ts";

/** Lines to be drawn over the length of the run. */
export interface EssAgainstIterations {
  /** The first so many draws of every chain: the horizontal axis. */
  iterations: number[];
  /** Bulk effective sample size of them. */
  bulk: number[];
  /** Tail effective sample size of them. */
  tail: number[];
}

/**
 * Bulk and tail effective sample size of the first draws of all chains. Of chains that mix both grow in proportion to the
 * iterations; a line that bends down has met a part of the posterior where the sampler is slow.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - at how many lengths (default: 20), and whether to trim
 * @returns plain arrays, ready for a plotting library or JSON; NaN where too few draws or ties leave it undefined
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or `points` is not a whole number
 * from 1
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4
 */
export function essAgainstIterations(
  chains: readonly ArrayLike<number>[],
  options: PointsOptions & ChainsOptions = {},
): EssAgainstIterations {
  checkOptions(options, ["points", "trim"], "essAgainstIterations");
  const checked = toChains(chains, options);
  const iterations = spacedIterations(checked[0].length, options.points ?? 20);
  const beginnings = iterations.map((n) => variableDraws(checked.map((chain) => chain.subarray(0, n))));
  return {
    iterations,
    bulk: beginnings.map((draws) => draws.bulkEss()),
    tail: beginnings.map((draws) => draws.tailEss()),
  };
}
