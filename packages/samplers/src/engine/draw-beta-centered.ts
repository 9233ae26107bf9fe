// Kernel of β hierarchically centered: β is drawn given η_i = U_iβ_c + b_i, and b_i follows.
import type { RandomStream } from "@lmm-gibbs/core";
import type { CenteredGroups } from "./centered-groups.ts";
import { drawFrom } from "./draw-beta.ts";
import { addMarginal } from "./marginal-precision.ts";
import { subtractEffects } from "./random-effect-sums.ts";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import type { ScaledBetaPrior } from "./scaled-priors.ts";
import { factorInPlace, invertLowerInto } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/**
 * β | η, σ², D ~ N(m, P⁻¹), P = Ψ₀ + blockdiag(ΣU_i'D⁻¹U_i, ΣX_wi'X_wi/σ²),
 * Pm = Ψ₀m₀ + (ΣU_i'D⁻¹η_i ; ΣX_wi'(y_i − Z_iη_i)/σ²); then b_i := η_i − U_iβ_c.
 *
 * @returns whether P and D are positive definite
 */
export function drawBetaCentered(
  data: ReducedGroups,
  groups: CenteredGroups,
  prior: ScaledBetaPrior,
  w: Workspace,
  stream: RandomStream,
): boolean {
  const { p, q, XX, Xy } = data;
  const { centered, isCentered, rows } = groups;
  const { normalEquations: E, vector: h, precision: P, factor } = w;
  const width = rows.p + 1;

  // b holds η until β is drawn.
  addFixed(groups, w, 1);
  for (let r = 0; r < rows.J * q; r++) rows.Bc[r * width + rows.p] = w.b[r];

  // Σ[U_i η_i]'D⁻¹[U_i η_i], the sums of a marginal update with D in place of W_i.
  factor.set(w.D);
  if (!factorInPlace(factor, q)) return false;
  invertLowerInto(factor, q, w.whitening, 0);
  E.fill(0);
  addMarginal(rows, w);

  for (let k = 0; k < p; k++) h[k] = Xy[k];
  subtractEffects(data, w, h);
  for (let k = 0; k < p; k++) {
    h[k] /= w.sigma2;
    for (let l = 0; l <= k; l++) {
      P[k * p + l] = isCentered[k] || isCentered[l] ? 0 : XX[k * p + l] / w.sigma2;
    }
  }
  for (let c = 0; c < centered.length; c++) {
    h[centered[c]] = E[rows.p * width + c];
    for (let d = 0; d <= c; d++) P[centered[c] * p + centered[d]] = E[c * width + d];
  }
  if (!drawFrom(data, prior, w, stream)) return false;
  addFixed(groups, w, -1);
  w.bbIsCurrent = false;
  return true;
}

/** b_i += sign·U_iβ_c. */
function addFixed({ centered, rows: { J, q, p, Bc } }: CenteredGroups, w: Workspace, sign: number): void {
  for (let r = 0; r < J * q; r++) {
    let sum = 0;
    for (let c = 0; c < p; c++) sum += Bc[r * (p + 1) + c] * w.beta[centered[c]];
    w.b[r] += sign * sum;
  }
}
