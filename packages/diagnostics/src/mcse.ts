// Monte Carlo standard errors: how far an estimate from these draws may be from the one an endless run would give.
import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import { pool, toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { meanEss, quantileEss, sdEss, standardizedSquares } from "./ess.ts";
import { mean, meanFrom, variance } from "./moments.ts";
import { checkProbability, sortDraws } from "./quantile.ts";
import { checkOptions } from "./options.ts";

/** Probabilities one standard deviation below and above the mean of a normal law, to the digits the field has settled on. */
const ONE_SD_BELOW = 0.1586553;
const ONE_SD_ABOVE = 0.8413447;

/**
 * The standard error of the mean, on checked chains.
 *
 * @param chains - checked chains
 * @returns sd / sqrt(ESS of the mean)
 */
export function meanError(chains: readonly Float64Array[]): number {
  return Math.sqrt(variance(pool(chains)) / meanEss(chains));
}

/**
 * The standard error of the standard deviation, on checked chains, by the delta method from that of the variance.
 *
 * @param chains - checked chains
 * @returns sqrt((E[c^4] - E[c^2]^2) / ESS / E[c^2] / 4), c the deviations from the mean
 */
export function sdError(chains: readonly Float64Array[]): number {
  const squares = pool(standardizedSquares(chains));
  const second = mean(squares);
  const spread = meanFrom(
    squares.map((value) => (value - second) ** 2),
    0,
  );
  return Math.sqrt((variance(pool(chains)) * spread) / sdEss(chains) / second / 4);
}

/**
 * The one-sd interval for the probability below an estimated quantile, from its beta law given so many independent draws.
 *
 * @param p - probability
 * @param ess - effective sample size for that quantile
 * @returns both ends
 */
export function oneSdInterval(p: number, ess: number): [low: number, high: number] {
  const below = ess * p + 1;
  const above = ess * (1 - p) + 1;
  return [betaQuantile(ONE_SD_BELOW, below, above), betaQuantile(ONE_SD_ABOVE, below, above)];
}

/**
 * The standard error of the p-quantile: half the distance between the order statistics at the ends of a one-sd interval
 * for the probability below the quantile.
 *
 * @param sorted - all draws in ascending order
 * @param p - probability
 * @param ess - effective sample size for that quantile
 * @returns the standard error, NaN when `ess` is
 */
export function quantileError(sorted: Float64Array, p: number, ess: number): number {
  const size = sorted.length;
  const [low, high] = oneSdInterval(p, ess);
  const below = sorted[Math.max(Math.floor(low * size), 1) - 1];
  const above = sorted[Math.min(Math.ceil(high * size), size) - 1];
  return (above - below) / 2;
}

/**
 * Monte Carlo standard error of the mean, sd / sqrt(`essMean`).
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns the standard error, in the unit of the draws; NaN where `essMean` is
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.2
 */
export function mcseMean(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "mcseMean");
  return meanError(toChains(chains, options));
}

/**
 * Monte Carlo standard error of the standard deviation, from that of the variance by the delta method.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns the standard error, in the unit of the draws; NaN where `essSd` is
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.2; Kenney & Keeping 1951, p. 141
 */
export function mcseSd(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "mcseSd");
  return sdError(toChains(chains, options));
}

/**
 * Monte Carlo standard error of the p-quantile, from order statistics and the beta law of the probability below it.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param p - probability, from 0 to 1
 * @param options - whether to trim chains of unequal length
 * @returns the standard error, in the unit of the draws; NaN where `essQuantile` is
 * @throws RangeError when the chains are empty, differ in length and are not trimmed, or p is not in [0, 1]
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.4
 */
export function mcseQuantile(
  chains: readonly ArrayLike<number>[],
  p: number,
  options?: ChainsOptions,
): number {
  checkOptions(options, ["trim"], "mcseQuantile");
  checkProbability(p);
  const checked = toChains(chains, options);
  const sorted = sortDraws(checked);
  return quantileError(sorted, p, quantileEss(checked, sorted, p));
}

/**
 * Monte Carlo standard error of the median, the 50% quantile.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns the standard error, in the unit of the draws; NaN where `essMedian` is
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.4
 */
export function mcseMedian(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "mcseMedian");
  return mcseQuantile(chains, 0.5, options);
}
