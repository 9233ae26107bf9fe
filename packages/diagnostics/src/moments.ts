// Mean, variance and deviations from the mean, computed on shifted draws so that a large common offset costs no digits.

/**
 * Mean of `x_t - origin`. Differences of nearby doubles are exact, so this keeps the digits that a mean near 1e8
 * would round away; the second pass takes out the rounding of the first.
 *
 * @param x - draws, at least one
 * @param origin - any number near the draws, such as one of them
 * @returns the mean distance from `origin`
 */
export function meanFrom(x: Float64Array, origin: number): number {
  let sum = 0;
  for (const value of x) sum += value - origin;
  const first = sum / x.length;
  let rest = 0;
  for (const value of x) rest += value - origin - first;
  return first + rest / x.length;
}

/**
 * Arithmetic mean.
 *
 * @param x - draws
 * @returns the mean; infinite when draws of one sign are infinite, NaN when one is NaN
 */
export function mean(x: Float64Array): number {
  const shifted = x[0] + meanFrom(x, x[0]);
  if (!Number.isNaN(shifted)) return shifted;
  // A draw is not finite, or a distance from the first draw overflowed.
  let sum = 0;
  for (const value of x) sum += value;
  return sum / x.length;
}

/**
 * Deviations from the mean, `x_t - mean(x)`, exactly zero for a constant chain.
 *
 * @param x - draws
 * @returns a new array of deviations, NaN throughout when a draw is not finite
 */
export function center(x: Float64Array): Float64Array {
  const origin = x[0];
  const shift = meanFrom(x, origin);
  return x.map((value) => value - origin - shift);
}

/**
 * Sample variance with divisor n - 1.
 *
 * @param x - draws
 * @returns the variance, NaN for a single draw
 */
export function variance(x: Float64Array): number {
  let squares = 0;
  for (const deviation of center(x)) squares += deviation * deviation;
  return squares / (x.length - 1);
}

/**
 * The means of the chains, measured from the first draw so that they keep their digits under a large offset.
 *
 * @param chains - chains of draws
 * @returns one shifted mean a chain
 */
export function shiftedMeans(chains: readonly Float64Array[]): Float64Array {
  const origin = chains[0][0];
  return Float64Array.from(chains, (chain) => meanFrom(chain, origin));
}
