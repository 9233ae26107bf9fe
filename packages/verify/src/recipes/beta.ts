// β given b, σ², and everything that is often wrong with it.
import type { State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import type { Pieces } from "../pieces.ts";
import { betaPriorFaults, betaPriorParts } from "./beta-prior.ts";
import { marginalParts } from "./beta-marginal.ts";
import { normalDerivation } from "./normal-derivation.ts";
import { normalFinish, type NormalParts } from "./normal-parts.ts";
import { type Derivation, type KnownFault, replacing } from "./recipe.ts";

/** How often Z_ib_i is subtracted from y_i (default once), and the groups summed over (default all). */
interface GivenWritten {
  times?: number;
  from?: number;
  to?: number;
}

/** ΣX_i'X_i/σ² and ΣX_i'(y_i − Z_ib_i)/σ². */
export function betaParts(
  { groups, model }: Pieces,
  { sigma2, terms }: State,
  { times = 1, from = 0, to = groups.length }: GivenWritten,
): Pick<NormalParts, "dataPrecision" | "dataTerm" | "finish"> {
  const p = model.names.length;
  const dataPrecision = Matrix.zeros(p, p);
  const dataTerm = Matrix.zeros(p, 1);
  for (let i = from; i < to; i++) {
    const { y, X, Z } = groups[i];
    const Xt = X.transpose();
    const fit = Z.mmul(Matrix.columnVector(terms[0].b[i])).mul(times);
    dataPrecision.add(Xt.mmul(X).div(sigma2));
    dataTerm.add(Xt.mmul(Matrix.sub(y, fit)).div(sigma2));
  }
  return { dataPrecision, dataTerm, finish: normalFinish };
}

/** β | b, σ², y: P = Ψ₀ + ΣX_i'X_i/σ², P·mean = Ψ₀m₀ + ΣX_i'(y_i − Z_ib_i)/σ². */
export function betaDerivation(pieces: Pieces, state: State): Derivation {
  const { sigma2 } = state;
  const { prior, priorMean, words } = betaPriorParts(pieces, sigma2);
  const written = (id: string, says: string, how: GivenWritten): KnownFault<NormalParts> =>
    replacing<NormalParts>(id, says, () => betaParts(pieces, state, how));
  const J = pieces.groups.length;
  const own = [
    written("b-not-subtracted", "b is not subtracted: y_i stands where y_i − Z_ib_i belongs", { times: 0 }),
    written("b-added", "b is added where it must be subtracted: y_i + Z_ib_i for y_i − Z_ib_i", {
      times: -1,
    }),
    replacing<NormalParts>(
      "b-integrated-out",
      "this is the law of β with b integrated out (V_i for σ²I), not of β given b",
      () => marginalParts(pieces, state, {}),
    ),
    written("first-group-left-out", "the first group is left out of the sums", { from: 1 }),
    written("last-group-left-out", "the last group is left out of the sums", { to: J - 1 }),
    ...betaPriorFaults(pieces, sigma2),
  ];
  return normalDerivation(
    { ...prior, ...betaParts(pieces, state, {}) },
    sigma2,
    { ...words, data: "ΣX_i'X_i", dataTerm: "ΣX_i'(y_i − Z_ib_i)", sigma2: "divides" },
    priorMean,
    own,
  );
}
