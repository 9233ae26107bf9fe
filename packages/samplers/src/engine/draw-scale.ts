// Kernel of the scale move: every random effect in turn times c, its standard deviation with it.
import type { CovariancePrior, RandomStream } from "@lmm-gibbs/core";
import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { type LogDensity, sliceStep } from "../slice-step.ts";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import type { Workspace } from "./workspace.ts";

/**
 * The log density of log c, a·log c − t₁/c − t₂/c² − h·log(u/c² + v) + (g(c − 1) − s(c − 1)²/2)/σ², up to a constant: in it
 * are log p(D_c), the Jacobian, and −RSS(b_c)/2σ² about c = 1, where it cannot cancel.
 */
interface ScaleDensity extends LogDensity {
  a: number;
  t1: number;
  t2: number;
  h: number;
  u: number;
  v: number;
  /** Σr_i'z_ib_ik/σ², r_i = y_i − X_iβ − Z_ib_i, and Σ‖z_ib_ik‖²/σ². */
  g: number;
  s: number;
}

/** A kernel of the scale move, with numbers of its own that no sweep allocates. */
export interface ScaleMove {
  /** Moves b and D, from their sums in `w`; D⁻¹ follows. */
  move(w: Workspace, stream: RandomStream): void;
}

/**
 * Prepares the scale move of a model's random effects.
 *
 * @param data - its reduced groups
 * @param prior - of D, scaled
 * @returns the kernel
 * @see Liu & Sabatti 2000
 */
export function scaleMove(data: ReducedGroups, prior: CovariancePrior): ScaleMove {
  const { q } = data;
  const products = new Float64Array(q * q);
  const gradient = new Float64Array(q);
  const scales = new Float64Array(q);
  const density: ScaleDensity = {
    a: 0,
    t1: 0,
    t2: 0,
    h: 0,
    u: 0,
    v: 0,
    g: 0,
    s: 0,
    at(logC) {
      const c = exp(logC);
      const step = c - 1;
      return (
        this.a * logC -
        this.t1 / c -
        this.t2 / (c * c) -
        (this.h === 0 ? 0 : this.h * ln(this.u / (c * c) + this.v)) +
        step * (this.g - 0.5 * this.s * step)
      );
    },
  };
  return {
    move(w, stream) {
      sumProducts(data, w, products, gradient);
      for (let k = 0; k < q; k++) {
        settlePrior(prior, k, q, w.inverseD, density);
        density.g = gradient[k] / w.sigma2;
        density.s = products[k * q + k] / w.sigma2;
        const c = exp(sliceStep(density, stream));
        scales[k] = c;
        // What the next random effects see of it: the residual, and their rows of D⁻¹.
        for (let l = k + 1; l < q; l++) {
          gradient[l] -= (c - 1) * products[k * q + l];
          w.inverseD[l * q + k] /= c;
        }
      }
      apply(data, w, scales);
    },
  };
}

/** Σb_ikb_il(R_i'R_i)_kl into `products` and Σb_ik(R_i'(c_i − B_iβ − R_ib_i))_k into `gradient`. */
function sumProducts(
  { J, p, q, patternOf, R, Bc }: ReducedGroups,
  w: Workspace,
  products: Float64Array,
  gradient: Float64Array,
): void {
  const { beta, b, rows } = w;
  products.fill(0);
  gradient.fill(0);
  for (let i = 0; i < J; i++) {
    const pattern = q * q * patternOf[i];
    for (let r = 0; r < q; r++) {
      const at = (i * q + r) * (p + 1);
      let rest = Bc[at + p];
      for (let k = 0; k < p; k++) rest -= Bc[at + k] * beta[k];
      // Row r of R_i, its elements times those of b_i.
      for (let k = r; k < q; k++) {
        rows[k] = R[pattern + r * q + k] * b[i * q + k];
        rest -= rows[k];
      }
      for (let k = r; k < q; k++) {
        gradient[k] += rows[k] * rest;
        for (let l = r; l < q; l++) products[k * q + l] += rows[k] * rows[l];
      }
    }
  }
}

/** The prior's part of the density, with the Jacobian of D → D_c. */
function settlePrior(
  prior: CovariancePrior,
  k: number,
  q: number,
  inverseD: Float64Array,
  density: ScaleDensity,
): void {
  const precision = inverseD[k * q + k];
  density.t1 = 0;
  density.t2 = 0;
  density.h = 0;
  if (prior.kind === "inverse-wishart") {
    density.a = -prior.df;
    density.t2 = 0.5 * prior.scale[k][k] * precision;
    for (let l = 0; l < q; l++) {
      if (l !== k) density.t1 += prior.scale[k][l] * inverseD[k * q + l];
    }
    return;
  }
  if (prior.kind === "half-t") {
    settleHalfT(prior.df, prior.scale[k], q, precision, density);
    return;
  }
  const column = prior.columns[k];
  if (column.kind === "half-t") settleHalfT(column.df, column.scale, 1, precision, density);
  else {
    density.a = -2 * column.shape;
    density.t2 = column.scale * precision;
  }
}

/** Half-t(ν, A) on a standard deviation of a q × q matrix, its auxiliary integrated out. */
function settleHalfT(df: number, A: number, q: number, precision: number, density: ScaleDensity): void {
  density.a = 1 - df - q;
  density.h = (df + q) / 2;
  density.u = df * precision;
  density.v = 1 / (A * A);
}

/** b_ik *= c_k, D_kl *= c_kc_l. */
function apply({ J, q }: ReducedGroups, w: Workspace, scales: Float64Array): void {
  for (let i = 0; i < J; i++) {
    for (let k = 0; k < q; k++) w.b[i * q + k] *= scales[k];
  }
  for (let k = 0; k < q; k++) {
    for (let l = 0; l < q; l++) w.D[k * q + l] *= scales[k] * scales[l];
  }
  w.bbIsCurrent = false;
  w.residualIsCurrent = false;
}
