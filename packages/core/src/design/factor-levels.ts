// Finds the levels of factors and grouping factors, and which level each row has.
import type { Expression } from "../formula/expression.ts";
import { findColumn, missingValue, type NamedColumn, notANumber } from "./find-column.ts";
import { shortly } from "../formula/formula-error.ts";
import { rowInData, type Table } from "../table/table.ts";

/** The levels that occur, in order of appearance, and for each row the index of its level. */
interface Levels {
  readonly levels: string[];
  readonly levelOf: Int32Array;
}

/**
 * The levels of one column in order of appearance; a number's label is its shortest decimal text.
 *
 * @param table - the data
 * @param named - the column and its place in the formula
 * @param text - the formula
 * @returns the levels and each row's level
 * @throws RangeError when the column is not there, or a cell is missing or infinite
 */
export function levelsOfColumn(table: Table, named: NamedColumn, text: string): Levels {
  const { kind, values } = findColumn(table, named, text);
  const indexOf = new Map<number | string, number>();
  const levels: string[] = [];
  const levelOf = new Int32Array(table.rows);
  for (let i = 0; i < table.rows; i++) {
    const value = values[i];
    if (value === null || value === undefined) throw missingValue(named.name, rowInData(table, i));
    if (kind === "numeric" && !Number.isFinite(value))
      throw notANumber(named.name, rowInData(table, i), Number(value));
    let index = indexOf.get(value);
    if (index === undefined) {
      index = levels.length;
      indexOf.set(value, index);
      levels.push(String(value));
    }
    levelOf[i] = index;
  }
  return { levels, levelOf };
}

/**
 * The levels of a grouping factor, combined of one or more columns, in order of appearance.
 *
 * @param table - the data
 * @param group - columns or `factor(column)`
 * @param text - the formula
 * @returns the levels, labelled `a:b` when combined, and each row's level
 * @throws RangeError as `levelsOfColumn`, and when two combined levels would have one label
 */
export function levelsOfGroup(table: Table, group: readonly Expression[], text: string): Levels {
  const columns = group.map((factor) => levelsOfColumn(table, factorColumn(factor), text));
  const combined = columns.reduce((a, b) => combineLevels(a, b));
  const seen = new Set<string>();
  for (const level of combined.levels) {
    if (seen.has(level)) throw new RangeError(`two combined levels would both be called ${shortly(level)}`);
    seen.add(level);
  }
  return combined;
}

/** Pairs are told apart by their indices, so no row needs a label of its own. */
function combineLevels(a: Levels, b: Levels): Levels {
  const indexOf = new Map<number, number>();
  const levels: string[] = [];
  const levelOf = a.levelOf.map((levelOfA, i) => {
    const levelOfB = b.levelOf[i];
    const pair = levelOfA * b.levels.length + levelOfB;
    let index = indexOf.get(pair);
    if (index === undefined) {
      index = levels.length;
      indexOf.set(pair, index);
      levels.push(`${a.levels[levelOfA]}:${b.levels[levelOfB]}`);
    }
    return index;
  });
  return { levels, levelOf };
}

/**
 * The column of a factor.
 *
 * @param factor - a column or `factor(column)`
 * @returns its name and place
 */
export function factorColumn(factor: Expression): NamedColumn {
  const column = factor.kind === "call" ? factor.argument : factor;
  if (column.kind !== "column") throw new RangeError(`${shortly(factor.label)} is no factor`);
  return column;
}

/**
 * Sorts the levels of a factor: numbers by value, text by code point.
 *
 * @param levels - the labels
 * @param areNumbers - whether the column is numeric
 * @returns a sorted copy
 */
export function sortedLevels(levels: readonly string[], areNumbers: boolean): string[] {
  return levels.toSorted(areNumbers ? (a, b) => Number(a) - Number(b) : compareCodePoints);
}

/** JavaScript's own order is by UTF-16 unit, which puts U+1F600 before U+FF01. */
function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
}

/**
 * Numbers each row's level anew, by a given list of levels.
 *
 * @param found - the levels of some data and each row's level
 * @param known - the list of levels
 * @param onUnknown - gives the index of a level that is not in the list, from its label and its index in `found`
 * @returns for each row the index of its level in the list
 */
export function renumber(
  found: Levels,
  known: readonly string[],
  onUnknown: (level: string, index: number) => number,
): Int32Array {
  const indexOf = new Map(known.map((level, index) => [level, index]));
  const newIndex = found.levels.map((level, index) => {
    return indexOf.get(level) ?? onUnknown(level, index);
  });
  return found.levelOf.map((index) => newIndex[index]);
}
