// Lays a formula and a table out as the numbers of a mixed model: y, X, Z and the groups.
import type { Contrasts } from "./contrasts.ts";
import { type DesignRecipe, designRecipe, fixedRecipe } from "./design-recipe.ts";
import { evaluate, type Evaluation } from "./evaluate-expression.ts";
import { levelsOfColumn, levelsOfGroup, factorColumn, renumber } from "./factor-levels.ts";
import { type Formula, parseFormula } from "../formula/formula.ts";
import { shortly } from "../formula/formula-error.ts";
import { layOutSide, type VariableValues } from "./side-columns.ts";
import type { SideRecipe, Variable } from "./side-recipe.ts";
import { rowInData, type Table } from "../table/table.ts";

/** One random-effect term laid out: b_i of its group multiplies a row of Z. */
export interface RandomTerm {
  /** The grouping factor, as `Subject` or `school:class`. */
  group: string;
  /** The labels of the levels, in order of appearance. */
  levels: string[];
  /** For each row the index of its level. */
  groupOf: Int32Array;
  /** The names of the q columns of Z. */
  names: string[];
  /** N × q, row-major. */
  Z: Float64Array;
  /** Whether D is diagonal: the term was written with `||`. */
  diagonal: boolean;
}

/** The numbers a recipe makes of a table, without the response. */
export interface DesignMatrices {
  rows: number;
  /** N × p, row-major. */
  X: Float64Array;
  /** The p coefficient names, as R's. */
  names: string[];
  terms: RandomTerm[];
}

/** The numbers of a mixed model, and how to lay other rows out the same way. */
export interface Design extends DesignMatrices {
  /** As it was written. */
  formula: string;
  /** The label of the response, as `log(y)`. */
  response: string;
  /** The N responses. */
  y: Float64Array;
  recipe: DesignRecipe;
}

/**
 * Lays a formula and a table out.
 *
 * @param formula - a formula or its text
 * @param table - the data
 * @param options - `contrasts`: the coding of factors, by column
 * @returns y, X, Z, the groups, and the recipe for other rows
 * @throws RangeError when the formula cannot be read or does not fit the data
 * @see Bates, Mächler, Bolker & Walker 2015, section 2
 */
export function design(
  formula: string | Formula,
  table: Table,
  options: { readonly contrasts?: Contrasts } = {},
): Design {
  const parsed = typeof formula === "string" ? parseFormula(formula) : formula;
  const recipe = designRecipe(parsed, table, options.contrasts ?? {});
  return {
    formula: parsed.text,
    response: recipe.response.label,
    y: responseValues(recipe, table),
    ...designMatrices(recipe, table),
    recipe,
  };
}

/**
 * Lays a formula of fixed effects alone and a table out.
 *
 * @param formula - as read
 * @param table - the data
 * @param options - `contrasts`: the coding of factors, by column
 * @returns y and X
 * @throws RangeError when the formula does not fit the data, or has random effects
 */
export function fixedDesign(
  formula: Formula,
  table: Table,
  options: { readonly contrasts?: Contrasts } = {},
): Pick<Design, "formula" | "response" | "rows" | "y" | "X" | "names"> {
  const recipe = fixedRecipe(formula, table, options.contrasts ?? {});
  return {
    formula: formula.text,
    response: recipe.response.label,
    rows: table.rows,
    y: responseValues(recipe, table),
    X: fixedMatrix(recipe, table),
    names: [...recipe.fixed.names],
  };
}

/**
 * The response of every row.
 *
 * @param recipe - of the model
 * @param table - the data the model was built with, or other rows
 * @returns N numbers, in an array of their own
 * @throws RangeError when the response is not numeric, missing or not finite
 */
export function responseValues(recipe: DesignRecipe, table: Table): Float64Array {
  return evaluate(recipe.response, evaluationOf(recipe, table)).slice();
}

/**
 * X of a table, coded as the model's; the table needs neither response nor groups.
 *
 * @param recipe - of the model
 * @param table - the data the model was built with, or other rows
 * @returns N × p, row-major
 * @throws RangeError when a column is not there, a value is missing or of the wrong kind, or a factor has a level the
 *   model does not know
 */
export function fixedMatrix(recipe: DesignRecipe, table: Table): Float64Array {
  return layOutSide(recipe.fixed, table.rows, (variable) => variableValues(recipe, variable, table));
}

/**
 * X, Z and the groups of a table, coded as the model's; the table needs no response.
 *
 * @param recipe - of the model
 * @param table - the data the model was built with, or other rows
 * @returns the matrices; groups the model does not know come behind its own, in order of appearance
 * @throws RangeError when a column is not there, a value is missing or of the wrong kind, or a factor (not a grouping
 *   factor) has a level the model does not know
 */
export function designMatrices(recipe: DesignRecipe, table: Table): DesignMatrices {
  const valuesOf = (variable: Variable): VariableValues => variableValues(recipe, variable, table);
  const layOut = (side: SideRecipe): Float64Array => layOutSide(side, table.rows, valuesOf);
  const terms = recipe.random.map((term): RandomTerm => {
    const found = levelsOfGroup(table, term.group, recipe.formula);
    const levels = [...term.levels];
    const groupOf = renumber(found, term.levels, (level) => levels.push(level) - 1);
    const { label: group, side, diagonal } = term;
    return { group, levels, groupOf, names: [...side.names], Z: layOut(side), diagonal };
  });
  return { rows: table.rows, X: layOut(recipe.fixed), names: [...recipe.fixed.names], terms };
}

function variableValues(recipe: DesignRecipe, variable: Variable, table: Table): VariableValues {
  if (variable.kind === "numeric") return evaluate(variable.expression, evaluationOf(recipe, table));
  const found = levelsOfColumn(table, factorColumn(variable.expression), recipe.formula);
  return renumber(found, variable.levels, (level, index) => {
    const row = found.levelOf.indexOf(index);
    throw new RangeError(
      `${variable.label}, row ${rowInData(table, row) + 1}: the model does not know the level ${shortly(level)} ` +
        `(it knows ${variable.levels.slice(0, 10).join(", ")}${variable.levels.length > 10 ? ", …" : ""})`,
    );
  });
}

function evaluationOf(recipe: DesignRecipe, table: Table): Evaluation {
  return { table, text: recipe.formula, scales: [...recipe.scales], isLearning: false };
}
