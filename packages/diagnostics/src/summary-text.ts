// A summary as text: a table for a terminal, one in Markdown, and CSV.
import { MIN_ITERATIONS } from "./chains.ts";
import { csvText } from "./csv.ts";
import { markdownCode, markdownTable } from "./markdown.ts";
import { type RunRecord, runLine } from "./run-line.ts";
import { type ShownColumn, textColumn, worstCells } from "./summary-table.ts";
import { textTable } from "./text-table.ts";
import { wrap } from "./wrap.ts";

/** What the texts of a summary are made of. */
export interface SummaryTable {
  readonly run: RunRecord;
  readonly variables: readonly string[];
  /** Every column of the data. */
  readonly columns: readonly ShownColumn[];
  /** Those that a reader is shown. */
  readonly shown: readonly ShownColumn[];
  /** Random effects that were left out. */
  readonly leftOut: number;
}

/** What is said under a table: what its columns are, which cells are worst, and what is not shown. */
function notes({ run, variables, shown, leftOut }: SummaryTable, marked: boolean): string[] {
  const legends = new Set(shown.flatMap(({ legend }) => legend ?? []));
  const worst = variables.length > 1 ? worstCells(shown, variables) : [];
  return [
    ...legends,
    ...(worst.length > 0 ? [`Worst: ${worst.join(", ")}.`] : []),
    ...(marked ? ["! beyond the advised limit; diagnose(draws) says what to do."] : []),
    ...(run.iterations < MIN_ITERATIONS
      ? ["Fewer than 4 draws a chain: none of R-hat, ESS and mcse is defined."]
      : []),
    ...(leftOut > 0
      ? [
          `Left out: ${leftOut} random effect${leftOut === 1 ? "" : "s"} (b_...); variables: ["b"] shows them.`,
        ]
      : []),
  ];
}

/**
 * A summary as lines of at most 100 characters.
 *
 * @param table - its parts
 * @returns a line on the run, the table, and notes
 */
export function summaryText(table: SummaryTable): string {
  const columns = table.shown.map((column) => textColumn(column, table.run.chains));
  return [
    wrap(runLine(table.run), "  "),
    "",
    textTable(
      "variable",
      table.variables,
      columns.map(({ head, cells }) => ({ columns: [{ head, cells }] })),
    ),
    "",
    ...notes(
      table,
      columns.some(({ marked }) => marked),
    ).map((note) => wrap(note, "  ")),
  ].join("\n");
}

/**
 * A summary in Markdown: the run, and the table that `summaryText` has, names in full.
 *
 * @param table - its parts
 * @returns lines separated by newlines
 */
export function summaryMarkdown({ run, variables, shown }: SummaryTable): string {
  const columns = shown.map((column) => textColumn(column, run.chains));
  return [
    runLine(run),
    "",
    markdownTable(
      ["variable", ...columns.map(({ head }) => head.trimEnd())],
      variables.map((variable, r) => [
        markdownCode(variable),
        ...columns.map(({ cells }) => cells[r].trimEnd()),
      ]),
    ),
  ].join("\n");
}

/**
 * The data of a summary as CSV.
 *
 * @param table - its parts
 * @returns a header and a line a variable
 */
export function summaryCsv({ variables, columns }: SummaryTable): string {
  return csvText(
    ["variable", ...columns.map(({ name }) => name)],
    variables.map((variable, r) => [variable, ...columns.map(({ cells }) => cells[r].value)]),
  );
}
