// How fast each sweep mixes the fixed effects when the variances are held: the theory beside which runs are measured.
import type { Model, State } from "@lmm-gibbs/core";
import { choleskyFactor, finiteAbove, invertFactored, recordOf, stateOf } from "@lmm-gibbs/core/internal";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { centeredColumns, type Centering } from "./centering.ts";
import { centeredDesign } from "./conditionals/beta-centered.ts";
import { betaMarginal } from "./conditionals/beta-marginal.ts";
import { betaPrior } from "./conditionals/beta-prior.ts";
import { randomEffectPrecision } from "./conditionals/random-effects.ts";
import { textbookData } from "./conditionals/textbook-data.ts";
import { type SweepName, sweeps } from "./sweep.ts";

/** How one sweep mixes β at given variances. */
export interface MixingPrediction {
  /** p × p: B of the autoregression E[β⁽ᵗ⁺¹⁾ | β⁽ᵗ⁾] = Bβ⁽ᵗ⁾ + constant. */
  readonly matrix: number[][];
  /** Of B: the geometric rate at which a chain forgets where it started; 0 draws independently, 1 never moves. */
  readonly spectralRadius: number;
  /** Lag-1 autocorrelation of each fixed effect in equilibrium, by name. */
  readonly lag1: Readonly<Record<string, number>>;
}

/** How each sweep mixes β at given variances. */
export type MixingTheory = Readonly<Record<SweepName, MixingPrediction>>;

/**
 * Predicts how fast every sweep mixes β when σ² and D are held at given values.
 *
 * With C_i = (D⁻¹ + Z_i'Z_i/σ²)⁻¹, H_i = Z_i'X_i and F_i = [D⁻¹U_i, −Z_i'X_wi/σ²], B is P_u⁻¹ΣH_i'C_iH_i/σ⁴ uncentered and
 * P_c⁻¹ΣF_i'C_iF_i centered, P_u and P_c the precisions of β given b and given η; P_c⁻¹(ΣF_i'[U_i, 0]·B_u − ΣF_i'C_iH_i/σ²)
 * interweaved; 0 in the joint block (marginal).
 *
 * @param model - the model
 * @param variances - sigma2, and D (q × q) of its one random-effect term
 * @param options - `centering` as in `sample`
 * @returns for each sweep B, its spectral radius, and the lag-1 autocorrelations
 * @throws {RangeError} when the variances do not fit the model, or the posterior of β given them is improper
 * @see Roberts & Sahu 1997, section 2; Papaspiliopoulos, Roberts & Sköld 2007
 */
export function mixingTheory(
  model: Model,
  variances: { sigma2: number; D: readonly (readonly number[])[] },
  options: { centering?: Centering } = {},
): MixingTheory {
  const { sigma2, D } = recordOf(variances, ["sigma2", "D"], "the variances");
  const { centering } = recordOf(options, ["centering"], "the options");
  const written = { beta: [], sigma2, terms: [{ b: [], D: D as number[][] }] };
  const state = stateOf(model, written, ["sigma2", "D"]);
  const matrices = autoregressions(model, state, centering);
  const covariance = betaMarginal(textbookData(model), state).covariance;
  const predicted = (B: Matrix): MixingPrediction => ({
    matrix: B.to2DArray(),
    spectralRadius: spectralRadius(B),
    lag1: Object.fromEntries(
      model.names.map((name, k) => {
        const cross = covariance.reduce((sum, row, l) => sum + B.get(k, l) * row[k], 0);
        return [name, cross / covariance[k][k]];
      }),
    ),
  });
  const names = Object.keys(sweeps) as SweepName[];
  return Object.fromEntries(names.map((name) => [name, predicted(matrices[name])])) as MixingTheory;
}

function autoregressions(
  model: Model,
  state: State,
  centering: Centering | undefined,
): Record<SweepName, Matrix> {
  const data = textbookData(model);
  const design = centeredDesign(data, centeredColumns(model, centering));
  const { sigma2, terms } = state;
  const inverseD = invertFactored(choleskyFactor(new Matrix(terms[0].D)));
  const p = model.names.length;
  const Pu = betaPrior(data, sigma2).precision;
  const Pc = betaPrior(data, sigma2).precision;
  const [HCH, FCF, FU, FCH] = Array.from({ length: 4 }, () => Matrix.zeros(p, p));
  data.groups.forEach(({ X, Z }, i) => {
    const { U, Xw } = design.groups[i];
    const C = invertFactored(choleskyFactor(randomEffectPrecision(Z, inverseD, sigma2)));
    // H_i/σ², and in the places of their columns F_i and [U_i, 0].
    const H = Z.transpose().mmul(X).div(sigma2);
    const F = Matrix.zeros(Z.columns, p);
    const fixed = Matrix.zeros(Z.columns, p);
    const DU = inverseD.mmul(U);
    const ZX = Z.transpose().mmul(Xw).div(-sigma2);
    design.centered.forEach((k, c) => {
      F.setColumn(k, DU.getColumn(c));
      fixed.setColumn(k, U.getColumn(c));
    });
    design.others.forEach((k, c) => F.setColumn(k, ZX.getColumn(c)));
    Pu.add(X.transpose().mmul(X).div(sigma2));
    const within = U.transpose().mmul(DU);
    const without = Xw.transpose().mmul(Xw).div(sigma2);
    design.centered.forEach((k, c) => {
      design.centered.forEach((l, d) => Pc.set(k, l, Pc.get(k, l) + within.get(c, d)));
    });
    design.others.forEach((k, c) => {
      design.others.forEach((l, d) => Pc.set(k, l, Pc.get(k, l) + without.get(c, d)));
    });
    HCH.add(H.transpose().mmul(C).mmul(H));
    FCF.add(F.transpose().mmul(C).mmul(F));
    FU.add(F.transpose().mmul(fixed));
    FCH.add(F.transpose().mmul(C).mmul(H));
  });
  const inversePc = invertFactored(choleskyFactor(Pc));
  const uncentered = invertFactored(choleskyFactor(Pu)).mmul(HCH);
  return {
    marginal: Matrix.zeros(p, p),
    uncentered,
    centered: inversePc.mmul(FCF),
    interweaved: inversePc.mmul(FU.mmul(uncentered).sub(FCH)),
  };
}

function spectralRadius(B: Matrix): number {
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(B);
  return Math.max(0, ...realEigenvalues.map((real, k) => Math.hypot(real, imaginaryEigenvalues[k])));
}

/** The balanced one-way layout: y_ij = μ + b_i + ε_ij, n rows in each group, μ flat. */
export interface BalancedOneWay {
  /** κ = τ²/(τ² + σ²/n), the share of the variance of a group's mean that lies between groups. */
  readonly kappa: number;
  /** Lag-1 autocorrelation of μ. */
  readonly lag1: Readonly<Record<SweepName, number>>;
}

/**
 * The closed form of `mixingTheory` for the balanced one-way layout with a flat mean: κ uncentered, 1 − κ centered.
 *
 * @param design - `tau2`: variance of the random intercepts; `sigma2`: residual variance; `n`: rows a group
 * @returns κ and the lag-1 autocorrelation of each sweep
 * @throws {RangeError} when a variance or n is not above 0
 * @see Papaspiliopoulos, Roberts & Sköld 2007, section 2
 */
export function balancedOneWay(design: { tau2: number; sigma2: number; n: number }): BalancedOneWay {
  const { tau2, sigma2, n } = recordOf(design, ["tau2", "sigma2", "n"], "balancedOneWay's layout");
  const between = finiteAbove(tau2, 0, "tau2");
  const within = finiteAbove(sigma2, 0, "sigma2") / finiteAbove(n, 0, "n");
  const kappa = between / (between + within);
  return { kappa, lag1: { marginal: 0, uncentered: kappa, centered: 1 - kappa, interweaved: 0 } };
}
