// β given σ², D with the random effects integrated out, and everything that is often wrong with it.
import type { State } from "@lmm-gibbs/core";
import { Matrix, pseudoInverse } from "ml-matrix";
import { type GroupPieces, type Pieces, sumOver } from "../pieces.ts";
import { betaPriorFaults, betaPriorParts } from "./beta-prior.ts";
import { powerOf } from "../matrix-power.ts";
import { normalDerivation } from "./normal-derivation.ts";
import { normalFinish, type NormalParts } from "./normal-parts.ts";
import { type Derivation, type KnownFault, replacing } from "./recipe.ts";

/** How V_i may be written: Z_iDZ_i' + sI with another D or another s, or used in another way. */
interface CovarianceWritten {
  D?: Matrix | null;
  s?: number;
  as?: "V" | "diagonal";
  /** What stands in y_i's place. */
  response?: (group: GroupPieces, i: number) => Matrix;
}

type DataParts = Pick<NormalParts, "dataPrecision" | "dataTerm" | "finish">;

/** ΣX_i'V_i⁻¹X_i and ΣX_i'V_i⁻¹y_i, nothing n_i × n_i formed: V⁻¹A = (A − Z(sD⁻¹ + Z'Z)⁻¹Z'A)/s. */
export function marginalParts(
  { groups }: Pieces,
  { sigma2, terms }: State,
  { D = new Matrix(terms[0].D), s = sigma2, as, response = ({ y }) => y }: CovarianceWritten,
): DataParts {
  const inverseD = D && powerOf(D, -1);
  const weighted = ({ X, Z }: GroupPieces, A: Matrix): Matrix => {
    const Xt = X.transpose();
    if (D === null || inverseD === null) return Xt.mmul(A).div(s);
    if (as === "V") {
      return Xt.mmul(Z).mmul(D).mmul(Z.transpose().mmul(A)).add(Xt.mmul(A).mul(s));
    }
    if (as === "diagonal") {
      const variances = Z.mmul(D)
        .mul(Z)
        .to2DArray()
        .map((row) => row.reduce((sum, value) => sum + value, s));
      return Xt.mmul(A.clone().divColumnVector(variances));
    }
    const Zt = Z.transpose();
    const inner = powerOf(Zt.mmul(Z).add(Matrix.mul(inverseD, s)), -1) as Matrix;
    return Xt.mmul(Matrix.sub(A, Z.mmul(inner).mmul(Zt.mmul(A)))).div(s);
  };
  return {
    dataPrecision: sumOver(groups, (group) => weighted(group, group.X)),
    dataTerm: sumOver(groups, (group, i) => weighted(group, response(group, i))),
    finish: normalFinish,
  };
}

/** β | σ², D, y: P = Ψ₀ + ΣX_i'V_i⁻¹X_i, P·mean = Ψ₀m₀ + ΣX_i'V_i⁻¹y_i, V_i = Z_iDZ_i' + σ²I. */
export function betaMarginalDerivation(pieces: Pieces, state: State): Derivation {
  const { sigma2, terms } = state;
  const { prior, priorMean, words } = betaPriorParts(pieces, sigma2);
  const D = new Matrix(terms[0].D);
  const written = (id: string, says: string, how: () => CovarianceWritten): KnownFault<NormalParts> =>
    replacing<NormalParts>(id, says, () => marginalParts(pieces, state, how()));
  const subtracted: CovarianceWritten["response"] = ({ y, Z }, i) =>
    Matrix.sub(y, Z.mmul(Matrix.columnVector(terms[0].b[i])));
  const own = [
    written(
      "b-given",
      "this is the law of β given b (y_i − Z_ib_i and σ²), not of β with b integrated out",
      () => ({
        D: null,
        response: subtracted,
      }),
    ),
    written("b-subtracted", "b is subtracted from y_i although V_i integrates it out", () => ({
      response: subtracted,
    })),
    written("random-effects-left-out", "V_i lacks Z_iDZ_i': it is σ²I", () => ({ D: null })),
    written("D-missing", "V_i has Z_iZ_i' where Z_iDZ_i' belongs", () => ({ D: Matrix.eye(D.rows) })),
    written("D-inverted", "V_i has D⁻¹ where D belongs", () => ({ D: powerOf(D, -1) })),
    written("sigma-for-sigma2-in-V", "V_i has σI where σ²I belongs", () => ({ s: Math.sqrt(sigma2) })),
    written("sigma2-missing-in-V", "V_i has I where σ²I belongs", () => ({ s: 1 })),
    written("V-not-inverted", "V_i stands where V_i⁻¹ belongs", () => ({ as: "V" })),
    written(
      "V-diagonal-only",
      "only the diagonal of V_i is used: the covariances within a group are left out",
      () => ({
        as: "diagonal",
      }),
    ),
    replacing<NormalParts>(
      "V-not-inverted-in-precision",
      "V_i stands where V_i⁻¹ belongs, in the precision",
      () => ({ dataPrecision: marginalParts(pieces, state, { as: "V" }).dataPrecision }),
    ),
    replacing<NormalParts>(
      "least-squares-fits",
      "the groups' least-squares fits (X_i'X_i)⁻¹X_i'y_i stand in ΣX_i'V_i⁻¹X_iβ̂_i where the generalised ones, " +
        "(X_i'V_i⁻¹X_i)⁻¹X_i'V_i⁻¹y_i, or V_i⁻¹y_i itself belong",
      () => ({
        dataTerm: marginalParts(pieces, state, { response: ({ y, X }) => X.mmul(pseudoInverse(X)).mmul(y) })
          .dataTerm,
      }),
    ),
    ...["first", "last"].map((which, end) => {
      const at = end === 0 ? 0 : pieces.groups.length - 1;
      const groups = pieces.groups.filter((_, i) => i !== at);
      return replacing<NormalParts>(
        `${which}-group-left-out`,
        `the ${which} group is left out of the sums`,
        () => (groups.length === 0 ? null : marginalParts({ ...pieces, groups }, state, {})),
      );
    }),
    ...betaPriorFaults(pieces, sigma2),
  ];
  return normalDerivation(
    { ...prior, ...marginalParts(pieces, state, {}) },
    sigma2,
    { ...words, data: "ΣX_i'V_i⁻¹X_i", dataTerm: "ΣX_i'V_i⁻¹y_i", sigma2: "within V_i" },
    priorMean,
    own,
  );
}
