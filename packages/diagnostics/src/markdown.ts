// Tables in Markdown, as GitHub and most other readers render them.
import { printable } from "./printable.ts";

/**
 * A name as code, so that no character of it is taken for Markdown.
 *
 * @param name - any text
 * @returns the name between backticks, more of them than it has in a row itself
 */
export function markdownCode(name: string): string {
  const text = printable(name);
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const padding = /^`|`$|^ .*[^ ].* $/.test(text) || text === "" ? " " : "";
  return fence + padding + text + padding + fence;
}

/** A cell; a bar would end it, also within code. */
const cell = (text: string): string => printable(text).replaceAll("|", "\\|");

/**
 * A table with a column of names at the left and numbers at the right of theirs.
 *
 * @param heads - one a column, the names' first
 * @param rows - a cell a column
 * @returns lines separated by newlines, without one at the end
 */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heads, ...rows].map((row) => row.map(cell));
  const widths = heads.map((_, c) => cells.reduce((width, row) => Math.max(width, row[c].length), 3));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, c) => (c === 0 ? text.padEnd(widths[c]) : text.padStart(widths[c]))).join(" | ")} |`;
  const rule = widths.map((width, c) =>
    c === 0 ? `:${"-".repeat(width - 1)}` : `${"-".repeat(width - 1)}:`,
  );
  return [line(cells[0]), line(rule), ...cells.slice(1).map(line)].join("\n");
}
