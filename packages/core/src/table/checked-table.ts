// Checks what says it is a table: that its columns are what their kinds say, of one length.
import { shortly } from "../formula/formula-error.ts";
import { reading } from "../reading.ts";
import type { Column, Table } from "./table.ts";

/**
 * The table, when it holds together.
 *
 * @param table - an object with a Map of columns
 * @returns the table, not copied
 * @throws TypeError when a column is neither numbers nor text
 * @throws RangeError when a column's length is not the table's
 */
export function checkedTable(table: Table): Table {
  const entries = reading(
    () => "the table",
    () => [...table.columns],
  );
  for (const [name, column] of entries) {
    if (typeof name !== "string") throw new TypeError("the columns of a table must be named by text");
    if (!isColumn(column)) {
      throw new TypeError(
        `column ${shortly(name)} of the table must be numeric (a Float64Array) or text (an array of text and null)`,
      );
    }
    if (column.values.length !== table.rows) {
      throw new RangeError(
        `column ${shortly(name)} has ${column.values.length} values, the table says ${String(table.rows)} rows`,
      );
    }
  }
  return table;
}

function isColumn(column: unknown): column is Column {
  try {
    const { kind, values } = column as Column;
    if (kind === "numeric") return values instanceof Float64Array;
    return kind === "text" && Array.isArray(values) && values.every(isCell);
  } catch {
    return false;
  }
}

function isCell(cell: unknown): boolean {
  return typeof cell === "string" || cell === null;
}
