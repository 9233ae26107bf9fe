// The exact derivatives that the optimiser uses, against differences of the function they belong to.
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { type FactorMap, standardMap } from "../../../packages/core/src/likelihood/factor-map.ts";
import { likelihoodData } from "../../../packages/core/src/likelihood/likelihood-data.ts";
import {
  evaluateObjective,
  type Objective,
  type ResidualVariance,
} from "../../../packages/core/src/likelihood/objective.ts";
import { minimize } from "../../../packages/core/src/likelihood/trust-region.ts";
import { randomModel } from "../../random-model.ts";

const stream = seededStream("derivatives", 0);
const model = randomModel(stream, {});
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
const maps: [string, () => FactorMap][] = [
  ["triangular", () => standardMap(2, false)],
  ["diagonal", () => standardMap(2, true)],
  ["one correlation held", () => correlated],
];
const residuals: [string, ResidualVariance][] = [
  ["σ² profiled out", "profiled"],
  ["σ² held", { sigma2: 1.7 }],
  ["an sd held", { sd: 0.8 }],
];

describe.each(maps)("Λ %s", (_, mapOf) => {
  describe.each(residuals)("%s", (__, residual) => {
    test.each([false, true])("gradient and Hessian, REML %s", (restricted) => {
      const map = mapOf();
      const objective: Objective = { data: likelihoodData(model), map, restricted, residual };
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

describe("the minimiser", () => {
  /** (x² − 1)² + 3y²: a saddle at 0, minima at ±1. */
  const wells = (at: Float64Array) => {
    const [x, y] = at;
    return {
      value: (x * x - 1) ** 2 + 3 * y * y,
      gradient: Float64Array.of(4 * x * (x * x - 1), 6 * y),
      hessian: Float64Array.of(12 * x * x - 4, 0, 0, 6),
    };
  };

  test("leaves a saddle where the gradient is 0", () => {
    const { at, value, converged } = minimize(wells, Float64Array.of(0, 0), 0.5);
    expect(Math.abs(at[0])).toBeCloseTo(1, 12);
    expect(at[1]).toBeCloseTo(0, 12);
    expect([value < 1e-20, converged]).toEqual([true, true]);
  });

  test("follows Rosenbrock's valley to rounding", () => {
    const banana = (at: Float64Array) => {
      const [x, y] = at;
      return {
        value: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
        gradient: Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)),
        hessian: Float64Array.of(1200 * x * x - 400 * y + 2, -400 * x, -400 * x, 200),
      };
    };
    const { at, iterations } = minimize(banana, Float64Array.of(-1.2, 1), 1);
    expect(at[0]).toBeCloseTo(1, 12);
    expect(at[1]).toBeCloseTo(1, 12);
    expect(iterations).toBeLessThan(50);
  });

  test("does not step where the function is not finite", () => {
    const log = (at: Float64Array) => ({
      value: at[0] > 0 ? at[0] - Math.log(at[0]) : NaN,
      gradient: Float64Array.of(1 - 1 / at[0]),
      hessian: Float64Array.of(1 / at[0] ** 2),
    });
    expect(minimize(log, Float64Array.of(50), 100).at[0]).toBeCloseTo(1, 10);
  });
});
