// Which iterations a plot shows when it need not show all.

import { shown } from "./shown.ts";

/** How many points a plot has. */
export interface PointsOptions {
  /** At most so many points a chain, evenly spaced, the last iteration among them; a whole number from 1. */
  points?: number | undefined;
}

/**
 * Iterations evenly spaced, counted from 1, ending with the last.
 *
 * @param iterations - how many there are
 * @param points - at most how many to take
 * @returns increasing whole numbers
 * @throws RangeError when `points` is not a whole number from 1
 */
export function spacedIterations(iterations: number, points: number): number[] {
  if (!(Number.isInteger(points) && points >= 1)) {
    throw new RangeError(`points must be a whole number from 1; it is ${shown(points)}`);
  }
  const count = Math.min(points, iterations);
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * iterations) / count));
}
