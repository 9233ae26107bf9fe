// Computes an expression of a formula for every row of a table.
import type { ChainLink, Expression } from "../formula/expression.ts";
import { shortly } from "../formula/formula-error.ts";
import { numericColumn } from "./find-column.ts";
import { rowInData, type Table } from "../table/table.ts";

/** What a `scale(…)` of a formula subtracts and divides by, found on the data the model was built with. */
export interface ScaleConstants {
  /** The call, as `scale(age)`. */
  readonly label: string;
  readonly mean: number;
  /** With divisor n − 1. */
  readonly sd: number;
}

/** Where an expression is computed: `scales` grows only while `isLearning`. */
export interface Evaluation {
  readonly table: Table;
  /** The formula, for messages. */
  readonly text: string;
  readonly scales: ScaleConstants[];
  readonly isLearning: boolean;
}

/** A value a row, or one number for all rows. */
type Values = Float64Array | number;

/**
 * Computes an expression for every row.
 *
 * @param expression - of a formula; it uses at least one column
 * @param evaluation - the table, and the constants of `scale`
 * @returns N values, all finite; possibly the column's own array
 * @throws RangeError when a column is not there, is text or has a missing or infinite value, when a result is not
 *   finite, or when `scale` meets a constant column
 */
export function evaluate(expression: Expression, evaluation: Evaluation): Float64Array {
  const values = valuesOf(expression, evaluation);
  return typeof values === "number" ? new Float64Array(evaluation.table.rows).fill(values) : values;
}

function valuesOf(expression: Expression, evaluation: Evaluation): Values {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "column":
      return numericColumn(evaluation.table, expression, evaluation.text);
    case "negative":
      return map(valuesOf(expression.operand, evaluation), (x) => -x);
    case "power": {
      const base = valuesOf(expression.base, evaluation);
      const powers = combine(base, valuesOf(expression.exponent, evaluation), (x, e) => x ** e);
      return finite(expression, powers, evaluation);
    }
    case "chain": {
      let values = valuesOf(expression.first, evaluation);
      for (const link of expression.rest) {
        values = combine(values, valuesOf(link.operand, evaluation), ARITHMETIC[link.operator]);
      }
      return finite(expression, values, evaluation);
    }
    case "call":
      return callOf(expression, valuesOf(expression.argument, evaluation), evaluation);
    default:
      return expression satisfies never;
  }
}

function callOf(call: Expression & { kind: "call" }, argument: Values, evaluation: Evaluation): Values {
  if (call.name === "I") return argument;
  if (call.name === "factor") throw new RangeError(`${shortly(call.label)} is a factor, not a number`);
  if (call.name !== "scale") return finite(call, map(argument, FUNCTION[call.name]), evaluation);
  const { mean, sd } = scaleConstants(call.label, argument, evaluation);
  return map(argument, (x) => (x - mean) / sd);
}

const ARITHMETIC: Readonly<Record<ChainLink["operator"], (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

const FUNCTION = {
  log: Math.log,
  exp: Math.exp,
  sqrt: Math.sqrt,
  abs: Math.abs,
  log2: Math.log2,
  log10: Math.log10,
};

function map(values: Values, f: (x: number) => number): Values {
  return typeof values === "number" ? f(values) : values.map((x) => f(x));
}

function combine(a: Values, b: Values, f: (a: number, b: number) => number): Values {
  if (typeof b === "number") return map(a, (x) => f(x, b));
  if (typeof a === "number") return map(b, (x) => f(a, x));
  return a.map((x, i) => f(x, b[i]));
}

/** An infinite intermediate must not vanish in a division, so each step is checked, not only the result. */
function finite(expression: Expression, values: Values, evaluation: Evaluation): Values {
  if (typeof values === "number") {
    if (Number.isFinite(values)) return values;
    throw new RangeError(`${shortly(expression.label)} is not finite: ${values}`);
  }
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return values;
  const cells = [...columnsOf(expression)].slice(0, 5).map((name) => {
    return `${name} is ${evaluation.table.columns.get(name)?.values[row] ?? "missing"}`;
  });
  throw new RangeError(
    `${shortly(expression.label)} is not finite in row ${rowInData(evaluation.table, row) + 1}: it is ${values[row]} where ${cells.join(", ")}`,
  );
}

function scaleConstants(label: string, values: Values, evaluation: Evaluation): ScaleConstants {
  const known = evaluation.scales.find((scale) => scale.label === label);
  if (known !== undefined) return known;
  if (!evaluation.isLearning)
    throw new RangeError(`the recipe does not hold the constants of ${shortly(label)}`);
  if (typeof values === "number" || values.every((x) => x === values[0])) {
    throw new RangeError(`${shortly(label)}: a constant column has no standard deviation to divide by`);
  }
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  if (!Number.isFinite(mean) || !Number.isFinite(sd) || sd === 0) {
    throw new RangeError(`${shortly(label)}: mean ${mean} and standard deviation ${sd} cannot be used`);
  }
  const scale = { label, mean, sd };
  evaluation.scales.push(scale);
  return scale;
}

function columnsOf(expression: Expression): Set<string> {
  if (expression.kind === "column") return new Set([expression.name]);
  const names = new Set<string>();
  for (const part of partsOf(expression)) for (const name of columnsOf(part)) names.add(name);
  return names;
}

/**
 * Whether an expression calls `scale`, whose constants must be learnt.
 *
 * @param expression - of a formula
 * @returns true when it does, at any depth
 */
export function callsScale(expression: Expression): boolean {
  return (
    (expression.kind === "call" && expression.name === "scale") ||
    partsOf(expression).some((p) => callsScale(p))
  );
}

/**
 * The expressions that an expression is computed from.
 *
 * @param expression - of a formula
 * @returns its parts, none for a column or a number
 */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "column":
    case "number":
      return [];
    case "call":
      return [expression.argument];
    case "negative":
      return [expression.operand];
    case "power":
      return [expression.base, expression.exponent];
    case "chain":
      return [expression.first, ...expression.rest.map((link) => link.operand)];
    default:
      return expression satisfies never;
  }
}
