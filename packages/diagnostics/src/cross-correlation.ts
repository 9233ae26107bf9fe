// Correlations between variables: which of them move together, and so make a sampler slow that draws them one by one.
import { pool } from "./chains.ts";
import type { DrawsLike, VariableSelection } from "./draws-like.ts";
import { center } from "./moments.ts";
import { selectChains } from "./select-chains.ts";
import { checkOptions } from "./options.ts";

/** Correlations between variables. */
export interface CrossCorrelation {
  /** Names in the order of rows and columns. */
  variables: string[];
  /** One row a variable, symmetric, 1 on the diagonal. */
  correlations: number[][];
}

/** Deviations from the mean divided by their length; NaN throughout for a constant variable. */
function unitDeviations(chains: readonly Float64Array[]): Float64Array {
  const deviations = center(pool(chains));
  // Squares of the deviations themselves may overflow or vanish.
  let largest = 0;
  for (const value of deviations) largest = Math.max(largest, Math.abs(value));
  let squares = 0;
  for (const value of deviations) squares += (value / largest) ** 2;
  const length = Math.sqrt(squares);
  return deviations.map((value) => value / largest / length);
}

/**
 * Correlations between the draws of variables, all chains pooled: coda's `crosscorr`.
 *
 * @param draws - named variables, one array of draws a chain for each, all of one shape
 * @param options - which variables; random effects, "b_...", are left out unless asked for
 * @returns names and the matrix of correlations; NaN in the row and column of a variable that is constant or has a draw
 * that is not finite
 * @throws RangeError when a variable is not in the draws, none is selected, or chains are empty, or differ in length
 * and are not trimmed
 * @throws TypeError when draws are not numbers
 * @see Plummer, Best, Cowles & Vines 2006
 */
export function crossCorrelation(draws: DrawsLike, options: VariableSelection = {}): CrossCorrelation {
  checkOptions(options, ["variables", "trim"], "crossCorrelation");
  const { variables } = selectChains(draws, options);
  const units = variables.map(({ chains }) => unitDeviations(chains));
  const correlations = units.map(() => Array<number>(units.length).fill(NaN));
  for (const [i, a] of units.entries()) {
    for (const [j, b] of units.slice(0, i + 1).entries()) {
      let sum = 0;
      for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
      // Rounding can leave one beyond 1.
      const correlation = i === j && !Number.isNaN(sum) ? 1 : Math.max(-1, Math.min(1, sum));
      correlations[i][j] = correlation;
      correlations[j][i] = correlation;
    }
  }
  return { variables: variables.map(({ variable }) => variable), correlations };
}
