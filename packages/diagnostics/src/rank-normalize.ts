// Rank-normalization and folding, which make R-hat and effective sample size depend on the order of the draws alone.
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { ascendingOrder } from "./ascending-order.ts";
import { pool } from "./chains.ts";
import { hasMissing } from "./split.ts";

/**
 * The expected normal score of a rank, Phi^-1((r - 3/8) / (S + 1/4)).
 *
 * @param rank - from 1 to S, halves for ties
 * @param size - S
 * @returns the score
 * @see Blom 1958
 */
export function normalScore(rank: number, size: number): number {
  return normalQuantile((rank - 3 / 8) / (size + 1 / 4), 0, 1);
}

/** A number `of` the rank of each draw among all, tied draws with their average rank; NaN throughout when a draw is NaN. */
function byRank(chains: readonly Float64Array[], of: (rank: number, size: number) => number): Float64Array[] {
  if (hasMissing(chains)) return chains.map((chain) => new Float64Array(chain.length).fill(NaN));
  const { sorted, positions } = ascendingOrder(pool(chains));
  const size = sorted.length;
  const numbers = new Float64Array(size);
  let start = 0;
  while (start < size) {
    let end = start + 1;
    while (end < size && sorted[end] === sorted[start]) end++;
    const averageRank = (start + 1 + end) / 2;
    const number = of(averageRank, size);
    for (let k = start; k < end; k++) numbers[positions[k]] = number;
    start = end;
  }
  let from = 0;
  return chains.map((chain) => numbers.subarray(from, (from += chain.length)));
}

/**
 * Ranks of the draws among all draws, from 1 to S, tied draws with their average rank.
 *
 * @param chains - chains of draws; an infinite draw is only the largest or smallest
 * @returns a new array of ranks a chain; NaN throughout when any draw is NaN
 */
export function pooledRanks(chains: readonly Float64Array[]): Float64Array[] {
  return byRank(chains, (rank) => rank);
}

/**
 * Normal scores of the pooled ranks, z = Phi^-1((r - 3/8) / (S + 1/4)), r the average rank of tied draws among all S.
 *
 * @param chains - chains of draws; an infinite draw is only the largest or smallest
 * @returns a new array of scores a chain; NaN throughout when any draw is NaN
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equation 14; Blom 1958
 */
export function rankNormalize(chains: readonly Float64Array[]): Float64Array[] {
  return byRank(chains, normalScore);
}

/**
 * Distances from the median, so that a difference in scale between chains becomes a difference in location.
 *
 * @param chains - chains of draws
 * @param median - the median of all draws, before any splitting
 * @returns |x - median|, a new array a chain
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equation 15
 */
export function fold(chains: readonly Float64Array[], median: number): Float64Array[] {
  return chains.map((chain) => chain.map((value) => Math.abs(value - median)));
}
