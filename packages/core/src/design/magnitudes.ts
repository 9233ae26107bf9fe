// Refuses numbers whose squares a double does not hold: sums of squares are what every update is made of.
import { shortly } from "../formula/formula-error.ts";
import type { RandomTerm } from "./design.ts";

/** The largest power of 2 that N·max² may reach; beyond it nothing is left for a prior or a spread. */
const LARGEST = 2 ** 1010;
/** What max² must reach: below it squares lose digits, then become 0. */
const SMALLEST = 2 ** -1000;

/**
 * Refuses a response or a column too large or too small to be squared.
 *
 * @param layout - y, X and Z with their names
 * @throws {RangeError} naming the column, what it reaches, and what to do
 */
export function requireSquares({
  response,
  y,
  names,
  X,
  terms,
}: {
  readonly response: string;
  readonly y: Float64Array;
  readonly names: readonly string[];
  readonly X: Float64Array;
  readonly terms: readonly RandomTerm[];
}): void {
  const [largest] = requireColumns(y, [response]);
  for (const [matrix, columns] of [
    [X, names],
    ...terms.map((term) => [term.Z, term.names] as const),
  ] as const) {
    requireColumns(matrix, columns).forEach((size, k) => {
      const unit = largest / size;
      if (size > 0 && largest > 0 && (unit * unit > LARGEST || unit * unit < SMALLEST)) {
        throw new RangeError(
          `${shortly(response)} has values up to ${largest.toPrecision(3)} and ${shortly(columns[k])} up to ` +
            `${size.toPrecision(3)}: the square of a coefficient would be no number; write them in other units`,
        );
      }
    });
  }
}

/** The largest absolute value of each column. */
function requireColumns(matrix: Float64Array, names: readonly string[]): Float64Array {
  const p = names.length;
  const largest = new Float64Array(p);
  for (let at = 0, k = 0; at < matrix.length; at++, k = k + 1 === p ? 0 : k + 1) {
    const size = Math.abs(matrix[at]);
    if (size > largest[k]) largest[k] = size;
  }
  for (let k = 0; k < p; k++) {
    const size = largest[k];
    const square = (matrix.length / p) * size * size;
    if (size > 0 && (square > LARGEST || size * size < SMALLEST)) {
      const what = square > LARGEST ? "their squares overflow" : "their squares vanish";
      throw new RangeError(
        `${shortly(names[k])} has values up to ${size.toPrecision(3)}: ${what}; write it in another unit, multiplied by ` +
          `1e${-Math.round(Math.log10(size))}`,
      );
    }
  }
  return largest;
}
