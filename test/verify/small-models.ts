// Small unbalanced models with proper priors of every kind, on which samplers are checked by simulation.
import {
  halfT,
  inverseGamma,
  inverseWishart,
  type Model,
  mixedModelFromMatrices,
  normal,
  type PriorsWritten,
  zellner,
} from "@lmm-gibbs/core";

const SIZES = [3, 1, 4, 2, 5, 3];

/** 18 rows in six groups of one to five; X = Z, an intercept and a slope. The response does not matter. */
export function smallModel(priors: PriorsWritten, diagonal = false): Model {
  const X = SIZES.flatMap((n) => Array.from({ length: n }, (_, t) => [1, t - 1.5]));
  const groups = SIZES.flatMap((n, i) => Array.from({ length: n }, () => i));
  const y = X.map((_, row) => Math.sin(row));
  return mixedModelFromMatrices(
    { y, X, Z: X, groups, names: ["one", "t"], randomNames: ["one", "t"] },
    { priors, diagonal },
  );
}

/** Proper priors, conjugate in every block. */
export const conjugate: PriorsWritten = {
  beta: normal({ mean: [1, -1], sd: 1.5 }),
  sigma2: inverseGamma({ shape: 3, scale: 2 }),
  D: inverseWishart({
    df: 5,
    scale: [
      [2, 0.3],
      [0.3, 1],
    ],
  }),
};

/** A model for each kind of proper prior. */
export const smallModels: Readonly<Record<string, Model>> = {
  "inverse-gamma σ², inverse-Wishart D": smallModel(conjugate),
  "half-t σ, half-t standard deviations": smallModel({
    ...conjugate,
    sigma2: halfT({ df: 3, scale: 1.2 }),
    D: halfT({ df: 3, scale: [1.5, 0.7] }),
  }),
  "half-t σ, diagonal D with an inverse-gamma and a half-t column": smallModel(
    {
      ...conjugate,
      sigma2: halfT({ df: 4, scale: 0.8 }),
      D: [inverseGamma({ shape: 3, scale: 2 }), halfT({ df: 3, scale: 0.8 })],
    },
    true,
  ),
  "Zellner's β, inverse-Wishart D": smallModel({ ...conjugate, beta: zellner({ g: 10, mean: [1, -1] }) }),
};

/** The model of the first kind, conjugate in every block. */
export const conjugateModel: Model = smallModel(conjugate);
