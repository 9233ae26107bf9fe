// What lies behind an effective sample size: its cap, its parts chain by chain, and the autocorrelations it sums.
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { combinedAutocorrelation, largestEss } from "./effective-sample-size.ts";
import { bulkEss, meanEss } from "./ess.ts";
import { initialMonotoneSequence } from "./initial-sequence.ts";
import { checkFlag } from "./option-values.ts";
import { isDegenerate, splitChains } from "./split.ts";
import { checkOptions } from "./options.ts";

/** Below this many draws a half-chain has fewer than three, and no effective sample size is defined. */
const SHORTEST = 6;

/** The draws that splitting keeps, S = 2C floor(n / 2). */
const keptDraws = (chains: readonly Float64Array[]): number =>
  2 * chains.length * Math.floor(chains[0].length / 2);

/**
 * The cap on every effective sample size of these chains, S log10(S), S the draws that splitting keeps. An estimate that
 * is equal to it was capped, because the autocorrelations of an antithetic chain add up to almost nothing or less:
 * `essBulk(chains) === essCap(chains)`.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws; NaN below 6 iterations
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 3.2
 */
export function essCap(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "essCap");
  const checked = toChains(chains, options);
  return checked[0].length < SHORTEST ? NaN : largestEss(keptDraws(checked));
}

/**
 * Bulk effective sample size of each chain alone. Chains that disagree lower `essBulk` below the sum of these; a chain
 * that mixes worse than the others shows here.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns `essBulk([chain])` for each chain, a number of draws
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.1
 */
export function essPerChain(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number[] {
  checkOptions(options, ["trim"], "essPerChain");
  return toChains(chains, options).map((chain) => bulkEss([chain]));
}

/**
 * Integrated autocorrelation time of the draws, tau = 1 + 2 sum_k rho_k: how many draws are worth one independent draw
 * for the mean.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns iterations, S / `essMean`, S the draws that splitting keeps; at least 1 / log10(S); NaN where `essMean` is
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Geyer 1992, section 3.3; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equations 10 to 13
 */
export function integratedAutocorrelationTime(
  chains: readonly ArrayLike<number>[],
  options?: ChainsOptions,
): number {
  checkOptions(options, ["trim"], "integratedAutocorrelationTime");
  const checked = toChains(chains, options);
  return keptDraws(checked) / meanEss(checked);
}

/** Whether initial sequences are those of half-chains. */
export interface InitialSequencesOptions extends ChainsOptions {
  /** Whether to compare halves of chains, as every effective sample size does. Default: true. */
  split?: boolean | undefined;
}

/** The autocorrelations that an effective sample size adds up, and their sum. */
export interface InitialSequences {
  /** Autocorrelations of all chains together, lag 0 and up; disagreement of the chains keeps them from dying out. */
  autocorrelation: Float64Array;
  /** The last lag that is added up, an even one. */
  maxLag: number;
  /** Lags 0 to `maxLag`: pairs rho_2k + rho_2k+1 as long as they are positive, then half of the next pair if positive. */
  positive: Float64Array;
  /** The same, each pair lowered to the smallest before it. */
  monotone: Float64Array;
  /** The integrated autocorrelation time before it is bounded, 1 + 2 sum_k rho_k; it can be negative. */
  time: number;
}

/**
 * Geyer's initial positive and initial monotone sequence, as they enter `essMean`.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to split, and whether to trim
 * @returns autocorrelations and their sum; empty sequences and NaN where `essMean` is undefined
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Geyer 1992, section 3.3; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equations 10 to 13
 */
export function initialSequences(
  chains: readonly ArrayLike<number>[],
  options: InitialSequencesOptions = {},
): InitialSequences {
  checkOptions(options, ["split", "trim"], "initialSequences");
  const checked = toChains(chains, options);
  const { split = true } = options;
  checkFlag("split", split);
  const parts = split ? splitChains(checked) : checked;
  if (parts[0].length < 3 || isDegenerate(checked)) {
    const none = new Float64Array(0);
    return { autocorrelation: none, maxLag: NaN, positive: none, monotone: none, time: NaN };
  }
  const { rho } = combinedAutocorrelation(parts);
  const { maxLag, positive, monotone, time } = initialMonotoneSequence(rho);
  return { autocorrelation: rho, maxLag, positive, monotone, time };
}
