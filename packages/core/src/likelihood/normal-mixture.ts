// Quantiles of an equal mixture of normal laws: the posterior predictive law of draws, without further random numbers.
import erfc from "@stdlib/math-base-special-erfc";
import { findRoot } from "./find-root.ts";

/**
 * The quantile of the equal mixture of N(means[s], sds[s]²).
 *
 * @param means - one a component
 * @param sds - one a component; where all are 0, the quantile of the means by linear interpolation (type 7)
 * @param probability - strictly between 0 and 1
 * @returns x with mean Φ((x − means[s])/sds[s]) = probability, to 1e−9 of the spread
 */
export function mixtureQuantile(means: Float64Array, sds: Float64Array, probability: number): number {
  const sorted = means.toSorted();
  const last = sorted.length - 1;
  const index = last * probability;
  const below = sorted[Math.floor(index)];
  const middle = below + (index - Math.floor(index)) * (sorted[Math.ceil(index)] - below);
  const widest = sds.reduce((most, sd) => Math.max(most, sd), 0);
  if (widest === 0) return middle;
  const above = (x: number): number => {
    let sum = 0;
    for (let s = 0; s < means.length; s++) {
      const distance = (means[s] - x) / sds[s];
      // A component without spread is a step.
      sum += sds[s] === 0 ? (means[s] <= x ? 1 : 0) : 0.5 * erfc(distance / Math.SQRT2);
    }
    return sum / means.length - probability;
  };
  const spread = Math.max(widest, sorted[last] - sorted[0]);
  const bracket = (direction: 1 | -1): readonly [number, number] => {
    for (let size = widest; ; size *= 2) {
      const x = middle + direction * size;
      const excess = above(x);
      if (excess * direction > 0 || !Number.isFinite(x)) return [x, excess];
    }
  };
  return findRoot(above, bracket(-1), bracket(1), 1e-9 * spread);
}
