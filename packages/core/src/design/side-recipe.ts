// Decides how one side of a formula (the fixed effects, or the left of a bar) becomes columns of numbers.
import { codedColumns, type Coding, columnSuffix, type FactorCoding } from "./contrasts.ts";
import type { Expression } from "../formula/expression.ts";
import { shortly } from "../formula/formula-error.ts";
import type { Terms } from "../formula/formula-terms.ts";

/** A variable of a design: numbers computed from columns, or a column whose levels are coded. */
export type Variable = { readonly label: string; readonly expression: Expression } & (
  | { readonly kind: "numeric" }
  | { readonly kind: "factor"; readonly levels: readonly string[]; readonly coding: Coding }
);

/** A variable's part in a term; numeric variables have no coding. */
export interface TermPart {
  /** Index in `SideRecipe.variables`. */
  readonly variable: number;
  readonly coding: FactorCoding | null;
  /** How many columns the part has; those of a term are the products of its parts' columns. */
  readonly columns: number;
}

/** How one side of a formula is laid out. */
export interface SideRecipe {
  readonly intercept: boolean;
  readonly variables: readonly Variable[];
  /** The parts of each term; the columns of the first part vary fastest. */
  readonly terms: readonly (readonly TermPart[])[];
  /** The names of all columns, as R's. */
  readonly names: readonly string[];
}

const MOST_COLUMNS = 10_000;

/**
 * Decides the coding and the column names of one side, by R's rules.
 *
 * @param terms - the side as read
 * @param variableOf - settles a variable: numeric, or a factor with its levels
 * @returns the recipe; only variables that a term uses are settled
 * @throws RangeError when there would be more than 10,000 columns, or two of one name
 */
export function sideRecipe(terms: Terms, variableOf: (expression: Expression) => Variable): SideRecipe {
  const used = [...new Set(terms.terms.flatMap((term) => term.variables))].toSorted((a, b) => a - b);
  const variables = used.map((index) => variableOf(terms.variables[index]));
  const newIndex = new Map(used.map((index, i) => [index, i]));
  const sets = terms.terms.map((term) => term.variables.map((index) => newIndex.get(index) ?? 0));
  const parts = codeTerms(sets, variables, terms.intercept);
  return {
    intercept: terms.intercept,
    variables,
    terms: parts,
    names: namesOf(terms.intercept, parts, variables),
  };
}

/**
 * R's rule: within a term a factor is coded by contrasts when the rest of the term lies within a term before it
 * (the empty rest within the intercept), else by indicators. Without an intercept, the first factor that stands
 * alone takes its place and gets indicators.
 *
 * @see R's `terms.object`, on the attribute "factors"
 */
function codeTerms(
  terms: readonly (readonly number[])[],
  variables: readonly Variable[],
  hasIntercept: boolean,
): TermPart[][] {
  const before: Set<number>[] = [];
  let isSpanned = hasIntercept;
  return terms.map((term) => {
    const parts = term.map((index): TermPart => {
      const variable = variables[index];
      if (variable.kind === "numeric") return { variable: index, coding: null, columns: 1 };
      const rest = term.filter((other) => other !== index);
      const isMargin =
        rest.length === 0 ? isSpanned : before.some((earlier) => rest.every((other) => earlier.has(other)));
      if (rest.length === 0) isSpanned = true;
      const coding: FactorCoding = isMargin ? variable.coding : { type: "indicators" };
      return { variable: index, coding, columns: codedColumns(variable.levels.length, coding) };
    });
    before.push(new Set(term));
    return parts;
  });
}

function namesOf(
  hasIntercept: boolean,
  terms: readonly TermPart[][],
  variables: readonly Variable[],
): string[] {
  const names = hasIntercept ? ["(Intercept)"] : [];
  for (const term of terms) {
    const count = term.reduce((product, part) => product * part.columns, 1);
    if (names.length + count > MOST_COLUMNS) {
      const label = term.map((part) => variables[part.variable]?.label).join(":");
      throw new RangeError(
        `the term ${shortly(label)} would make ${count} columns; a design has at most ${MOST_COLUMNS} ` +
          "(is a column of labels meant as a grouping factor?)",
      );
    }
    for (let column = 0; column < count; column++) names.push(columnName(term, variables, column));
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new RangeError(`two columns of the design would both be called ${shortly(name)}`);
    seen.add(name);
  }
  return names;
}

function columnName(term: readonly TermPart[], variables: readonly Variable[], column: number): string {
  const columns = partColumns(term, column);
  const names = term.map((part, k) => {
    const variable = variables[part.variable];
    if (variable.kind === "numeric" || part.coding === null) return variable.label;
    return variable.label + columnSuffix(variable.levels, part.coding, columns[k]);
  });
  return names.join(":");
}

/**
 * Which column of each part makes one column of a term.
 *
 * @param term - its parts
 * @param column - of the term, 0-based
 * @returns a column of each part; the first part's varies fastest
 */
export function partColumns(term: readonly TermPart[], column: number): number[] {
  let left = column;
  return term.map((part) => {
    const own = left % part.columns;
    left = Math.floor(left / part.columns);
    return own;
  });
}
