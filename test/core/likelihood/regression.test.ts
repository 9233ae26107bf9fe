// Ordinary regressions: R's lm on the beaches, the likelihood, separate fits, priors elicited from them.
import {
  estimate,
  groupsOf,
  hoffPriors,
  inverseWishart,
  mixedModel,
  mixedModelFromMatrices,
  pooledRegression,
  type Regression,
  regression,
  separateRegressions,
} from "@lmm-gibbs/core";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { dataRows } from "../../data-rows.ts";

const beaches = dataRows("rikz");
const model = mixedModel("Richness ~ NAP + (1 | Beach)", beaches);

test("the tests of R's summary of lm", () => {
  // Zuur et al. 2009 print this fit's: F 20.66 on 1 and 43 df, p 4.418e-05, R² 0.3245, adjusted 0.3088.
  const { F, rSquared, adjustedRSquared, tValues, pValues } = regression("Richness ~ NAP", beaches);
  expect([F.value.toFixed(2), F.df1, F.df2, F.pValue.toExponential(3)]).toEqual(["20.66", 1, 43, "4.418e-5"]);
  expect([rSquared.toFixed(4), adjustedRSquared.toFixed(4)]).toEqual(["0.3245", "0.3088"]);
  expect(tValues[1] ** 2).toBeCloseTo(F.value, 10);
  expect(pValues[1]).toBeCloseTo(F.pValue, 14);

  // P(F_{2,m} > f) = (1 + 2f/m)^(−m/2), and P(|t₂| > t) = 1 − t/√(2 + t²).
  const two = regression("Richness ~ NAP + I(NAP^2)", beaches);
  expect(two.F.value).toBeCloseTo(two.rSquared / 2 / ((1 - two.rSquared) / 42), 10);
  expect(two.F.pValue / (1 + (2 * two.F.value) / 42) ** -21).toBeCloseTo(1, 10);
  expect(two.adjustedRSquared).toBeCloseTo(1 - ((1 - two.rSquared) * 44) / 42, 12);
  const four = regression("Richness ~ NAP", beaches.slice(0, 4));
  four.tValues.forEach((t, k) => {
    expect(four.pValues[k]).toBeCloseTo(1 - Math.abs(t) / Math.sqrt(2 + t * t), 12);
  });
  expect(regression("Richness ~ 1", beaches).F.value).toBeNaN();
  expect(regression("Richness ~ 0 + NAP", beaches).F.df1).toBe(1);
  // A column of equal numbers is an intercept wherever it stands.
  const withOnes = beaches.map((row) => ({ ...row, level: 3 }));
  const last = regression("Richness ~ 0 + NAP + level", withOnes);
  expect(last.F.df1).toBe(1);
  expect(last.adjustedRSquared).toBeCloseTo(adjustedRSquared, 12);
});

test("coefficients, covariance and σ² are those of the normal equations", () => {
  const { X, y, beta, covBeta, sigma2, residualDf, residuals, fitted } = regression(
    "Richness ~ NAP + I(NAP^2)",
    beaches,
  );
  const A = Matrix.from1DArray(45, 3, Array.from(X));
  const exact = inverse(A.transpose().mmul(A))
    .mmul(A.transpose())
    .mmul(Matrix.columnVector(Array.from(y)));
  beta.forEach((value, k) => expect(value).toBeCloseTo(exact.get(k, 0), 9));
  const rss = residuals.reduce((sum, e) => sum + e * e, 0);
  expect(residualDf).toBe(42);
  expect(sigma2).toBeCloseTo(rss / 42, 10);
  expect(covBeta[1][2]).toBeCloseTo(inverse(A.transpose().mmul(A)).get(1, 2) * sigma2, 10);
  expect(fitted[7] + residuals[7]).toBeCloseTo(y[7], 12);
});

test("log likelihoods as R's logLik(lm), also with REML = TRUE", () => {
  const { logLikelihood, logRestricted, sigma2, X, parameters } = regression("Richness ~ NAP", beaches);
  const [n, rss] = [45, 43 * sigma2];
  expect(logLikelihood).toBeCloseTo(-0.5 * n * (1 + Math.log((2 * Math.PI * rss) / n)), 9);
  const A = Matrix.from1DArray(45, 2, Array.from(X));
  const [[a, c], [, b]] = A.transpose().mmul(A).to2DArray();
  expect(logRestricted).toBeCloseTo(
    -0.5 * (43 * (1 + Math.log(2 * Math.PI * sigma2)) + Math.log(a * b - c * c)),
    9,
  );
  expect(parameters).toBe(3);
});

test("R² is about the mean with a constant column, about 0 without", () => {
  const about0 = regression("Richness ~ 0 + NAP", beaches);
  const yy = about0.y.reduce((sum, value) => sum + value ** 2, 0);
  expect(about0.rSquared).toBeCloseTo(1 - (44 * about0.sigma2) / yy, 10);
  expect(about0.F.df1).toBe(1);
  const mean = regression("Richness ~ 1", beaches);
  expect([mean.rSquared, mean.F.value, mean.F.pValue]).toEqual([expect.closeTo(0, 12), NaN, NaN]);
});

test("a model's regression ignores its groups; a huge response keeps its t values", () => {
  const pooled = pooledRegression(model);
  expect(pooled.beta).toEqual(regression("Richness ~ NAP", beaches).beta);
  const huge = regression(
    "y ~ NAP",
    beaches.map((row) => ({ NAP: row["NAP"], y: 1e150 * (row["Richness"] as number) })),
  );
  huge.tValues.forEach((t, k) => expect(t).toBeCloseTo(pooled.tValues[k], 8));
  expect(huge.rSquared).toBeCloseTo(pooled.rSquared, 10);
});

test("separate regressions are NaN where a group does not determine a coefficient", () => {
  const dental = mixedModel("distance ~ Sex * age + (age | Subject)", dataRows("orthodont"));
  const { names, fits } = separateRegressions(dental);
  const [, , y] = [names, fits, groupsOf(dental)[0].y];
  const slope = (-3 * y[0] - y[1] + y[2] + 3 * y[3]) / 20;
  expect(fits).toHaveLength(27);
  expect(fits[0].beta[names.indexOf("age")]).toBeCloseTo(slope, 10);
  expect(fits[0].beta[names.indexOf("SexMale")]).toBeNaN();
  expect(fits[0].residualDf).toBe(2);
  expect(fits[0].level).toBe("M01");
});

describe("rows and columns left out when asked", () => {
  const gap = beaches.map((row, i) => (i === 2 ? { ...row, NAP: null } : row));
  const whole = beaches.filter((_, i) => i !== 2);
  const numbers = (fit: Regression) => ({ ...fit, formula: "", aliased: [], dropped: null });

  test("the fit is that of the rows and columns that stay", () => {
    const one = regression("Richness ~ NAP + I(2 * NAP)", gap, { na: "drop", aliased: "drop" });
    expect(numbers(one)).toEqual(numbers(regression("Richness ~ NAP", whole)));
    expect(one.dropped).toEqual({ of: 45, rows: [2], missing: [{ column: "NAP", rows: 1 }] });
    expect(one.aliased.map(({ name, combination }) => [name, combination])).toEqual([
      ["I(2 * NAP)", [{ name: "NAP", column: 1, coefficient: 2 }]],
    ]);
  });

  test("unasked nothing is left out, and the option's words are its only ones", () => {
    const { aliased, dropped } = regression("Richness ~ NAP", beaches, { na: "drop", aliased: "drop" });
    expect([aliased, dropped]).toEqual([[], null]);
    expect(() => regression("Richness ~ NAP", gap)).toThrow('{ na: "drop" }');
    expect(() => regression("Richness ~ NAP", beaches, { na: "omit" as "drop" })).toThrow(
      'na must be one of "error", "drop", got "omit"',
    );
    expect(() => regression("Richness ~ NAP", beaches, { aliased: true as never })).toThrow(
      'aliased must be one of "error", "drop"',
    );
  });

  test("a pooled regression has what its model left out", () => {
    const mixed = mixedModel("Richness ~ NAP + I(2 * NAP) + (1 | Beach)", gap, {
      na: "drop",
      aliased: "drop",
    });
    const pooled = pooledRegression(mixed);
    expect(numbers(pooled)).toEqual(numbers(regression("Richness ~ NAP", whole)));
    expect([pooled.aliased, pooled.dropped]).toEqual([mixed.aliased, mixed.dropped]);
  });
});

describe("refuses", () => {
  test.each<[string, () => unknown, string]>([
    [
      "random effects",
      () => regression("Richness ~ NAP + (1 | Beach)", beaches),
      "a regression has no random effects, the formula has (1 | Beach); use mixedModel",
    ],
    [
      "dependent columns",
      () => regression("Richness ~ NAP + I(2 * NAP)", beaches),
      'the fixed effects are not identified: "I(2 * NAP)" is a combination of the columns before: I(2 * NAP) = 2·NAP; leave it out, as the option { aliased: "drop" } does',
    ],
    [
      "no rows left over",
      () => regression("Richness ~ NAP", beaches.slice(0, 2)),
      "the regression has 2 rows for 2 coefficients",
    ],
    ["no columns", () => regression("Richness ~ 0", beaches), "a regression needs at least one column"],
    ["what is no formula", () => regression(3 as never, beaches), "a formula must be text"],
    ["what is no model", () => pooledRegression({} as never), "a model must come from mixedModel"],
  ])("%s", (_, run, message) => expect(run).toThrow(message));
});

describe("elicited priors", () => {
  test("an inverse-Wishart by its mean: S₀ = (η₀ − q − 1)Σ₀, with η₀ = q + 2 by default S₀ = Σ₀", () => {
    const guess = [
      [2, 0.3],
      [0.3, 1],
    ];
    expect(inverseWishart({ mean: guess })).toEqual({ kind: "inverse-wishart", df: 4, scale: guess });
    expect(inverseWishart({ mean: 3, df: 10 })).toEqual({ kind: "inverse-wishart", df: 10, scale: [[24]] });
    expect(() => inverseWishart({ mean: guess, df: 3 })).toThrow("must be a finite number above 3, got 3");
    expect(() => inverseWishart({ mean: guess, scale: guess })).toThrow('cannot have "scale"');
  });

  test("Hoff's: means and covariance of the groups' regressions, σ² from their mean squares", () => {
    const sleep = mixedModel("Reaction ~ Days + (Days | Subject)", dataRows("sleepstudy"));
    const { beta, sigma2, D } = hoffPriors(sleep);
    // Balanced data: the mean of the groups' fits is the GLS estimate, their covariance D + σ²(X_i'X_i)⁻¹.
    const fit = estimate(sleep);
    (beta.mean as number[]).forEach((value, k) => expect(value).toBeCloseTo(fit.beta[k], 8));
    expect(D.df).toBe(4);
    expect(D.scale[1][1]).toBeCloseTo(fit.D[1][1] + fit.sigma2 / 82.5, 5);
    expect(sigma2).toEqual({ kind: "inverse-gamma", shape: 0.5, scale: expect.closeTo(fit.sigma2 / 2, 5) });
    const again = mixedModel(sleep.formula, dataRows("sleepstudy"), { priors: { beta, sigma2, D } });
    expect(again.priors.D[0]).toMatchObject({ kind: "inverse-wishart", df: 4 });
  });

  test("they need random effects that are the fixed ones, and enough groups", () => {
    expect(() => hoffPriors(model)).toThrow("hoffPriors needs random effects that are all the fixed effects");
    const few = mixedModelFromMatrices({
      y: [
        [1, 2, 4],
        [3, 1, 1.5],
      ],
      X: [
        [
          [1, 1],
          [1, 2],
          [1, 3],
        ],
        [
          [1, 1],
          [1, 2],
          [1, 4],
        ],
      ],
      Z: [
        [
          [1, 1],
          [1, 2],
          [1, 3],
        ],
        [
          [1, 1],
          [1, 2],
          [1, 4],
        ],
      ],
    });
    expect(() => hoffPriors(few)).toThrow("hoffPriors needs 3 groups with a regression each");
  });
});
