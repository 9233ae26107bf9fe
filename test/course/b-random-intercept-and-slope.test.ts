// Lecture B: random intercept and slope, the covariance they induce, BLUP and shrinkage, on the eleven girls.
import {
  blup,
  estimate,
  groupsOf,
  intraclassCorrelation,
  marginalCovariance,
  mixedModel,
  predict,
  predictedProfile,
  residuals,
  separateRegressions,
} from "@lmm-gibbs/core";
import { describe, expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";

const children = dataRows("orthodont");
const girls = children.filter((row) => row["Sex"] === "Female");
const ages = [8, 10, 12, 14];

test("27 children, 16 boys and 11 girls, measured every two years from 8 to 14", () => {
  const subjects = (rows: typeof girls): number => new Set(rows.map((row) => row["Subject"])).size;
  expect([subjects(children), subjects(girls), children.length]).toEqual([27, 11, 108]);
  expect([...new Set(girls.map((row) => row["age"]))]).toEqual(ages);
});

describe("random intercept", () => {
  const model = mixedModel("distance ~ age + (1 | Subject)", girls);
  const fit = estimate(model);

  test("the girls: 17.373 (0.859) + 0.480 (0.053) age, sd 2.068 between and 0.780 within", () => {
    expect(fit.beta.map((value) => value.toFixed(3))).toEqual(["17.373", "0.480"]);
    expect(fit.standardErrors.map((value) => value.toFixed(3))).toEqual(["0.859", "0.053"]);
    expect(Math.sqrt(fit.D[0][0]).toFixed(3)).toBe("2.068");
    expect(Math.sqrt(fit.sigma2).toFixed(3)).toBe("0.780");
  });

  test("the pattern: σ_b² + σ² on the diagonal, σ_b² beside it", () => {
    const V = marginalCovariance(model, fit, "F01");
    V.forEach((row, i) => {
      row.forEach((value, j) => expect(value).toBeCloseTo(fit.D[0][0] + (i === j ? fit.sigma2 : 0), 12));
    });
    expect(intraclassCorrelation(model, fit)).toBeCloseTo(V[0][1] / V[0][0], 12);
  });

  test("BLUP shrinks towards the population: every b̂_i is the same fraction of the girl's mean residual", () => {
    const fraction = fit.D[0][0] / (fit.D[0][0] + fit.sigma2 / 4);
    const { marginal } = residuals(model, fit);
    blup(model, fit).b.forEach(([b], i) => {
      const mean = [0, 1, 2, 3].reduce((sum, j) => sum + marginal[4 * i + j] / 4, 0);
      expect(b).toBeCloseTo(fraction * mean, 9);
    });
    expect(fraction).toBeLessThan(1);
  });
});

describe("random intercept and slope", () => {
  const model = mixedModel("distance ~ age + (age | Subject)", girls);
  const fit = estimate(model);
  const [[g11, g12], [, g22]] = fit.D;

  test("var(Y_ij) = g₁₁ + 2t g₁₂ + t²g₂₂ + σ², cov(Y_ij, Y_ik) = g₁₁ + (t + s)g₁₂ + ts g₂₂", () => {
    const V = marginalCovariance(model, fit, "F01");
    ages.forEach((t, j) => {
      ages.forEach((s, k) => {
        const covariance = g11 + (t + s) * g12 + t * s * g22 + (j === k ? fit.sigma2 : 0);
        expect(V[j][k]).toBeCloseTo(covariance, 10);
      });
    });
  });

  test("Ŷ_i = σ̂²Σ̂_i⁻¹X_iβ̂ + (I − σ̂²Σ̂_i⁻¹)Y_i for every girl", () => {
    for (const { level, y } of groupsOf(model)) {
      const { fitted, population, populationWeight } = predictedProfile(model, fit, level);
      fitted.forEach((value, r) => {
        const shrunk = y.reduce((sum, own, s) => {
          const w = populationWeight[r][s];
          return sum + w * population[s] + ((r === s ? 1 : 0) - w) * own;
        }, 0);
        expect(value).toBeCloseTo(shrunk, 9);
      });
    }
  });

  test("predicted growth curves vary less than the girls' own regressions do", () => {
    const own = separateRegressions(model).fits.map(({ beta }) => beta[1]);
    const predicted = fit.b.map(([, slope]) => fit.beta[1] + slope);
    const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    expect(spread(predicted)).toBeLessThan(spread(own));
    const average = own.reduce((sum, value) => sum + value / 11, 0);
    expect(fit.beta[1]).toBeCloseTo(average, 9);
  });

  test("a girl's curve at an age that nobody was measured at", () => {
    const { mean, sd } = predict(model, fit, [
      { Subject: "F11", age: 16 },
      { Subject: "F12", age: 16 },
    ]);
    const i = fit.levels.indexOf("F11");
    expect(mean[0]).toBeCloseTo(fit.beta[0] + fit.b[i][0] + 16 * (fit.beta[1] + fit.b[i][1]), 9);
    expect(mean[1]).toBeCloseTo(fit.beta[0] + 16 * fit.beta[1], 9);
    expect(sd[0]).toBeLessThan(sd[1]);
  });
});
