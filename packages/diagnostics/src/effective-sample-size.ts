// The effective sample size of chains as they stand, on which every measure in ess.ts is built.
import { meanAutocovariance } from "./autocovariance.ts";
import { initialMonotoneSequence } from "./initial-sequence.ts";
import { shiftedMeans, variance } from "./moments.ts";
import { isDegenerate } from "./split.ts";

/** Autocorrelations that count disagreement between chains as correlation that never dies out. */
export interface CombinedAutocorrelation {
  /** W, the mean variance within chains. */
  within: number;
  /** B / n, the variance of the chain means; 0 for a single chain. */
  between: number;
  /** The estimate of the variance of the target that is too large until the chains agree, W(n - 1)/n + B/n. */
  total: number;
  /** Autocorrelations 1 - (W - mean acov_k) / total, lags 0 to n - 1, with lag 0 set to 1. */
  rho: Float64Array;
}

/**
 * Autocorrelations of several chains of one target.
 *
 * @param chains - M chains of n draws
 * @returns the variances and the autocorrelations, lags 0 to n - 1
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equation 10
 */
export function combinedAutocorrelation(chains: readonly Float64Array[]): CombinedAutocorrelation {
  const n = chains[0].length;
  const autocovariances = meanAutocovariance(chains);
  const within = (autocovariances[0] * n) / (n - 1);
  const between = chains.length > 1 ? variance(shiftedMeans(chains)) : 0;
  const total = autocovariances[0] + between;
  const rho = autocovariances.map((value) => 1 - (within - value) / total);
  rho[0] = 1;
  return { within, between, total, rho };
}

/**
 * The cap on an effective sample size, S log10(S).
 *
 * @param size - S, the number of draws
 * @returns the cap, positive from two draws on
 */
export function largestEss(size: number): number {
  return size / (1 / Math.log10(size));
}

/**
 * The number of independent draws whose mean would be as precise, S / tau, and at most S log10(S): antithetic chains
 * can beat independent draws, but an estimate far beyond that is noise.
 *
 * @param chains - M chains of n draws, split already where splitting is wanted
 * @returns the effective sample size; NaN for fewer than three draws a chain, all draws equal, or a draw not finite
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equations 10 to 13
 */
export function effectiveSampleSizeOf(chains: readonly Float64Array[]): number {
  const n = chains[0].length;
  if (n < 3 || isDegenerate(chains)) return NaN;
  const size = n * chains.length;
  const { time } = initialMonotoneSequence(combinedAutocorrelation(chains).rho);
  // In one expression with the cap, so that a capped value is equal to it to the last bit.
  return size / Math.max(time, 1 / Math.log10(size));
}
