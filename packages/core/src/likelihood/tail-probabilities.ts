// Tail probabilities of the laws that tests refer to, accurate far out, and the normal quantile.
import betainc from "@stdlib/math-base-special-betainc";
import gammainc from "@stdlib/math-base-special-gammainc";
import quantile from "@stdlib/stats-base-dists-normal-quantile";

/** P(χ²_df ≥ x); χ²₀ is 0 with probability 1. */
export function chiSquaredTail(x: number, df: number): number {
  if (x <= 0) return 1;
  return df === 0 ? 0 : gammainc(x / 2, df / 2, true, true);
}

/** P(F_{df1,df2} ≥ x); df2 = ∞ is χ²/df1. */
export function fTail(x: number, df1: number, df2: number): number {
  if (Number.isNaN(x + df1 + df2)) return NaN;
  if (x <= 0) return 1;
  if (df2 === Infinity) return chiSquaredTail(df1 * x, df1);
  return betainc(df2 / (df2 + df1 * x), df2 / 2, df1 / 2, true, false);
}

/** P(|t_df| ≥ |t|). */
export function twoSidedT(t: number, df: number): number {
  return fTail(t * t, 1, df);
}

/** z with P(|Z| ≤ z) = probability for a standard normal Z. */
export function normalBound(probability: number): number {
  // By the tail, which is exact where the probability is near 1.
  return -quantile((1 - probability) / 2, 0, 1);
}
