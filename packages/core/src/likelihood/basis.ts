// A basis of the random effects in which their information averages to the identity, so that no covariate far from 0
// makes the optimiser's numbers depend on one another.
import type { LikelihoodData } from "./likelihood-data.ts";
import { rotateRowInto } from "./rotate-row.ts";

/** The triangular factor T of the stacked R_i, their columns in a given order: T'T = Σ R_i'R_i. */
export function stackedFactor(data: LikelihoodData, order: readonly number[]): Float64Array {
  const { q, R, patterns, patternOf } = data;
  const counts = new Float64Array(patterns);
  for (const pattern of patternOf) counts[pattern]++;
  const T = new Float64Array(q * q);
  for (let pattern = 0; pattern < patterns; pattern++) {
    const weight = Math.sqrt(counts[pattern]);
    for (let r = 0; r < q; r++) {
      const at = (pattern * q + r) * q;
      rotateRowInto(
        T,
        q,
        Float64Array.from(order, (k) => weight * R[at + k]),
      );
    }
  }
  return T;
}

/**
 * C with b = Cb″, in which Σ R_i'R_i becomes J times the identity; with a diagonal D, its diagonal only.
 *
 * In the given order C is lower triangular, so the first effect is a multiple of the first b″ alone.
 *
 * @param data - the reduced data, whose columns of Z are independent, or with a diagonal D none 0
 * @param diagonal - whether D is diagonal, and C must be
 * @param order - a permutation of the q effects; default their own order
 * @returns q × q, row-major
 */
export function balancedBasis(
  data: LikelihoodData,
  diagonal: boolean,
  order: readonly number[] = Array.from({ length: data.q }, (_, k) => k),
): Float64Array {
  const { q, J } = data;
  const C = new Float64Array(q * q);
  // Backwards, because the inverse of an upper triangular factor makes the last effect the simple one.
  const backwards = order.toReversed();
  const T = stackedFactor(data, backwards);
  for (let j = 0; j < q; j++) {
    if (diagonal) {
      let square = 0;
      for (let r = 0; r <= j; r++) square += T[r * q + j] ** 2;
      C[backwards[j] * q + backwards[j]] = Math.sqrt(J / square);
      continue;
    }
    const column = new Float64Array(q);
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? Math.sqrt(J) : 0;
      for (let k = i + 1; k <= j; k++) sum -= T[i * q + k] * column[k];
      column[i] = sum / T[i * q + i];
      C[backwards[i] * q + (q - 1 - j)] = column[i];
    }
  }
  return C;
}

/** The data with b″ for random effects: R_iC for R_i. */
export function inBasis(data: LikelihoodData, C: Float64Array): LikelihoodData {
  const { q, patterns, R } = data;
  const turned = new Float64Array(R.length);
  for (let row = 0; row < patterns * q; row++) {
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += R[row * q + k] * C[k * q + j];
      turned[row * q + j] = sum;
    }
  }
  return { ...data, R: turned };
}

/** CΛ, q × q: the factor in the effects' own basis. */
export function outOfBasis(C: Float64Array, L: Float64Array, q: number): Float64Array {
  const product = new Float64Array(q * q);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) {
      for (let k = 0; k < q; k++) product[i * q + j] += C[i * q + k] * L[k * q + j];
    }
  }
  return product;
}
