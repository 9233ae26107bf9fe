// What derivations are made of: the matrices of a model's groups, read once.
import { groupsOf, type Model } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";

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
}

/** The matrices of a model. */
export function piecesOf(model: Model): Pieces {
  const groups = groupsOf(model).map(({ y, X, Z }) => ({
    y: Matrix.columnVector(y),
    X: new Matrix(X),
    Z: new Matrix(Z),
  }));
  const p = model.names.length;
  const XX = Matrix.zeros(p, p);
  for (const { X } of groups) XX.add(X.transpose().mmul(X));
  return { model, groups, XX };
}

/** The sum over groups of matrices of one size. */
export function sumOver<T>(groups: readonly T[], term: (group: T, i: number) => Matrix): Matrix {
  return groups.map(term).reduce((sum, one) => Matrix.add(sum, one));
}
