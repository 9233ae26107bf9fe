// Geweke's test: does the beginning of a chain have the mean of its end?
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { meanFrom } from "./moments.ts";
import { checkFraction } from "./option-values.ts";
import { chainSpectrum0 } from "./spectrum0.ts";
import { checkOptions } from "./options.ts";

/** Which parts of a chain are compared. */
export interface GewekeOptions extends ChainsOptions {
  /** The fraction at the beginning. Default: 0.1. */
  first?: number | undefined;
  /** The fraction at the end. Default: 0.5. */
  last?: number | undefined;
}

/**
 * Geweke's statistic of each chain: the difference between the means of its beginning and of its end, in standard errors
 * from their spectral densities at zero. It is about standard normal when the chain was stationary from its start.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - the fractions compared
 * @returns z of each chain; infinite when neither part varies and their means differ; NaN when they do not differ
 * either, for single draws, and for a chain with a draw that is not finite
 * @throws RangeError when a fraction is not in (0, 1) or both overlap, or the chains are empty, or differ in length and
 * are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Geweke 1992, section 3.2
 */
export function geweke(chains: readonly ArrayLike<number>[], options: GewekeOptions = {}): number[] {
  checkOptions(options, ["first", "last", "trim"], "geweke");
  const checked = toChains(chains, options);
  const { first = 0.1, last = 0.5 } = options;
  checkFraction("first", first);
  checkFraction("last", last);
  if (!(first + last <= 1)) {
    throw new RangeError(`first and last must not overlap; they are ${first} and ${last}`);
  }
  const n = checked[0].length;
  const beginning = Math.ceil(1 + first * (n - 1));
  const end = Math.floor(n - last * (n - 1));
  return checked.map((chain) => {
    if (!chain.every(Number.isFinite)) return NaN;
    const parts = [chain.subarray(0, beginning), chain.subarray(end - 1)];
    const [a, b] = parts.map((part) => ({
      // Both from one origin, so that a large offset does not round their difference.
      mean: meanFrom(part, chain[0]),
      variance: chainSpectrum0(part).spectrum / part.length,
    }));
    return (a.mean - b.mean) / Math.sqrt(a.variance + b.variance);
  });
}
