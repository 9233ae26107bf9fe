// Reads comma-separated values into a table.
import Papa from "papaparse";
import { shortly } from "../formula/formula-error.ts";
import type { Column, Table } from "./table.ts";

const DELIMITERS = [",", ";", "\t", "|"];
const MISSING = new Set(["", "NA", "NaN"]);
// No two parts match the same digits, so that a long cell costs linear time.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;

/** An integer that may be one number with another text: with leading zeros, or with more digits than a number holds. */
const LABEL = /^\s*[+-]?(?:0\d|\d{16})\d*\s*$/u;
const INTEGER = /^\s*[+-]?(\d+)\s*$/u;

/**
 * Reads a text of comma-separated values whose first line names the columns.
 *
 * @param text - the text; the delimiter is the one of , ; tab | that splits the header into most columns; cells in
 *   double quotes may hold delimiters and line breaks; "", "NA" and "NaN" are missing values
 * @returns the table; a column is numeric when every cell present is a plain decimal number, else text as written. A
 *   column in which two integers are one number but not one text, as 01 and 1, holds labels: it is text
 * @throws RangeError with the line, when a name is empty or repeated, a row has more or fewer cells than the header,
 *   or a quote is not closed; when there is no row
 * @throws TypeError when `text` is no text
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseCsv(text: string): Table {
  if (typeof text !== "string") throw new TypeError(`the CSV must be text, got ${typeof text}`);
  const source = withOneLineBreak(text);
  const newline = source.includes("\n") ? (source.includes("\r\n") ? "\r\n" : "\n") : "\r";
  const { data, errors } = Papa.parse(source, { delimiter: delimiterOf(source, newline), newline });
  const [error] = errors;
  if (error !== undefined) {
    throw new RangeError(`CSV, line ${lineOf(data, error.row ?? 0)}: ${error.message.toLowerCase()}`);
  }
  while (isBlank(data.at(-1))) data.pop();
  const [header] = data;
  if (header === undefined) throw new RangeError("the CSV text is empty");
  const names = header.map((name) => name.trim());
  checkHeader(names);
  checkRows(data);
  if (data.length === 1) throw new RangeError("the table has no rows");
  return { rows: data.length - 1, columns: new Map(names.map((name, j) => [name, columnOf(data, j)])) };
}

/** A file that mixes CRLF and LF (as Excel's line breaks in cells do) gets LF throughout. */
function withOneLineBreak(text: string): string {
  return /(?:^|[^\r])\n/u.test(text) && text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
}

/** Papaparse's own guess takes "1,5;2,5" for comma-separated, so the header decides. */
function delimiterOf(source: string, newline: "\n" | "\r\n" | "\r"): string {
  let best = { delimiter: ",", columns: 1, fits: false };
  const head = source.slice(0, 1_000_000);
  for (const delimiter of DELIMITERS) {
    const [header, first] = Papa.parse(head, { delimiter, newline, preview: 2 }).data;
    const columns = header?.length ?? 1;
    const fits = first === undefined || first.length === columns;
    if (columns === 1 || (best.fits && !fits)) continue;
    if (columns > best.columns || (fits && !best.fits)) best = { delimiter, columns, fits };
  }
  return best.delimiter;
}

function isBlank(row: readonly string[] | undefined): boolean {
  return row?.length === 1 && row[0]?.trim() === "";
}

/** The line, counted from 1, on which a record starts; quoted cells may span several lines. */
function lineOf(data: readonly (readonly string[])[], record: number): number {
  let line = 1;
  for (let i = 0; i < record; i++) {
    line++;
    for (const cell of data[i] ?? []) line += cell.match(/\r\n|\n|\r/gu)?.length ?? 0;
  }
  return line;
}

function checkHeader(names: readonly string[]): void {
  const seen = new Map<string, number>();
  for (const [j, name] of names.entries()) {
    if (name === "") {
      const hint = j === 0 ? " (R's write.csv names its row numbers so; write with row.names = FALSE)" : "";
      throw new RangeError(`CSV, line 1: the name of column ${j + 1} is empty${hint}`);
    }
    const before = seen.get(name);
    if (before !== undefined) {
      throw new RangeError(
        `CSV, line 1: columns ${before + 1} and ${j + 1} are both called ${shortly(name)}`,
      );
    }
    seen.set(name, j);
  }
}

function checkRows(data: readonly (readonly string[])[]): void {
  const columns = data[0]?.length ?? 0;
  for (let i = 0; i < data.length; i++) {
    const row = data[i] ?? [];
    if (row.length === columns) continue;
    const came = isBlank(row) ? "a blank line" : `${row.length} cells`;
    throw new RangeError(
      `CSV, line ${lineOf(data, i)}: ${columns} cells must come, as in the header, got ${came}`,
    );
  }
}

/**
 * Where two cells are written as different integers but are one number, as 01 and 1, or two identifiers of 17 digits, the
 * first cell that is so written: read as numbers, two groups would silently become one. −1 where there are none.
 */
function firstLabel(cells: readonly string[], numbers: Float64Array): number {
  if (!cells.some((cell) => LABEL.test(cell))) return -1;
  const textOf = new Map<number, string>();
  for (let i = 0; i < cells.length; i++) {
    const text = INTEGER.exec(cells[i])?.[1];
    if (text === undefined) continue;
    const before = textOf.get(numbers[i]);
    if (before !== undefined && before !== text) return cells.findIndex((cell) => LABEL.test(cell));
    textOf.set(numbers[i], text);
  }
  return -1;
}

/** Reads column j of the records behind the header. */
function columnOf(data: readonly (readonly string[])[], j: number): Column {
  const cells = data.slice(1).map((row) => row[j] ?? "");
  const numbers = new Float64Array(cells.length);
  let hasNumber = false;
  let firstText = -1;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i].trim();
    const isMissing = MISSING.has(cell);
    const isNumber = !isMissing && DECIMAL.test(cell);
    numbers[i] = isNumber ? Number(cell) : Number.NaN;
    hasNumber ||= isNumber;
    if (firstText < 0 && !isNumber && !isMissing) firstText = i;
  }
  if (firstText < 0) firstText = firstLabel(cells, numbers);
  if (firstText < 0) return { kind: "numeric", values: numbers };
  const values = cells.map((cell) => (MISSING.has(cell.trim()) ? null : cell));
  return hasNumber ? { kind: "text", values, firstText } : { kind: "text", values };
}
