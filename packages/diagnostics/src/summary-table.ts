// A summary as it is read: cells rounded to what they are worth, those beyond an advised limit marked.
import { LEAST_ESS_A_CHAIN, MOST_RHAT } from "./advice.ts";
import type { Column } from "./column.ts";
import { shorten } from "./printable.ts";

/** One number of a summary. */
interface Cell {
  readonly value: number;
  /** Its Monte Carlo standard error, NaN where it has none. */
  readonly error: number;
}

/** The columns of a summary that are shown, with a cell a variable in each. */
export interface ShownColumn extends Column {
  readonly cells: readonly Cell[];
}

/** Whether a value lies beyond the limit that its column is held to; an undefined one does not. */
function isBeyond(value: number, { limit }: Column, chains: number): boolean {
  if (limit === "rhat") return value > MOST_RHAT;
  return limit === "ess" && value < LEAST_ESS_A_CHAIN * chains;
}

/** A column as texts, "!" behind those beyond the limit. */
export interface TextColumn {
  head: string;
  cells: string[];
  marked: boolean;
}

/**
 * The texts of a column.
 *
 * @param column - the column
 * @param chains - number of chains
 * @returns head and cells, made of one width where some are marked
 */
export function textColumn(column: ShownColumn, chains: number): TextColumn {
  const marks = column.cells.map(({ value }) => (isBeyond(value, column, chains) ? "!" : " "));
  const marked = marks.includes("!");
  return {
    head: column.head + (marked ? " " : ""),
    cells: column.cells.map(({ value, error }, i) => column.text(value, error) + (marked ? marks[i] : "")),
    marked,
  };
}

/**
 * The worst cell of every column that is held to a limit, in words.
 *
 * @param columns - the columns shown
 * @param variables - a name a cell
 * @returns such as ["R-hat 1.034 (sd_g[x])"]; empty when nothing is defined
 */
export function worstCells(columns: readonly ShownColumn[], variables: readonly string[]): string[] {
  return columns.flatMap((column) => {
    if (column.limit === undefined) return [];
    const badness = column.cells.map(({ value }) => (column.limit === "rhat" ? value : -value));
    const worst = badness.reduce((at, bad, i) => (!(bad <= badness[at]) && !Number.isNaN(bad) ? i : at), 0);
    if (Number.isNaN(badness[worst])) return [];
    const { value, error } = column.cells[worst];
    return [`${column.head} ${column.text(value, error)} (${shorten(variables[worst])})`];
  });
}
