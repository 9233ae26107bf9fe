// Kernel of b: draws every b_i and accumulates Σb_ib_i' and the part of the residual sum of squares that b can change.
import type { RandomStream } from "@lmm-gibbs/core";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import type { Workspace } from "./workspace.ts";

/**
 * b_i ~ N(C_iR_i'w_i/σ², C_i), w_i = c_i − B_iβ, for i = 1..J: b_i = L_i⁻ᵀ(L_i⁻¹R_i'w_i/σ² + z), z in index order.
 *
 * Leaves Σb_ib_i' in `bb` and Σ‖w_i − R_ib_i‖² in `residual`.
 */
export function drawRandomEffects(data: ReducedGroups, w: Workspace, stream: RandomStream): void {
  w.bb.fill(0);
  w.residual = 0;
  if (data.q === 1) draw1(data, w, stream);
  else if (data.q === 2) draw2(data, w, stream);
  else if (data.q === 3) draw3(data, w, stream);
  else drawAny(data, w, stream);
  w.bbIsCurrent = true;
  w.residualIsCurrent = true;
}

function draw1({ J, p, patternOf, R, Bc }: ReducedGroups, w: Workspace, stream: RandomStream): void {
  const { beta, b, precisionFactor: L } = w;
  const inverseSigma2 = 1 / w.sigma2;
  let bb = 0;
  let residual = 0;
  for (let i = 0, at = 0; i < J; i++, at += p + 1) {
    const pattern = patternOf[i];
    const r = R[pattern];
    const inverseL = 1 / L[pattern];
    let rest = Bc[at + p];
    for (let k = 0; k < p; k++) rest -= Bc[at + k] * beta[k];
    const effect = (r * rest * inverseSigma2 * inverseL + stream.normal()) * inverseL;
    b[i] = effect;
    bb += effect * effect;
    rest -= r * effect;
    residual += rest * rest;
  }
  w.bb[0] = bb;
  w.residual = residual;
}

function draw2({ J, p, patternOf, R, Bc }: ReducedGroups, w: Workspace, stream: RandomStream): void {
  const { beta, b, bb, precisionFactor: L } = w;
  const inverseSigma2 = 1 / w.sigma2;
  const m = p + 1;
  let bb11 = 0;
  let bb21 = 0;
  let bb22 = 0;
  let residual = 0;
  for (let i = 0, at = 0; i < J; i++, at += 2 * m) {
    const pattern = 4 * patternOf[i];
    const r11 = R[pattern];
    const r12 = R[pattern + 1];
    const r22 = R[pattern + 3];
    const inverse11 = 1 / L[pattern];
    const l21 = L[pattern + 2];
    const inverse22 = 1 / L[pattern + 3];
    let w1 = Bc[at + p];
    let w2 = Bc[at + m + p];
    for (let k = 0; k < p; k++) {
      w1 -= Bc[at + k] * beta[k];
      w2 -= Bc[at + m + k] * beta[k];
    }
    const u1 = r11 * w1 * inverseSigma2 * inverse11;
    const u2 = ((r12 * w1 + r22 * w2) * inverseSigma2 - l21 * u1) * inverse22;
    const z1 = stream.normal();
    const z2 = stream.normal();
    const b2 = (u2 + z2) * inverse22;
    const b1 = (u1 + z1 - l21 * b2) * inverse11;
    b[2 * i] = b1;
    b[2 * i + 1] = b2;
    bb11 += b1 * b1;
    bb21 += b1 * b2;
    bb22 += b2 * b2;
    w1 -= r11 * b1 + r12 * b2;
    w2 -= r22 * b2;
    residual += w1 * w1 + w2 * w2;
  }
  bb[0] = bb11;
  bb[1] = bb21;
  bb[2] = bb21;
  bb[3] = bb22;
  w.residual = residual;
}

function draw3({ J, p, patternOf, R, Bc }: ReducedGroups, w: Workspace, stream: RandomStream): void {
  const { beta, b, bb, precisionFactor: L } = w;
  const inverseSigma2 = 1 / w.sigma2;
  const m = p + 1;
  let bb11 = 0;
  let bb21 = 0;
  let bb22 = 0;
  let bb31 = 0;
  let bb32 = 0;
  let bb33 = 0;
  let residual = 0;
  for (let i = 0, at = 0; i < J; i++, at += 3 * m) {
    const pattern = 9 * patternOf[i];
    const r11 = R[pattern];
    const r12 = R[pattern + 1];
    const r13 = R[pattern + 2];
    const r22 = R[pattern + 4];
    const r23 = R[pattern + 5];
    const r33 = R[pattern + 8];
    const inverse11 = 1 / L[pattern];
    const l21 = L[pattern + 3];
    const inverse22 = 1 / L[pattern + 4];
    const l31 = L[pattern + 6];
    const l32 = L[pattern + 7];
    const inverse33 = 1 / L[pattern + 8];
    let w1 = Bc[at + p];
    let w2 = Bc[at + m + p];
    let w3 = Bc[at + 2 * m + p];
    for (let k = 0; k < p; k++) {
      w1 -= Bc[at + k] * beta[k];
      w2 -= Bc[at + m + k] * beta[k];
      w3 -= Bc[at + 2 * m + k] * beta[k];
    }
    const u1 = r11 * w1 * inverseSigma2 * inverse11;
    const u2 = ((r12 * w1 + r22 * w2) * inverseSigma2 - l21 * u1) * inverse22;
    const u3 = ((r13 * w1 + r23 * w2 + r33 * w3) * inverseSigma2 - l31 * u1 - l32 * u2) * inverse33;
    const z1 = stream.normal();
    const z2 = stream.normal();
    const z3 = stream.normal();
    const b3 = (u3 + z3) * inverse33;
    const b2 = (u2 + z2 - l32 * b3) * inverse22;
    const b1 = (u1 + z1 - l21 * b2 - l31 * b3) * inverse11;
    b[3 * i] = b1;
    b[3 * i + 1] = b2;
    b[3 * i + 2] = b3;
    bb11 += b1 * b1;
    bb21 += b1 * b2;
    bb22 += b2 * b2;
    bb31 += b1 * b3;
    bb32 += b2 * b3;
    bb33 += b3 * b3;
    w1 -= r11 * b1 + r12 * b2 + r13 * b3;
    w2 -= r22 * b2 + r23 * b3;
    w3 -= r33 * b3;
    residual += w1 * w1 + w2 * w2 + w3 * w3;
  }
  bb[0] = bb11;
  bb[1] = bb21;
  bb[2] = bb31;
  bb[3] = bb21;
  bb[4] = bb22;
  bb[5] = bb32;
  bb[6] = bb31;
  bb[7] = bb32;
  bb[8] = bb33;
  w.residual = residual;
}

/** As `drawRandomEffects`, by loops for any q, onto a `bb` of zeros. */
export function drawAny(
  { J, p, q, patternOf, R, Bc }: ReducedGroups,
  w: Workspace,
  stream: RandomStream,
): void {
  const { beta, b, bb, precisionFactor: L, vector: rest, effect } = w;
  const m = p + 1;
  let residual = 0;
  for (let i = 0; i < J; i++) {
    const pattern = q * q * patternOf[i];
    for (let r = 0; r < q; r++) {
      const at = (i * q + r) * m;
      let sum = Bc[at + p];
      for (let k = 0; k < p; k++) sum -= Bc[at + k] * beta[k];
      rest[r] = sum;
    }
    // effect := L⁻¹R'w/σ² + z
    for (let k = 0; k < q; k++) {
      let sum = 0;
      for (let r = 0; r <= k; r++) sum += R[pattern + r * q + k] * rest[r];
      sum /= w.sigma2;
      for (let r = 0; r < k; r++) sum -= L[pattern + k * q + r] * effect[r];
      effect[k] = sum / L[pattern + k * q + k];
    }
    for (let k = 0; k < q; k++) effect[k] += stream.normal();
    // effect := L⁻ᵀ effect
    for (let k = q - 1; k >= 0; k--) {
      let sum = effect[k];
      for (let r = k + 1; r < q; r++) sum -= L[pattern + r * q + k] * effect[r];
      effect[k] = sum / L[pattern + k * q + k];
      b[i * q + k] = effect[k];
    }
    for (let r = 0; r < q; r++) {
      for (let k = 0; k < q; k++) bb[r * q + k] += effect[r] * effect[k];
      let sum = rest[r];
      for (let k = r; k < q; k++) sum -= R[pattern + r * q + k] * effect[k];
      residual += sum * sum;
    }
  }
  w.residual = residual;
}
