// The test of Heidelberger and Welch: from where on is a chain stationary, and is its mean known well enough?
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { cramerVonMisesPValue, fourTerms } from "./cramer-von-mises.ts";
import { center, mean } from "./moments.ts";
import { checkFraction, checkPositive } from "./option-values.ts";
import { shown } from "./shown.ts";
import { chainSpectrum0 } from "./spectrum0.ts";
import { checkOptions } from "./options.ts";

/** When a chain passes. */
export interface HeidelbergerWelchOptions extends ChainsOptions {
  /** The largest half-width of the interval for the mean, relative to the mean. Default: 0.1. */
  epsilon?: number | undefined;
  /** The level of the test of stationarity. Default: 0.05. */
  significance?: number | undefined;
  /**
   * The law of the statistic: "exact", or "coda", the four terms of its series that coda adds up. They are the same up to
   * 2, a p-value of 1e-5; beyond, coda's p-value grows again, to 0.1 at 50 and 0.5 at 1000, so that a chain with a huge
   * transient passes. Default: "exact".
   */
  law?: "exact" | "coda" | undefined;
}

/** What the test says of one chain. */
export interface HeidelbergerWelch {
  /** Whether the draws from `start` on pass the test of stationarity; false also when `pValue` is NaN. */
  stationary: boolean;
  /** The first iteration that is kept, counted from 1, so that `chain.slice(start - 1)` passes; NaN if none does. */
  start: number;
  /** The p-value of the last stretch that was tried; NaN when the test is undefined. */
  pValue: number;
  /** Whether the half-width is small enough; false when the chain is not stationary. */
  halfwidthPassed: boolean;
  /** The mean from `start` on, in the unit of the draws; NaN when the chain is not stationary. */
  mean: number;
  /** Half the width of the 95% interval for that mean, 1.96 standard errors; NaN when the chain is not stationary. */
  halfwidth: number;
}

/** The Cramér-von Mises statistic of a chain: sum_i (sum_{t <= i} (y_t - mean))^2 / (m^2 S0). */
function bridgeStatistic(chain: Float64Array, spectrum: number): number {
  let bridge = 0;
  let squares = 0;
  for (const deviation of center(chain)) {
    bridge += deviation;
    squares += bridge * bridge;
  }
  return squares / (chain.length ** 2 * spectrum);
}

const failed = (pValue: number): HeidelbergerWelch => ({
  stationary: false,
  start: NaN,
  pValue,
  halfwidthPassed: false,
  mean: NaN,
  halfwidth: NaN,
});

function testChain(
  chain: Float64Array,
  epsilon: number,
  significance: number,
  pValueOf: (statistic: number) => number,
): HeidelbergerWelch {
  const n = chain.length;
  const { spectrum } = chainSpectrum0(chain.subarray(Math.ceil(n / 2) - 1));
  let pValue = NaN;
  if (!(spectrum > 0)) return failed(pValue);
  for (let step = 0; 1 + (step * n) / 10 <= n / 2; step++) {
    // A tenth that ends between two draws ends at the later one.
    const start = Math.ceil(1 + (step * n) / 10);
    const kept = chain.subarray(start - 1);
    pValue = pValueOf(bridgeStatistic(kept, spectrum));
    if (pValue > significance) {
      const average = mean(kept);
      const halfwidth = 1.96 * Math.sqrt(chainSpectrum0(kept).spectrum / kept.length);
      const halfwidthPassed = Math.abs(halfwidth / average) <= epsilon;
      return { stationary: true, start, pValue, halfwidthPassed, mean: average, halfwidth };
    }
  }
  return failed(pValue);
}

/**
 * The test of Heidelberger and Welch, for each chain. Tenths of the chain are dropped from its beginning until the rest
 * passes a Cramér-von Mises test of stationarity, or half is gone; then the half-width of the 95% interval for the mean
 * is compared with the mean.
 *
 * The spectral density comes from the second half of the chain. Where that is 0 or undefined (half a chain that does not
 * move, a draw in it that is not finite), so is the test. A draw that is not finite in the first half counts as not
 * stationary and is dropped with its tenth.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - the half-width wanted, the level of the test and the law it uses
 * @returns one record a chain
 * @throws RangeError when epsilon is not positive, the significance not in (0, 1) or the law unknown, or the chains are empty, or differ
 * in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Heidelberger & Welch 1983, section 3; Schruben 1982
 */
export function heidelbergerWelch(
  chains: readonly ArrayLike<number>[],
  options: HeidelbergerWelchOptions = {},
): HeidelbergerWelch[] {
  checkOptions(options, ["epsilon", "significance", "law", "trim"], "heidelbergerWelch");
  const checked = toChains(chains, options);
  const { epsilon = 0.1, significance = 0.05, law = "exact" } = options;
  checkPositive("epsilon", epsilon);
  checkFraction("significance", significance);
  if (law !== "exact" && law !== "coda") {
    throw new RangeError(`law must be "exact" or "coda"; it is ${shown(law)}`);
  }
  const pValueOf = law === "exact" ? cramerVonMisesPValue : (statistic: number) => 1 - fourTerms(statistic);
  return checked.map((chain) => testChain(chain, epsilon, significance, pValueOf));
}
