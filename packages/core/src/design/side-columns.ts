// Lays one side of a formula out as a matrix, column by column.
import { codingColumn } from "./contrasts.ts";
import { partColumns, type SideRecipe, type TermPart, type Variable } from "./side-recipe.ts";

/** Each row's number, or each row's level of a factor. */
export type VariableValues = Float64Array | Int32Array;

/**
 * The matrix of one side.
 *
 * @param side - the recipe
 * @param rows - N
 * @param valuesOf - the values of a variable for every row
 * @returns N × p, row-major
 * @throws RangeError when the matrix would exceed 2^30 numbers
 */
export function layOutSide(
  side: SideRecipe,
  rows: number,
  valuesOf: (variable: Variable) => VariableValues,
): Float64Array {
  const p = side.names.length;
  if (rows * p > 2 ** 30) throw new RangeError(`a matrix of ${rows} rows and ${p} columns is too large`);
  const X = new Float64Array(rows * p).fill(1);
  const values = side.variables.map((variable) => valuesOf(variable));
  let j = side.intercept ? 1 : 0;
  for (const term of side.terms) {
    const count = term.reduce((product, part) => product * part.columns, 1);
    for (let column = 0; column < count; column++, j++) {
      const columns = partColumns(term, column);
      for (const [k, part] of term.entries()) {
        const entries = codedEntries(side, part, columns[k]);
        multiplyColumn(X, p, j, values[part.variable], entries);
      }
    }
  }
  return X;
}

function codedEntries(side: SideRecipe, part: TermPart, column: number): Float64Array | null {
  const variable = side.variables[part.variable];
  if (variable?.kind !== "factor" || part.coding === null) return null;
  return codingColumn(variable.levels.length, part.coding, column);
}

/** X[·, j] := X[·, j] · values, or · entries[values] for a factor. */
function multiplyColumn(
  X: Float64Array,
  p: number,
  j: number,
  values: VariableValues,
  entries: Float64Array | null,
): void {
  for (let i = 0, at = j; i < values.length; i++, at += p) {
    const value = values[i];
    const factor = entries === null ? value : entries[value];
    // Adding 0 turns −0 (0 times a negative number) into 0.
    X[at] = X[at] * factor + 0;
  }
}
