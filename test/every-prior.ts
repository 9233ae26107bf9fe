// A prior of every kind on three fixed effects, and on a variance.
import { flat, halfT, inverseGamma, jeffreys, normal, zellner } from "@lmm-gibbs/core";

export const betaPriors = {
  flat: flat(),
  normal: normal({
    mean: [1, -1, 0.5],
    precision: [
      [2, 0.5, 0],
      [0.5, 1, 0.2],
      [0, 0.2, 3],
    ],
  }),
  zellner: zellner({ g: 20, mean: [2, 1, 0] }),
};
export const variancePriors = {
  "inverse-gamma": inverseGamma({ shape: 2.5, scale: 1.5 }),
  "1/σ²": jeffreys(),
  "half-t": halfT({ df: 3, scale: 1.2 }),
};
