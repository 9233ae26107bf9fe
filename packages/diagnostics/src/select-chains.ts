// The chains of the variables that a caller means, checked to be of one shape.
import { toChains } from "./chains.ts";
import { type DrawsLike, selectVariables, type VariableSelection } from "./draws-like.ts";

/** The selected variables with their chains. */
export interface SelectedChains {
  /** At least one. */
  readonly variables: readonly { readonly variable: string; readonly chains: readonly Float64Array[] }[];
  /** Number of chains. */
  readonly chains: number;
  /** Draws a chain. */
  readonly iterations: number;
  /** Whether a chain was cut to the shortest. */
  readonly trimmed: boolean;
  /** Random effects that the default selection left out. */
  readonly leftOut: number;
}

/**
 * The chains that a selection stands for.
 *
 * @param draws - the draws
 * @param selection - which variables, and whether to trim chains of unequal length
 * @returns checked chains; a Float64Array of the caller's is passed on, so it must not be written to
 * @throws RangeError when a variable is unknown, none is selected, or chains or variables differ in shape
 * @throws TypeError when the draws are none, or not numbers
 */
export function selectChains(draws: DrawsLike, selection: VariableSelection): SelectedChains {
  const names = selectVariables(draws, selection);
  let trimmed = false;
  const variables = names.map((variable) => {
    const given = draws.get(variable);
    const chains = toChains(given, selection, variable);
    trimmed ||= chains.some((chain, j) => chain.length < given[j].length);
    return { variable, chains };
  });
  const [first] = variables;
  for (const { variable, chains } of variables) {
    if (chains.length !== first.chains.length || chains[0].length !== first.chains[0].length) {
      throw new RangeError(
        `${variable} has ${chains.length} chains of ${chains[0].length} draws, ${first.variable} has ` +
          `${first.chains.length} of ${first.chains[0].length}; all variables must have one shape`,
      );
    }
  }
  return {
    variables,
    chains: first.chains.length,
    iterations: first.chains[0].length,
    trimmed,
    leftOut: selection.variables === undefined ? draws.variables.length - names.length : 0,
  };
}
