// Rank histograms: where the draws of each chain stand among all, as data for a plot.
import { type ChainsOptions, toChains } from "./chains.ts";
import { checkOptions } from "./options.ts";
import { pooledRanks } from "./rank-normalize.ts";
import { shown } from "./shown.ts";

/** How fine the histograms are. */
export interface RankHistogramOptions extends ChainsOptions {
  /** Number of bins, a whole number up to the number of draws. Default: 20, or fewer when there are fewer draws. */
  bins?: number | undefined;
}

/** Histograms to be drawn one a chain. */
export interface RankHistogram {
  /** The limits of the bins among the ranks 1 to S of all S draws: one more than there are bins, from 0.5 to S + 0.5. */
  edges: number[];
  /** What every bin of every chain would hold if the chains agreed. */
  expected: number;
  /** The number of draws in each bin, one array a chain. */
  chains: number[][];
}

/**
 * Histograms of the ranks that each chain's draws have among all draws. When the chains agree all bars are near
 * `expected`; a slope says that a chain lies higher or lower than the others, a hill or a valley that it is narrower or wider.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - number of bins, and whether to trim
 * @returns plain arrays, ready for a plotting library or JSON; counts are NaN when a draw is; tied draws share their mean
 * rank, so that a discrete variable has spikes
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or there cannot be so many bins
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4
 */
export function rankHistogram(
  chains: readonly ArrayLike<number>[],
  options: RankHistogramOptions = {},
): RankHistogram {
  checkOptions(options, ["bins", "trim"], "rankHistogram");
  const checked = toChains(chains, options);
  const size = checked.length * checked[0].length;
  const { bins = Math.min(20, size) } = options;
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= size)) {
    throw new RangeError(
      `bins must be a whole number from 1 to ${size}, the number of draws; it is ${shown(bins)}`,
    );
  }
  const counts = pooledRanks(checked).map((ranks) => {
    if (ranks.some(Number.isNaN)) return Array<number>(bins).fill(NaN);
    const own = Array<number>(bins).fill(0);
    for (const rank of ranks) own[Math.floor(((rank - 0.5) * bins) / size)]++;
    return own;
  });
  return {
    edges: Array.from({ length: bins + 1 }, (_, k) => 0.5 + (k * size) / bins),
    expected: checked[0].length / bins,
    chains: counts,
  };
}
