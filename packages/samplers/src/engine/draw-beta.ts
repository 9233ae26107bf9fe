// Draws β from its normal equations, with the random effects given or integrated out.
import type { RandomStream } from "@lmm-gibbs/core";
import { addMarginal, whiten } from "./marginal-precision.ts";
import { subtractEffects } from "./random-effect-sums.ts";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import type { ScaledBetaPrior } from "./scaled-priors.ts";
import { factorInPlace, solveLowerInPlace, solveLowerTransposedInPlace } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/**
 * β | b, σ² ~ N(m, P⁻¹), P = Ψ₀ + X'X/σ², Pm = Ψ₀m₀ + (X'y − ΣX_i'Z_ib_i)/σ².
 *
 * @returns whether P is positive definite
 */
export function drawBetaGivenB(
  data: ReducedGroups,
  prior: ScaledBetaPrior,
  w: Workspace,
  stream: RandomStream,
): boolean {
  const { p, XX, Xy } = data;
  const { vector: h, precision: P } = w;
  for (let k = 0; k < p; k++) h[k] = Xy[k];
  subtractEffects(data, w, h);
  for (let k = 0; k < p; k++) {
    h[k] /= w.sigma2;
    for (let l = 0; l <= k; l++) P[k * p + l] = XX[k * p + l] / w.sigma2;
  }
  return drawFrom(data, prior, w, stream);
}

/**
 * β | σ², D ~ N(m, P⁻¹), P = Ψ₀ + ΣX_i'V_i⁻¹X_i, Pm = Ψ₀m₀ + ΣX_i'V_i⁻¹y_i.
 *
 * @returns whether P and every V_i are positive definite
 */
export function drawBetaMarginal(
  data: ReducedGroups,
  prior: ScaledBetaPrior,
  w: Workspace,
  stream: RandomStream,
): boolean {
  const { p, within } = data;
  const { normalEquations: E, vector: h, precision: P } = w;
  const m = p + 1;
  // What is orthogonal to every Z_i counts with 1/σ².
  E.fill(0);
  for (let r = 0; r < within.rank; r++) {
    for (let k = 0; k < m; k++) {
      const value = within.R[r * m + k] / w.sigma2;
      for (let l = 0; l <= k; l++) E[k * m + l] += value * within.R[r * m + l];
    }
  }
  if (!whiten(data, w)) return false;
  addMarginal(data, w);
  for (let k = 0; k < p; k++) {
    h[k] = E[p * m + k];
    for (let l = 0; l <= k; l++) P[k * p + l] = E[k * m + l];
  }
  return drawFrom(data, prior, w, stream);
}

/** Adds the prior to P (lower) and h = Pm without it, and draws β = P⁻¹h + L⁻ᵀz. @returns whether P is positive definite */
export function drawFrom(
  { p, XX }: ReducedGroups,
  { precision, mean, delta }: ScaledBetaPrior,
  { sigma2, beta, precision: P, vector: h }: Workspace,
  stream: RandomStream,
): boolean {
  for (let k = 0; k < p; k++) {
    for (let l = 0; l < p; l++) {
      const prior = precision[k * p + l] + (delta * XX[k * p + l]) / sigma2;
      h[k] += prior * mean[l];
      if (l <= k) P[k * p + l] += prior;
    }
  }
  if (!factorInPlace(P, p)) return false;
  solveLowerInPlace(P, p, 0, h, 0);
  for (let k = 0; k < p; k++) beta[k] = h[k] + stream.normal();
  solveLowerTransposedInPlace(P, p, 0, beta, 0);
  return true;
}
