// Autocovariances and autocorrelations of chains, by fast Fourier transform.
import FFT from "fft.js";
import { toChain, toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { center } from "./moments.ts";
import { checkOptions } from "./options.ts";

/** How far to look back. */
export interface LagOptions extends ChainsOptions {
  /** The largest lag, a whole number below the number of draws. Default: every lag, n - 1. */
  maxLag?: number | undefined;
}

/**
 * The mean over chains of acov_k = (1/n) sum_t (x_t - m)(x_{t+k} - m), m the chain's own mean, divisor n at every lag.
 *
 * Zero padding to twice the length keeps the circular convolution from wrapping around. Two real chains share one
 * complex transform, and only the mean is transformed back: the real part of the inverse of |F(x + iy)|^2 is the sum
 * of both autocovariances.
 *
 * @param chains - M chains of n draws; a NaN in one makes all lags NaN
 * @returns n autocovariances, lags 0 to n - 1; exact zeros when every chain is constant
 */
export function meanAutocovariance(chains: readonly Float64Array[]): Float64Array {
  const n = chains[0].length;
  let size = 2;
  while (size < 2 * n) size *= 2;
  const fft = new FFT(size);
  const signal = new Float64Array(2 * size);
  const transformed = new Float64Array(2 * size);
  const power = new Float64Array(2 * size);
  for (let j = 0; j < chains.length; j += 2) {
    signal.fill(0);
    const real = center(chains[j]);
    for (let t = 0; t < n; t++) signal[2 * t] = real[t];
    if (j + 1 < chains.length) {
      const imaginary = center(chains[j + 1]);
      for (let t = 0; t < n; t++) signal[2 * t + 1] = imaginary[t];
    }
    fft.transform(transformed, signal);
    for (let k = 0; k < 2 * size; k += 2) power[k] += transformed[k] ** 2 + transformed[k + 1] ** 2;
  }
  fft.inverseTransform(transformed, power);
  const divisor = n * chains.length;
  return Float64Array.from({ length: n }, (_, k) => transformed[2 * k] / divisor);
}

/**
 * The first autocovariances of one chain, divisor n, as sums: faster than a transform for the few lags, 10 log10(n), that
 * an autoregression needs.
 *
 * @param chain - n draws
 * @param maxLag - the largest lag, below n
 * @returns lags 0 to `maxLag`
 */
export function leadingAutocovariances(chain: Float64Array, maxLag: number): Float64Array {
  const n = chain.length;
  const deviations = center(chain);
  return Float64Array.from({ length: maxLag + 1 }, (_, k) => {
    let sum = 0;
    for (let t = k; t < n; t++) sum += deviations[t - k] * deviations[t];
    return sum / n;
  });
}

function isOneChain(chains: ArrayLike<number> | readonly ArrayLike<number>[]): chains is ArrayLike<number> {
  return ArrayBuffer.isView(chains) || (Array.isArray(chains) && typeof chains[0] === "number");
}

function perChain(
  chains: ArrayLike<number> | readonly ArrayLike<number>[],
  options: LagOptions,
  measure: (autocovariances: Float64Array) => Float64Array,
): Float64Array | Float64Array[] {
  const single = isOneChain(chains);
  const checked = toChains(single ? [toChain(chains, "chain")] : chains, options);
  const { maxLag = checked[0].length - 1 } = options;
  if (!(Number.isInteger(maxLag) && maxLag >= 0 && maxLag < checked[0].length)) {
    throw new RangeError(
      `maxLag must be a whole number from 0 to ${checked[0].length - 1}, below the number of draws; it is ${maxLag}`,
    );
  }
  const measured = checked.map((chain) => measure(meanAutocovariance([chain]).slice(0, maxLag + 1)));
  return single ? measured[0] : measured;
}

/**
 * Autocovariances of one chain, or of each of several, with divisor n at every lag: (1/n) sum_t (x_t - m)(x_{t+k} - m).
 *
 * @param chains - the draws of one chain, or one array of draws a chain, all of one length
 * @param options - how many lags, and whether to trim
 * @returns lags 0 to `maxLag` of the chain, in the squared unit of the draws, or one such array a chain; zeros for a
 * constant chain, NaN for a chain with a draw that is not finite
 * @throws RangeError when the chains are empty, differ in length and are not trimmed, or there is no
 * such lag
 * @throws TypeError when a draw is not a number
 * @see Geyer 1992, section 3.1
 */
export function autocovariance(chain: ArrayLike<number>, options?: LagOptions): Float64Array;
export function autocovariance(chains: readonly ArrayLike<number>[], options?: LagOptions): Float64Array[];
export function autocovariance(
  chains: ArrayLike<number> | readonly ArrayLike<number>[],
  options: LagOptions = {},
): Float64Array | Float64Array[] {
  checkOptions(options, ["maxLag", "trim"], "autocovariance");
  return perChain(chains, options, (autocovariances) => autocovariances);
}

/**
 * Autocorrelations of one chain, or of each of several: autocovariances divided by that of lag 0.
 *
 * @param chains - the draws of one chain, or one array of draws a chain, all of one length
 * @param options - how many lags, and whether to trim
 * @returns lags 0 to `maxLag` of the chain, or one such array a chain; NaN for a constant chain and for one with a
 * draw that is not finite
 * @throws RangeError when the chains are empty, differ in length and are not trimmed, or there is no
 * such lag
 * @throws TypeError when a draw is not a number
 * @see Geyer 1992, section 3.1
 */
export function autocorrelation(chain: ArrayLike<number>, options?: LagOptions): Float64Array;
export function autocorrelation(chains: readonly ArrayLike<number>[], options?: LagOptions): Float64Array[];
export function autocorrelation(
  chains: ArrayLike<number> | readonly ArrayLike<number>[],
  options: LagOptions = {},
): Float64Array | Float64Array[] {
  checkOptions(options, ["maxLag", "trim"], "autocorrelation");
  return perChain(chains, options, (autocovariances) => {
    const [atZero] = autocovariances;
    return autocovariances.map((value) => value / atZero);
  });
}
