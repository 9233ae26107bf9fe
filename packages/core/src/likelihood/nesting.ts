// Whether one model's mean and covariance are special cases of another's.
import { echelon } from "../least-squares.ts";
import type { Model } from "../model.ts";

const WITHIN = 1e-8;

/** Whether every column of A (N × a) is a combination of the columns of B (N × b). */
export function isWithinSpan(A: Float64Array, a: number, B: Float64Array, b: number, rows: number): boolean {
  const width = a + b;
  const both = new Float64Array(rows * width);
  const whole = new Float64Array(a);
  for (let i = 0; i < rows; i++) {
    both.set(B.subarray(i * b, (i + 1) * b), i * width);
    both.set(A.subarray(i * a, (i + 1) * a), i * width + b);
    for (let k = 0; k < a; k++) whole[k] = Math.hypot(whole[k], A[i * a + k]);
  }
  const { rank } = echelon(both, rows, width, b, 1e-12);
  return Array.from({ length: a }, (_, k) => k).every((k) => {
    let rest = 0;
    for (let i = rank; i < rows; i++) rest = Math.hypot(rest, both[i * width + b + k]);
    return rest <= WITHIN * whole[k];
  });
}

/** The number of variances and covariances of a model's D. */
export function covarianceParameters({ terms }: Model): number {
  const { names, diagonal } = terms[0];
  return diagonal ? names.length : (names.length * (names.length + 1)) / 2;
}

/**
 * Whether the covariance of one model is a special case of another's.
 *
 * @param smaller - the model that may be the special case
 * @param larger - the model that may contain it
 * @returns whether Z_iDZ_i' of the one can always be written as that of the other
 */
export function isCovarianceNested(smaller: Model, larger: Model): boolean {
  const [inner, outer] = [smaller.terms[0], larger.terms[0]];
  if (!samePartition(inner.groupOf, outer.groupOf)) return false;
  const [q0, q1] = [inner.names.length, outer.names.length];
  if (!outer.diagonal) return isWithinSpan(inner.Z, q0, outer.Z, q1, smaller.rows);
  if (!inner.diagonal && q0 > 1) return false;
  // Each column must be a multiple of a column of its own.
  const taken = new Set<number>();
  return inner.names.every((_, k) => {
    const match = outer.names.findIndex(
      (__, l) =>
        !taken.has(l) && isWithinSpan(columnOf(inner.Z, q0, k), 1, columnOf(outer.Z, q1, l), 1, smaller.rows),
    );
    taken.add(match);
    return match >= 0;
  });
}

function columnOf(A: Float64Array, width: number, k: number): Float64Array {
  return A.filter((_, at) => at % width === k);
}

/** Whether two labellings put the same rows together. */
function samePartition(one: Int32Array, other: Int32Array): boolean {
  const forth = new Map<number, number>();
  const back = new Map<number, number>();
  return one.every((label, row) => {
    if (!forth.has(label) && !back.has(other[row])) {
      forth.set(label, other[row]);
      back.set(other[row], label);
    }
    return forth.get(label) === other[row] && back.get(other[row]) === label;
  });
}
