// Median and median absolute deviation.

/** Makes the median absolute deviation of normal draws estimate their standard deviation: 1 / Phi^-1(3/4), as R has it. */
const NORMAL_CONSISTENCY = 1.4826;

/**
 * The middle of sorted draws, or the mean of the two in the middle.
 *
 * @param sorted - draws in ascending order, any NaN last
 * @returns the median, NaN when a draw is NaN
 */
export function sortedMedian(sorted: Float64Array): number {
  const size = sorted.length;
  if (Number.isNaN(sorted[size - 1])) return NaN;
  const middle = size >> 1;
  return size % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * 1.4826 times the median distance from the median.
 *
 * @param sorted - draws in ascending order, any NaN last
 * @returns the deviation, in the unit of the draws; NaN when a draw is NaN
 */
export function medianAbsoluteDeviation(sorted: Float64Array): number {
  const median = sortedMedian(sorted);
  return NORMAL_CONSISTENCY * sortedMedian(sorted.map((value) => Math.abs(value - median)).toSorted());
}
