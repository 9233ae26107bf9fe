// X_iβ + Z_ib_i, row by row.
import type { Model } from "../model.ts";

/**
 * The mean of every row.
 *
 * @param model - the model
 * @param beta - p
 * @param b - J × q, or null for X_iβ alone
 * @returns N numbers in the order of the rows
 */
export function fittedValues(
  { rows, X, names, terms }: Model,
  beta: ArrayLike<number>,
  b: readonly (readonly number[])[] | null,
): Float64Array {
  const { Z, groupOf, names: effects } = terms[0];
  const [p, q] = [names.length, effects.length];
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < p; k++) sum += X[row * p + k] * beta[k];
    if (b !== null) for (let k = 0; k < q; k++) sum += Z[row * q + k] * b[groupOf[row]][k];
    return sum;
  });
}
