// Lecture E: species richness on nine beaches, by separate, pooled and mixed regressions.
import {
  estimate,
  intraclassCorrelation,
  marginalCovariance,
  mixedModel,
  pooledRegression,
  profileInterval,
  regression,
  residuals,
  separateRegressions,
  waldInterval,
} from "@lmm-gibbs/core";
import { quantile } from "@lmm-gibbs/diagnostics";
import { describe, expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";
import { expectAllPrinted, expectPrinted } from "./printed-figure.ts";

const beaches = dataRows("rikz");
const model = mixedModel("Richness ~ NAP + (1 | Beach)", beaches);
const fit = estimate(model);
const five = (values: Float64Array): number[] => [0, 0.25, 0.5, 0.75, 1].map((p) => quantile([values], p));

test("45 observations of 9 beaches; richness 0, 3, 4, 5.689, 8, 22", () => {
  expect([beaches.length, model.terms[0].levels.length]).toEqual([45, 9]);
  expectAllPrinted(five(model.y), ["0.000", "3.000", "4.000", "8.000", "22.000"]);
  expectPrinted(
    model.y.reduce((sum, value) => sum + value / 45, 0),
    "5.689",
  );
});

test("each beach by itself", () => {
  const printed: [string, string][] = [
    ["10.8218944", "-0.3718279"],
    ["13.345694", "-4.175271"],
    ["3.400702", "-1.755353"],
    ["3.087716", "-1.248577"],
    ["12.782828", "-8.900178"],
    ["4.32", "-1.39"],
    ["3.520626", "-1.517613"],
    ["4.951455", "-1.893066"],
    ["6.295053", "-2.967530"],
  ];
  // Of beach 6 the page shows the first digits only, cut at its edge: 4.32… and −1.38….
  separateRegressions(model).fits.forEach(({ beta }, i) => expectAllPrinted(beta, printed[i]));
});

describe("solution 1: all observations together", () => {
  const pooled = pooledRegression(model);

  test("6.6857 (0.6578) 10.164, −2.8669 (0.6307) −4.545, p 5.25e-13 and 4.42e-05", () => {
    expectAllPrinted(pooled.beta, ["6.6857", "-2.8669"]);
    expectAllPrinted(pooled.standardErrors, ["0.6578", "0.6307"]);
    expectAllPrinted(pooled.tValues, ["10.164", "-4.545"]);
    expect(pooled.pValues.map((p) => p.toExponential(2))).toEqual(["5.25e-13", "4.42e-5"]);
  });

  test("residual standard error 4.16 on 43 df, R² 0.3245, adjusted 0.3088, F 20.66, p 4.418e-05", () => {
    expectPrinted(Math.sqrt(pooled.sigma2), "4.16");
    expect([pooled.residualDf, pooled.F.df1, pooled.F.df2]).toEqual([43, 1, 43]);
    expectAllPrinted(
      [pooled.rSquared, pooled.adjustedRSquared, pooled.F.value],
      ["0.3245", "0.3088", "20.66"],
    );
    expect(pooled.F.pValue.toExponential(3)).toBe("4.418e-5");
    expectAllPrinted(five(pooled.residuals), ["-5.0675", "-2.7607", "-0.8029", "1.3534", "13.8723"]);
  });
});

test("solution 2: a fixed effect for each beach, by sum contrasts", () => {
  const factor = regression("Richness ~ NAP + factor(Beach)", beaches, {
    contrasts: { Beach: { type: "sum" } },
  });
  expectAllPrinted(factor.beta.slice(0, 8), [
    "6.5556",
    "-2.4928",
    "3.2503",
    "6.3284",
    "-3.1546",
    "-2.7826",
    "2.3520",
    "-1.9728",
  ]);
  expectAllPrinted(factor.standardErrors.slice(0, 8), [
    "0.4885",
    "0.5023",
    "1.3554",
    "1.2908",
    "1.3020",
    "1.2943",
    "1.2967",
    "1.2915",
  ]);
  expectAllPrinted(factor.tValues.slice(0, 8), [
    "13.421",
    "-4.963",
    "2.398",
    "4.903",
    "-2.423",
    "-2.150",
    "1.814",
    "-1.528",
  ]);
  expect(factor.pValues.slice(0, 2).map((p) => p.toExponential(2))).toEqual(["2.30e-15", "1.79e-5"]);
  expectAllPrinted(factor.pValues.slice(4, 8), ["0.0207", "0.0386", "0.0783", "0.1356"]);
  expectAllPrinted(five(factor.residuals), ["-4.8518", "-1.5188", "-0.1376", "0.7905", "11.8384"]);
});

describe("the random intercept model by REML", () => {
  test("criterion 239.5; variances 8.668 and 9.362, sds 2.944 and 3.060", () => {
    expectPrinted(-2 * fit.logLikelihood, "239.5");
    expectAllPrinted([fit.D[0][0], fit.sigma2], ["8.668", "9.362"]);
    expectAllPrinted([fit.D[0][0], fit.sigma2].map(Math.sqrt), ["2.944", "3.060"]);
  });

  test("6.5819 (1.0958) 6.007, −2.5684 (0.4947) −5.192, correlation −0.157", () => {
    expectAllPrinted(fit.beta, ["6.5819", "-2.5684"]);
    expectAllPrinted(fit.standardErrors, ["1.0958", "0.4947"]);
    expectAllPrinted(fit.tValues, ["6.007", "-5.192"]);
    const [s, t] = fit.standardErrors;
    expectPrinted(fit.covBeta[0][1] / (s * t), "-0.157");
    // What is printed is the correlation, not the covariance that the notes call it.
    expectPrinted(fit.covBeta[0][1], "-0.085");
  });

  test("scaled residuals −1.4227, −0.4848, −0.1576, 0.2519, 3.9794", () => {
    const { scaled } = residuals(model, fit);
    expectAllPrinted(five(scaled), ["-1.4227", "-0.4848", "-0.1576", "0.2519", "3.9794"]);
  });

  test("the answer's seven digits; of τ₀² R's optimiser had six", () => {
    expectAllPrinted(fit.beta, ["6.5818929", "-2.5683996"]);
    expectPrinted(fit.sigma2, "9.3621916");
    // The notes print 8.6675183.
    expectPrinted(fit.D[0][0], "8.66752");
    expectPrinted(fit.D[0][0], "8.6675182");
  });

  test("the intraclass correlation 0.48 is 8.668/(8.668 + 9.362), where the notes have 8.688", () => {
    expectPrinted(intraclassCorrelation(model, fit), "0.48");
    expectPrinted(8.668 / (8.668 + 9.362), "0.4808");
    expectPrinted(intraclassCorrelation(model, fit), "0.4807");
  });

  test("compound symmetry: Cov(Y_i) = τ₀²11' + σ²I", () => {
    const V = marginalCovariance(model, fit, "3");
    V.forEach((row, j) => {
      row.forEach((value, l) => expect(value).toBeCloseTo(fit.D[0][0] + (j === l ? fit.sigma2 : 0), 12));
    });
  });
});

describe("confidence intervals", () => {
  test.each([
    ["sd_Beach[(Intercept)]", 1.484204, 5.100814],
    ["sigma", 2.435429, 3.877572],
    ["beta[(Intercept)]", 4.32456, 8.824909],
    ["beta[NAP]", -3.566901, -1.599779],
  ])("%s: (%d, %d), which R interpolates, to 1e-5", (parameter, lower, upper) => {
    const interval = profileInterval(model, parameter);
    expect(Math.abs(interval.lower / lower - 1)).toBeLessThan(1e-5);
    expect(Math.abs(interval.upper / upper - 1)).toBeLessThan(1e-5);
  });

  test("they are profile intervals by ML, not estimate ± 1.96 standard errors", () => {
    const wald = waldInterval(fit, "beta[NAP]");
    expectAllPrinted([wald.lower, wald.upper], ["-3.538042", "-1.598757"]);
    const ml = waldInterval(estimate(model, { method: "ML" }), "beta[NAP]");
    expectAllPrinted([ml.lower, ml.upper], ["-3.530813", "-1.620533"]);
  });
});
