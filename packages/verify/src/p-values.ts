// From statistics to p-values, and from many p-values to one decision.
import betainc from "@stdlib/math-base-special-betainc";

/** The two-sided p-value of a t statistic with df degrees of freedom; NaN of NaN. */
export function studentPValue(t: number, df: number): number {
  return t === 0 ? 1 : Math.abs(t) === Infinity ? 0 : betainc(df / (df + t * t), df / 2, 0.5);
}

/**
 * Holm's adjusted p-values: one below α may be called at family-wise level α.
 *
 * @param pValues - of the tests of one family
 * @returns the adjusted ones, in the same order, at most 1
 * @see Holm 1979
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, k) => k).toSorted((k, l) => pValues[k] - pValues[l]);
  const adjusted = pValues.map(() => NaN);
  let largest = 0;
  order.forEach((k, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[k]));
    adjusted[k] = largest;
  });
  return adjusted;
}
