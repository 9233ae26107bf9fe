// Tests of hypotheses and confidence intervals: their statistics, their laws, what they refuse.
import {
  type Estimate,
  estimate,
  information,
  likelihoodRatioTest,
  linearHypothesis,
  logMarginal,
  mixedModel,
  mixedModelFromMatrices,
  pooledRegression,
  predict,
  profileInterval,
  regression,
  waldInterval,
} from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";
import { beforeEach, describe, expect, test } from "vitest";
import { dataRows } from "../../data-rows.ts";

const dental = dataRows("orthodont");
const sleep = dataRows("sleepstudy");
const beaches = dataRows("rikz");
const slope = mixedModel("distance ~ age + (age | Subject)", dental);
const intercept = mixedModel("distance ~ age + (1 | Subject)", dental);

describe("the likelihood-ratio test", () => {
  const chi1 = (x: number): number => 2 * (1 - phi(Math.sqrt(x)));
  const chi2 = (x: number): number => Math.exp(-x / 2);

  test("none to one random effect: ½χ²₀ + ½χ²₁, by ML and by REML", () => {
    const model = mixedModel("Richness ~ NAP + (1 | Beach)", beaches);
    const pooled = pooledRegression(model);
    for (const method of ["ML", "REML"] as const) {
      const larger = estimate(model, { method });
      const { statistic, law, pValue, parameters, caveats } = likelihoodRatioTest(pooled, larger);
      const base = method === "ML" ? pooled.logLikelihood : pooled.logRestricted;
      expect(statistic).toBeCloseTo(2 * (larger.logLikelihood - base), 10);
      expect(law).toEqual([
        { df: 0, weight: 0.5 },
        { df: 1, weight: 0.5 },
      ]);
      expect(pValue / (0.5 * chi1(statistic))).toBeCloseTo(1, 6);
      expect([parameters, caveats]).toEqual([1, []]);
    }
  });

  test("one to two: ½χ²₁ + ½χ²₂; a covariance alone: χ²₁", () => {
    const test12 = likelihoodRatioTest(estimate(intercept), estimate(slope));
    expect(test12.law).toEqual([
      { df: 1, weight: 0.5 },
      { df: 2, weight: 0.5 },
    ]);
    expect(test12.pValue).toBeCloseTo(0.5 * chi1(test12.statistic) + 0.5 * chi2(test12.statistic), 8);
    const apart = mixedModel("distance ~ age + (age || Subject)", dental);
    expect(likelihoodRatioTest(estimate(apart), estimate(slope)).law).toEqual([{ df: 1, weight: 1 }]);
    expect(likelihoodRatioTest(estimate(intercept), estimate(apart)).law).toEqual([
      { df: 0, weight: 0.5 },
      { df: 1, weight: 0.5 },
    ]);
  });

  test("fixed effects by ML: χ² with their number; together with a variance the mixture moves up", () => {
    const sex = mixedModel("distance ~ Sex * age + (1 | Subject)", dental);
    const both = likelihoodRatioTest(estimate(intercept, { method: "ML" }), estimate(sex, { method: "ML" }));
    expect(both.law).toEqual([{ df: 2, weight: 1 }]);
    expect(both.pValue).toBeCloseTo(chi2(both.statistic), 10);
    const all = mixedModel("distance ~ Sex * age + (age | Subject)", dental);
    expect(
      likelihoodRatioTest(estimate(intercept, { method: "ML" }), estimate(all, { method: "ML" })).law,
    ).toEqual([
      { df: 3, weight: 0.5 },
      { df: 4, weight: 0.5 },
    ]);
  });

  test("nesting does not depend on how groups and columns are written", () => {
    const shifted = mixedModel(
      "distance ~ I(age - 11) + (I(age - 11) | Subject)",
      dental.toReversed().toReversed(),
    );
    expect(
      likelihoodRatioTest(estimate(intercept, { method: "ML" }), estimate(shifted, { method: "ML" })).law,
    ).toHaveLength(2);
  });

  test("under the null its p-values are uniform above ½ a half", () => {
    // One variance at 0: half of the statistics are 0, the others χ²₁; J = 40 groups, 300 data sets.
    const stream = seededStream("null", 1);
    const groups = Array.from({ length: 160 }, (_, row) => Math.floor(row / 4));
    const ones = groups.map(() => [1]);
    let [zeros, small] = [0, 0];
    for (let r = 0; r < 300; r++) {
      const model = mixedModelFromMatrices({
        y: groups.map(() => stream.normal()),
        X: ones,
        Z: ones,
        groups,
      });
      const { statistic, pValue } = likelihoodRatioTest(pooledRegression(model), estimate(model));
      if (statistic < 1e-9) zeros++;
      if (pValue < 0.1) small++;
    }
    // Five standard errors: 43 of 150, 26 of 30.
    expect(Math.abs(zeros - 150)).toBeLessThan(43);
    expect(Math.abs(small - 30)).toBeLessThan(26);
  });

  const ml = (formula: string) => estimate(mixedModel(formula, dental), { method: "ML" });

  test.each<[string, () => unknown, string | RegExp]>([
    [
      "REML fits whose fixed effects differ",
      () =>
        likelihoodRatioTest(
          estimate(intercept),
          estimate(mixedModel("distance ~ Sex + age + (1 | Subject)", dental)),
        ),
      "REML fits whose fixed effects differ have no likelihood ratio",
    ],
    [
      "REML fits of other codings",
      () =>
        likelihoodRatioTest(
          estimate(intercept),
          estimate(mixedModel("distance ~ I(age - 11) + (age | Subject)", dental)),
        ),
      "REML fits whose fixed effects differ",
    ],
    [
      "methods that differ",
      () => likelihoodRatioTest(estimate(intercept), ml("distance ~ age + (age | Subject)")),
      "by one method, here REML and ML",
    ],
    [
      "the larger first",
      () => likelihoodRatioTest(estimate(slope), estimate(intercept)),
      "is not a special case of the larger",
    ],
    [
      "fixed effects not nested",
      () => likelihoodRatioTest(ml("distance ~ Sex + (1 | Subject)"), ml("distance ~ age + (age | Subject)")),
      "is not a special case of the larger",
    ],
    [
      "an unstructured D in a diagonal one",
      () =>
        likelihoodRatioTest(ml("distance ~ age + (age | Subject)"), ml("distance ~ age + (age || Subject)")),
      "is not a special case of the larger",
    ],
    [
      "other groups",
      () => likelihoodRatioTest(ml("distance ~ age + (1 | Sex)"), ml("distance ~ age + (age | Subject)")),
      "is not a special case of the larger",
    ],
    [
      "fewer rows of the same response",
      () =>
        likelihoodRatioTest(
          estimate(mixedModel("distance ~ age + (1 | Subject)", dental.slice(0, -4))),
          estimate(slope),
        ),
      "the same response in the same rows",
    ],
    [
      "REML fits of as many other fixed effects",
      () =>
        likelihoodRatioTest(
          estimate(mixedModel("distance ~ Sex + (1 | Subject)", dental)),
          estimate(mixedModel("distance ~ age + (age | Subject)", dental)),
        ),
      "REML fits whose fixed effects differ",
    ],
    [
      "diagonal terms of which one column alone is nested",
      () =>
        likelihoodRatioTest(
          ml("distance ~ age + (1 + I(age^2) || Subject)"),
          ml("distance ~ age + (1 + age + I(age^3) || Subject)"),
        ),
      "is not a special case of the larger",
    ],
    [
      "a larger model that is less likely",
      () => likelihoodRatioTest(estimate(intercept), { ...estimate(slope), logLikelihood: -300 }),
      /is less than the smaller's by 7\d\.\d+: it has not converged/u,
    ],
    ["the same model", () => likelihoodRatioTest(estimate(slope), estimate(slope)), "nothing to test"],
    [
      "two random effects at once",
      () => likelihoodRatioTest(pooledRegression(slope), estimate(slope)),
      "the law of the ratio is known here for one at a time",
    ],
    [
      "other rows",
      () =>
        likelihoodRatioTest(
          estimate(mixedModel("distance ~ age + (1 | Subject)", dental.slice(4))),
          estimate(slope),
        ),
      "the same response in the same rows",
    ],
    [
      "no estimate",
      () => likelihoodRatioTest(null as never, estimate(slope)),
      "the smaller model must come from estimate",
    ],
  ])("refuses %s", (_, run, message) => expect(run).toThrow(message));

  test.each(["model", "logLikelihood", "beta", "covBeta"])("refuses an estimate without its %s", (part) => {
    const rest = { ...estimate(slope), [part]: undefined };
    expect(() => likelihoodRatioTest(rest, estimate(slope))).toThrow(
      "the smaller model must come from estimate",
    );
  });

  test("refuses groups that are put together or taken apart, and takes others' names for them", () => {
    const half = (row: Record<string, unknown>): string =>
      String(Math.ceil(Number(String(row["Subject"]).slice(1)) / 2));
    const rows = dental.map((row) => ({
      ...row,
      Pair: `${String(row["Subject"])[0]}${half(row)}`,
      Child: `${String(row["Subject"])} again`,
    }));
    const by = (effects: string, group: string): Estimate =>
      estimate(mixedModel(`distance ~ age + (${effects} | ${group})`, rows), { method: "ML" });
    const message = "the smaller model is not a special case of the larger";
    expect(() => likelihoodRatioTest(by("1", "Pair"), by("age", "Subject"))).toThrow(message);
    expect(() => likelihoodRatioTest(by("1", "Subject"), by("age", "Pair"))).toThrow(message);
    const same = likelihoodRatioTest(by("1", "Child"), by("age", "Subject"));
    expect(same.statistic).toBeCloseTo(
      likelihoodRatioTest(by("1", "Subject"), by("age", "Subject")).statistic,
      7,
    );
  });

  test("says what speaks against its p-value", () => {
    const [smaller, larger] = [estimate(intercept), estimate(slope)];
    const caveats = (ofSmaller: object, ofLarger: object): readonly string[] =>
      likelihoodRatioTest({ ...smaller, ...ofSmaller }, { ...larger, ...ofLarger }).caveats;
    expect(caveats({}, {})).toEqual([]);
    expect(caveats({ singular: true }, { singular: true })).toEqual([
      "the smaller model's own D is singular; the law holds where it is positive definite",
    ]);
    expect(caveats({ converged: false }, {})).toEqual(["an estimate has not converged"]);
    expect(caveats({}, { converged: false })).toEqual(["an estimate has not converged"]);
  });
});

/** Φ by Simpson's rule. */
function phi(x: number): number {
  const n = 2000;
  const h = x / n;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    sum += (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-((i * h) ** 2) / 2);
  }
  return 0.5 + (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

describe("linear hypotheses", () => {
  let fit: Estimate;
  beforeEach(() => {
    fit = estimate(mixedModel("Reaction ~ Days + (Days | Subject)", sleep));
  });

  test("lmerTest's figures: t = 6.771 on 17 df, p = 3.264e-06", () => {
    const days = linearHypothesis(fit, ["Days"]);
    expect(Math.sqrt(days.F)).toBeCloseTo(6.771, 3);
    expect(days.denominatorDf).toBeCloseTo(17, 6);
    expect(days.pValueF).toBeCloseTo(3.264e-6, 9);
    expect(linearHypothesis(fit, [[1, 0]]).denominatorDf).toBeCloseTo(17, 6);
  });

  test("Wald's statistic, its χ² and the F law with given degrees of freedom", () => {
    const { chiSquared, F, df, pValue, difference } = linearHypothesis(fit, [[1, 2]], { value: [270] });
    const l = new Matrix([[1, 2]]);
    const variance = l.mmul(new Matrix(fit.covBeta)).mmul(l.transpose()).get(0, 0);
    expect(difference[0]).toBeCloseTo(fit.beta[0] + 2 * fit.beta[1] - 270, 10);
    expect([chiSquared, F]).toEqual([F * df, chiSquared]);
    expect(chiSquared).toBeCloseTo(difference[0] ** 2 / variance, 10);
    expect(pValue).toBeCloseTo(2 * (1 - phi(Math.sqrt(chiSquared))), 9);
    expect(linearHypothesis(fit, [[1, 2]], { value: [270], denominatorDf: Infinity }).pValueF).toBeCloseTo(
      pValue,
      12,
    );
    // F_{1,1} is the square of a Cauchy.
    const cauchy = linearHypothesis(fit, [[1, 2]], { value: [270], denominatorDf: 1 }).pValueF;
    expect(cauchy).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(Math.sqrt(F)), 10);
  });

  test("two rows do not depend on how the hypothesis is written", () => {
    const names = linearHypothesis(fit, ["(Intercept)", "Days"]);
    const mixed = linearHypothesis(fit, [
      [1, 1],
      [3, -2],
    ]);
    expect(mixed.chiSquared / names.chiSquared).toBeCloseTo(1, 9);
    expect(mixed.denominatorDf).toBeCloseTo(names.denominatorDf, 5);
  });

  test("Satterthwaite's degrees of freedom of two rows combine those of rows that do not covary", () => {
    const at = estimate(mixedModel("Richness ~ NAP + (1 | Beach)", beaches));
    const { eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(at.covBeta), {
      assumeSymmetric: true,
    });
    const rows = eigenvectorMatrix.transpose().to2DArray();
    const [one, other] = rows.map((row) => linearHypothesis(at, [row]).denominatorDf);
    expect(Math.abs(one - other)).toBeGreaterThan(5);
    const E = one / (one - 2) + other / (other - 2);
    const both = linearHypothesis(at, rows);
    expect(both.denominatorDf).toBeCloseTo((2 * E) / (E - 2), 4);
    expect(both.F).toBeCloseTo(both.chiSquared / 2, 12);
  });

  test("Satterthwaite's degrees of freedom in unbalanced data are those of the definition", () => {
    const model = mixedModel("Richness ~ NAP + (1 | Beach)", beaches);
    const at = estimate(model);
    const { observed } = information(model, at, { method: "REML" });
    const A = inverse(new Matrix(observed));
    // ∂Var(β̂_NAP)/∂α by differences of the GLS covariance.
    const varianceAt = (sigma2: number, tau2: number): number => {
      const inf = information(model, { sigma2, D: [[tau2]] }).expected;
      return inverse(new Matrix(inf.slice(0, 2).map((row) => row.slice(0, 2)))).get(1, 1);
    };
    const [s, t] = [at.sigma2, at.D[0][0]];
    const step = 1e-4;
    const g = Matrix.columnVector([
      (varianceAt(s + step, t) - varianceAt(s - step, t)) / (2 * step),
      (varianceAt(s, t + step) - varianceAt(s, t - step)) / (2 * step),
    ]);
    const nu = (2 * at.covBeta[1][1] ** 2) / g.transpose().mmul(A).mmul(g).get(0, 0);
    expect(linearHypothesis(at, ["NAP"]).denominatorDf).toBeCloseTo(nu, 4);
  });

  test.each<[string, () => unknown, string]>([
    [
      "an unknown coefficient",
      () => linearHypothesis(fit, ["Day"]),
      'no coefficient "Day"; did you mean "Days"?',
    ],
    ["another width", () => linearHypothesis(fit, [[1]]), "L must have 2 columns, one a coefficient, got 1"],
    [
      "dependent rows",
      () =>
        linearHypothesis(fit, [
          [1, 1],
          [2, 2],
        ]),
      "L: row 2 depends on the rows before",
    ],
    ["a row of zeros", () => linearHypothesis(fit, [[0, 0]]), "L: row 1 depends on the rows before"],
    ["nothing", () => linearHypothesis(fit, []), "L must be a list of rows"],
    ["names among rows", () => linearHypothesis(fit, ["Days", [1, 0]] as never), "L"],
    [
      "too few values",
      () => linearHypothesis(fit, ["Days"], { value: [] }),
      "value must have 1 elements, got 0",
    ],
  ])("refuses %s", (_, run, message) => expect(run).toThrow(message));

  test("at a boundary Satterthwaite's degrees of freedom are NaN", () => {
    const flat = estimate(mixedModelFromMatrices(boundary));
    expect(flat.singular).toBe(true);
    expect(linearHypothesis(flat, [[1]])).toMatchObject({ denominatorDf: NaN, pValueF: NaN });
    expect(waldInterval(flat, "sigma").lower).toBeNaN();
  });
});

const boundary = {
  y: [
    [1, 2, 3],
    [3, 2.1, 1],
    [2, 1, 3.05],
    [1.9, 3, 1.1],
  ],
  X: Array.from({ length: 4 }, () => [[1], [1], [1]]),
  Z: Array.from({ length: 4 }, () => [[1], [1], [1]]),
};

describe("profile intervals", () => {
  const model = mixedModel("Richness ~ NAP + (1 | Beach)", beaches);
  let fit: Estimate;
  beforeEach(() => {
    fit = estimate(model, { method: "ML" });
  });

  /** The largest log likelihood over the other parameters, by golden sections, of an objective of one number. */
  function largest(f: (x: number) => number, low: number, high: number): number {
    const ratio = (Math.sqrt(5) - 1) / 2;
    let [a, b] = [low, high];
    for (let i = 0; i < 90; i++) {
      const [x, y] = [b - ratio * (b - a), a + ratio * (b - a)];
      if (f(x) > f(y)) b = y;
      else a = x;
    }
    return f((a + b) / 2);
  }

  // At the bounds of a 95% interval twice the log likelihood is 3.841458820694124 below its maximum.
  const chi = 3.841458820694124;
  /** The log likelihood with β at its best, by its quadratic in β. */
  function profiled(sigma2: number, tau2: number): number {
    const parameters = { sigma2, D: [[tau2]] };
    const zero = logMarginal(model, { beta: [0, 0], ...parameters });
    const precision = new Matrix(
      information(model, { beta: [0, 0], ...parameters })
        .expected.slice(0, 2)
        .map((row) => row.slice(0, 2)),
    );
    const slope = [0, 1].map((k) => {
      const at = (sign: number) =>
        logMarginal(model, { beta: [0, 1].map((l) => (l === k ? sign : 0)), ...parameters });
      return (at(1) - at(-1)) / 2;
    });
    const g = Matrix.columnVector(slope);
    return zero + 0.5 * g.transpose().mmul(inverse(precision)).mmul(g).get(0, 0);
  }

  test("the deviance at the bounds of σ and of sd, found by golden sections, is χ²₁'s quantile above its least", () => {
    const sd = profileInterval(model, "sd_Beach[(Intercept)]");
    for (const bound of [sd.lower, sd.upper]) {
      const best = largest((logSigma2) => profiled(Math.exp(logSigma2), bound ** 2), -2, 6);
      expect(2 * (fit.logLikelihood - best)).toBeCloseTo(chi, 6);
    }
    const sigma = profileInterval(model, "sigma");
    for (const bound of [sigma.lower, sigma.upper]) {
      const best = largest((logTau2) => profiled(bound ** 2, Math.exp(logTau2)), -6, 8);
      expect(2 * (fit.logLikelihood - best)).toBeCloseTo(chi, 6);
    }
    expect(sd.estimate).toBeCloseTo(Math.sqrt(fit.D[0][0]), 9);
    expect(sigma.estimate).toBeCloseTo(Math.sqrt(fit.sigma2), 9);
  });

  test("a coefficient's bounds: the fit of y − xβ_k without x is that much less likely", () => {
    const { lower, upper } = profileInterval(model, "beta[NAP]");
    for (const bound of [lower, upper]) {
      const without = mixedModel(
        "rest ~ 1 + (1 | Beach)",
        beaches.map((row) => ({
          ...row,
          rest: (row["Richness"] as number) - bound * (row["NAP"] as number),
        })),
      );
      expect(2 * (fit.logLikelihood - estimate(without, { method: "ML" }).logLikelihood)).toBeCloseTo(chi, 6);
    }
  });

  test("a correlation's bounds: no D with that correlation is more likely", () => {
    const own = mixedModel("Reaction ~ Days + (Days | Subject)", sleep);
    const best = estimate(own, { method: "ML" });
    const { lower, upper, estimate: value } = profileInterval(own, "cor_Subject[(Intercept),Days]");
    expect(value).toBeCloseTo(best.D[0][1] / Math.sqrt(best.D[0][0] * best.D[1][1]), 9);
    expect(profileInterval(own, "cor_Subject[Days,(Intercept)]").upper).toBeCloseTo(upper, 8);
    for (const rho of [lower, upper]) {
      // Alternating golden sections over the two sds and σ; β at the estimate's GLS is balanced, so it does not move.
      let [a, b, s] = [Math.sqrt(best.D[0][0]), Math.sqrt(best.D[1][1]), Math.sqrt(best.sigma2)];
      const f = (x: number, y: number, z: number): number =>
        logMarginal(own, {
          beta: best.beta,
          sigma2: z * z,
          D: [
            [x * x, rho * x * y],
            [rho * x * y, y * y],
          ],
        });
      const argmax = (g: (x: number) => number, low: number, high: number): number => {
        const ratio = (Math.sqrt(5) - 1) / 2;
        let [c, d] = [low, high];
        for (let i = 0; i < 60; i++) {
          const [x, y] = [d - ratio * (d - c), c + ratio * (d - c)];
          if (g(x) > g(y)) d = y;
          else c = x;
        }
        return (c + d) / 2;
      };
      for (let round = 0; round < 25; round++) {
        a = argmax((x) => f(x, b, s), 1, 80);
        b = argmax((y) => f(a, y, s), 0.5, 20);
        s = argmax((z) => f(a, b, z), 15, 40);
      }
      expect(2 * (best.logLikelihood - f(a, b, s))).toBeCloseTo(chi, 4);
    }
  });

  test("variances are squares of standard deviations, and the level is the χ² quantile's", () => {
    const sd = profileInterval(model, "sd_Beach[(Intercept)]");
    const variance = profileInterval(model, "D_Beach[(Intercept),(Intercept)]");
    expect(variance.lower).toBeCloseTo(sd.lower ** 2, 8);
    expect(profileInterval(model, "sigma2").upper).toBeCloseTo(profileInterval(model, "sigma").upper ** 2, 8);
    const half = profileInterval(model, "beta[NAP]", { level: 0.5 });
    const whole = profileInterval(model, "beta[NAP]");
    expect(half.lower).toBeGreaterThan(whole.lower);
    expect(half.upper).toBeLessThan(whole.upper);
  });

  test("of three effects, whatever order they are written in and whatever their units", () => {
    const stream = seededStream("three effects", 0);
    const groups = Array.from({ length: 120 }, (_, row) => Math.floor(row / 6));
    const Z = groups.map(() => [1, stream.normal(), stream.normal()]);
    const effects = Array.from({ length: 20 }, () => {
      const [a, b, c] = [stream.normal(), stream.normal(), stream.normal()];
      return [2 * a, a + b, c - 0.7 * a - 0.5 * b];
    });
    const y = groups.map((g, row) => Z[row].reduce((sum, z, k) => sum + z * effects[g][k], stream.normal()));
    const names = ["a", "b", "c"];
    const intervalOf = (parameter: string, order: number[], unit: number): number[] => {
      const columns = Z.map((z) => order.map((k) => (k === 1 ? unit : 1) * z[k]));
      const written = mixedModelFromMatrices({
        y,
        X: Z,
        Z: columns,
        groups,
        randomNames: order.map((k) => names[k]),
      });
      const { estimate: at, lower, upper } = profileInterval(written, parameter);
      return [at, lower, upper];
    };
    const cases = [
      ["cor_group[a,b]", "cor_group[b,a]", 1],
      ["cor_group[b,c]", "cor_group[c,b]", 1],
      ["sd_group[b]", "sd_group[b]", 0.01],
    ] as const;
    for (const [parameter, reversed, unit] of cases) {
      const plain = intervalOf(parameter, [0, 1, 2], 1);
      expect(plain[1]).toBeLessThan(plain[0]);
      expect(plain[2]).toBeGreaterThan(plain[0]);
      const other = intervalOf(reversed, [2, 1, 0], 1 / unit);
      other.forEach((value, k) => expect(value / unit).toBeCloseTo(plain[k], 5));
    }
  });

  test("where the data do not exclude it the bound is the limit of the range", () => {
    expect(profileInterval(slope, "sd_Subject[(Intercept)]").lower).toBe(0);
    const correlation = profileInterval(slope, "cor_Subject[(Intercept),age]");
    expect([correlation.lower, correlation.upper]).toEqual([-1, 1]);
    const flat = mixedModelFromMatrices(boundary);
    const sd = profileInterval(flat, "sd_group[z1]");
    expect([sd.estimate, sd.lower]).toEqual([0, 0]);
    expect(sd.upper).toBeGreaterThan(0);
    expect(profileInterval(flat, "sd_group[z1]", { method: "REML" }).upper).toBeGreaterThan(sd.upper);
  });

  test("a correlation of effects that are estimated as none is not defined", () => {
    const own = [1, -1, 1, -1.5];
    const t = own.map((_, row) => [1, row]);
    const alike = mixedModelFromMatrices({ y: [own, own, own], X: [t, t, t], Z: [t, t, t] });
    expect(() => profileInterval(alike, "cor_group[z1,z2]")).toThrow(
      "cor_group[z1,z2] is not defined: a standard deviation is estimated as 0",
    );
  });

  test("REML's σ and a diagonal D", () => {
    const apart = mixedModel("Reaction ~ Days + (Days || Subject)", sleep);
    const sd = profileInterval(apart, "sd_Subject[Days]");
    const both = profileInterval(mixedModel("Reaction ~ Days + (Days | Subject)", sleep), "sd_Subject[Days]");
    expect(sd.lower).toBeCloseTo(both.lower, 0);
    expect(sd.upper).toBeCloseTo(both.upper, 0);
    const sigma = profileInterval(apart, "sigma", { method: "REML" });
    expect(sigma.estimate).toBeCloseTo(Math.sqrt(estimate(apart).sigma2), 8);
  });

  test.each<[string, () => unknown, string]>([
    ["an unknown parameter", () => profileInterval(model, "sd_Beach"), 'no parameter "sd_Beach"'],
    [
      "a coefficient by REML",
      () => profileInterval(model, "beta[NAP]", { method: "REML" }),
      "has no REML profile",
    ],
    [
      "a level of 1",
      () => profileInterval(model, "sigma", { level: 1 }),
      "level must be a number between 0 and 1, got 1",
    ],
    [
      "a level of 0",
      () => profileInterval(model, "sigma", { level: 0 }),
      "level must be a number between 0 and 1, got 0",
    ],
    [
      "a level that is text",
      () => profileInterval(model, "sigma", { level: "0.9" as never }),
      'level must be a number between 0 and 1, got "0.9"',
    ],
    ["a covariance", () => profileInterval(slope, "D_Subject[(Intercept),age]"), "no parameter"],
    [
      "no estimate",
      () => waldInterval(model as never, "sigma"),
      "waldInterval's estimate must come from estimate",
    ],
  ])("refuses %s", (_, run, message) => expect(run).toThrow(message));
});

describe("Wald intervals", () => {
  let fit: Estimate;
  beforeEach(() => {
    fit = estimate(mixedModel("Reaction ~ Days + (Days | Subject)", sleep));
  });

  test("a coefficient's is β̂ ± 1.96 standard errors", () => {
    const { lower, upper, standardError } = waldInterval(fit, "beta[Days]");
    expect(standardError).toBe(fit.standardErrors[1]);
    expect(lower).toBeCloseTo(fit.beta[1] - 1.959963984540054 * standardError, 10);
    expect(upper).toBeCloseTo(fit.beta[1] + 1.959963984540054 * standardError, 10);
  });

  test("σ's standard error in the balanced layout is σ/√(2df)", () => {
    const model = mixedModelFromMatrices({
      ...boundary,
      y: [
        [1, 2, 3],
        [4, 5.1, 4.4],
        [9, 8, 8.8],
        [1.9, 3, 1.1],
      ],
    });
    const at = estimate(model);
    const { standardError, estimate: sigma } = waldInterval(at, "sigma");
    expect(standardError / (sigma / Math.sqrt(2 * 8))).toBeCloseTo(1, 6);
    const square = waldInterval(at, "sigma2");
    expect(square.standardError).toBeCloseTo(2 * sigma * standardError, 8);
  });

  test("a correlation's by the delta method, against differences of the map", () => {
    const { standardError } = waldInterval(fit, "cor_Subject[(Intercept),Days]");
    const A = inverse(new Matrix(information(fit.model, fit, { method: "REML" }).observed));
    const [a, c, b] = [fit.D[0][0], fit.D[0][1], fit.D[1][1]];
    const cor = (x: number, y: number, z: number): number => y / Math.sqrt(x * z);
    const h = 1e-5;
    const g = Matrix.columnVector([
      0,
      (cor(a + h, c, b) - cor(a - h, c, b)) / (2 * h),
      (cor(a, c + h, b) - cor(a, c - h, b)) / (2 * h),
      (cor(a, c, b + h) - cor(a, c, b - h)) / (2 * h),
    ]);
    expect(standardError).toBeCloseTo(Math.sqrt(g.transpose().mmul(A).mmul(g).get(0, 0)), 6);
  });
});

test("a regression's likelihood is the model's with D = 0", () => {
  const pooled = regression("distance ~ age", dental);
  const { beta, residualDf, rows } = pooled;
  const sigma2 = (pooled.sigma2 * residualDf) / rows;
  expect(logMarginal(intercept, { beta, sigma2, D: [[0]] })).toBeCloseTo(pooled.logLikelihood, 9);
});

test.each([1e148, 1e-150])("a response times %d changes no test and scales every interval", (factor) => {
  const formula = "Reaction ~ Days + (Days | Subject)";
  const scaled = mixedModel(
    formula,
    sleep.map((row) => ({ ...row, Reaction: factor * (row["Reaction"] as number) })),
  );
  const [one, other] = [estimate(mixedModel(formula, sleep)), estimate(scaled)];
  expect(linearHypothesis(other, ["Days"]).denominatorDf).toBeCloseTo(17, 5);
  expect(linearHypothesis(other, ["Days"]).F).toBeCloseTo(linearHypothesis(one, ["Days"]).F, 5);
  for (const parameter of ["beta[Days]", "sigma", "sd_Subject[Days]"]) {
    const [a, b] = [waldInterval(one, parameter), waldInterval(other, parameter)];
    expect(b.standardError / factor / a.standardError).toBeCloseTo(1, 5);
    const [c, d] = [profileInterval(one.model, parameter), profileInterval(scaled, parameter)];
    expect(d.lower / factor / c.lower).toBeCloseTo(1, 6);
    expect(d.upper / factor / c.upper).toBeCloseTo(1, 6);
  }
  const cor = "cor_Subject[(Intercept),Days]";
  expect(waldInterval(other, cor).standardError).toBeCloseTo(waldInterval(one, cor).standardError, 5);
  const { mean, sd } = predict(scaled, other, [{ Subject: 308, Days: 3 }], { target: "response" });
  const plain = predict(one.model, one, [{ Subject: 308, Days: 3 }], { target: "response" });
  expect(mean[0] / factor).toBeCloseTo(plain.mean[0], 6);
  expect(sd[0] / factor).toBeCloseTo(plain.sd[0], 5);
});

test("at the σ that lme4 calls the bound of the dental study's interval the deviance has hardly risen", () => {
  const { logLikelihood } = estimate(slope, { method: "ML" });
  const { beta, D } = estimate(slope, { method: "ML" });
  // The largest log likelihood at that σ is no less than with β and D as they are.
  const there = logMarginal(slope, { beta, D, sigma2: 1.32419744820902 ** 2 });
  expect(2 * (logLikelihood - there)).toBeLessThan(0.05);
});
