// R-hat, the factor by which the spread of the draws might still shrink if the chains ran on.
import { MIN_ITERATIONS, toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { sortedMedian } from "./median.ts";
import { shiftedMeans, variance } from "./moments.ts";
import { sortDraws } from "./quantile.ts";
import { fold, rankNormalize } from "./rank-normalize.ts";
import { hasMissing, isDegenerate, splitChains } from "./split.ts";
import { checkFlag } from "./option-values.ts";
import { checkOptions } from "./options.ts";

/**
 * sqrt((B/W + n - 1) / n) of chains as they stand, B/n the variance of their means and W the mean of their variances.
 *
 * @param chains - M chains of n draws
 * @returns the factor; Infinity when every chain is constant at a value of its own; NaN for one chain, all draws equal,
 * or a draw not finite
 * @see Gelman & Rubin 1992
 */
export function potentialScaleReduction(chains: readonly Float64Array[]): number {
  if (isDegenerate(chains)) return NaN;
  const n = chains[0].length;
  const between = n * variance(shiftedMeans(chains));
  let within = 0;
  for (const chain of chains) within += variance(chain) / chains.length;
  return Math.sqrt((between / within + n - 1) / n);
}

/**
 * R-hat of the normal scores: do the chains agree in location?
 *
 * @param chains - checked chains
 * @returns the bulk R-hat
 */
export function bulkRhat(chains: readonly Float64Array[]): number {
  return hasMissing(chains) ? NaN : potentialScaleReduction(rankNormalize(splitChains(chains)));
}

/**
 * R-hat of the normal scores of the folded draws: do the chains agree in scale?
 *
 * @param chains - checked chains
 * @param sorted - all their draws in ascending order
 * @returns the tail R-hat
 */
export function tailRhat(chains: readonly Float64Array[], sorted: Float64Array): number {
  // The median is that of all draws, also of the middle ones that splitting drops.
  return potentialScaleReduction(rankNormalize(splitChains(fold(chains, sortedMedian(sorted)))));
}

/**
 * The larger of bulk and tail R-hat, on checked chains whose draws are sorted already.
 *
 * @param chains - checked chains
 * @param sorted - all their draws in ascending order
 * @returns rank-normalized split R-hat
 */
export function rankRhat(chains: readonly Float64Array[], sorted: Float64Array): number {
  return Math.max(bulkRhat(chains), tailRhat(chains, sorted));
}

/**
 * Rank-normalized split R-hat: the larger of the R-hats of the normal scores of the draws and of the folded draws.
 * Values above 1.01 say that the chains do not agree yet; slightly below 1 is normal.
 *
 * @param chains - one array of draws a chain, all of one length; one chain is compared with itself by its halves
 * @param options - whether to trim chains of unequal length
 * @returns R-hat; Infinity when each chain is constant at a value of its own; NaN below 4 iterations, when a draw is
 * NaN, and when the draws or their distances from the median are all equal (so for a balanced 0/1 variable)
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 3
 */
export function rhat(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "rhat");
  const checked = toChains(chains, options);
  return rankRhat(checked, sortDraws(checked));
}

/**
 * The bulk part of `rhat`: split R-hat of the normal scores. It sees chains that differ in location.
 *
 * @param chains - one array of draws a chain, all of one length; one chain is compared with itself by its halves
 * @param options - whether to trim chains of unequal length
 * @returns R-hat; Infinity when each chain is constant at a value of its own; NaN below 4 iterations, when a draw is
 * NaN, and when all draws are equal
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equation 14
 */
export function rhatBulk(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "rhatBulk");
  return bulkRhat(toChains(chains, options));
}

/**
 * The folded, or tail, part of `rhat`: split R-hat of the normal scores of the distances from the median. It sees
 * chains that agree in location and differ in scale.
 *
 * @param chains - one array of draws a chain, all of one length; one chain is compared with itself by its halves
 * @param options - whether to trim chains of unequal length
 * @returns R-hat; NaN below 4 iterations, when a draw is NaN, and when all draws are equally far from their median (so
 * for a balanced 0/1 variable)
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equation 15
 */
export function rhatFolded(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "rhatFolded");
  const checked = toChains(chains, options);
  return tailRhat(checked, sortDraws(checked));
}

/** How the classic R-hat treats a chain. */
export interface RhatBasicOptions extends ChainsOptions {
  /** Whether to compare halves of chains, which also sees a chain that drifts. Default: true. */
  split?: boolean | undefined;
}

/**
 * Classic R-hat on the draws as they are: sqrt((B/W + n - 1) / n).
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to split the chains
 * @returns R-hat; Infinity when each chain is constant at a value of its own; NaN below 4 iterations, when all draws
 * are equal (their range is below 2^-52), when a draw is not finite, and for one chain that is not split
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Gelman & Rubin 1992; Gelman, Carlin, Stern, Dunson, Vehtari & Rubin 2013, equation 11.4
 */
export function rhatBasic(chains: readonly ArrayLike<number>[], options: RhatBasicOptions = {}): number {
  checkOptions(options, ["split", "trim"], "rhatBasic");
  const checked = toChains(chains, options);
  const { split = true } = options;
  checkFlag("split", split);
  if (checked[0].length < MIN_ITERATIONS || isDegenerate(checked)) return NaN;
  return potentialScaleReduction(split ? splitChains(checked) : checked);
}
