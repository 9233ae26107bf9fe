// Effective sample sizes of what is reported: the bulk, the tails, means, standard deviations and quantiles.
import { pool, toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { effectiveSampleSizeOf } from "./effective-sample-size.ts";
import { meanFrom, variance } from "./moments.ts";
import { checkProbability, sortDraws, sortedQuantile } from "./quantile.ts";
import { rankNormalize } from "./rank-normalize.ts";
import { hasMissing, isDegenerate, splitChains } from "./split.ts";
import { checkOptions } from "./options.ts";

/**
 * ((x - mean) / sd)^2 of the pooled draws. Dividing by the standard deviation changes no effective sample size; it
 * keeps squares and fourth powers of draws on a small scale from looking constant or vanishing.
 *
 * @param chains - checked chains
 * @returns one array a chain
 */
export function standardizedSquares(chains: readonly Float64Array[]): Float64Array[] {
  const draws = pool(chains);
  const origin = draws[0];
  const shift = meanFrom(draws, origin);
  const sd = Math.sqrt(variance(draws));
  return chains.map((chain) => chain.map((value) => ((value - origin - shift) / sd) ** 2));
}

/**
 * Bulk effective sample size, on checked chains.
 *
 * @param chains - checked chains
 * @returns the effective sample size
 */
export function bulkEss(chains: readonly Float64Array[]): number {
  return hasMissing(chains) ? NaN : effectiveSampleSizeOf(rankNormalize(splitChains(chains)));
}

/**
 * Effective sample size for the mean, on checked chains.
 *
 * @param chains - checked chains
 * @returns the effective sample size
 */
export function meanEss(chains: readonly Float64Array[]): number {
  return isDegenerate(chains) ? NaN : effectiveSampleSizeOf(splitChains(chains));
}

/**
 * Effective sample size for the standard deviation, on checked chains.
 *
 * @param chains - checked chains
 * @returns the effective sample size
 */
export function sdEss(chains: readonly Float64Array[]): number {
  return isDegenerate(chains) ? NaN : effectiveSampleSizeOf(splitChains(standardizedSquares(chains)));
}

/**
 * Effective sample size for the p-quantile, on checked chains whose draws are sorted already.
 *
 * @param chains - checked chains
 * @param sorted - all their draws in ascending order
 * @param p - probability
 * @returns the effective sample size
 */
export function quantileEss(chains: readonly Float64Array[], sorted: Float64Array, p: number): number {
  if (isDegenerate(chains)) return NaN;
  // Every draw is at or below the largest, so p = 1 would compare nothing; half a draw below it does.
  const probability = p === 1 ? (sorted.length - 0.5) / sorted.length : p;
  const bound = sortedQuantile(sorted, probability);
  return effectiveSampleSizeOf(
    splitChains(chains.map((chain) => chain.map((value) => (value <= bound ? 1 : 0)))),
  );
}

/**
 * Bulk effective sample size: that of the normal scores of the draws. It measures how well the center of the
 * distribution is explored; at least 100 a chain is advised.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws, at most S log10(S); NaN below 6 iterations, when a draw is NaN, and when all draws are
 * equal
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.1; Geyer 1992
 */
export function essBulk(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "essBulk");
  return bulkEss(toChains(chains, options));
}

/** The quantiles whose smaller effective sample size is that of the tails. */
export const TAILS: readonly [number, number] = [0.05, 0.95];

/** Which tails count. */
export interface EssTailOptions extends ChainsOptions {
  /** The quantiles whose effective sample sizes are compared. Default: [0.05, 0.95]. */
  probabilities?: readonly number[] | undefined;
}

/**
 * Tail effective sample size: the smaller of those for the 5% and the 95% quantile.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - other quantiles
 * @returns a number of draws, at most S log10(S); NaN below 6 iterations, when a draw is not finite, when all draws
 * are equal, and when all draws lie at or below one of the quantiles (so for a 0/1 variable that is mostly 1)
 * @throws RangeError when the chains are empty, differ in length and are not trimmed, or there is no probability
 * or one outside [0, 1]
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.3
 */
export function essTail(chains: readonly ArrayLike<number>[], options: EssTailOptions = {}): number {
  checkOptions(options, ["probabilities", "trim"], "essTail");
  const { probabilities = TAILS } = options;
  if (probabilities.length === 0) {
    throw new RangeError("probabilities is empty; there must be at least one tail");
  }
  for (const p of probabilities) checkProbability(p);
  const checked = toChains(chains, options);
  const sorted = sortDraws(checked);
  return Math.min(...probabilities.map((p) => quantileEss(checked, sorted, p)));
}

/**
 * Effective sample size for the mean: that of the draws as they are.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws, at most S log10(S); NaN below 6 iterations, when a draw is not finite, and when all
 * draws are equal (their range is below 2^-52)
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 3.2; Geyer 1992
 */
export function essMean(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "essMean");
  return meanEss(toChains(chains, options));
}

/**
 * Effective sample size for the standard deviation: that of the squared distances from the mean, (x - mean)^2, the
 * definition of the R package posterior since 1.6.1; older versions used |x - mean|.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws, at most S log10(S); NaN below 6 iterations, when a draw is not finite, and when the
 * draws or their distances from the mean are all equal
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.2
 */
export function essSd(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "essSd");
  return sdEss(toChains(chains, options));
}

/**
 * Effective sample size for the p-quantile: that of the indicators that a draw is at or below it.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param p - probability, from 0 to 1
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws, at most S log10(S); NaN below 6 iterations, when a draw is not finite, and when all
 * draws lie at or below the quantile
 * @throws RangeError when the chains are empty, differ in length and are not trimmed, or p is not in [0, 1]
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.3
 */
export function essQuantile(
  chains: readonly ArrayLike<number>[],
  p: number,
  options?: ChainsOptions,
): number {
  checkOptions(options, ["trim"], "essQuantile");
  checkProbability(p);
  const checked = toChains(chains, options);
  return quantileEss(checked, sortDraws(checked), p);
}

/**
 * Effective sample size for the median, the 50% quantile.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws, at most S log10(S); NaN as for `essQuantile`
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.3
 */
export function essMedian(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "essMedian");
  return essQuantile(chains, 0.5, options);
}
