// Factors the precision of b_i given everything else, once for all groups that share Z_i'Z_i.
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import { factorInPlace } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/**
 * precisionFactor := L_i with L_iL_i' = C_i⁻¹ = D⁻¹ + R_i'R_i/σ², for every R_i that differs.
 *
 * @returns whether every C_i⁻¹ is positive definite
 */
export function factorPrecisions({ q, patterns, R }: ReducedGroups, w: Workspace): boolean {
  return q === 2 ? factorPrecisions2(patterns, R, w) : factorPrecisionsAny(patterns, q, R, w);
}

function factorPrecisions2(
  patterns: number,
  R: Float64Array,
  { inverseD, sigma2, precisionFactor: L }: Workspace,
): boolean {
  const inverseSigma2 = 1 / sigma2;
  for (let at = 0; at < 4 * patterns; at += 4) {
    const r11 = R[at];
    const r12 = R[at + 1];
    const r22 = R[at + 3];
    const p11 = inverseD[0] + r11 * r11 * inverseSigma2;
    const p21 = inverseD[2] + r11 * r12 * inverseSigma2;
    const p22 = inverseD[3] + (r12 * r12 + r22 * r22) * inverseSigma2;
    const l11 = Math.sqrt(p11);
    const l21 = p21 / l11;
    const rest = p22 - l21 * l21;
    if (!(p11 > 0 && rest > 0)) return false;
    L[at] = l11;
    L[at + 2] = l21;
    L[at + 3] = Math.sqrt(rest);
  }
  return true;
}

/** As `factorPrecisions`, by loops for any q. */
export function factorPrecisionsAny(
  patterns: number,
  q: number,
  R: Float64Array,
  { inverseD, sigma2, precisionFactor: L }: Workspace,
): boolean {
  for (let at = 0; at < q * q * patterns; at += q * q) {
    for (let i = 0; i < q; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += R[at + k * q + i] * R[at + k * q + j];
        L[at + i * q + j] = inverseD[i * q + j] + sum / sigma2;
      }
    }
    if (!factorInPlace(L, q, at)) return false;
  }
  return true;
}
