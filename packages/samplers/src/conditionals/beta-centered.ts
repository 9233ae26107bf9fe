// β given η_i = U_iβ_c + b_i, hierarchically centered: the regression of η_i on U_i, and of what Z_iη_i leaves on X_w.
import { type NormalLaw, normalLaw, type State } from "@lmm-gibbs/core";
import { choleskyFactor, solveFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { columnsWithin } from "../centering.ts";
import { betaPrior } from "./beta-prior.ts";
import type { TextbookData } from "./textbook-data.ts";

/** The parts of a model's design that centering tells apart. */
export interface CenteredDesign {
  /** Indices of the centered columns, and of the others. */
  readonly centered: readonly number[];
  readonly others: readonly number[];
  /** A group's U_i, q × |centered|, with Z_iU_i = X_ci; and X_wi, n_i × |others|. */
  readonly groups: readonly { readonly U: Matrix; readonly Xw: Matrix }[];
}

/** The design with the given columns centered. */
export function centeredDesign({ model, groups }: TextbookData, centered: readonly number[]): CenteredDesign {
  const others = model.names.map((_, k) => k).filter((k) => !centered.includes(k));
  const q = model.terms[0].names.length;
  return {
    centered,
    others,
    groups: groups.map(({ X, Z }) => {
      const { U } = columnsWithin(Z.to2DArray(), X.to2DArray());
      return {
        U: columnsOf(Matrix.from1DArray(q, X.columns, U), centered),
        Xw: columnsOf(X, others),
      };
    }),
  };
}

/** η_i = U_iβ_c + b_i of every group, q × 1. */
export function centeredEffects({ centered, groups }: CenteredDesign, { beta, terms }: State): Matrix[] {
  const betaC = Matrix.columnVector(centered.map((k) => beta[k]));
  return groups.map(({ U }, i) => U.mmul(betaC).add(Matrix.columnVector(terms[0].b[i])));
}

/**
 * β = (β_c, β_w) | η, σ², D, y ~ N(m, P⁻¹), P = Ψ₀ + blockdiag(ΣU_i'D⁻¹U_i, ΣX_wi'X_wi/σ²),
 * Pm = Ψ₀m₀ + (ΣU_i'D⁻¹η_i ; ΣX_wi'(y_i − Z_iη_i)/σ²).
 *
 * @see Gelfand, Sahu & Carlin 1995
 */
export function betaCentered(
  data: TextbookData,
  design: CenteredDesign,
  eta: readonly Matrix[],
  { sigma2, terms }: State,
): NormalLaw {
  const { precision: P, precisionMean } = betaPrior(data, sigma2);
  const factorD = choleskyFactor(new Matrix(terms[0].D));
  const { centered, others } = design;
  data.groups.forEach(({ y, Z }, i) => {
    const { U, Xw } = design.groups[i];
    const weighted = solveFactored(factorD, U).transpose();
    addAt(P, weighted.mmul(U), centered, centered);
    addAt(precisionMean, weighted.mmul(eta[i]), centered, [0]);
    const rest = Matrix.sub(y, Z.mmul(eta[i]));
    addAt(P, Xw.transpose().mmul(Xw).div(sigma2), others, others);
    addAt(precisionMean, Xw.transpose().mmul(rest).div(sigma2), others, [0]);
  });
  return normalLaw({ precision: P.to2DArray(), precisionMean: precisionMean.to1DArray() });
}

/** The random effects that go with a new β: b_i = η_i − U_iβ_c, J rows of q. */
export function effectsAbout(
  { centered, groups }: CenteredDesign,
  eta: readonly Matrix[],
  beta: readonly number[],
): number[][] {
  const betaC = Matrix.columnVector(centered.map((k) => beta[k]));
  return groups.map(({ U }, i) => Matrix.sub(eta[i], U.mmul(betaC)).to1DArray());
}

function columnsOf(A: Matrix, columns: readonly number[]): Matrix {
  return columns.length === 0 ? Matrix.zeros(A.rows, 0) : A.subMatrixColumn([...columns]);
}

function addAt(A: Matrix, part: Matrix, rows: readonly number[], columns: readonly number[]): void {
  rows.forEach((row, r) => {
    columns.forEach((column, c) => A.set(row, column, A.get(row, column) + part.get(r, c)));
  });
}
