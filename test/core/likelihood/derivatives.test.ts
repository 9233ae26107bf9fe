// The exact derivatives that the optimiser uses, against differences of the function they belong to.
import type { Model } from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { type FactorMap, standardMap } from "../../../packages/core/src/likelihood/factor-map.ts";
import { likelihoodData } from "../../../packages/core/src/likelihood/likelihood-data.ts";
import {
  evaluateObjective,
  type Objective,
  type ResidualVariance,
} from "../../../packages/core/src/likelihood/objective.ts";
import { randomModel } from "../../random-model.ts";

const stream = seededStream("derivatives", 0);
const model = randomModel(stream, {});
const ofThreeEffects = randomModel(stream, {}, { effects: 3 });
const correlated: FactorMap = {
  q: 2,
  size: 2,
  entries: [
    { row: 0, column: 0, parameter: 0, coefficient: 1 },
    { row: 1, column: 0, parameter: 0, coefficient: -0.4 },
    { row: 1, column: 0, parameter: 1, coefficient: 0.3 },
    { row: 1, column: 1, parameter: 1, coefficient: 0.9 },
  ],
};
const maps: [string, Model, () => FactorMap][] = [
  ["triangular", model, () => standardMap(2, false)],
  ["diagonal", model, () => standardMap(2, true)],
  ["one correlation held", model, () => correlated],
  ["triangular, of three effects", ofThreeEffects, () => standardMap(3, false)],
  ["diagonal, of three effects", ofThreeEffects, () => standardMap(3, true)],
];
const residuals: [string, ResidualVariance][] = [
  ["σ² profiled out", "profiled"],
  ["σ² held", { sigma2: 1.7 }],
  ["an sd held", "reciprocal"],
];

describe.each(maps)("Λ %s", (_, of, mapOf) => {
  describe.each(residuals)("%s", (__, residual) => {
    test.each([false, true])("gradient and Hessian, REML %s", (restricted) => {
      const map = mapOf();
      const objective: Objective = { data: likelihoodData(of), map, restricted, residual };
      const at = Float64Array.from({ length: map.size }, () => 0.3 + stream.uniform());
      const { value, gradient, hessian } = evaluateObjective(objective, at, 2);
      expect(evaluateObjective(objective, at, 0).value).toBe(value);
      const step = 1e-5;
      for (let k = 0; k < map.size; k++) {
        const moved = (sign: number) =>
          evaluateObjective(
            objective,
            at.map((x, l) => x + (k === l ? sign * step : 0)),
            2,
          );
        const [up, down] = [moved(1), moved(-1)];
        // Central differences err by step² and by rounding over step.
        expect(gradient[k]).toBeCloseTo((up.value - down.value) / (2 * step), 5);
        for (let l = 0; l < map.size; l++) {
          expect(hessian[k * map.size + l]).toBeCloseTo((up.gradient[l] - down.gradient[l]) / (2 * step), 5);
        }
      }
    });
  });
});
