// Sums over b that a sweep may ask for when it has not just drawn b.
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import type { Workspace } from "./workspace.ts";

/** bb := Σb_ib_i'. */
export function sumSquares({ J, q }: ReducedGroups, w: Workspace): void {
  w.bb.fill(0);
  for (let i = 0; i < J; i++) {
    for (let r = 0; r < q; r++) {
      for (let k = 0; k < q; k++) w.bb[r * q + k] += w.b[i * q + r] * w.b[i * q + k];
    }
  }
  w.bbIsCurrent = true;
}

/** residual := Σ‖c_i − B_iβ − R_ib_i‖². */
export function sumResidual({ J, p, q, patternOf, R, Bc }: ReducedGroups, w: Workspace): void {
  w.residual = 0;
  for (let i = 0; i < J; i++) {
    const pattern = q * q * patternOf[i];
    for (let r = 0; r < q; r++) {
      const at = (i * q + r) * (p + 1);
      let rest = Bc[at + p];
      for (let k = 0; k < p; k++) rest -= Bc[at + k] * w.beta[k];
      for (let k = r; k < q; k++) rest -= R[pattern + r * q + k] * w.b[i * q + k];
      w.residual += rest * rest;
    }
  }
  w.residualIsCurrent = true;
}

/** into[0..p) −= ΣB_i'R_ib_i = ΣX_i'Z_ib_i. */
export function subtractEffects(
  { J, p, q, patternOf, R, Bc }: ReducedGroups,
  { b }: Workspace,
  into: Float64Array,
): void {
  for (let i = 0; i < J; i++) {
    const pattern = q * q * patternOf[i];
    for (let r = 0; r < q; r++) {
      let shifted = 0;
      for (let k = r; k < q; k++) shifted += R[pattern + r * q + k] * b[i * q + k];
      const at = (i * q + r) * (p + 1);
      for (let k = 0; k < p; k++) into[k] -= Bc[at + k] * shifted;
    }
  }
}
