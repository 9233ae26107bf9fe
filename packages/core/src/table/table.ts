// Turns the data a user has (rows, columns or a table) into one record of named, typed columns.
import { shortly } from "../formula/formula-error.ts";
import { reading } from "../reading.ts";
import { checkedTable } from "./checked-table.ts";
import { columnOf, describe, requireRows } from "./columns.ts";

/** A column of numbers (NaN marks a missing value) or of text (null marks a missing value). */
export type Column =
  | { readonly kind: "numeric"; readonly values: Float64Array }
  | {
      readonly kind: "text";
      readonly values: readonly (string | null)[];
      /** Set when the source mixed numbers and text: the index of the first row that is not a number. */
      readonly firstText?: number;
    };

/** Named columns of one length; a Map, so that a column may be called `__proto__` or `constructor`. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** Where each row stood in the data, 0-based, when rows were dropped. */
  readonly places?: Int32Array;
}

/**
 * Where a row of a table stood in the user's data.
 *
 * @param table - the table
 * @param row - 0-based
 * @returns its 0-based place in the data
 */
export function rowInData({ places }: Table, row: number): number {
  return places?.[row] ?? row;
}

/**
 * Reads rows, columns or a table into a table; the caller's data are copied, never changed.
 *
 * @param data - an array of objects (one a row; the columns are the union of their own keys, in order of first
 *   appearance), or an object of arrays or typed arrays (one a column), or a `Table`. Cells are numbers, text or
 *   booleans (text "true" and "false"); null, undefined and NaN are missing
 * @returns the table; a column is numeric when every cell present is a number, else text
 * @throws TypeError when the data or a cell is of another kind
 * @throws RangeError when the columns differ in length, or there is no row or no column
 */
export function tableFrom(data: unknown): Table {
  const shape = reading(
    () => "data",
    () => shapeOf(data),
  );
  if (shape === "table") return nonEmpty(checkedTable(data as Table));
  if (shape === "rows") return tableOfRows(data as unknown[]);
  if (shape === "columns") return tableOfColumns(data as object);
  throw new TypeError(
    `data must be an array of objects (rows), an object of arrays (columns) or a table, got ${describe(data)}`,
  );
}

function shapeOf(data: unknown): "table" | "rows" | "columns" | null {
  if (isTable(data)) return "table";
  if (Array.isArray(data)) return "rows";
  return isRecord(data) && isPlain(data) ? "columns" : null;
}

function isTable(data: unknown): data is Table {
  return typeof data === "object" && data !== null && "columns" in data && data.columns instanceof Map;
}

/** Object.prototype of any realm, or none. */
function isPlain(data: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === null || (isRecord(prototype) && Object.hasOwn(prototype, "isPrototypeOf"));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tableOfRows(data: readonly unknown[]): Table {
  const names = new Set<string>();
  const rows: Record<string, unknown>[] = [];
  const { length } = reading(
    () => "data",
    () => ({ length: data.length }),
  );
  for (let i = 0; i < length; i++) {
    const where = (): string => `row ${i + 1} of the data`;
    const row = reading(where, () => data[i]);
    if (!reading(where, () => isRecord(row))) {
      throw new TypeError(`row ${i + 1} must be an object with one property a column, got ${describe(row)}`);
    }
    const record = row as Record<string, unknown>;
    for (const name of reading(where, () => Object.keys(record))) names.add(name);
    rows.push(record);
  }
  const columns = new Map<string, Column>();
  for (const name of names) {
    const cellAt = (i: number): unknown => {
      const row = rows[i];
      return row !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
    };
    columns.set(name, columnOf(name, rows.length, cellAt));
  }
  return nonEmpty({ rows: rows.length, columns });
}

function tableOfColumns(data: object): Table {
  const columns = new Map<string, Column>();
  let first: { name: string; length: number } | null = null;
  const names = reading(
    () => "data",
    () => Object.keys(data),
  );
  for (const name of names) {
    const where = (): string => `column ${shortly(name)}`;
    const values = reading(where, () => (data as Record<string, unknown>)[name]);
    const length = reading(where, () => lengthOf(values));
    if (length === null) {
      throw new TypeError(
        `column ${shortly(name)} must be an array or a typed array, got ${describe(values)}`,
      );
    }
    first ??= { name, length };
    if (length !== first.length) {
      throw new RangeError(
        `the columns must have one length: ${shortly(first.name)} has ${first.length}, ${shortly(name)} has ${length}`,
      );
    }
    const list = values as ArrayLike<unknown>;
    requireRows(name, list, length);
    columns.set(
      name,
      columnOf(name, length, (i) => list[i]),
    );
  }
  return nonEmpty({ rows: first?.length ?? 0, columns });
}

function lengthOf(values: unknown): number | null {
  const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  return isList ? (values as ArrayLike<unknown>).length : null;
}

function nonEmpty(table: Table): Table {
  if (table.rows === 0) throw new RangeError("the table has no rows");
  if (table.columns.size === 0) throw new RangeError("the table has no columns");
  return table;
}
