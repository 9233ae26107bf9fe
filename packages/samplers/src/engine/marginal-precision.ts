// Kernel of β with the random effects integrated out: Σ[B_i c_i]'W_i⁻¹[B_i c_i], accumulated over the groups.
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import { factorInPlace, invertLowerInto } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/**
 * whitening := K_i with W_i⁻¹ = K_i'K_i, W_i = σ²I + R_iDR_i', for every R_i that differs.
 *
 * @returns whether every W_i is positive definite
 */
export function whiten({ q, patterns, R }: ReducedGroups, w: Workspace): boolean {
  if (q === 1) {
    const d = w.D[0];
    for (let k = 0; k < patterns; k++) w.whitening[k] = 1 / Math.sqrt(w.sigma2 + R[k] * R[k] * d);
    return w.sigma2 > 0 && d >= 0;
  }
  return q === 2 ? whiten2(patterns, R, w) : whitenAny(patterns, q, R, w);
}

function whiten2(patterns: number, R: Float64Array, { D, sigma2, whitening: K }: Workspace): boolean {
  const d11 = D[0];
  const d12 = D[2];
  const d22 = D[3];
  for (let at = 0; at < 4 * patterns; at += 4) {
    const r11 = R[at];
    const r12 = R[at + 1];
    const r22 = R[at + 3];
    const t1 = r11 * d11 + r12 * d12;
    const t2 = r11 * d12 + r12 * d22;
    const w11 = sigma2 + t1 * r11 + t2 * r12;
    const w21 = t2 * r22;
    const w22 = sigma2 + r22 * r22 * d22;
    const k11 = 1 / Math.sqrt(w11);
    const l21 = w21 * k11;
    const rest = w22 - l21 * l21;
    if (!(w11 > 0 && rest > 0)) return false;
    const k22 = 1 / Math.sqrt(rest);
    K[at] = k11;
    K[at + 2] = -l21 * k11 * k22;
    K[at + 3] = k22;
  }
  return true;
}

/** As `whiten`, by loops for any q. */
export function whitenAny(patterns: number, q: number, R: Float64Array, w: Workspace): boolean {
  const { D, sigma2, whitening: K, factor, square } = w;
  for (let at = 0; at < q * q * patterns; at += q * q) {
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < q; j++) {
        let sum = 0;
        for (let k = i; k < q; k++) sum += R[at + i * q + k] * D[k * q + j];
        square[i * q + j] = sum;
      }
    }
    for (let i = 0; i < q; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = i === j ? sigma2 : 0;
        for (let k = j; k < q; k++) sum += square[i * q + k] * R[at + j * q + k];
        factor[i * q + j] = sum;
      }
    }
    if (!factorInPlace(factor, q)) return false;
    invertLowerInto(factor, q, K, at);
  }
  return true;
}

/** What `addMarginal` sums over: for every group q rows of p columns and one more, and the index of its K_i. */
export type WeightedRows = Pick<ReducedGroups, "J" | "p" | "q" | "patternOf" | "Bc">;

/**
 * normalEquations += Σ[B_i c_i]'W_i⁻¹[B_i c_i], its lower triangle: Σ‖K_i[B_i c_i]‖² element by element.
 */
export function addMarginal({ J, p, q, patternOf, Bc }: WeightedRows, w: Workspace): void {
  if (q === 1) addMarginal1(J, p + 1, patternOf, Bc, w);
  else if (q === 2) addMarginal2(J, p + 1, patternOf, Bc, w);
  else if (q === 3) addMarginal3(J, p + 1, patternOf, Bc, w);
  else addMarginalAny(J, p + 1, q, patternOf, Bc, w);
}

function addMarginal1(
  J: number,
  m: number,
  patternOf: Int32Array,
  Bc: Float64Array,
  { whitening: K, normalEquations: P, rows }: Workspace,
): void {
  for (let i = 0, at = 0; i < J; i++, at += m) {
    const k = K[patternOf[i]];
    for (let a = 0; a < m; a++) rows[a] = k * Bc[at + a];
    for (let a = 0; a < m; a++) {
      const row = rows[a];
      for (let c = 0; c <= a; c++) P[a * m + c] += row * rows[c];
    }
  }
}

function addMarginal2(
  J: number,
  m: number,
  patternOf: Int32Array,
  Bc: Float64Array,
  { whitening: K, normalEquations: P, rows }: Workspace,
): void {
  for (let i = 0, at = 0; i < J; i++, at += 2 * m) {
    const pattern = 4 * patternOf[i];
    const k11 = K[pattern];
    const k21 = K[pattern + 2];
    const k22 = K[pattern + 3];
    for (let a = 0; a < m; a++) {
      const first = Bc[at + a];
      rows[a] = k11 * first;
      rows[m + a] = k21 * first + k22 * Bc[at + m + a];
    }
    for (let a = 0; a < m; a++) {
      const first = rows[a];
      const second = rows[m + a];
      for (let c = 0; c <= a; c++) P[a * m + c] += first * rows[c] + second * rows[m + c];
    }
  }
}

function addMarginal3(
  J: number,
  m: number,
  patternOf: Int32Array,
  Bc: Float64Array,
  { whitening: K, normalEquations: P, rows }: Workspace,
): void {
  for (let i = 0, at = 0; i < J; i++, at += 3 * m) {
    const pattern = 9 * patternOf[i];
    const k11 = K[pattern];
    const k21 = K[pattern + 3];
    const k22 = K[pattern + 4];
    const k31 = K[pattern + 6];
    const k32 = K[pattern + 7];
    const k33 = K[pattern + 8];
    for (let a = 0; a < m; a++) {
      const first = Bc[at + a];
      const second = Bc[at + m + a];
      rows[a] = k11 * first;
      rows[m + a] = k21 * first + k22 * second;
      rows[2 * m + a] = k31 * first + k32 * second + k33 * Bc[at + 2 * m + a];
    }
    for (let a = 0; a < m; a++) {
      const first = rows[a];
      const second = rows[m + a];
      const third = rows[2 * m + a];
      for (let c = 0; c <= a; c++) {
        P[a * m + c] += first * rows[c] + second * rows[m + c] + third * rows[2 * m + c];
      }
    }
  }
}

/** As `addMarginal`, by loops for any q. */
export function addMarginalAny(
  J: number,
  m: number,
  q: number,
  patternOf: Int32Array,
  Bc: Float64Array,
  { whitening: K, normalEquations: P, rows }: Workspace,
): void {
  for (let i = 0, at = 0; i < J; i++, at += q * m) {
    const pattern = q * q * patternOf[i];
    rows.fill(0);
    for (let r = 0; r < q; r++) {
      for (let s = 0; s <= r; s++) {
        const k = K[pattern + r * q + s];
        for (let a = 0; a < m; a++) rows[r * m + a] += k * Bc[at + s * m + a];
      }
    }
    for (let r = 0; r < q; r++) {
      for (let a = 0; a < m; a++) {
        const row = rows[r * m + a];
        for (let c = 0; c <= a; c++) P[a * m + c] += row * rows[r * m + c];
      }
    }
  }
}
