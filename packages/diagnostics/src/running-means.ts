// Running means: the mean of the draws so far against iterations, as data for a plot.
import { type ChainsOptions, toChains } from "./chains.ts";
import { checkOptions } from "./options.ts";
import { type PointsOptions, spacedIterations } from "./spaced-iterations.ts";
import type { ChainLines } from "./traces.ts";

/** The mean of the first t draws at every t, on draws shifted by the first so that a large offset costs no digits. */
function cumulativeMeans(chain: Float64Array): Float64Array {
  const [origin] = chain;
  let sum = 0;
  return chain.map((value, t) => {
    sum += value - origin;
    return origin + sum / (t + 1);
  });
}

/**
 * The mean of each chain's draws so far against the iterations. The lines of chains that have mixed run together and
 * become flat.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - at most how many points a chain (default: all), and whether to trim
 * @returns plain arrays, ready for a plotting library or JSON; NaN from the first draw on that is not finite
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or `points` is not a whole number
 * from 1
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Plummer, Best, Cowles & Vines 2006
 */
export function runningMeans(
  chains: readonly ArrayLike<number>[],
  options: PointsOptions & ChainsOptions = {},
): ChainLines {
  checkOptions(options, ["points", "trim"], "runningMeans");
  const checked = toChains(chains, options);
  const iterations = spacedIterations(checked[0].length, options.points ?? checked[0].length);
  return {
    iterations,
    chains: checked.map((chain) => {
      const means = cumulativeMeans(chain);
      return iterations.map((t) => means[t - 1]);
    }),
  };
}
