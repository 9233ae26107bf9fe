// Decides, from a formula and the data, all that laying out needs: factor levels, contrasts, scale constants, names.
import { type Contrasts, settleCoding } from "./contrasts.ts";
import { shown } from "../arguments.ts";
import { didYouMean } from "../did-you-mean.ts";
import { callsScale, evaluate, type Evaluation, type ScaleConstants } from "./evaluate-expression.ts";
import type { Expression } from "../formula/expression.ts";
import { factorColumn, levelsOfColumn, levelsOfGroup, sortedLevels } from "./factor-levels.ts";
import { findColumn, textInNumericColumn } from "./find-column.ts";
import type { Formula } from "../formula/formula.ts";
import { shortly } from "../formula/formula-error.ts";
import { groupLabel } from "../formula/formula-random.ts";
import { type SideRecipe, sideRecipe, type Variable } from "./side-recipe.ts";
import type { Table } from "../table/table.ts";

/** How a random-effect term is laid out. */
interface RandomTermRecipe {
  /** The grouping factor, as `Subject` or `school:class`. */
  readonly label: string;
  readonly group: readonly Expression[];
  /** In order of appearance. */
  readonly levels: readonly string[];
  readonly side: SideRecipe;
  readonly diagonal: boolean;
}

/** How rows become the numbers of a model; plain data. */
export interface DesignRecipe {
  readonly formula: string;
  readonly response: Expression;
  readonly fixed: SideRecipe;
  readonly random: readonly RandomTermRecipe[];
  readonly scales: readonly ScaleConstants[];
}

/**
 * Decides how a formula lays out data like these.
 *
 * @param formula - as read
 * @param table - the data the model is built with
 * @param contrasts - the coding of factors, by column
 * @returns the recipe
 * @throws RangeError when the formula does not fit the data, has not exactly one random-effect term, or the contrasts
 *   name what is not there
 */
export function designRecipe(formula: Formula, table: Table, contrasts: Contrasts): DesignRecipe {
  requireOneRandomTerm(formula);
  return recipeOf(formula, table, contrasts);
}

/**
 * Decides how a formula of fixed effects alone lays out data like these.
 *
 * @param formula - as read
 * @param table - the data
 * @param contrasts - the coding of factors, by column
 * @returns the recipe, without random-effect terms
 * @throws RangeError when the formula does not fit the data or has random-effect terms, or the contrasts name what is not
 *   there
 */
export function fixedRecipe(formula: Formula, table: Table, contrasts: Contrasts): DesignRecipe {
  const [random] = formula.random;
  if (random !== undefined) {
    throw new RangeError(
      `a regression has no random effects, the formula has ${random.text}; use mixedModel`,
    );
  }
  return recipeOf(formula, table, contrasts);
}

function recipeOf(formula: Formula, table: Table, contrasts: Contrasts): DesignRecipe {
  const scales: ScaleConstants[] = [];
  const evaluation: Evaluation = { table, text: formula.text, scales, isLearning: true };
  const unused = new Set(contrastKeys(contrasts, table));
  const variableOf = (expression: Expression): Variable => {
    if (callsScale(expression)) evaluate(expression, evaluation);
    return isFactor(expression, table, formula.text)
      ? factorOf(expression, table, formula.text, contrasts, unused)
      : { kind: "numeric", label: expression.label, expression };
  };
  if (callsScale(formula.response)) evaluate(formula.response, evaluation);
  const fixed = sideRecipe(formula.fixed, variableOf);
  const random = formula.random.map((term): RandomTermRecipe => ({
    label: groupLabel(term.group),
    group: term.group,
    levels: levelsOfGroup(table, term.group, formula.text).levels,
    side: sideRecipe(term.terms, variableOf),
    diagonal: term.diagonal,
  }));
  const [idle] = unused;
  if (idle !== undefined) {
    throw new RangeError(
      `contrasts of ${shortly(idle)}: it is no factor of the formula's fixed or random effects`,
    );
  }
  return { formula: formula.text, response: formula.response, fixed, random, scales };
}

function requireOneRandomTerm(formula: Formula): void {
  const { random } = formula;
  if (random.length === 0) {
    throw new RangeError(
      "the formula has no random-effect term; this release needs one, such as (1 | group)",
    );
  }
  if (random.length > 1) {
    const list = random.map((term) => term.text).join(", ");
    throw new RangeError(
      `this release samples exactly one random-effect term, the formula has ${random.length}: ${list}`,
    );
  }
}

/** A contrast may be given by `Sex` or by `factor(Sex)`. */
function contrastKeys(contrasts: Contrasts, table: Table): string[] {
  if (typeof contrasts !== "object" || contrasts === null || Array.isArray(contrasts)) {
    throw new TypeError(
      `contrasts must be an object such as { Sex: { reference: "Male" } }, got ${shown(contrasts)}`,
    );
  }
  const keys = Object.keys(contrasts);
  for (const key of keys) {
    const isKnown = table.columns.has(key) || table.columns.has(key.replace(/^factor\((.*)\)$/su, "$1"));
    if (!isKnown) {
      throw new RangeError(
        `contrasts: column ${shortly(key)} is not in the data${didYouMean(key, table.columns.keys())}`,
      );
    }
  }
  return keys;
}

function isFactor(expression: Expression, table: Table, text: string): boolean {
  if (expression.kind === "call") return expression.name === "factor";
  if (expression.kind !== "column") return false;
  const column = findColumn(table, expression, text);
  // A stray text among numbers is a slip of the pen, not a factor with a level for every number.
  if (column.kind === "text" && column.firstText !== undefined) {
    throw textInNumericColumn(table, expression.name, column);
  }
  return column.kind === "text";
}

function factorOf(
  expression: Expression,
  table: Table,
  text: string,
  contrasts: Contrasts,
  unused: Set<string>,
): Variable {
  const named = factorColumn(expression);
  const { levels: found } = levelsOfColumn(table, named, text);
  const levels = sortedLevels(found, table.columns.get(named.name)?.kind === "numeric");
  const { label } = expression;
  if (levels.length < 2) {
    throw new RangeError(
      `the factor ${shortly(label)} needs two levels or more, the data have ${shortly(levels[0] ?? "")} only`,
    );
  }
  const key = [label, `factor(${named.name})`, named.name].find((candidate) =>
    Object.hasOwn(contrasts, candidate),
  );
  if (key !== undefined) unused.delete(key);
  const coding = settleCoding(label, levels, key === undefined ? undefined : contrasts[key]);
  return { kind: "factor", label, expression, levels, coding };
}
