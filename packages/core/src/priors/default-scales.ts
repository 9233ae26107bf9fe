// The default scales of half-t priors on standard deviations of random effects.
import type { RandomTerm } from "../design/design.ts";

/**
 * 2.5·sd(y)/rms(z_k) for each column of Z: weak enough for any effect that the response could show.
 *
 * @param term - the random-effect term
 * @param y - the N responses
 * @returns q scales
 * @throws {RangeError} when the response or a column of Z does not allow it
 */
export function defaultScales(term: RandomTerm, y: Float64Array): number[] {
  const N = y.length;
  const q = term.names.length;
  const mean = y.reduce((sum, value) => sum + value / N, 0);
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  // A constant comes out of the sums with rounding errors about its mean.
  const varies = largest > 1e-14 * Math.abs(mean);
  const squares = y.reduce((sum, value) => {
    const relative = (value - mean) / largest;
    return sum + relative * relative;
  }, 0);
  const sd = largest * Math.sqrt(squares / (N - 1));
  return term.names.map((name, k) => {
    let zz = 0;
    for (let row = 0; row < N; row++) zz += (term.Z[row * q + k] * term.Z[row * q + k]) / N;
    const scale = (2.5 * sd) / Math.sqrt(zz);
    if (varies && Number.isFinite(scale) && scale > 0) return scale;
    const why =
      zz === 0
        ? "its column of Z is 0 everywhere"
        : N === 1
          ? "there is one row"
          : varies
            ? `it would be ${scale}`
            : "the response does not vary";
    throw new RangeError(
      `the default prior of D cannot be scaled for ${name} of ${term.group}: ${why}; write priors.D yourself`,
    );
  });
}
