// Lays numbers out as a table of text that fits a terminal, continuing below when it is too wide.
import { shorten } from "./printable.ts";

/** Columns that stay side by side, under one title. */
export interface ColumnGroup {
  title?: string;
  columns: { head: string; cells: readonly string[] }[];
}

const WIDTH = 100;

/** The lines of one group: title (when any group has one), heads, then a line a row, all of one width. */
function groupLines(group: ColumnGroup, titled: boolean, gap: string): string[] {
  const widths = group.columns.map(({ head, cells }) =>
    cells.reduce((width, cell) => Math.max(width, cell.length), head.length),
  );
  const line = (texts: string[]): string => texts.map((text, i) => text.padStart(widths[i])).join(gap);
  const body = [line(group.columns.map(({ head }) => head))];
  for (let row = 0; row < group.columns[0].cells.length; row++) {
    body.push(line(group.columns.map(({ cells }) => cells[row])));
  }
  if (!titled) return body;
  const title = shorten(group.title ?? "");
  const width = Math.max(title.length, body[0].length);
  return [title, ...body].map((text, i) => (i === 0 ? text.padEnd(width) : text.padStart(width)));
}

/** Blocks of lines, each with the names at its left and as many groups as fit beside them. */
function blocksOf(
  margin: string[],
  groups: readonly ColumnGroup[],
  titled: boolean,
  gap: string,
): string[][] {
  const separator = titled ? `${gap}| ` : gap;
  const blocks: string[][] = [];
  let block = margin;
  for (const group of groups) {
    const lines = groupLines(group, titled, gap);
    if (block !== margin && block[0].length + separator.length + lines[0].length > WIDTH) {
      blocks.push(block);
      block = margin;
    }
    block = block.map((line, i) => line + separator + lines[i]);
  }
  return [...blocks, block];
}

/**
 * A table with a column of names and groups of columns. Groups that do not fit beside the others, even close together,
 * follow in a block below with the names repeated, so that no line is longer than 100 characters; names longer than 40
 * are shortened.
 *
 * @param head - the head of the column of names
 * @param names - one name a row
 * @param groups - columns, each with one cell a row; a single group is no wider than a line beside the names
 * @returns lines separated by newlines, without one at the end
 */
export function textTable(head: string, names: readonly string[], groups: readonly ColumnGroup[]): string {
  const titled = groups.some((group) => group.title !== undefined);
  const first = [...(titled ? [""] : []), head, ...names.map((name) => shorten(name))];
  const nameWidth = first.reduce((width, name) => Math.max(width, name.length), 0);
  const margin = first.map((name) => name.padEnd(nameWidth));
  const airy = blocksOf(margin, groups, titled, "  ");
  const blocks = airy.length === 1 ? airy : blocksOf(margin, groups, titled, " ");
  return blocks.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n");
}
