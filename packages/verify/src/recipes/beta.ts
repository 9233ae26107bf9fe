// β given b, σ², and everything that is often wrong with it.
import type { State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { type Pieces, sumOver } from "../pieces.ts";
import { betaPriorFaults, betaPriorParts } from "./beta-prior.ts";
import { marginalParts } from "./beta-marginal.ts";
import { normalDerivation } from "./normal-derivation.ts";
import { normalFinish, type NormalParts } from "./normal-parts.ts";
import { type Derivation, replacing } from "./recipe.ts";

/** β | b, σ², y: P = Ψ₀ + ΣX_i'X_i/σ², P·mean = Ψ₀m₀ + ΣX_i'(y_i − Z_ib_i)/σ². */
export function betaDerivation(pieces: Pieces, state: State): Derivation {
  const { sigma2, terms } = state;
  const { prior, priorMean, words } = betaPriorParts(pieces, sigma2);
  const of = (sign: number, from = 0, to = pieces.groups.length): Omit<NormalParts, keyof typeof prior> => ({
    dataPrecision: sumOver(pieces.groups, ({ X }, i) =>
      i < from || i >= to ? Matrix.zeros(X.columns, X.columns) : X.transpose().mmul(X).div(sigma2),
    ),
    dataTerm: sumOver(pieces.groups, ({ y, X, Z }, i) => {
      const fit = Z.mmul(Matrix.columnVector(terms[0].b[i])).mul(sign);
      return i < from || i >= to
        ? Matrix.zeros(X.columns, 1)
        : X.transpose().mmul(Matrix.sub(y, fit)).div(sigma2);
    }),
    finish: normalFinish,
  });
  const J = pieces.groups.length;
  const own = [
    replacing<NormalParts>(
      "b-not-subtracted",
      "b is not subtracted: y_i stands where y_i − Z_ib_i belongs",
      () => ({
        dataTerm: of(0).dataTerm,
      }),
    ),
    replacing<NormalParts>(
      "b-added",
      "b is added where it must be subtracted: y_i + Z_ib_i for y_i − Z_ib_i",
      () => ({
        dataTerm: of(-1).dataTerm,
      }),
    ),
    replacing<NormalParts>(
      "b-integrated-out",
      "this is the law of β with b integrated out (V_i for σ²I), not of β given b",
      () => marginalParts(pieces, state, {}),
    ),
    replacing<NormalParts>("first-group-left-out", "the first group is left out of the sums", () => of(1, 1)),
    replacing<NormalParts>("last-group-left-out", "the last group is left out of the sums", () =>
      of(1, 0, J - 1),
    ),
    ...betaPriorFaults(pieces, sigma2),
  ];
  return normalDerivation(
    { ...prior, ...of(1) },
    sigma2,
    { ...words, data: "ΣX_i'X_i", dataTerm: "ΣX_i'(y_i − Z_ib_i)", sigma2: "divides" },
    priorMean,
    own,
  );
}
