// Draws as CSV text, for other programs.
import Papa from "papaparse";
import { type Draws, requireDraws } from "./draws.ts";

/**
 * The draws as CSV: chain, iteration (both from 1), then a column a variable.
 *
 * @param draws - the draws
 * @returns CSV text with a header; numbers in full precision
 * @throws {TypeError} when they are no draws
 */
export function toCsv(draws: Draws): string {
  requireDraws(draws);
  const columns = draws.variables.map((variable) => draws.get(variable));
  const rows: number[][] = [];
  for (let chain = 0; chain < draws.chains; chain++) {
    for (let t = 0; t < draws.iterations; t++) {
      rows.push([chain + 1, t + 1, ...columns.map((column) => column[chain][t])]);
    }
  }
  return Papa.unparse({ fields: ["chain", "iteration", ...draws.variables], data: rows }, { newline: "\n" });
}
