// Reads the cells of a caller's column into numbers or text.
import { shortly } from "../formula/formula-error.ts";
import { unreadable } from "../reading.ts";
import type { Column } from "./table.ts";

const MOST_ROWS = 2 ** 30;
const LONG = 2 ** 20;
const PROBES = 1000;

/**
 * Refuses a length that is only said: an array may have four thousand million places and one value.
 *
 * @param name - the column
 * @param values - its cells
 * @param length - how many it says they are
 * @throws RangeError when they are more than 2^30, or an array is long and nearly empty
 */
export function requireRows(name: string, values: ArrayLike<unknown>, length: number): void {
  if (length > MOST_ROWS) {
    throw new RangeError(
      `column ${shortly(name)} has ${length} values, a table has at most ${MOST_ROWS} rows`,
    );
  }
  if (length <= LONG || !Array.isArray(values)) return;
  const isThere = (_: unknown, probe: number): boolean => Math.floor((probe * length) / PROBES) in values;
  if (!Array.from({ length: PROBES }, isThere).includes(true, 1)) {
    throw new RangeError(`column ${shortly(name)} has ${length} places, nearly all of them empty`);
  }
}

/**
 * Reads one column: as numbers while it can, as text from the first text cell on.
 *
 * @param name - the column, for messages
 * @param rows - N
 * @param cellAt - reads a cell of the caller's
 * @returns the column, in arrays of its own
 * @throws TypeError when a cell is of another kind, or reading it throws
 */
export function columnOf(name: string, rows: number, cellAt: (i: number) => unknown): Column {
  const numbers = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const cell = readCell(name, i, cellAt);
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
    const cell = readCell(name, i, cellAt);
    if (typeof cell === "number") hasNumber = true;
    else if (cell !== null && firstText < 0) firstText = i;
    values.push(cell === null ? null : String(cell));
  }
  return hasNumber ? { kind: "text", values, firstText } : { kind: "text", values };
}

function readCell(name: string, i: number, cellAt: (i: number) => unknown): number | string | null {
  let cell: unknown;
  try {
    cell = cellAt(i);
  } catch (cause) {
    throw unreadable(`column ${shortly(name)}, row ${i + 1}`, cause);
  }
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "number") return Number.isNaN(cell) ? null : cell;
  if (typeof cell === "string") return cell;
  if (typeof cell === "boolean") return String(cell);
  throw new TypeError(
    `column ${shortly(name)}, row ${i + 1}: a cell must be a number, text, a boolean or missing, got ${describe(cell)}`,
  );
}

/**
 * What a value is, for a message.
 *
 * @param value - anything; one that throws when looked at is "an object that cannot be read"
 * @returns a phrase
 */
export function describe(value: unknown): string {
  try {
    return kindOf(value);
  } catch {
    return "an object that cannot be read";
  }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value instanceof Date) return "a Date";
  if (typeof value === "string") return `the text ${shortly(value)}`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return `a value of type ${typeof value}`;
}
