// The law of b_i given the data in reduced units: C_i = (D⁻¹ + A_i/σ²)⁻¹ without D's inverse, and how b̂_i follows β.
import type { LikelihoodData } from "./likelihood-data.ts";
import { rotateRowInto } from "./rotate-row.ts";

/**
 * C_i/σ² = LT⁻¹(LT⁻¹)' with T'T = I + L'R_i'R_iL, for one R_i of those that differ; D may be singular.
 *
 * @param data - the reduced data, of which q and R are read
 * @param L - q × q row-major, D = σ²LL'
 * @param pattern - the index of R_i
 * @returns q × q
 */
export function conditionalCovariance(
  { q, R }: Pick<LikelihoodData, "q" | "R">,
  L: Float64Array,
  pattern: number,
): Float64Array {
  const C = new Float64Array(q * q);
  const T = new Float64Array(q * q);
  const G = new Float64Array(q * q);
  const row = new Float64Array(q);
  for (let k = 0; k < q; k++) T[k * q + k] = 1;
  for (let r = 0; r < q; r++) {
    for (let j = 0; j < q; j++) {
      row[j] = 0;
      for (let k = 0; k < q; k++) row[j] += R[(pattern * q + r) * q + k] * L[k * q + j];
    }
    rotateRowInto(T, q, row);
  }
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) {
      let sum = L[i * q + j];
      for (let k = 0; k < j; k++) sum -= G[i * q + k] * T[k * q + j];
      G[i * q + j] = sum / T[j * q + j];
    }
  }
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) {
      for (let k = 0; k < q; k++) C[i * q + j] += G[i * q + k] * G[j * q + k];
    }
  }
  return C;
}

/**
 * (C_i/σ²)R_i'[B_i c_i]: its last column less the others times β is b̂_i(β) in scaled units.
 *
 * @param data - the reduced data
 * @param C - the group's `conditionalCovariance`
 * @param i - the group
 * @returns q × (p + 1)
 */
export function effectRows(
  { q, p, R, Bc, patternOf }: LikelihoodData,
  C: Float64Array,
  i: number,
): Float64Array {
  const width = p + 1;
  const at = patternOf[i] * q * q;
  const projected = new Float64Array(q * width);
  const rows = new Float64Array(q * width);
  for (let r = 0; r < q; r++) {
    for (let k = 0; k < q; k++) {
      for (let column = 0; column < width; column++) {
        projected[k * width + column] += R[at + r * q + k] * Bc[(i * q + r) * width + column];
      }
    }
  }
  for (let k = 0; k < q; k++) {
    for (let l = 0; l < q; l++) {
      for (let column = 0; column < width; column++) {
        rows[k * width + column] += C[k * q + l] * projected[l * width + column];
      }
    }
  }
  return rows;
}
