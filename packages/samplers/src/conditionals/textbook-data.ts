// The y_i, X_i, Z_i of a model as matrices, read once for all conditionals.
import { groupsOf, type Model } from "@lmm-gibbs/core";
import { Matrix, QrDecomposition } from "ml-matrix";

/** A group's matrices. */
export interface GroupMatrices {
  /** n_i × 1. */
  readonly y: Matrix;
  /** n_i × p. */
  readonly X: Matrix;
  /** n_i × q. */
  readonly Z: Matrix;
  /** n_i × min(n_i, q) with orthonormal columns, Z_i = Q_iR_i. */
  readonly Q: Matrix;
  /** min(n_i, q) × q. */
  readonly R: Matrix;
}

/** A model with what its conditionals read. */
export interface TextbookData {
  readonly model: Model;
  readonly groups: readonly GroupMatrices[];
  /** X'X of all rows, p × p, which Zellner's prior refers to. */
  readonly XX: Matrix;
}

/** The matrices of a model's groups. */
export function textbookData(model: Model): TextbookData {
  const groups = groupsOf(model).map(({ y, X, Z }) => ({
    y: Matrix.columnVector(y),
    X: new Matrix(X),
    Z: new Matrix(Z),
    ...orthonormalized(new Matrix(Z)),
  }));
  const p = model.names.length;
  const XX = Matrix.zeros(p, p);
  for (const { X } of groups) XX.add(X.transpose().mmul(X));
  return { model, groups, XX };
}

function orthonormalized(Z: Matrix): { Q: Matrix; R: Matrix } {
  if (Z.rows <= Z.columns) return { Q: Matrix.eye(Z.rows), R: Z };
  const { orthogonalMatrix, upperTriangularMatrix } = new QrDecomposition(Z);
  return { Q: orthogonalMatrix, R: upperTriangularMatrix };
}
