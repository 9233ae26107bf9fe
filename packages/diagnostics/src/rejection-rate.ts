// How often a chain stays where it is.
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { checkOptions } from "./options.ts";

/**
 * The part of the transitions that leave the draw as it was, the mean over chains: coda's `rejectionRate`. A Gibbs draw
 * of a continuous variable is never rejected; a rate above 0 shows a block that was held, or a Metropolis step.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number from 0 to 1; NaN for single draws and when a draw is NaN
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Plummer, Best, Cowles & Vines 2006
 */
export function rejectionRate(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "rejectionRate");
  const checked = toChains(chains, options);
  if (checked.some((chain) => chain.some(Number.isNaN))) return NaN;
  let same = 0;
  for (const chain of checked) {
    for (let t = 1; t < chain.length; t++) if (chain[t] === chain[t - 1]) same++;
  }
  return same / (checked.length * (checked[0].length - 1));
}
