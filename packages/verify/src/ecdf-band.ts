// Simultaneous bands for the empirical distribution function of ranks, and the p-value that belongs to them.
import gammaln from "@stdlib/math-base-special-gammaln";
import { finiteAbove, shown } from "@lmm-gibbs/core/internal";

/** Bounds on how many of `count` uniform numbers lie below each point, ends included. */
export interface EcdfBand {
  /** K + 1 points 0, 1/K, …, 1. */
  readonly at: number[];
  readonly lower: number[];
  readonly upper: number[];
  /** Each bound is exceeded at its point alone with probability at most γ/2. */
  readonly gamma: number;
  /** With what probability all points lie within, at least the one asked for. */
  readonly coverage: number;
}

/**
 * A band that the empirical distribution function of uniform numbers stays within, at all points at once.
 *
 * @param count - how many numbers
 * @param points - K: the function is looked at in 1/K, 2/K, …, 1
 * @param probability - of staying within, such as 0.95
 * @returns the narrowest band of its kind whose exact coverage is at least `probability`; counts, not proportions
 * @throws {RangeError} unless count and points are positive integers and the probability is between 0 and 1
 * @see Säilynoja, Bürkner & Vehtari 2022, section 2
 */
export function ecdfBand(count: number, points: number, probability: number): EcdfBand {
  requireCount(count, "count");
  requireCount(points, "points");
  if (!(finiteAbove(probability, 0, "probability") < 1)) {
    throw new RangeError(`probability must be below 1, got ${shown(probability)}`);
  }
  const tails = tailsAt(count, points);
  // Coverage falls in steps as γ grows: half as fine as a step that matters in the log of γ.
  let [inside, outside] = [Math.log(1e-12), 0];
  while (outside - inside > 1e-4) {
    const middle = (inside + outside) / 2;
    if (coverageOf(bandOf(tails, Math.exp(middle)), count) >= probability) inside = middle;
    else outside = middle;
  }
  const gamma = Math.exp(inside);
  const band = bandOf(tails, gamma);
  return {
    at: Array.from({ length: points + 1 }, (_, k) => k / points),
    lower: band.map(([low]) => low),
    upper: band.map(([, high]) => high),
    gamma,
    coverage: coverageOf(band, count),
  };
}

/**
 * The exact probability that counts of `count` uniform numbers below k/K stay within given bounds at all k.
 *
 * By recursion over the points: given how many lie below (k − 1)/K, those below k/K are a binomial more.
 *
 * @param gamma - the bounds at k/K are the γ/2 and 1 − γ/2 quantiles of Binomial(count, k/K)
 * @see Säilynoja, Bürkner & Vehtari 2022, algorithm 1
 */
export function ecdfCoverage(count: number, points: number, gamma: number): number {
  return coverageOf(bandOf(tailsAt(count, points), gamma), count);
}

/**
 * How surprising ranks are if they are uniform: the probability that uniform ranks leave, somewhere, an interval as
 * improbable as the most improbable one that these leave.
 *
 * @param ranks - each from 0 to `most`
 * @param most - the largest possible rank
 * @returns an exact p-value, uniform up to its discreteness when the ranks are independent and uniform
 * @throws {RangeError} when there are no ranks, or one is no integer from 0 to `most`
 * @see Säilynoja, Bürkner & Vehtari 2022
 */
export function uniformRanksPValue(ranks: readonly number[], most: number): number {
  requireCount(ranks.length, "the number of ranks");
  requireCount(most, "most");
  const points = most + 1;
  const counts = Array.from({ length: points }, () => 0);
  for (const rank of ranks) {
    if (!(Number.isInteger(rank) && rank >= 0 && rank <= most)) {
      throw new RangeError(`ranks must be integers from 0 to ${most}, got ${shown(rank)}`);
    }
    counts[rank]++;
  }
  const n = ranks.length;
  const tails = tailsAt(n, points);
  let below = 0;
  let smallest = 1;
  for (let k = 1; k < points; k++) {
    below += counts[k - 1];
    smallest = Math.min(smallest, tails[k].lower[below], tails[k].upper[below]);
  }
  // What is less extreme at every point; ties, up to rounding, are as extreme.
  const threshold = smallest * (1 + 1e-9);
  const within = tails.map(({ lower, upper }, k): [number, number] => {
    if (k === 0 || k === points) return [k === 0 ? 0 : n, k === 0 ? 0 : n];
    return [lower.findIndex((p) => p > threshold), upper.findLastIndex((p) => p > threshold)];
  });
  // The complement of a coverage near 1 has no digits left; what is surprising at one point is at least a bound.
  return Math.min(1, Math.max(smallest, 1 - coverageOf(within, n)));
}

function requireCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} must be an integer of at least 1, got ${shown(value)}`);
  }
}

/** P(X ≤ x) and P(X ≥ x) of Binomial(n, k/K), x = 0..n. */
interface Tails {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

function tailsAt(n: number, points: number): Tails[] {
  return Array.from({ length: points + 1 }, (_, k) => {
    const mass = binomialMass(n, k / points, 0, n);
    const lower = new Float64Array(n + 1);
    const upper = new Float64Array(n + 1);
    for (let x = 0, sum = 0; x <= n; x++) lower[x] = sum += mass[x];
    for (let x = n, sum = 0; x >= 0; x--) upper[x] = sum += mass[x];
    return { lower, upper };
  });
}

/** The γ/2 and 1 − γ/2 quantiles at every point. */
function bandOf(tails: readonly Tails[], gamma: number): [low: number, high: number][] {
  return tails.map(({ lower }) => [lower.findIndex((p) => p >= gamma / 2), atLeast(lower, 1 - gamma / 2)]);
}

/** The smallest x with P(X ≤ x) ≥ p; the last one where rounding leaves the sum below 1. */
function atLeast(lower: Float64Array, p: number): number {
  const x = lower.findIndex((sum) => sum >= p);
  return x === -1 ? lower.length - 1 : x;
}

function coverageOf(band: readonly (readonly [low: number, high: number])[], n: number): number {
  const K = band.length - 1;
  if (band.some(([low, high]) => low === -1 || high < low)) return 0;
  let [from] = band[0];
  let weights = new Float64Array([1]);
  for (let k = 1; k <= K; k++) {
    const [low, high] = band[k];
    const next = new Float64Array(high - low + 1);
    // A number above (k − 1)/K lies below k/K with this probability.
    const p = 1 / (K - k + 1);
    for (let c = 0; c < weights.length; c++) {
      const at = from + c;
      const mass = binomialMass(n - at, p, Math.max(0, low - at), high - at);
      const start = Math.max(low, at) - low;
      for (let j = 0; j < mass.length; j++) next[start + j] += weights[c] * mass[j];
    }
    weights = next;
    from = low;
  }
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** P(X = x) of Binomial(n, p) for x from `low` to `high`, by ratios from the most probable one among them. */
function binomialMass(n: number, p: number, low: number, high: number): Float64Array {
  const last = Math.min(high, n);
  if (last < low) return new Float64Array(0);
  const mass = new Float64Array(last - low + 1);
  if (p <= 0 || p >= 1) {
    const sure = p <= 0 ? 0 : n;
    if (sure >= low && sure <= last) mass[sure - low] = 1;
    return mass;
  }
  const peak = Math.min(last, Math.max(low, Math.floor((n + 1) * p)));
  const logChoose = gammaln(n + 1) - gammaln(peak + 1) - gammaln(n - peak + 1);
  mass[peak - low] = Math.exp(logChoose + peak * Math.log(p) + (n - peak) * Math.log1p(-p));
  const odds = p / (1 - p);
  for (let x = peak; x < last; x++) mass[x + 1 - low] = (mass[x - low] * odds * (n - x)) / (x + 1);
  for (let x = peak; x > low; x--) mass[x - 1 - low] = (mass[x - low] * x) / (odds * (n - x + 1));
  return mass;
}
