// A model by the dense formulas of the notes: all rows at once, V inverted, nothing clever.
import { groupsOf, type Model } from "@lmm-gibbs/core";
import { determinant, inverse, Matrix } from "ml-matrix";

/** y, X and Z of all rows, Z with q columns a group. */
export function denseModel(model: Model): { y: Matrix; X: Matrix; Z: Matrix; order: number[] } {
  const groups = groupsOf(model);
  const q = model.terms[0].names.length;
  const Z = Matrix.zeros(model.rows, q * groups.length);
  let row = 0;
  groups.forEach((group, i) => {
    for (const z of group.Z) {
      z.forEach((value, k) => Z.set(row, i * q + k, value));
      row++;
    }
  });
  const { groupOf } = model.terms[0];
  const order = groups.flatMap((_, i) => Array.from(groupOf.keys()).filter((r) => groupOf[r] === i));
  return {
    y: Matrix.columnVector(groups.flatMap(({ y }) => y)),
    X: new Matrix(groups.flatMap(({ X }) => X)),
    Z,
    order,
  };
}

/** V = ZGZ' + σ²I with G = blockdiag(D). */
export function denseV(model: Model, sigma2: number, D: readonly (readonly number[])[]): Matrix {
  const { Z } = denseModel(model);
  const q = D.length;
  const G = Matrix.zeros(Z.columns, Z.columns);
  for (let i = 0; i < Z.columns / q; i++) {
    D.forEach((row, k) => row.forEach((value, l) => G.set(i * q + k, i * q + l, value)));
  }
  return Z.mmul(G).mmul(Z.transpose()).add(Matrix.eye(model.rows).mul(sigma2));
}

/** log N(y; mean, V). */
export function denseLogNormal(y: Matrix, mean: Matrix, V: Matrix): number {
  const e = Matrix.sub(y, mean);
  const quadratic = e.transpose().mmul(inverse(V)).mmul(e).get(0, 0);
  return -0.5 * (y.rows * Math.log(2 * Math.PI) + Math.log(determinant(V)) + quadratic);
}

/** P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹. */
export function denseP(V: Matrix, X: Matrix): Matrix {
  const Vi = inverse(V);
  const ViX = Vi.mmul(X);
  return Matrix.sub(Vi, ViX.mmul(inverse(X.transpose().mmul(ViX))).mmul(ViX.transpose()));
}
