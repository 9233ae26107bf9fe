// What derivations are made of: the matrices of a model's groups, read once.
import { groupsOf, type Model } from "@lmm-gibbs/core";
import type { Centering } from "@lmm-gibbs/samplers";
import { centeredColumns, columnsWithin } from "@lmm-gibbs/samplers/internal";
import { Matrix } from "ml-matrix";
import { once } from "./once.ts";

/** A group's matrices. */
export interface GroupPieces {
  /** n_i × 1. */
  readonly y: Matrix;
  /** n_i × p. */
  readonly X: Matrix;
  /** n_i × q. */
  readonly Z: Matrix;
}

/** A model with the matrices of its groups. */
export interface Pieces {
  readonly model: Model;
  readonly groups: readonly GroupPieces[];
  /** p × p: X'X of all rows. */
  readonly XX: Matrix;
  /** For a centered β: computed when it is asked for. */
  readonly centered: () => CenteredPieces;
}

/** The columns of X that are centered, X_c = Z_iU_i, and the others, X_w. */
interface CenteredPieces {
  readonly columns: readonly number[];
  readonly others: readonly number[];
  /** A group's U_i, q × |columns|, and X_wi, n_i × |others|. */
  readonly groups: readonly { readonly U: Matrix; readonly Xw: Matrix }[];
}

/** The matrices of a model; `centering` as in `sample`. */
export function piecesOf(model: Model, centering?: Centering): Pieces {
  const groups = groupsOf(model).map(({ y, X, Z }) => ({
    y: Matrix.columnVector(y),
    X: new Matrix(X),
    Z: new Matrix(Z),
  }));
  const p = model.names.length;
  const XX = Matrix.zeros(p, p);
  for (const { X } of groups) XX.add(X.transpose().mmul(X));
  return { model, groups, XX, centered: once(() => centeredPieces(model, groups, centering)) };
}

function centeredPieces(
  model: Model,
  groups: readonly GroupPieces[],
  centering: Centering | undefined,
): CenteredPieces {
  const columns = centeredColumns(model, centering);
  const others = model.names.map((_, k) => k).filter((k) => !columns.includes(k));
  const of = (A: Matrix, which: number[]): Matrix =>
    which.length === 0 ? Matrix.zeros(A.rows, 0) : A.subMatrixColumn(which);
  return {
    columns,
    others,
    groups: groups.map(({ X, Z }) => {
      const { U } = columnsWithin(Z.to2DArray(), X.to2DArray());
      return { U: of(Matrix.from1DArray(Z.columns, X.columns, Array.from(U)), columns), Xw: of(X, others) };
    }),
  };
}

/** The sum over groups of matrices of one size. */
export function sumOver<T>(groups: readonly T[], term: (group: T, i: number) => Matrix): Matrix {
  return groups.map(term).reduce((sum, one) => Matrix.add(sum, one));
}
