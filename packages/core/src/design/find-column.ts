// Finds a column that a formula names, and says so when it is not there or not what is needed.
import { didYouMean } from "../did-you-mean.ts";
import { excerpt, shortly } from "../formula/formula-error.ts";
import { type Column, rowInData, type Table } from "../table/table.ts";

/** A column a formula names, with its 0-based place there. */
export interface NamedColumn {
  readonly name: string;
  readonly position: number;
}

/**
 * The column a formula names.
 *
 * @param table - the data
 * @param named - the name and its place in the formula
 * @param text - the formula
 * @returns the column
 * @throws RangeError when the table has no such column
 */
export function findColumn(table: Table, named: NamedColumn, text: string): Column {
  const column = table.columns.get(named.name);
  if (column !== undefined) return column;
  const suggestion = didYouMean(named.name, table.columns.keys());
  throw new RangeError(
    `column ${shortly(named.name)} is not in the data${suggestion}${excerpt(text, named.position)}`,
  );
}

/**
 * The values of a column that must hold finite numbers.
 *
 * @param table - the data
 * @param named - the name and its place in the formula
 * @param text - the formula
 * @returns the values themselves, not a copy
 * @throws RangeError when the column is not there, is text, or has a missing or infinite value
 */
export function numericColumn(table: Table, named: NamedColumn, text: string): Float64Array {
  const column = findColumn(table, named, text);
  if (column.kind === "text") throw textInNumericColumn(table, named.name, column);
  const { values } = column;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) throw notANumber(named.name, rowInData(table, i), value);
  }
  return values;
}

/**
 * The error of text where a number must be.
 *
 * @param table - the data
 * @param name - the column
 * @param column - its cells
 * @returns the error, to be thrown
 */
export function textInNumericColumn(
  table: Table,
  name: string,
  { values, firstText }: Column & { kind: "text" },
): RangeError {
  const row =
    firstText ??
    Math.max(
      0,
      values.findIndex((value) => value !== null),
    );
  const cell = values[row] ?? "";
  const hint =
    cell.trim() === ""
      ? "; a missing value is null, undefined or NaN"
      : /^\s*[+-]?\d+,\d+\s*$/u.test(cell)
        ? `; a decimal point is ".", as in ${cell.trim().replace(",", ".")}`
        : firstText === undefined
          ? ""
          : "; other rows hold numbers (for a factor write factor(…))";
  return new RangeError(
    `text in numeric column ${shortly(name)}, row ${rowInData(table, row) + 1}: ${shortly(cell)}${hint}`,
  );
}

/**
 * The error of a missing or infinite number.
 *
 * @param name - the column
 * @param row - 0-based, in the data
 * @param value - the cell, NaN when missing
 * @returns the error, to be thrown
 */
export function notANumber(name: string, row: number, value: number): RangeError {
  return Number.isNaN(value)
    ? missingValue(name, row)
    : new RangeError(`column ${shortly(name)}, row ${row + 1}: a finite number must come, got ${value}`);
}

/**
 * The error of a missing value.
 *
 * @param name - the column
 * @param row - 0-based, in the data
 * @returns the error, to be thrown
 */
export function missingValue(name: string, row: number): RangeError {
  return new RangeError(
    `column ${shortly(name)} has a missing value in row ${row + 1}; no row is dropped silently, so remove or ` +
      'fill it (mixedModel and regression leave such rows out when asked: { na: "drop" })',
  );
}
