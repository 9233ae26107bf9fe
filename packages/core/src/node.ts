// Reads a CSV file, in Node.
import { readFileSync } from "node:fs";
import { parseCsv } from "./table/csv.ts";
import type { Table } from "./table/table.ts";

/**
 * Reads a file of comma-separated values, UTF-8, whose first line names the columns.
 *
 * @param path - the file; a relative path starts at the working directory
 * @returns the table, as `parseCsv` reads it
 * @throws RangeError with the file and the line when the text is not such a table, or not UTF-8
 * @throws Error of Node when the file cannot be read
 */
export function readCsv(path: string | URL): Table {
  const bytes = readFileSync(path);
  try {
    return parseCsv(decode(bytes));
  } catch (error) {
    throw error instanceof RangeError
      ? new RangeError(`${String(path)}: ${error.message}`, { cause: error })
      : error;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RangeError("the file is not UTF-8 text; save it as UTF-8");
  }
}
