// Drops the rows that lack a value the formula uses, and keeps account of them.
import { oneOf } from "../arguments.ts";
import type { Expression } from "../formula/expression.ts";
import type { Formula } from "../formula/formula.ts";
import { shortly } from "../formula/formula-error.ts";
import { type Column, rowInData, type Table } from "../table/table.ts";
import { partsOf } from "./evaluate-expression.ts";
import { findColumn, textInNumericColumn } from "./find-column.ts";

/** The rows that `{ na: "drop" }` left out. */
export interface DroppedRows {
  /** How many rows the data had. */
  readonly of: number;
  /** The 0-based places in the data of the rows dropped, ascending. */
  readonly rows: readonly number[];
  /** The columns that lack a value, as the formula names them, and in how many rows. */
  readonly missing: readonly { readonly column: string; readonly rows: number }[];
}

/** What to do with rows that lack a value. */
export type MissingOption = (typeof MISSING_OPTIONS)[number];

const MISSING_OPTIONS = ["error", "drop"] as const;

/**
 * The rows of a table that a model is for.
 *
 * @param formula - as read
 * @param table - the data; not changed
 * @param na - "drop" leaves out the rows in which a column that the formula uses lacks a value; "error", the default, leaves
 *   all, for the design to refuse
 * @returns the table, and the account of the rows dropped; null when there are none
 * @throws RangeError when rows are to be dropped and a column is not there or mixes numbers and text, or no row is left
 */
export function rowsUsed(
  formula: Formula,
  table: Table,
  na: MissingOption = "error",
): { readonly table: Table; readonly dropped: DroppedRows | null } {
  oneOf(na, MISSING_OPTIONS, "na");
  if (na === "error") return { table, dropped: null };
  const isOut = new Uint8Array(table.rows);
  const missing: { column: string; rows: number }[] = [];
  for (const [name, column] of columnsUsed(formula, table)) {
    let rows = 0;
    for (let i = 0; i < table.rows; i++) {
      if (!isMissing(column, i)) continue;
      rows++;
      isOut[i] = 1;
    }
    if (rows > 0) missing.push({ column: name, rows });
  }
  if (missing.length === 0) return { table, dropped: null };
  const places = Array.from({ length: table.rows }, (_, i) => i);
  const kept = places.filter((i) => isOut[i] === 0);
  const dropped = { of: table.rows, rows: places.filter((i) => isOut[i] === 1), missing };
  if (kept.length === 0) {
    throw new RangeError(`no row is left: ${droppedText(dropped)}`);
  }
  const columns = [...table.columns].map(([name, column]): [string, Column] => [name, taken(column, kept)]);
  return {
    table: {
      rows: kept.length,
      columns: new Map(columns),
      places: Int32Array.from(kept, (i) => rowInData(table, i)),
    },
    dropped,
  };
}

/**
 * The account as text.
 *
 * @param dropped - the account
 * @returns as `3 of 108 rows dropped for missing values: age 2, distance 1`
 */
export function droppedText({ of, rows, missing }: DroppedRows): string {
  const counts = missing.map(({ column, rows: count }) => `${shortly(column).slice(1, -1)} ${count}`);
  return `${rows.length} of ${of} rows dropped for missing values: ${counts.join(", ")}`;
}

function isMissing({ kind, values }: Column, i: number): boolean {
  return kind === "numeric" ? Number.isNaN(values[i]) : (values[i] ?? null) === null;
}

function taken(column: Column, kept: readonly number[]): Column {
  return column.kind === "numeric"
    ? { kind: "numeric", values: Float64Array.from(kept, (i) => column.values[i]) }
    : { kind: "text", values: kept.map((i) => column.values[i]) };
}

/** The columns of the response, of every term and of the groups; a text among numbers is refused before it could be dropped. */
function columnsUsed({ text, response, fixed, random }: Formula, table: Table): Map<string, Column> {
  const used = new Map<string, Column>();
  const visit = (expression: Expression, isFactor: boolean): void => {
    if (expression.kind === "column") {
      const column = findColumn(table, expression, text);
      if (column.kind === "text" && column.firstText !== undefined && !isFactor) {
        throw textInNumericColumn(table, expression.name, column);
      }
      used.set(expression.name, column);
    }
    const asFactor = expression.kind === "call" && expression.name === "factor";
    for (const part of partsOf(expression)) visit(part, asFactor);
  };
  visit(response, false);
  for (const { variables, terms } of [fixed, ...random.map((term) => term.terms)]) {
    const inUse = new Set(terms.flatMap((term) => term.variables));
    variables.forEach((variable, v) => {
      if (inUse.has(v)) visit(variable, false);
    });
  }
  for (const { group } of random) for (const factor of group) visit(factor, true);
  return used;
}
