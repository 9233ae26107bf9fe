// The run length of Raftery and Lewis: how many iterations for a quantile of a given precision?
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { checkFraction } from "./option-values.ts";
import { sortDraws, sortedQuantile } from "./quantile.ts";
import { checkOptions } from "./options.ts";

/** The quantile wanted, and its precision. */
export interface RafteryLewisOptions extends ChainsOptions {
  /** The probability of the quantile. Default: 0.025. */
  q?: number | undefined;
  /** How far the probability below the estimated quantile may be from q. Default: 0.005. */
  r?: number | undefined;
  /** The probability of being that close. Default: 0.95. */
  s?: number | undefined;
  /** How close to its stationary law the chain of indicators must come during burn-in. Default: 0.001. */
  epsilon?: number | undefined;
}

/** The run that one chain says is needed. */
export interface RafteryLewis {
  /** M, iterations to discard at the beginning. */
  burnIn: number;
  /** N, iterations in all, the burn-in included. */
  total: number;
  /** Nmin, the iterations that independent draws would need. */
  minimum: number;
  /** I = N / Nmin to three significant digits; above 5 the dependence is a concern. */
  dependence: number;
  /** k, the thinning at which the indicators are a first-order Markov chain. */
  thin: number;
}

/** How often each pair of neighbours occurs in a 0/1 sequence, by 2 * first + second, and each triple alike. */
function countTransitions(states: Uint8Array): { pairs: Float64Array; triples: Float64Array } {
  const pairs = new Float64Array(4);
  const triples = new Float64Array(8);
  for (let t = 1; t < states.length; t++) {
    const pair = 2 * states[t - 1] + states[t];
    pairs[pair]++;
    if (t > 1) triples[4 * states[t - 2] + pair]++;
  }
  return { pairs, triples };
}

/** The likelihood ratio statistic of a second-order against a first-order chain, 2 sum o log(o / expected). */
function secondOrderStatistic(triples: Float64Array): number {
  let sum = 0;
  for (const [triple, observed] of triples.entries()) {
    if (observed === 0) continue;
    const middle = triple & 2;
    const [first, last] = [triple & 4, triple & 1];
    const starting = triples[first + middle] + triples[first + middle + 1];
    const ending = triples[middle + last] + triples[4 + middle + last];
    const all = triples[middle] + triples[middle + 1] + triples[4 + middle] + triples[4 + middle + 1];
    sum += 2 * observed * Math.log((observed * all) / (starting * ending));
  }
  return sum;
}

/** The first thinning after which BIC prefers a first-order chain, and the transitions left. */
function thinToFirstOrder(states: Uint8Array): { thin: number; pairs: Float64Array } | null {
  for (let thin = 1; ; thin++) {
    const thinned = Uint8Array.from({ length: Math.ceil(states.length / thin) }, (_, t) => states[t * thin]);
    if (thinned.length < 3) return null;
    const { pairs, triples } = countTransitions(thinned);
    if (secondOrderStatistic(triples) - 2 * Math.log(thinned.length - 2) < 0) return { thin, pairs };
  }
}

/**
 * The run length of Raftery and Lewis, for each chain: draws are marked as below or above the chain's own q-quantile, the
 * marks are thinned until they are a first-order Markov chain of two states, and its transition probabilities say how
 * long it takes to forget its start and to know the probability below the quantile.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - the quantile and its precision
 * @returns one record a chain; all but `minimum` are NaN when the chain is shorter than that, when a draw is NaN, and
 * when the thinned marks do not change both ways often enough to estimate the transitions
 * @throws RangeError when q, r, s or epsilon is not in (0, 1), or the chains are empty, or differ in length and are not
 * trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Raftery & Lewis 1992, section 3
 */
export function rafteryLewis(
  chains: readonly ArrayLike<number>[],
  options: RafteryLewisOptions = {},
): RafteryLewis[] {
  checkOptions(options, ["q", "r", "s", "epsilon", "trim"], "rafteryLewis");
  const checked = toChains(chains, options);
  const { q = 0.025, r = 0.005, s = 0.95, epsilon = 0.001 } = options;
  for (const [name, value] of Object.entries({ q, r, s, epsilon })) checkFraction(name, value);
  const phi = normalQuantile((1 + s) / 2, 0, 1);
  const minimum = Math.ceil((q * (1 - q) * phi ** 2) / r ** 2);
  const undefinedRun = { burnIn: NaN, total: NaN, minimum, dependence: NaN, thin: NaN };
  return checked.map((chain) => {
    if (chain.length < minimum || chain.some(Number.isNaN)) return undefinedRun;
    const bound = sortedQuantile(sortDraws([chain]), q);
    const found = thinToFirstOrder(Uint8Array.from(chain, (value) => (value <= bound ? 1 : 0)));
    if (found === null) return undefinedRun;
    const { thin, pairs } = found;
    const alpha = pairs[1] / (pairs[0] + pairs[1]);
    const beta = pairs[2] / (pairs[2] + pairs[3]);
    const steps =
      Math.log((epsilon * (alpha + beta)) / Math.max(alpha, beta)) / Math.log(Math.abs(1 - alpha - beta));
    const burnIn = thin * Math.ceil(steps);
    const precision = ((2 - alpha - beta) * alpha * beta * phi ** 2) / ((alpha + beta) ** 3 * r ** 2);
    const total = burnIn + thin * Math.ceil(precision);
    if (!Number.isFinite(total)) return undefinedRun;
    return { burnIn, total, minimum, dependence: Number((total / minimum).toPrecision(3)), thin };
  });
}
