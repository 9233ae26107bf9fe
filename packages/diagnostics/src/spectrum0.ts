// The spectral density at frequency zero by autoregression, and what coda builds on it.
import { longRunVariance, yuleWalker } from "./autoregression.ts";
import { leadingAutocovariances } from "./autocovariance.ts";
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { center, variance } from "./moments.ts";
import { checkOptions } from "./options.ts";

/** Standard deviations up to this count as zero in coda, by R's `all.equal`: sqrt(2^-52). */
const NO_SPREAD = Math.sqrt(Number.EPSILON);

/** An autoregressive estimate of the spectral density at frequency zero. */
export interface Spectrum0 {
  /** n times the variance of the mean of n draws, in the squared unit of the draws. */
  spectrum: number;
  /** The order that Akaike's criterion chose. */
  order: number;
}

/** The standard deviation of what a straight line in time leaves of a chain. */
function sdAroundLine(deviations: Float64Array): number {
  const middle = (deviations.length - 1) / 2;
  let products = 0;
  let squares = 0;
  for (const [t, value] of deviations.entries()) {
    products += (t - middle) * value;
    squares += (t - middle) ** 2;
  }
  const slope = products / squares;
  return Math.sqrt(variance(deviations.map((value, t) => value - slope * (t - middle))));
}

/**
 * The spectral density at frequency zero of one checked chain.
 *
 * @param chain - draws
 * @returns the density and the order; NaN for a single draw and when a draw is not finite
 */
export function chainSpectrum0(chain: Float64Array): Spectrum0 {
  const n = chain.length;
  if (n < 2 || !chain.every(Number.isFinite)) return { spectrum: NaN, order: NaN };
  if (sdAroundLine(center(chain)) <= NO_SPREAD) return { spectrum: 0, order: 0 };
  const maxOrder = Math.min(n - 1, Math.floor(10 * Math.log10(n)));
  let spectrum = NaN;
  let order = NaN;
  let least = Infinity;
  for (const [k, fit] of yuleWalker(leadingAutocovariances(chain, maxOrder), maxOrder).entries()) {
    const criterion = n * Math.log(fit.innovationVariance) + 2 * k;
    if (criterion < least) {
      least = criterion;
      order = k;
      spectrum = longRunVariance(fit, n);
    }
  }
  return { spectrum, order };
}

/**
 * The spectral density at frequency zero of each chain, from a Yule-Walker autoregression whose order, at most
 * 10 log10(n), Akaike's criterion chooses: coda's `spectrum0.ar`. sqrt(spectrum / n) is the standard error of the mean.
 *
 * A chain that leaves a straight line in time by a standard deviation of at most 1.5e-8, absolute, has spectrum 0, as in
 * coda; so a variable on a scale of 1e-8 must be rescaled first.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns spectrum and order of each chain; NaN for a single draw and for a chain with a draw that is not finite
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Plummer, Best, Cowles & Vines 2006; Brockwell & Davis 1991, section 8.1
 */
export function spectrum0Ar(chains: readonly ArrayLike<number>[], options?: ChainsOptions): Spectrum0[] {
  checkOptions(options, ["trim"], "spectrum0Ar");
  return toChains(chains, options).map(chainSpectrum0);
}

/**
 * coda's effective sample size, n var(x) / spectrum at zero, added up over chains. It does not see that chains disagree:
 * for chains stuck in two modes it adds what each would be worth alone, where `essBulk` counts the visits to the modes.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - whether to trim chains of unequal length
 * @returns a number of draws; a chain whose spectrum is 0, such as a constant one, counts 0; NaN for single draws and
 * when a draw is not finite
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Plummer, Best, Cowles & Vines 2006
 */
export function effectiveSize(chains: readonly ArrayLike<number>[], options?: ChainsOptions): number {
  checkOptions(options, ["trim"], "effectiveSize");
  let sum = 0;
  for (const chain of toChains(chains, options)) {
    const { spectrum } = chainSpectrum0(chain);
    sum += spectrum === 0 ? 0 : (chain.length * variance(chain)) / spectrum;
  }
  return sum;
}
