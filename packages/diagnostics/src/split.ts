// Halves of chains, and the test for draws that have no spread to measure.

/**
 * The first and the second half of every chain, all first halves before all second halves; the middle draw of an odd
 * length belongs to neither.
 *
 * @param chains - C chains of n draws
 * @returns 2C views of floor(n / 2) draws
 */
export function splitChains(chains: readonly Float64Array[]): Float64Array[] {
  const half = Math.floor(chains[0].length / 2);
  return [
    ...chains.map((chain) => chain.subarray(0, half)),
    ...chains.map((chain) => chain.subarray(chain.length - half)),
  ];
}

/**
 * Whether a draw is NaN. It must be asked of whole chains: the middle draw that splitting drops may be the one.
 *
 * @param chains - chains of draws
 * @returns true when one is
 */
export function hasMissing(chains: readonly Float64Array[]): boolean {
  return chains.some((chain) => chain.some(Number.isNaN));
}

/**
 * Whether R-hat and effective sample size are undefined because a draw is not finite or all draws are one value.
 * "One value" is a range below 2^-52, absolute, as in the R package posterior; so a variable on a scale of 1e-17
 * must be rescaled before its draws are compared.
 *
 * @param chains - chains of draws
 * @returns true when no spread can be measured
 */
export function isDegenerate(chains: readonly Float64Array[]): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (const chain of chains) {
    for (const value of chain) {
      if (!Number.isFinite(value)) return true;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low < Number.EPSILON;
}
