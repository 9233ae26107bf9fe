// Numbers as a student reads them: five significant digits, whole parts in full, large matrices by their corners.

const DIGITS = 5;
/** From here on numbers are written with a power of ten. */
const EXACT = 1e9;
/** Rows or columns shown of a matrix before the middle is left out. */
export const SHOWN = 8;

/** A number's digits, and its power of ten where it is written with one. */
export interface PrintedNumber {
  /** With a hyphen for a minus sign. */
  readonly digits: string;
  /** 0 where there is none. */
  readonly exponent: number;
}

/**
 * A number with five significant digits or its whole part, without trailing zeros; scientific from 1e9 on and below 1e−4.
 *
 * @param value - a number
 * @returns its digits and exponent; "NaN", "Infinity" or "-Infinity" as digits when it is none
 */
export function printedNumber(value: number): PrintedNumber {
  if (!Number.isFinite(value)) return { digits: String(value), exponent: 0 };
  const size = Math.abs(value);
  if (size < EXACT && Number.isInteger(value)) return { digits: String(value + 0), exponent: 0 };
  if (size >= 10 ** DIGITS && size < EXACT) return { digits: String(Math.round(value)), exponent: 0 };
  const rounded = Number(value.toPrecision(DIGITS));
  if (size >= 1e-4 && size < EXACT) return { digits: String(rounded), exponent: 0 };
  const [digits, exponent] = rounded.toExponential().split("e");
  return { digits, exponent: Number(exponent) };
}

/** Which of n rows or columns are shown: all, or the first ones, null for those left out, and the last. */
function shownIndices(n: number, most: number): (number | null)[] {
  const all = Array.from({ length: n }, (_, k) => k);
  return n <= most ? all : [...all.slice(0, most - 2), null, n - 1];
}

/**
 * The cells of a matrix that are shown.
 *
 * @param rows - a matrix by rows
 * @param most - rows or columns that may be shown, with the one that stands for what is left out
 * @returns rows of numbers, null for what is left out in the middle of a large matrix
 */
export function shownCells(rows: readonly (readonly number[])[], most: number = SHOWN): (number | null)[][] {
  const columns = shownIndices(rows[0].length, most);
  return shownIndices(rows.length, most).map((i) =>
    columns.map((j) => (i === null || j === null ? null : rows[i][j])),
  );
}
