// Autocorrelations against lags, chain by chain, as data for a plot.
import { autocorrelation } from "./autocovariance.ts";
import type { LagOptions } from "./autocovariance.ts";
import { toChains } from "./chains.ts";
import { checkOptions } from "./options.ts";

/** Autocorrelations to be drawn as bars or lines. */
export interface AutocorrelationCurves {
  /** Lags from 0: the horizontal axis. */
  lags: number[];
  /** The autocorrelations of each chain, as long as `lags`. */
  chains: number[][];
}

/**
 * The autocorrelations of every chain. Slow mixing is bars that die out late; a chain unlike the others shows.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - the largest lag (default: 20, or the last there is), and whether to trim
 * @returns plain arrays, ready for a plotting library or JSON; NaN for a constant chain
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or there is no such lag
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Geyer 1992, section 3.1
 */
export function autocorrelationCurves(
  chains: readonly ArrayLike<number>[],
  options: LagOptions = {},
): AutocorrelationCurves {
  checkOptions(options, ["maxLag", "trim"], "autocorrelationCurves");
  const checked = toChains(chains, options);
  const maxLag = options.maxLag ?? Math.min(20, checked[0].length - 1);
  const curves = autocorrelation(checked, { maxLag }).map((curve) => Array.from(curve));
  return { lags: curves[0].map((_, lag) => lag), chains: curves };
}
