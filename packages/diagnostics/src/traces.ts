// Traces: draws against iterations, chain over chain, as data for a plot.
import { type ChainsOptions, toChains } from "./chains.ts";
import { checkOptions } from "./options.ts";
import { type PointsOptions, spacedIterations } from "./spaced-iterations.ts";

/** Lines to be drawn over one another. */
export interface ChainLines {
  /** Iterations, counted from 1: the horizontal axis. */
  iterations: number[];
  /** One line a chain, as long as `iterations`. */
  chains: number[][];
}

/**
 * The draws of every chain against the iterations. Chains that have mixed look alike, without steps or slow waves.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - at most how many points a chain (default: all), and whether to trim
 * @returns plain arrays, ready for a plotting library or JSON
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or `points` is not a whole number
 * from 1
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Gabry, Simpson, Vehtari, Betancourt & Gelman 2019, section 4
 */
export function traces(
  chains: readonly ArrayLike<number>[],
  options: PointsOptions & ChainsOptions = {},
): ChainLines {
  checkOptions(options, ["points", "trim"], "traces");
  const checked = toChains(chains, options);
  const iterations = spacedIterations(checked[0].length, options.points ?? checked[0].length);
  return { iterations, chains: checked.map((chain) => iterations.map((t) => chain[t - 1])) };
}
