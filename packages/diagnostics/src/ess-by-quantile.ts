// Effective sample size quantile by quantile, as data for a plot.
import { type ChainsOptions, toChains } from "./chains.ts";
import { checkOptions } from "./options.ts";
import { checkProbability, sortedQuantile } from "./quantile.ts";
import { variableDraws } from "./variable-draws.ts";

/** Which quantiles are looked at. */
export interface EssByQuantileOptions extends ChainsOptions {
  /** Probabilities of the quantiles. Default: 0.05, 0.1, …, 0.95. */
  probabilities?: readonly number[] | undefined;
}

/** Points to be drawn over probabilities or quantiles. */
export interface EssByQuantile {
  probabilities: number[];
  /** The quantiles, in the unit of the draws. */
  quantiles: number[];
  /** The effective sample size of each. */
  ess: number[];
  /** The Monte Carlo standard error of each. */
  mcse: number[];
}

/**
 * The effective sample size of each of many quantiles: a dip shows which part of the distribution the chains explore badly.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - which probabilities, and whether to trim
 * @returns plain arrays, ready for a plotting library or JSON; NaN where `essQuantile` is
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or there is no probability or one
 * outside [0, 1]
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4.3
 */
export function essByQuantile(
  chains: readonly ArrayLike<number>[],
  options: EssByQuantileOptions = {},
): EssByQuantile {
  checkOptions(options, ["probabilities", "trim"], "essByQuantile");
  const { probabilities = Array.from({ length: 19 }, (_, k) => (k + 1) / 20) } = options;
  if (!Array.isArray(probabilities) || probabilities.length === 0) {
    throw new RangeError("probabilities must be an array with at least one");
  }
  const ps = probabilities.map(checkProbability);
  const draws = variableDraws(toChains(chains, options));
  return {
    probabilities: ps,
    quantiles: ps.map((p) => sortedQuantile(draws.sorted(), p)),
    ess: ps.map((p) => draws.quantileEss(p)),
    mcse: ps.map((p) => draws.quantileError(p)),
  };
}
