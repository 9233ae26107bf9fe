// Quantiles by the type-7 method, the default of R and of most of the field.
import { pool, toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";

/**
 * All draws in ascending order.
 *
 * @param chains - chains of draws
 * @returns a new sorted array, any NaN last
 */
export function sortDraws(chains: readonly Float64Array[]): Float64Array {
  return pool(chains).toSorted();
}

/**
 * Checks a probability.
 *
 * @param p - what the caller passed
 * @returns p
 * @throws RangeError when p is not a number in [0, 1]
 */
export function checkProbability(p: number): number {
  if (!(typeof p === "number" && p >= 0 && p <= 1)) {
    throw new RangeError(`a probability must be a number from 0 to 1; it is ${shown(p)}`);
  }
  return p;
}

/**
 * Type-7 quantile of sorted draws. The order of the operations is part of the definition here: indicators of tail
 * draws compare draws with this number, so a last bit can move a draw across.
 *
 * @param sorted - draws in ascending order, any NaN last
 * @param p - probability
 * @returns the quantile, NaN when a draw is NaN
 */
export function sortedQuantile(sorted: Float64Array, p: number): number {
  const last = sorted.length - 1;
  if (Number.isNaN(sorted[last])) return NaN;
  const index = 1 + last * p;
  const below = sorted[Math.floor(index) - 1];
  const above = sorted[Math.ceil(index) - 1];
  const weight = index - Math.floor(index);
  return above === below ? below : (1 - weight) * below + weight * above;
}

/**
 * The quantile of the pooled draws by the type-7 method: linear interpolation between the order statistics around
 * 1 + (N - 1)p.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param p - probability, from 0 to 1
 * @param options - whether to trim chains of unequal length
 * @returns the quantile, in the unit of the draws; NaN when a draw is NaN
 * @throws RangeError when the chains are empty, differ in length and are not trimmed, or p is not in [0, 1]
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Hyndman & Fan 1996, definition 7
 */
export function quantile(chains: readonly ArrayLike<number>[], p: number, options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "quantile");
  checkProbability(p);
  return sortedQuantile(sortDraws(toChains(chains, options)), p);
}
