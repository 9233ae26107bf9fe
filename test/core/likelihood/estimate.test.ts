// Estimates: maxima by other means, equivariance, boundaries, small and hostile data.
import {
  type Estimate,
  estimate,
  inverseGamma,
  logMarginal,
  logRestricted,
  type Method,
  mixedModel,
  mixedModelFromMatrices,
  type Model,
  type ModelMatrices,
  normal,
  type RandomStream,
} from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { beforeEach, describe, expect, test } from "vitest";
import { dataRows } from "../../data-rows.ts";
import { randomModel } from "../../random-model.ts";

const proper = { sigma2: inverseGamma({ shape: 1, scale: 1 }), D: inverseGamma({ shape: 1, scale: 1 }) };
const methods: Method[] = ["ML", "REML"];

/** J groups of n rows, y = 2 + τu_i + σe. */
function oneWay(stream: RandomStream, J: number, n: number, tau: number, sigma: number): number[][] {
  return Array.from({ length: J }, () => {
    const effect = 2 + tau * stream.normal();
    return Array.from({ length: n }, () => effect + sigma * stream.normal());
  });
}

function oneWayModel(y: readonly (readonly number[])[]): Model {
  const ones = y.map((own) => own.map(() => [1]));
  return mixedModelFromMatrices({ y, X: ones, Z: ones }, { priors: proper });
}

describe("the balanced one-way layout has a closed form", () => {
  test.each([
    [8, 5, 1, 1],
    [20, 3, 0.7, 2],
    [6, 10, 1e6, 1],
    [6, 10, 1, 1e-6],
  ])("J = %i, n = %i, τ = %d, σ = %d", (J, n, tau, sigma) => {
    const y = oneWay(seededStream(`one-way ${J}`, 0), J, n, tau, sigma);
    const means = y.map((own) => own.reduce((sum, value) => sum + value / n, 0));
    const grand = means.reduce((sum, value) => sum + value / J, 0);
    const between = (n * means.reduce((sum, mean) => sum + (mean - grand) ** 2, 0)) / (J - 1);
    const within =
      y.reduce((sum, own, i) => sum + own.reduce((s, v) => s + (v - means[i]) ** 2, 0), 0) / (J * (n - 1));
    const model = oneWayModel(y);
    const reml = estimate(model);
    expect(reml.sigma2 / within).toBeCloseTo(1, 9);
    expect(reml.D[0][0] / ((between - within) / n)).toBeCloseTo(1, 8);
    expect((reml.beta[0] - grand) / reml.standardErrors[0]).toBeCloseTo(0, 9);
    expect(reml.standardErrors[0] / Math.sqrt(between / (J * n))).toBeCloseTo(1, 8);
    const ml = estimate(model, { method: "ML" });
    expect(ml.sigma2 / within).toBeCloseTo(1, 9);
    expect(ml.D[0][0] / (((1 - 1 / J) * between - within) / n)).toBeCloseTo(1, 8);
    expect([reml.singular, ml.singular, reml.converged, ml.converged]).toEqual([false, false, true, true]);
  });
});

describe("at the boundary", () => {
  test("groups more alike than chance allows: τ² is exactly 0, and σ² that of the regression", () => {
    const y = [
      [1, 2, 3],
      [3, 2.1, 1],
      [2, 1, 3.05],
      [1.9, 3, 1.1],
    ];
    for (const method of methods) {
      const fit = estimate(oneWayModel(y), { method });
      expect([fit.singular, fit.converged, fit.D]).toEqual([true, true, [[0]]]);
      const mean = y.flat().reduce((sum, value) => sum + value / 12, 0);
      const squares = y.flat().reduce((sum, value) => sum + (value - mean) ** 2, 0);
      expect(fit.sigma2).toBeCloseTo(squares / (method === "ML" ? 12 : 11), 12);
      expect(fit.b.flat()).toEqual([0, 0, 0, 0]);
      expect(fit.varB.flat(2)).toEqual([0, 0, 0, 0]);
    }
  });

  test("a correlation at its limit: rank 1, a maximum along every positive semidefinite direction", () => {
    const stream = seededStream("rank one", 4);
    const groups = Array.from({ length: 60 }, (_, row) => Math.floor(row / 5));
    const t = groups.map((_, row) => (row % 5) - 2);
    const effects = Array.from({ length: 12 }, () => stream.normal());
    const y = groups.map((i, row) => effects[i] * (2 + t[row]) + stream.normal());
    const Z = t.map((value) => [1, value]);
    const model = mixedModelFromMatrices({ y, X: Z, Z, groups });
    const fit = estimate(model, { method: "ML" });
    const [[a, c], [, b]] = fit.D;
    expect(fit.singular).toBe(true);
    // Exactly at its limit, not as near as a search of the full rank comes.
    expect(Math.abs(1 - c ** 2 / (a * b))).toBeLessThan(1e-15);
    expect(logMarginal(model, fit)).toBeCloseTo(fit.logLikelihood, 9);
    for (let k = 0; k < 12; k++) {
      const [v, w] = [Math.cos((k * Math.PI) / 12), Math.sin((k * Math.PI) / 12)];
      const more = [
        [a + 1e-4 * v * v, c + 1e-4 * v * w],
        [c + 1e-4 * v * w, b + 1e-4 * w * w],
      ];
      expect(logMarginal(model, { ...fit, D: more })).toBeLessThanOrEqual(fit.logLikelihood + 1e-9);
    }
    expect(logMarginal(model, { ...fit, D: fit.D.map((row) => row.map((x) => 1.001 * x)) })).toBeLessThan(
      fit.logLikelihood,
    );
  });

  test("three effects of rank one or two: the log likelihood is level along every factor of D̂", () => {
    let count = 0;
    // At seed 59 the near-singular Λ has a long flat valley, which the search at its own rank has not.
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 59]) {
      const stream = seededStream("low rank", seed);
      const groups = [3, 5, 2, 6, 4, 3, 3].flatMap((n, i) => Array.from({ length: n }, () => i));
      const Z = groups.map(() => [1, 2 * stream.normal(), 2 * stream.normal()]);
      const effects = Array.from({ length: 7 }, () => stream.normal());
      const y = groups.map((i, row) => effects[i] * (0.3 + Z[row][1] + 0.2 * Z[row][2]) + stream.normal());
      const model = mixedModelFromMatrices({ y, X: Z, Z, groups });
      const fit = estimate(model, { method: "ML" });
      expect(fit.converged).toBe(true);
      if (!fit.singular) continue;
      count++;
      const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(fit.D));
      // Exactly singular: what is left of the smallest eigenvalue is rounding.
      expect(Math.min(...realEigenvalues) / Math.max(...realEigenvalues)).toBeLessThan(1e-15);
      const sizes = realEigenvalues.map((value) => (value > 1e-12 ? Math.sqrt(value) : 0));
      const factor = eigenvectorMatrix.mulRowVector(sizes);
      for (let k = 0; k < 9; k++) {
        const at = (change: number): number => {
          const L = factor.clone();
          L.set(Math.floor(k / 3), k % 3, L.get(Math.floor(k / 3), k % 3) + change);
          return logMarginal(model, { ...fit, D: L.mmul(L.transpose()).to2DArray() });
        };
        // A null direction lifts D by change², so both sides of it are alike.
        expect(Math.abs(at(1e-5) - at(-1e-5)) / 2e-5).toBeLessThan(1e-6);
        expect(Math.max(at(1e-3), at(-1e-3))).toBeLessThanOrEqual(fit.logLikelihood + 1e-10);
      }
    }
    expect(count).toBeGreaterThan(5);
  });

  /** Ten groups of eight rows: an effect of the first column, none of the second, some of the third. */
  function withoutSlopes(): { y: number[]; x: number[][]; groups: number[] } {
    const stream = seededStream("diagonal boundary", 2);
    const groups = Array.from({ length: 80 }, (_, row) => Math.floor(row / 8));
    const effects = Array.from({ length: 10 }, () => 3 * stream.normal());
    const x = groups.map((_, row) => [1, (row % 8) - 3.5, (row % 8) * (row % 3)]);
    const y = groups.map((i) => effects[i] + stream.normal());
    // Slopes less variable than chance: take each group's own slope out.
    for (let i = 0; i < 10; i++) {
      const rows = groups.flatMap((group, row) => (group === i ? [row] : []));
      const slope = rows.reduce((sum, row) => sum + x[row][1] * y[row], 0) / 42;
      for (const row of rows) y[row] += (0.4 * effects[(i + 3) % 10] * x[row][2]) / 3 - slope * x[row][1];
    }
    return { y, x, groups };
  }

  test.each([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ])("a diagonal D with one variance at 0 is that of the other effects (order %i %i %i)", (...columns) => {
    const { y, x, groups } = withoutSlopes();
    const fitOf = (kept: number[]): Estimate => {
      const Z = x.map((row) => kept.map((k) => row[k]));
      return estimate(mixedModelFromMatrices({ y, X: x, Z, groups }, { diagonal: true }));
    };
    const fit = fitOf(columns);
    expect([fit.singular, fit.converged]).toEqual([true, true]);
    const others = columns.filter((k) => k !== 1);
    const without = fitOf(others);
    expect(without.singular).toBe(false);
    expect(fit.logLikelihood).toBeCloseTo(without.logLikelihood, 9);
    expect(fit.D[columns.indexOf(1)]).toEqual([0, 0, 0]);
    others.forEach((k, i) => {
      const place = columns.indexOf(k);
      expect(fit.D[place][place] / without.D[i][i]).toBeCloseTo(1, 6);
    });
  });

  test("three effects, of which y has one: D̂ of rank one, whichever comes first", () => {
    const stream = seededStream("rank one of three", 3);
    const groups = Array.from({ length: 60 }, (_, row) => Math.floor(row / 6));
    const Z = groups.map(() => [1, stream.normal(), stream.normal()]);
    const effects = Array.from({ length: 10 }, () => stream.normal());
    const y = groups.map((i, row) => effects[i] * (1 - 2 * Z[row][1] + Z[row][2]) + 3 * stream.normal());
    const of = (order: number[]): Estimate =>
      estimate(mixedModelFromMatrices({ y, X: Z, Z: Z.map((row) => order.map((k) => row[k])), groups }), {
        method: "ML",
      });
    const first = of([0, 1, 2]);
    expect([first.singular, first.converged]).toEqual([true, true]);
    const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(first.D));
    expect(realEigenvalues.filter((value) => Math.abs(value) > 1e-14 * first.D[1][1])).toHaveLength(1);
    for (const order of [
      [1, 2, 0],
      [2, 1, 0],
    ]) {
      const turned = of(order);
      expect(turned.logLikelihood).toBeCloseTo(first.logLikelihood, 9);
      order.forEach((k, i) => order.forEach((l, j) => expect(turned.D[i][j]).toBeCloseTo(first.D[k][l], 7)));
    }
  });
});

describe("no other start finds more", () => {
  test.each([209, 999, 275, 232])("few groups and several effects, seed %i", (seed) => {
    const stream = seededStream("several maxima", seed);
    const sizes = [4, 2, 5, 3, 6, 1, 4];
    const groups = sizes.flatMap((n, i) => Array.from({ length: n }, () => i));
    const Z = groups.map(() => [1, 2 * stream.normal(), 2 * stream.normal()]);
    const effects = sizes.map(() => [0.1, 2, 0.3].map((sd) => sd * stream.normal()));
    const y = groups.map((i, row) =>
      Z[row].reduce((sum, z, k) => sum + z * (1 + effects[i][k]), stream.normal()),
    );
    const model = mixedModelFromMatrices({ y, X: Z, Z, groups });
    for (const method of methods) {
      const fit = estimate(model, { method });
      const density = method === "ML" ? logMarginal : logRestricted;
      expect(fit.converged).toBe(true);
      // A climb from random points by coordinate-wise halving steps, which knows no derivative.
      for (let start = 0; start < 3; start++) {
        const reached = climb(
          (x) => {
            const L = [
              [x[0], 0, 0],
              [x[1], x[2], 0],
              [x[3], x[4], x[5]],
            ];
            const D = L.map((one) =>
              L.map((other) => one.reduce((sum, value, k) => sum + value * other[k], 0)),
            );
            return density(model, { beta: fit.beta, sigma2: Math.exp(x[6]), D });
          },
          Array.from({ length: 7 }, () => stream.normal()),
        );
        expect(reached).toBeLessThanOrEqual(fit.logLikelihood + 1e-7);
      }
    }
  });
});

function climb(f: (x: readonly number[]) => number, start: readonly number[]): number {
  let [at, value, step] = [[...start], f(start), 1];
  while (step > 1e-3) {
    let better = false;
    for (let k = 0; k < at.length; k++) {
      for (const sign of [1, -1]) {
        const moved = at.map((x, l) => x + (k === l ? sign * step : 0));
        const there = f(moved);
        if (there > value) [at, value, better] = [moved, there, true];
      }
    }
    if (!better) step /= 2;
  }
  return value;
}

describe("equivariance", () => {
  const rows = dataRows("sleepstudy") as { Reaction: number; Days: number; Subject: number }[];
  const formula = "Reaction ~ Days + (Days | Subject)";
  let plain: Estimate;
  beforeEach(() => {
    plain = estimate(mixedModel(formula, rows));
  });

  test.each([1e148, 1e-150, 1e10, -3])("a response times %d", (factor) => {
    const fit = estimate(
      mixedModel(
        formula,
        rows.map((row) => ({ ...row, Reaction: factor * row.Reaction })),
      ),
    );
    expect(fit.sigma2 / factor / factor / plain.sigma2).toBeCloseTo(1, 7);
    fit.D.forEach((row, k) => {
      row.forEach((value, l) => expect(value / factor / factor / plain.D[k][l]).toBeCloseTo(1, 6));
    });
    fit.beta.forEach((value, k) => expect(value / factor / plain.beta[k]).toBeCloseTo(1, 9));
    fit.tValues.forEach((t, k) => expect(Math.sign(factor) * t).toBeCloseTo(plain.tValues[k], 6));
    expect(fit.logLikelihood + (180 - 2) * Math.log(Math.abs(factor))).toBeCloseTo(plain.logLikelihood, 6);
    expect(fit.b[3][1] / factor).toBeCloseTo(plain.b[3][1], 6);
  });

  test.each([1e6, 1e-6])("a covariate times %d", (factor) => {
    const fit = estimate(
      mixedModel(
        formula,
        rows.map((row) => ({ ...row, Days: factor * row.Days })),
      ),
    );
    expect(fit.D[0][0] / plain.D[0][0]).toBeCloseTo(1, 6);
    expect((fit.D[1][1] * factor ** 2) / plain.D[1][1]).toBeCloseTo(1, 6);
    expect((fit.beta[1] * factor) / plain.beta[1]).toBeCloseTo(1, 9);
    expect((fit.standardErrors[1] * factor) / plain.standardErrors[1]).toBeCloseTo(1, 7);
    expect(fit.logLikelihood).toBeCloseTo(plain.logLikelihood - Math.log(factor), 7);
  });

  test.each([1e3, 1e5])("a covariate shifted by %d: the same slopes, residuals and likelihood", (shift) => {
    const fit = estimate(
      mixedModel(
        formula,
        rows.map((row) => ({ ...row, Days: row.Days + shift })),
      ),
    );
    expect(fit.sigma2 / plain.sigma2).toBeCloseTo(1, 6);
    expect(fit.D[1][1] / plain.D[1][1]).toBeCloseTo(1, 5);
    expect(fit.beta[1]).toBeCloseTo(plain.beta[1], 5);
    expect(fit.fitted[17]).toBeCloseTo(plain.fitted[17], 4);
    expect(fit.logLikelihood).toBeCloseTo(plain.logLikelihood, 5);
  });

  test("a response far from 0", () => {
    const fit = estimate(
      mixedModel(
        formula,
        rows.map((row) => ({ ...row, Reaction: row.Reaction + 1e9 })),
      ),
    );
    expect(fit.beta[0] - 1e9).toBeCloseTo(plain.beta[0], 4);
    expect(fit.sigma2 / plain.sigma2).toBeCloseTo(1, 6);
  });

  test("rows in another order", () => {
    const fit = estimate(mixedModel(formula, rows.toReversed()));
    expect(fit.logLikelihood).toBeCloseTo(plain.logLikelihood, 9);
    expect(fit.levels[0]).toBe("372");
    expect(fit.fitted[0]).toBeCloseTo(plain.fitted[179], 7);
  });
});

describe("small data", () => {
  test("groups of fewer rows than effects", () => {
    const stream = seededStream("small groups", 1);
    const model = randomModel(stream, {}, { sizes: [1, 1, 2, 1, 8, 9, 1, 7, 1, 1, 9] });
    for (const method of methods) {
      const fit = estimate(model, { method });
      expect(fit.converged).toBe(true);
      expect((method === "ML" ? logMarginal : logRestricted)(model, fit)).toBeCloseTo(fit.logLikelihood, 9);
    }
  });

  test("one group: by ML its variance is 0; by REML it is not identified", () => {
    const model = oneWayModel([[1, 2, 4, 4.5]]);
    expect(estimate(model, { method: "ML" })).toMatchObject({ singular: true, D: [[0]] });
    expect(() => estimate(model)).toThrow(
      "the data cannot tell σ² and the variance of D_group apart once the fixed effects are projected out",
    );
  });

  test.each<[string, ModelMatrices, string]>([
    [
      "one row a group",
      { y: [[1], [2], [4], [3]], X: [[[1]], [[1]], [[1]], [[1]]], Z: [[[1]], [[1]], [[1]], [[1]]] },
      'fixed and random effects fit "y" exactly',
    ],
    [
      "responses equal within groups",
      {
        y: [
          [1, 1],
          [2, 2],
          [4, 4],
        ],
        X: [
          [[1], [1]],
          [[1], [1]],
          [[1], [1]],
        ],
        Z: [
          [[1], [1]],
          [[1], [1]],
          [[1], [1]],
        ],
      },
      'fixed and random effects fit "y" exactly',
    ],
    [
      "a response of zeros",
      {
        y: [
          [0, 0],
          [0, 0],
        ],
        X: [
          [[1], [1]],
          [[1], [1]],
        ],
        Z: [
          [[1], [1]],
          [[1], [1]],
        ],
      },
      'fixed and random effects fit "y" exactly',
    ],
  ])("%s: refused", (_, matrices, message) => {
    const model = mixedModelFromMatrices(matrices, { priors: proper });
    for (const method of methods) expect(() => estimate(model, { method })).toThrow(message);
  });

  test("dependent columns of X or Z are refused by name", () => {
    const stream = seededStream("dependent", 1);
    const groups = Array.from({ length: 20 }, (_, row) => Math.floor(row / 4));
    const y = groups.map(() => stream.normal());
    const x = groups.map(() => stream.normal());
    const priors = { ...proper, beta: normal({ sd: 10 }) };
    const doubled = mixedModelFromMatrices(
      { y, X: x.map((value) => [1, value, 2 * value]), Z: x.map(() => [1]), groups },
      { priors },
    );
    expect(() => estimate(doubled)).toThrow('the fixed effects are not identified: "x3" is a combination');
    const twice = mixedModelFromMatrices({
      y,
      X: x.map((value) => [1, value]),
      Z: x.map((v) => [v, v]),
      groups,
    });
    expect(() => estimate(twice)).toThrow('the random effects of group are not identified: "z2" depend');
  });

  test("options are checked", () => {
    const model = oneWayModel([
      [1, 2],
      [4, 4.5],
      [3, 3.4],
    ]);
    expect(() => estimate(model, { method: "reml" as Method })).toThrow(
      'method must be "ML" or "REML", got "reml"',
    );
    expect(() => estimate(model, { methods: "ML" } as object)).toThrow(
      'estimate\'s options cannot have "methods" (method); did you mean "method"?',
    );
    expect(() => estimate(null as never)).toThrow("a model must come from mixedModel");
  });

  test("variances beyond the range of numbers are refused", () => {
    const tiny = oneWay(seededStream("tiny", 1), 5, 4, 1, 1e-7).map((own) => own.map((y) => 1e-149 * y));
    expect(() => estimate(oneWayModel(tiny))).toThrow('give the response "y" another unit');
  });
});

test("a thousand groups of their own design take a moment", () => {
  const stream = seededStream("many", 1);
  const groups = Array.from({ length: 5000 }, (_, row) => Math.floor(row / 5));
  const Z = groups.map(() => [1, stream.normal()]);
  const effects = Array.from({ length: 1000 }, () => [stream.normal(), 0.5 * stream.normal()]);
  const y = groups.map((i, row) => effects[i][0] + Z[row][1] * (2 + effects[i][1]) + 0.7 * stream.normal());
  const fit = estimate(mixedModelFromMatrices({ y, X: Z, Z, groups }));
  expect(fit.converged).toBe(true);
  // Within four standard errors of the truth, about σ²√(2/3000), and D√(2/1000) and a little more.
  expect(Math.abs(fit.sigma2 - 0.49)).toBeLessThan(0.06);
  expect(Math.abs(fit.D[0][0] - 1)).toBeLessThan(0.25);
  expect(Math.abs(fit.D[1][1] - 0.25)).toBeLessThan(0.1);
});
