// β given η_i = U_iβ_c + b_i, hierarchically centered, and everything that is often wrong with it.
import type { State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { powerOf } from "../matrix-power.ts";
import type { Pieces } from "../pieces.ts";
import { betaParts } from "./beta.ts";
import { marginalParts } from "./beta-marginal.ts";
import { betaPriorFaults, betaPriorParts } from "./beta-prior.ts";
import { normalDerivation } from "./normal-derivation.ts";
import { normalFinish, type NormalParts } from "./normal-parts.ts";
import { type Derivation, type KnownFault, replacing } from "./recipe.ts";

type DataParts = Pick<NormalParts, "dataPrecision" | "dataTerm" | "finish">;

/** How a centered law may be written. */
interface CenteredWritten {
  /** What stands in D⁻¹'s place; default D⁻¹. */
  weight?: Matrix | null;
  /** What the part of X_w is divided by; default σ². */
  divisor?: number;
  /** What stands in η_i's place where it is regressed on U_i; default η_i. */
  response?: (i: number) => Matrix;
  /** How often Z_iη_i is subtracted from y_i; default once. */
  times?: number;
  /** The groups summed over; default all. */
  from?: number;
  to?: number;
}

/** The effects U_iβ_c of the centered columns, q × 1 a group. */
function centeredPart(pieces: Pieces, beta: readonly number[]): Matrix[] {
  const { columns, groups } = pieces.centered();
  const betaC = Matrix.columnVector(columns.map((k) => beta[k]));
  return groups.map(({ U }) => U.mmul(betaC));
}

/** The state with another β and b_i = η_i − U_iβ_c, η_i held. */
export function withEtaHeld(pieces: Pieces, state: State, beta: number[]): State {
  const [before, after] = [centeredPart(pieces, state.beta), centeredPart(pieces, beta)];
  const b = state.terms[0].b.map((row, i) =>
    row.map((value, k) => value + before[i].get(k, 0) - after[i].get(k, 0)),
  );
  return { ...state, beta, terms: [{ ...state.terms[0], b }] };
}

/** Where U_i is not unique, and which one is ours. */
export function remarkOnCentering({ model, groups }: Pieces): string | null {
  const { levels, group } = model.terms[0];
  const deficient = levels.filter((_, i) => powerOf(groups[i].Z.transpose().mmul(groups[i].Z), -1) === null);
  if (deficient.length === 0) return null;
  const most = 3;
  const which = deficient.slice(0, most).join(", ") + (deficient.length > most ? ", …" : "");
  return (
    `In ${group} ${which} Z_i lacks full column rank, so that Z_iU_i = X_ci has more than one solution, each with a right law of ` +
    "its own; ours has zeros in the rows of U_i whose column of Z_i depends on those before it."
  );
}

/** β | η, σ², D, y: P = Ψ₀ + blockdiag(ΣU_i'D⁻¹U_i, ΣX_wi'X_wi/σ²), P·mean = Ψ₀m₀ + (ΣU_i'D⁻¹η_i; ΣX_wi'(y_i − Z_iη_i)/σ²). */
export function betaCenteredDerivation(pieces: Pieces, state: State): Derivation {
  const { sigma2, terms } = state;
  const { prior, priorMean, words } = betaPriorParts(pieces, sigma2);
  const D = new Matrix(terms[0].D);
  const b = (i: number): Matrix => Matrix.columnVector(terms[0].b[i]);
  const shifts = centeredPart(pieces, state.beta);
  const eta = (i: number): Matrix => Matrix.add(shifts[i], b(i));
  const parts = ({
    weight = powerOf(D, -1),
    divisor = sigma2,
    response = eta,
    times = 1,
    from = 0,
    to = pieces.groups.length,
  }: CenteredWritten): DataParts | null => {
    if (weight === null || to <= from) return null;
    const { columns, others, groups } = pieces.centered();
    const p = state.beta.length;
    const dataPrecision = Matrix.zeros(p, p);
    const dataTerm = Matrix.zeros(p, 1);
    const addAt = (A: Matrix, part: Matrix, rows: readonly number[], at: readonly number[]): void => {
      rows.forEach((row, r) =>
        at.forEach((column, c) => A.set(row, column, A.get(row, column) + part.get(r, c))),
      );
    };
    for (let i = from; i < to; i++) {
      const { U, Xw } = groups[i];
      const { y, Z } = pieces.groups[i];
      const weighted = U.transpose().mmul(weight);
      addAt(dataPrecision, weighted.mmul(U), columns, columns);
      addAt(dataTerm, weighted.mmul(response(i)), columns, [0]);
      const rest = Matrix.sub(y, Z.mmul(eta(i)).mul(times));
      addAt(dataPrecision, Xw.transpose().mmul(Xw).div(divisor), others, others);
      addAt(dataTerm, Xw.transpose().mmul(rest).div(divisor), others, [0]);
    }
    return { dataPrecision, dataTerm, finish: normalFinish };
  };
  const written = (id: string, says: string, how: () => CenteredWritten): KnownFault<NormalParts> =>
    replacing<NormalParts>(id, says, () => parts(how()));
  const J = pieces.groups.length;
  const own = [
    written("b-for-eta", "b_i stands where η_i = U_iβ_c + b_i belongs", () => ({ response: b })),
    written("D-not-inverted", "D stands where D⁻¹ belongs", () => ({ weight: D })),
    written("D-missing", "D⁻¹ is missing: U_i'U_i and U_i'η_i must be weighted by it", () => ({
      weight: Matrix.eye(D.rows),
    })),
    written("sigma2-for-D", "1/σ² stands where D⁻¹ belongs: η_i varies about U_iβ_c with D", () => ({
      weight: Matrix.eye(D.rows).div(sigma2),
    })),
    written(
      "D-inverted-by-element",
      "1/D_kk stands where D⁻¹ belongs: the inverse of a matrix is not that of its elements",
      () => ({
        weight: Matrix.diag(D.diagonal().map((element) => 1 / element)),
      }),
    ),
    written("eta-not-subtracted", "Z_iη_i is not subtracted: y_i stands where y_i − Z_iη_i belongs", () => ({
      times: 0,
    })),
    written("eta-added", "Z_iη_i is added to y_i where it must be subtracted", () => ({ times: -1 })),
    written(
      "sigma2-missing",
      "σ² is missing: X_wi'X_wi and X_wi'(y_i − Z_iη_i) must be divided by it",
      () => ({ divisor: 1 }),
    ),
    written("sigma2-twice", "σ² is divided by twice in X_wi'X_wi and X_wi'(y_i − Z_iη_i)", () => ({
      divisor: sigma2 ** 2,
    })),
    written(
      "sigma-for-sigma2",
      "X_wi'X_wi and X_wi'(y_i − Z_iη_i) are divided by σ where σ² belongs",
      () => ({
        divisor: Math.sqrt(sigma2),
      }),
    ),
    written("first-group-left-out", "the first group is left out of the sums", () => ({ from: 1 })),
    written("last-group-left-out", "the last group is left out of the sums", () => ({ to: J - 1 })),
    replacing<NormalParts>("b-given", "this is the law of β given b, not of β given η_i = U_iβ_c + b_i", () =>
      betaParts(pieces, state, {}),
    ),
    replacing<NormalParts>(
      "b-integrated-out",
      "this is the law of β with b integrated out, not of β given η",
      () => marginalParts(pieces, state, {}),
    ),
    ...betaPriorFaults(pieces, sigma2),
  ];
  const right = parts({});
  if (right === null) throw new TypeError("D is not positive definite");
  return normalDerivation(
    { ...prior, ...right },
    sigma2,
    {
      ...words,
      data: "blockdiag(ΣU_i'D⁻¹U_i, ΣX_wi'X_wi/σ²)",
      dataTerm: "(ΣU_i'D⁻¹η_i; ΣX_wi'(y_i − Z_iη_i)/σ²)",
      sigma2: "in a part",
    },
    priorMean,
    own,
  );
}
