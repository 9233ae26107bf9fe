// The highest-density interval: the shortest that holds a given part of the draws.
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { checkFraction } from "./option-values.ts";
import { sortDraws } from "./quantile.ts";
import { checkOptions } from "./options.ts";

/** How much the interval holds. */
export interface HdiOptions extends ChainsOptions {
  /** The probability inside. Default: 0.95. */
  probability?: number | undefined;
}

/** An interval, in the unit of the draws. */
export interface Interval {
  low: number;
  high: number;
}

/** The nearest whole number, the even one when two are as near, as in R. */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/**
 * The shortest interval whose ends are g order statistics apart, g the nearest whole number to N times the probability
 * (the first of several): coda's `HPDinterval`. ArviZ takes the floor of that product, so its interval can be one order
 * statistic narrower.
 *
 * @param chains - one array of draws a chain, all of one length; they are pooled
 * @param options - the probability inside
 * @returns both ends; infinite draws count as the largest or smallest; NaN for a single draw and when a draw is NaN
 * @throws RangeError when the probability is not in (0, 1), or the chains are empty, or differ in length and are not
 * trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Chen & Shao 1999, section 2; Plummer, Best, Cowles & Vines 2006
 */
export function hdi(chains: readonly ArrayLike<number>[], options: HdiOptions = {}): Interval {
  checkOptions(options, ["probability", "trim"], "hdi");
  const checked = toChains(chains, options);
  const { probability = 0.95 } = options;
  checkFraction("probability", probability);
  const sorted = sortDraws(checked);
  const size = sorted.length;
  if (size < 2 || Number.isNaN(sorted[size - 1])) return { low: NaN, high: NaN };
  const gap = Math.max(1, Math.min(size - 1, roundHalfEven(size * probability)));
  let at = 0;
  let shortest = Infinity;
  for (let i = 0; i + gap < size; i++) {
    const width = sorted[i + gap] - sorted[i];
    if (width < shortest) {
      shortest = width;
      at = i;
    }
  }
  return { low: sorted[at], high: sorted[at + gap] };
}
