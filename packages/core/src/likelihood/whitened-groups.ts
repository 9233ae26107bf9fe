// The groups' covariances at one relative factor: V_i = σ²(I + Z_iLL'Z_i'), factored once for groups that share Z_i'Z_i.
import type { LikelihoodData } from "./likelihood-data.ts";
import { rotateRowInto } from "./rotate-row.ts";

/** Factors of M_i = I + R_iLL'R_i', a pattern each. */
export interface WhitenedGroups {
  /** patterns × q × q, lower triangular: K_i with M_i⁻¹ = K_i'K_i. */
  readonly K: Float64Array;
  /** patterns × q × q: K_iR_i. */
  readonly KR: Float64Array;
  /** Σ log|M_i| over the groups. */
  readonly logDeterminant: number;
}

/**
 * Factors M_i = I + R_iLL'R_i', so that y_i has covariance σ²M_i where Z_i reaches and σ²I where it does not.
 *
 * M_i = T_i'T_i by rotating the columns of R_iL into the identity: M_i itself is never formed, so a random effect a
 * million times σ costs six digits, not twelve.
 *
 * @param data - the reduced data, of which q, R and the patterns are read
 * @param L - q × q row-major, D = σ²LL' in scaled units
 * @returns the factors; not finite where L is not
 */
export function whitenedGroups(
  { q, patterns, patternOf, R }: Pick<LikelihoodData, "q" | "patterns" | "patternOf" | "R">,
  L: Float64Array,
): WhitenedGroups {
  const K = new Float64Array(patterns * q * q);
  const KR = new Float64Array(patterns * q * q);
  const logs = new Float64Array(patterns);
  const T = new Float64Array(q * q);
  const row = new Float64Array(q);
  for (let pattern = 0, at = 0; pattern < patterns; pattern++, at += q * q) {
    T.fill(0);
    for (let k = 0; k < q; k++) T[k * q + k] = 1;
    for (let column = 0; column < q; column++) {
      for (let i = 0; i < q; i++) {
        let sum = 0;
        for (let k = 0; k < q; k++) sum += R[at + i * q + k] * L[k * q + column];
        row[i] = sum;
      }
      rotateRowInto(T, q, row);
    }
    invertTransposed(T, q, K, at);
    for (let i = 0; i < q; i++) {
      logs[pattern] += 2 * Math.log(T[i * q + i]);
      for (let j = 0; j < q; j++) {
        let sum = 0;
        for (let k = 0; k <= i; k++) sum += K[at + i * q + k] * R[at + k * q + j];
        KR[at + i * q + j] = sum;
      }
    }
  }
  let logDeterminant = 0;
  for (const pattern of patternOf) logDeterminant += logs[pattern];
  return { K, KR, logDeterminant };
}

/** K[at..] := T⁻ᵀ, lower triangular, for upper triangular T. */
function invertTransposed(T: Float64Array, q: number, K: Float64Array, at: number): void {
  for (let j = 0; j < q; j++) {
    for (let i = j; i < q; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= T[k * q + i] * K[at + k * q + j];
      K[at + i * q + j] = sum / T[i * q + i];
    }
  }
}
