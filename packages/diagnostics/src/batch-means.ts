// Covariances of means from batches of draws.
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { meanFrom, variance } from "./moments.ts";
import { checkOptions } from "./options.ts";

/** How long a batch is. */
export interface BatchOptions extends ChainsOptions {
  /** Draws a batch. Default: 100. */
  batchSize?: number | undefined;
}

/**
 * Checks a batch size.
 *
 * @param batchSize - what the caller passed
 * @returns it
 * @throws RangeError when it is not a whole number above 0
 */
export function checkBatchSize(batchSize: number): number {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(`batchSize must be a whole number of draws, at least 1; it is ${batchSize}`);
  }
  return batchSize;
}

/**
 * The means of successive batches of a chain; draws after the last whole batch are left out.
 *
 * @param chain - draws
 * @param batchSize - draws a batch
 * @param origin - any number near the draws
 * @returns mean distances from the origin
 */
export function batchMeans(chain: Float64Array, batchSize: number, origin: number): Float64Array {
  return Float64Array.from({ length: Math.floor(chain.length / batchSize) }, (_, k) =>
    meanFrom(chain.subarray(k * batchSize, (k + 1) * batchSize), origin),
  );
}

/**
 * The standard error of the mean of all draws by batch means: each chain's batches vary about their own mean, and the
 * estimates are averaged over chains, so that disagreement between chains does not show. For one chain it is coda's
 * `batchSE`. Batches must be much longer than the autocorrelation time; `mcseMean` needs no such choice.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - the length of a batch
 * @returns sqrt(b var(batch means) / N), N all draws, in the unit of the draws; NaN for fewer than two batches a chain
 * and when a draw is not finite
 * @throws RangeError when the batch size is not a whole number above 0, or the chains are empty, or differ in length
 * and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Ripley 1987, section 6.4; Plummer, Best, Cowles & Vines 2006
 */
export function batchStandardError(chains: readonly ArrayLike<number>[], options: BatchOptions = {}): number {
  checkOptions(options, ["batchSize", "trim"], "batchStandardError");
  const checked = toChains(chains, options);
  const batchSize = checkBatchSize(options.batchSize ?? 100);
  const count = checked.length;
  const n = checked[0].length;
  if (n < 2 * batchSize) return NaN;
  if (!checked.every((chain) => chain.every(Number.isFinite))) return NaN;
  let sum = 0;
  for (const chain of checked) sum += batchSize * variance(batchMeans(chain, batchSize, chain[0]));
  return Math.sqrt(sum / count / (n * count));
}
