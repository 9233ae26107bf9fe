// Predictions: their laws at an estimate and over draws, for known and new groups, and what is refused.
import {
  blup,
  type Estimate,
  estimate,
  gls,
  inverseGamma,
  inverseWishart,
  intraclassCorrelation,
  logMarginal,
  marginalCovariance,
  mixedModel,
  mixedModelFromMatrices,
  predict,
} from "@lmm-gibbs/core";
import { sampleSync, seededStream } from "@lmm-gibbs/samplers";
import { inverse, Matrix } from "ml-matrix";
import { beforeEach, describe, expect, test } from "vitest";
import { mixtureQuantile } from "../../../packages/core/src/likelihood/normal-mixture.ts";
import { dataRows } from "../../data-rows.ts";
import { denseModel, denseV } from "../../dense-model.ts";
import { randomModel } from "../../random-model.ts";

const sleep = dataRows("sleepstudy");
const model = mixedModel("Reaction ~ Days + (Days | Subject)", sleep, {
  priors: {
    sigma2: inverseGamma({ shape: 0.001, scale: 0.001 }),
    D: inverseWishart({
      df: 4,
      scale: [
        [500, 0],
        [0, 30],
      ],
    }),
  },
});
let fit: Estimate;
beforeEach(() => {
  fit = estimate(model);
});
const draws = sampleSync(model, { chains: 2, warmup: 200, draws: 500, seed: 3 });
const at = (subject: string | number, day: number) => [{ Subject: subject, Days: day }];

describe("at an estimate", () => {
  test("a known group's curve is x'β̂ + z'b̂_i, a new group's and the population's x'β̂", () => {
    const i = fit.levels.indexOf("309");
    const [mean] = predict(model, fit, at("309", 4)).mean;
    expect(mean).toBeCloseTo(fit.beta[0] + fit.b[i][0] + 4 * (fit.beta[1] + fit.b[i][1]), 9);
    const own = predict(model, fit);
    expect(own.mean).toHaveLength(180);
    own.mean.forEach((value, row) => expect(value).toBeCloseTo(fit.fitted[row], 8));
    const fresh = predict(model, fit, at("somebody", 4));
    const population = predict(model, fit, [{ Days: 4 }], { target: "population" });
    expect(fresh.mean[0]).toBeCloseTo(fit.beta[0] + 4 * fit.beta[1], 10);
    expect(population.mean[0]).toBe(fresh.mean[0]);
    expect([fresh.isKnownGroup, predict(model, fit, at("309", 1)).isKnownGroup]).toEqual([[false], [true]]);
  });

  test("its variance is Henderson's: (x, z) times the inverse of the mixed-model equations", () => {
    const random = randomModel(seededStream("henderson", 0), {});
    const [sigma2, D] = [
      1.3,
      [
        [0.8, 0.2],
        [0.2, 0.5],
      ],
    ];
    const { X, Z } = denseModel(random);
    const W = new Matrix(X.to2DArray().map((row, r) => [...row, ...Z.getRow(r)]));
    const C = W.transpose().mmul(W).div(sigma2);
    const Di = inverse(new Matrix(D));
    const q = Z.columns / 2;
    for (let i = 0; i < q; i++) {
      for (const k of [0, 1]) {
        for (const l of [0, 1]) {
          const [r, c] = [3 + 2 * i + k, 3 + 2 * i + l];
          C.set(r, c, C.get(r, c) + Di.get(k, l));
        }
      }
    }
    const inverseC = inverse(C);
    const { sd } = predict(
      random,
      { sigma2, D },
      {
        X: [[1, 0.7, -1]],
        Z: [[1, 0.7]],
        groups: ["g2"],
      },
    );
    const row = Matrix.zeros(1, C.columns);
    [1, 0.7, -1].forEach((value, k) => row.set(0, k, value));
    [1, 0.7].forEach((value, k) => row.set(0, 3 + 2 * 2 + k, value));
    expect(sd[0] ** 2).toBeCloseTo(row.mmul(inverseC).mmul(row.transpose()).get(0, 0), 9);
  });

  test("a new group's response has variance x'Cov(β̂)x + z'Dz + σ²; bounds are 1.96 of its root away", () => {
    const { sd, lower, upper, mean } = predict(model, fit, at("new", 2), { target: "response" });
    const x = [1, 2];
    const quadratic = (A: readonly (readonly number[])[]): number =>
      x.reduce((sum, a, k) => sum + x.reduce((inner, b, l) => inner + a * b * A[k][l], 0), 0);
    expect(sd[0] ** 2).toBeCloseTo(quadratic(gls(model, fit).covBeta) + quadratic(fit.D) + fit.sigma2, 8);
    expect(upper[0] - mean[0]).toBeCloseTo(1.959963984540054 * sd[0], 8);
    expect(mean[0] - lower[0]).toBeCloseTo(1.959963984540054 * sd[0], 8);
    const curve = predict(model, fit, at("new", 2)).sd[0];
    expect(sd[0] ** 2 - curve ** 2).toBeCloseTo(fit.sigma2, 8);
  });
});

describe("over draws", () => {
  test("means are those of the drawn b, which were not read, within Monte Carlo error", () => {
    const { mean, sd } = predict(model, draws, at(308, 5));
    const curve = draws.get("beta[Days]").flatMap((_, chain) =>
      Array.from({ length: 500 }, (__, t) => {
        const value = (name: string): number => draws.get(name)[chain][t];
        return (
          value("beta[(Intercept)]") +
          value("b_Subject[308,(Intercept)]") +
          5 * (value("beta[Days]") + value("b_Subject[308,Days]"))
        );
      }),
    );
    const drawn = curve.reduce((sum, value) => sum + value / 1000, 0);
    const spread = Math.sqrt(curve.reduce((sum, value) => sum + (value - drawn) ** 2 / 999, 0));
    // 1,000 draws, effective at least 200: four standard errors of the mean, and of the sd.
    expect(Math.abs(mean[0] - drawn)).toBeLessThan((4 * spread) / Math.sqrt(200));
    expect(Math.abs(sd[0] / spread - 1)).toBeLessThan(4 / Math.sqrt(400));
  });

  test("the law is the mixture over draws: the sd² is the mean variance plus the variance of means", () => {
    const { sd, mean, lower, upper } = predict(model, draws, at("new", 0), {
      target: "response",
      level: 0.9,
    });
    const all = (name: string): number[] => draws.get(name).flatMap((chain) => Array.from(chain));
    const beta = all("beta[(Intercept)]");
    const variance = all("D_Subject[(Intercept),(Intercept)]").map((d, s) => d + all("sigma2")[s]);
    const average = (x: readonly number[]): number => x.reduce((sum, value) => sum + value / x.length, 0);
    expect(mean[0]).toBeCloseTo(average(beta), 9);
    expect(sd[0] ** 2).toBeCloseTo(average(variance) + average(beta.map((b) => (b - mean[0]) ** 2)), 6);
    const below = (x: number): number => average(beta.map((b, s) => phi((x - b) / Math.sqrt(variance[s]))));
    expect(below(lower[0])).toBeCloseTo(0.05, 6);
    expect(below(upper[0])).toBeCloseTo(0.95, 6);
  });

  test("the population's band is made of quantiles of x'β", () => {
    const { lower, upper } = predict(model, draws, [{ Days: 3 }], { target: "population", level: 0.5 });
    const sorted = draws
      .get("beta[Days]")
      .flatMap((chain, c) =>
        Array.from(chain, (slope, t) => draws.get("beta[(Intercept)]")[c][t] + 3 * slope),
      )
      .toSorted((a, b) => a - b);
    const quantile = (p: number): number => {
      const index = 999 * p;
      const low = Math.floor(index);
      return sorted[low] + (index - low) * (sorted[low + 1] - sorted[low]);
    };
    expect(lower[0]).toBeCloseTo(quantile(0.25), 9);
    expect(upper[0]).toBeCloseTo(quantile(0.75), 9);
  });

  test("E(b_i | y) and Var(b_i | y): means and variances of the drawn b within Monte Carlo error", () => {
    const { b, varB, varBIntegrated } = blup(model, draws);
    const drawn = draws.get("b_Subject[335,Days]").flatMap((chain) => Array.from(chain));
    const i = fit.levels.indexOf("335");
    const mean = drawn.reduce((sum, value) => sum + value / 1000, 0);
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2 / 999, 0);
    expect(Math.abs(b[i][1] - mean)).toBeLessThan(4 * Math.sqrt(variance / 200));
    expect(Math.abs(varBIntegrated[i][1][1] / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 200));
    expect(varB[i][1][1]).toBeLessThan(varBIntegrated[i][1][1]);
  });

  test("the population's curve is Xβ, of the model's own rows too", () => {
    const { mean, sd } = predict(model, draws, undefined, { target: "population" });
    const of = (name: string): number[] => draws.get(name).flatMap((chain) => Array.from(chain));
    const [first, slope] = [of("beta[(Intercept)]"), of("beta[Days]")];
    const curve = first.map((value, s) => value + 3 * slope[s]);
    const average = curve.reduce((sum, value) => sum + value / curve.length, 0);
    const square = curve.reduce((sum, value) => sum + (value - average) ** 2 / curve.length, 0);
    for (const row of [3, 13]) {
      expect(mean[row]).toBeCloseTo(average, 9);
      expect(sd[row]).toBeCloseTo(Math.sqrt(square), 9);
    }
    const { mean: atEstimate } = predict(model, fit, undefined, { target: "population" });
    expect(atEstimate[13]).toBeCloseTo(fit.beta[0] + 3 * fit.beta[1], 9);
  });

  test("draws of a diagonal D have no covariance", () => {
    const apart = mixedModel("Reaction ~ Days + (Days || Subject)", sleep);
    const of = sampleSync(apart, { chains: 1, warmup: 50, draws: 20, seed: 4 });
    const [V] = marginalCovariance(apart, of, [
      [1, 0],
      [1, 5],
    ]);
    const mean = (name: string): number => of.get(name)[0].reduce((sum, value) => sum + value / 20, 0);
    expect(V[1]).toBeCloseTo(mean("D_Subject[(Intercept),(Intercept)]"), 8);
    expect(V[0]).toBeCloseTo(V[1] + mean("sigma2"), 8);
  });

  test("the intraclass correlation and the marginal covariance of draws", () => {
    const icc = intraclassCorrelation(model, draws, [1, 0]);
    const [d, s] = ["D_Subject[(Intercept),(Intercept)]", "sigma2"].map((name) => draws.get(name)[1][7]);
    expect(icc[1][7]).toBeCloseTo(d / (d + s), 12);
    const all = (name: string): number =>
      draws
        .get(name)
        .flatMap((c) => Array.from(c))
        .reduce((a, v) => a + v / 1000, 0);
    const [[v]] = marginalCovariance(model, draws, [[1, 0]]);
    expect(v).toBeCloseTo(all("D_Subject[(Intercept),(Intercept)]") + all("sigma2"), 7);
  });
});

/** Φ by the trapezoid rule, which for this integrand is exact to rounding. */
function phi(x: number): number {
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  const n = 400;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const t = ((i + 0.5) * x) / n;
    sum += Math.exp((-t * t) / 2) * (x / n);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

test("a mixture's quantile inverts its distribution function, steps among it too", () => {
  const [means, sds] = [Float64Array.of(0, 10, 3), Float64Array.of(1, 0.1, 0)];
  for (const p of [0.01, 0.2, 0.5, 0.6, 0.9, 0.999]) {
    const x = mixtureQuantile(means, sds, p);
    const F = (v: number): number => (phi(v) + phi((v - 10) / 0.1) + (v >= 3 ? 1 : 0)) / 3;
    expect(F(x - 1e-6)).toBeLessThanOrEqual(p + 1e-5);
    expect(F(x + 1e-6)).toBeGreaterThanOrEqual(p - 1e-5);
  }
  expect(mixtureQuantile(Float64Array.of(3, 1, 2), new Float64Array(3), 0.25)).toBe(1.5);
  expect(mixtureQuantile(Float64Array.of(2), new Float64Array(1), 0.4)).toBe(2);
});

describe("covariance of a group's responses", () => {
  test("g₁₁ + (t + s)g₁₂ + ts·g₂₂ and σ² on the diagonal; the group's own V_i; compound symmetry", () => {
    const [[a, c], [, b]] = fit.D;
    const V = marginalCovariance(model, fit, [
      [1, 2],
      [1, 5],
    ]);
    expect(V[0][1]).toBeCloseTo(a + 7 * c + 10 * b, 9);
    expect(V[1][1]).toBeCloseTo(a + 10 * c + 25 * b + fit.sigma2, 9);
    const dense = denseV(model, fit.sigma2, fit.D);
    const own = marginalCovariance(model, fit, "309");
    own.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(dense.get(10 + i, 10 + j), 8)),
    );
    const beaches = mixedModel("Richness ~ NAP + (1 | Beach)", dataRows("rikz"));
    const at1 = estimate(beaches);
    const S = marginalCovariance(beaches, at1, "1");
    expect(S[0][0]).toBeCloseTo(at1.D[0][0] + at1.sigma2, 12);
    expect(S[0][4]).toBe(S[3][1]);
    expect(intraclassCorrelation(beaches, at1)).toBeCloseTo(S[0][4] / S[0][0], 12);
  });
});

describe("refuses", () => {
  const matrices = mixedModelFromMatrices({
    y: [
      [1, 2, 4],
      [3, 1, 1.5],
    ],
    X: [
      [[1], [1], [1]],
      [[1], [1], [1]],
    ],
    Z: [
      [[1], [1], [1]],
      [[1], [1], [1]],
    ],
  });
  const parameters = { sigma2: 1, D: [[1]] };

  test.each<[string, () => unknown, string]>([
    ["a missing column", () => predict(model, fit, [{ Subject: 308 }]), 'column "Days" is not in the data'],
    [
      "no groups for group curves",
      () => predict(model, fit, [{ Days: 3 }]),
      'column "Subject" is not in the data',
    ],
    [
      "an unknown target",
      () => predict(model, fit, undefined, { target: "mean" as never }),
      "target must be one of",
    ],
    [
      "a table for matrices",
      () => predict(matrices, parameters, [{ x1: 1 }]),
      "the rows of a model from matrices must be an object",
    ],
    [
      "matrices without groups",
      () => predict(matrices, parameters, { X: [[1]], Z: [[1]] }),
      "X, Z and groups must have one length: 1, 1 and no rows",
    ],
    [
      "no rows at all",
      () => predict(matrices, parameters, { X: [], Z: [], groups: [] }),
      "X must have rows of 1 numbers, got []",
    ],
    [
      "rows of another width",
      () => predict(matrices, parameters, { X: [[1, 2]] }),
      "X must have rows of 1 numbers",
    ],
    [
      "σ² of 0",
      () => predict(model, { ...fit, sigma2: 0 }),
      "the parameters: sigma2 must be a finite number above 0, got 0",
    ],
    [
      "D of another size",
      () => predict(model, { sigma2: 1, D: [[1]] }),
      "the parameters: D must be 2 × 2, got 1 × 1",
    ],
    [
      "a covariance of a diagonal D",
      () =>
        predict(mixedModel("Reaction ~ Days + (Days || Subject)", sleep), {
          sigma2: 1,
          D: [
            [1, 0.1],
            [0.1, 1],
          ],
        }),
      "D must be diagonal, the term is written with ||",
    ],
    [
      "a covariance of two of three effects of a diagonal D",
      () =>
        predict(mixedModel("Reaction ~ Days + (Days + I(Days^2) || Subject)", sleep), {
          sigma2: 1,
          D: [
            [1, 0, 0],
            [0, 1, 0.1],
            [0, 0.1, 1],
          ],
        }),
      "D must be diagonal, the term is written with ||",
    ],
    [
      "a state of more terms",
      () => predict(model, { sigma2: 1, terms: [{ D: fit.D }, { D: fit.D }] }),
      "terms must be a list of 1",
    ],
    [
      "a state whose terms are none",
      () => predict(model, { sigma2: 1, terms: 1 as never }),
      "terms must be a list of 1",
    ],
    ["a text", () => predict(model, "fit" as never), "the parameters must be an estimate, a state or"],
    ["no draws", () => predict(model, { ...draws, iterations: 0 }), "there are no draws"],
    ["no chains", () => predict(model, { ...draws, chains: 0 }), "there are no draws"],
    [
      "matrices of different lengths",
      () => predict(matrices, parameters, { X: [[1]], Z: [[1]], groups: [1, 2] }),
      "X, Z and groups must have one length: 1, 1 and 2 rows",
    ],
    [
      "more rows of Z",
      () => predict(matrices, parameters, { X: [[1]], Z: [[1], [1]], groups: [1] }),
      "X, Z and groups must have one length: 1, 2 and 1 rows",
    ],
    ["no X", () => predict(matrices, parameters, { Z: [[1]] }), "X is missing"],
    ["no rows of Z", () => marginalCovariance(model, fit, []), "the rows of Z must have 2 columns"],
    [
      "an ICC of one effect that is no intercept",
      () =>
        intraclassCorrelation(mixedModel("Reaction ~ Days + (0 + Days | Subject)", sleep), {
          sigma2: 1,
          D: [[1]],
        }),
      "depends on the row of Z; give z, 1 numbers",
    ],
    ["a likelihood without β", () => logMarginal(model, { sigma2: 1, D: fit.D }), "beta is missing"],
    ["nothing", () => predict(model, null as never), "the parameters must be an estimate, a state or"],
    ["draws of another model", () => predict(matrices, draws), 'the draws have no variable "beta[x1]"'],
    [
      "an unknown level",
      () => marginalCovariance(model, fit, "300"),
      'Subject has no level "300"; did you mean "30',
    ],
    [
      "an ICC that depends on z",
      () => intraclassCorrelation(model, fit),
      "depends on the row of Z; give z, 2 numbers",
    ],
    [
      "rows of Z of another width",
      () => marginalCovariance(model, fit, [[1]]),
      "the rows of Z must have 2 columns",
    ],
  ])("%s", (_, run, message) => expect(run).toThrow(message));

  test("a model from matrices predicts from matrices", () => {
    const { mean, isKnownGroup } = predict(matrices, parameters, {
      X: [[1], [1]],
      Z: [[1], [1]],
      groups: [1, "x"],
    });
    expect(isKnownGroup).toEqual([true, false]);
    expect(mean[0]).not.toBeCloseTo(mean[1], 3);
    expect(predict(matrices, parameters, { X: [[2]] }, { target: "population" }).mean[0]).toBeCloseTo(
      2 * mean[1],
      10,
    );
  });
});
