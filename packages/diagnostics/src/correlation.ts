// Correlation of two sequences of draws.
import { crossCorrelation } from "./cross-correlation.ts";

/**
 * Pearson's correlation.
 *
 * @param x - numbers
 * @param y - as many
 * @returns the correlation; NaN when one is constant or a number is not finite
 */
export function correlation(x: Float64Array, y: Float64Array): number {
  const both = { variables: ["x", "y"], get: (name: string) => [name === "x" ? x : y] };
  return crossCorrelation(both).correlations[0][1];
}
