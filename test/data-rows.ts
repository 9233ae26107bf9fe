// The rows of a data file of the repository, as objects.
import { readCsv } from "@lmm-gibbs/core/node";
import { fileURLToPath } from "node:url";

/** The rows of `data/<name>.csv`. */
export function dataRows(name: string): Record<string, number | string>[] {
  const { rows, columns } = readCsv(fileURLToPath(new URL(`../data/${name}.csv`, import.meta.url)));
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries([...columns].map(([column, { values }]) => [column, values[i] ?? ""])),
  );
}
