// The model from the X_i, Z_i and y_i of the notes, without formula or table.
import { inverseGamma, mixedModelFromMatrices, sampleSync, summarize } from "lmm-gibbs";

// Three groups; X_i = [1, t], Z_i = 1.
const model = mixedModelFromMatrices(
  {
    y: [[1.9, 3.1, 4.2], [2.4, 3.9], [0.8, 2.2, 2.9, 4.1]],
    X: [
      [[1, 0], [1, 1], [1, 2]],
      [[1, 0], [1, 1]],
      [[1, 0], [1, 1], [1, 2], [1, 3]],
    ],
    Z: [[[1], [1], [1]], [[1], [1]], [[1], [1], [1], [1]]],
    names: ["intercept", "slope"],
    randomNames: ["intercept"],
  },
  { priors: { sigma2: inverseGamma({ shape: 1, scale: 0.1 }) } },
);
console.log(model.formula);
console.log(String(summarize(sampleSync(model, { draws: 2000, seed: 3 }))));
