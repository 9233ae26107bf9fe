// b_i given β, σ², D, and everything that is often wrong with it.
import type { State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { type GroupPieces, type Pieces, sumOver } from "../pieces.ts";
import { powerOf } from "../matrix-power.ts";
import { normalDerivation } from "./normal-derivation.ts";
import { normalFinish, type NormalParts } from "./normal-parts.ts";
import { type Derivation, replacing } from "./recipe.ts";

/** b_i | β, σ², D, y: P = D⁻¹ + Z_i'Z_i/σ², P·mean = Z_i'(y_i − X_iβ)/σ². */
export function randomEffectsDerivation({ groups }: Pieces, state: State, i: number): Derivation {
  const { sigma2, terms } = state;
  const D = new Matrix(terms[0].D);
  const q = D.rows;
  const beta = Matrix.columnVector(state.beta);
  const precision = ({ Z }: GroupPieces): Matrix => Z.transpose().mmul(Z).div(sigma2);
  const term = ({ y, X, Z }: GroupPieces, sign = 1): Matrix =>
    Z.transpose()
      .mmul(Matrix.sub(y, X.mmul(beta).mul(sign)))
      .div(sigma2);
  const parts: NormalParts = {
    priorPrecision: powerOf(D, -1) as Matrix,
    priorTerm: Matrix.zeros(q, 1),
    dataPrecision: precision(groups[i]),
    dataTerm: term(groups[i]),
    finish: normalFinish,
  };
  const ofGroup = (other: GroupPieces | undefined): Partial<NormalParts> | null =>
    other === undefined ? null : { dataPrecision: precision(other), dataTerm: term(other) };
  const own = [
    replacing<NormalParts>(
      "beta-not-subtracted",
      "Xβ is not subtracted: y_i stands where y_i − X_iβ belongs",
      () => ({
        dataTerm: term(groups[i], 0),
      }),
    ),
    replacing<NormalParts>(
      "beta-added",
      "Xβ is added where it must be subtracted: y_i + X_iβ for y_i − X_iβ",
      () => ({
        dataTerm: term(groups[i], -1),
      }),
    ),
    replacing<NormalParts>("next-group", "the rows are those of the next group, i + 1", () =>
      ofGroup(groups[i + 1]),
    ),
    replacing<NormalParts>("previous-group", "the rows are those of the group before, i − 1", () =>
      ofGroup(groups[i - 1]),
    ),
    replacing<NormalParts>(
      "all-groups",
      "the sums go over the rows of all groups where those of group i belong",
      () => ({
        dataPrecision: sumOver(groups, precision),
        dataTerm: sumOver(groups, (group) => term(group)),
      }),
    ),
    replacing<NormalParts>(
      "mean-not-shrunk",
      "the mean is the group's least-squares fit (Z_i'Z_i)⁻¹Z_i'(y_i − X_iβ): it is not shrunk towards 0",
      () => {
        const { priorPrecision, dataPrecision, dataTerm } = parts;
        const inverse = powerOf(dataPrecision, -1);
        const P = Matrix.add(priorPrecision, dataPrecision);
        return inverse && { dataTerm: P.mmul(inverse).mmul(dataTerm) };
      },
    ),
    replacing<NormalParts>(
      "D-inverted-by-element",
      "1/D_kk stands where D⁻¹ belongs: the inverse of a matrix is not that of its elements",
      () => ({
        priorPrecision: Matrix.diag(D.diagonal().map((element) => 1 / element)),
      }),
    ),
  ];
  return normalDerivation(
    parts,
    sigma2,
    {
      prior: "D⁻¹, the precision of b_i's own law,",
      priorTerm: "0",
      priorInverted: "D stands where D⁻¹ belongs in the precision",
      data: "Z_i'Z_i",
      dataTerm: "Z_i'(y_i − X_iβ)",
      sigma2: "divides",
    },
    Matrix.zeros(q, 1),
    own,
  );
}
