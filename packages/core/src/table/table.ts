// Turns the data a user has (rows, columns or a table) into one record of named, typed columns.
import { shortly } from "../formula/formula-error.ts";

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
  if (isTable(data)) return checkedTable(data);
  if (Array.isArray(data)) return tableOfRows(data);
  if (isRecord(data) && isPlain(data)) return tableOfColumns(data);
  throw new TypeError(
    `data must be an array of objects (rows), an object of arrays (columns) or a table, got ${describe(data)}`,
  );
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

function checkedTable(table: Table): Table {
  for (const [name, column] of table.columns) {
    const isNumeric = column.kind === "numeric" && column.values instanceof Float64Array;
    if (!isNumeric && !(column.kind === "text" && Array.isArray(column.values))) {
      throw new TypeError(
        `column ${shortly(name)} of the table must be numeric (a Float64Array) or text (an array)`,
      );
    }
    if (column.values.length !== table.rows) {
      throw new RangeError(
        `column ${shortly(name)} has ${column.values.length} values, the table says ${table.rows} rows`,
      );
    }
  }
  return nonEmpty(table);
}

function tableOfRows(data: readonly unknown[]): Table {
  const names = new Set<string>();
  const rows: Record<string, unknown>[] = [];
  for (let i = 0; i < data.length; i++) {
    const row = data[i];
    if (!isRecord(row)) {
      throw new TypeError(`row ${i + 1} must be an object with one property a column, got ${describe(row)}`);
    }
    for (const name in row) if (Object.hasOwn(row, name)) names.add(name);
    rows.push(row);
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
  for (const [name, values] of Object.entries(data) as [string, unknown][]) {
    if (!isList(values)) {
      throw new TypeError(
        `column ${shortly(name)} must be an array or a typed array, got ${describe(values)}`,
      );
    }
    first ??= { name, length: values.length };
    if (values.length !== first.length) {
      throw new RangeError(
        `the columns must have one length: ${shortly(first.name)} has ${first.length}, ${shortly(name)} has ${values.length}`,
      );
    }
    columns.set(
      name,
      columnOf(name, values.length, (i) => values[i]),
    );
  }
  return nonEmpty({ rows: first?.length ?? 0, columns });
}

function isList(values: unknown): values is ArrayLike<unknown> {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

function nonEmpty(table: Table): Table {
  if (table.rows === 0) throw new RangeError("the table has no rows");
  if (table.columns.size === 0) throw new RangeError("the table has no columns");
  return table;
}

/** Reads one column: as numbers while it can, as text from the first text cell on. */
function columnOf(name: string, rows: number, cellAt: (i: number) => unknown): Column {
  const numbers = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const cell = readCell(name, i, cellAt(i));
    if (typeof cell === "string") return textColumn(name, rows, cellAt);
    numbers[i] = cell ?? Number.NaN;
  }
  return { kind: "numeric", values: numbers };
}

function textColumn(name: string, rows: number, cellAt: (i: number) => unknown): Column {
  const values: (string | null)[] = [];
  let firstText = -1;
  let hasNumber = false;
  for (let i = 0; i < rows; i++) {
    const cell = readCell(name, i, cellAt(i));
    if (typeof cell === "number") hasNumber = true;
    else if (cell !== null && firstText < 0) firstText = i;
    values.push(cell === null ? null : String(cell));
  }
  return hasNumber ? { kind: "text", values, firstText } : { kind: "text", values };
}

function readCell(name: string, i: number, cell: unknown): number | string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "number") return Number.isNaN(cell) ? null : cell;
  if (typeof cell === "string") return cell;
  if (typeof cell === "boolean") return String(cell);
  throw new TypeError(
    `column ${shortly(name)}, row ${i + 1}: a cell must be a number, text, a boolean or missing, got ${describe(cell)}`,
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value instanceof Date) return "a Date";
  if (typeof value === "string") return `the text ${shortly(value)}`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return `a value of type ${typeof value}`;
}
