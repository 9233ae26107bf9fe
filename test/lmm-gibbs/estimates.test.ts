// The printed reports of estimates, tests and regressions.
import { estimate, likelihoodRatioTest, mixedModel, pooledRegression, regression } from "lmm-gibbs";
import { expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";

const dental = dataRows("orthodont");
const model = mixedModel("distance ~ Sex * age + (age | Subject)", dental, {
  contrasts: { Sex: { reference: "Male" } },
});

test("an estimate prints like lme4's summary, within 100 columns, and stays plain data", () => {
  const fit = estimate(model);
  const text = String(fit);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  expect(text).toContain("Linear mixed model by REML, distance ~ Sex * age + (age | Subject)");
  expect(text).toMatch(/\(Intercept\) +5\.786\d* +2\.405\d*/u);
  expect(text).toMatch(/age +0\.0325\d* +0\.180\d +-0\.668/u);
  expect(text).toMatch(/SexFemale:age|SexFemale/u);
  expect(text).not.toMatch(/NaN|undefined|singular|converged/u);
  expect(Object.keys(fit)).not.toContain("toString");
  expect(structuredClone({ ...fit }).beta).toEqual(fit.beta);
});

test("a singular fit says so", () => {
  const flat = mixedModel(
    "y ~ 1 + (1 | g)",
    [1, 2, 3, 3, 2.1, 1, 2, 1, 3.05, 1.9, 3, 1.1].map((y, row) => ({ y, g: Math.floor(row / 3) })),
  );
  const text = String(estimate(flat));
  expect(text).toContain("The fit is singular");
  expect(text).toMatch(/\(Intercept\) +0 +0\n/u);
});

test("units far from 1 print in scientific notation", () => {
  const huge = mixedModel(
    "y ~ age + (1 | Subject)",
    dental.map((row) => ({ ...row, y: 1e12 * (row["distance"] as number) })),
  );
  const text = String(estimate(huge));
  expect(text).toMatch(/age +6\.602e\+11/u);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("many long names stay within 100 columns", () => {
  const rows = dental.map((row, i) => ({
    ...row,
    a_rather_long_name_of_a_covariate: Math.sin(i),
    another_even_longer_name_of_a_covariate_measured_weekly: Math.cos(3 * i),
    third: Math.sin(7 * i),
  }));
  const wide = mixedModel(
    "distance ~ age + a_rather_long_name_of_a_covariate + another_even_longer_name_of_a_covariate_measured_weekly + third + Sex + (1 | Subject)",
    rows,
  );
  for (const line of String(estimate(wide)).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("tests and regressions print", () => {
  const smaller = estimate(mixedModel("distance ~ age + (1 | Subject)", dental));
  const larger = estimate(mixedModel("distance ~ age + (age | Subject)", dental));
  expect(String(likelihoodRatioTest(smaller, larger))).toBe(
    "Likelihood ratio 4.3658, ½ χ² with 1 df + ½ χ² with 2 df, p 0.0747",
  );
  expect(String(likelihoodRatioTest({ ...smaller, singular: true }, larger))).toContain(
    "Note: the smaller model's own D is singular",
  );
  expect(String(pooledRegression(model))).toContain(
    "Regression, distance ~ 1 + SexFemale + age + SexFemale:age",
  );
  expect(String(regression("distance ~ 1", dental))).toMatch(/Residual sd 2\.\d{3} on 107 df, R² 0\.000/u);
});

test("what was left out of rows and columns is in every report", () => {
  const left = { na: "drop", aliased: "drop" } as const;
  const gap = [{ ...dental[0], age: null }, ...dental.slice(1)];
  const told =
    "  107 rows@\n  1 of 108 rows dropped for missing values: age 1\n" +
    "  left out of the fixed effects: I(age + 1) = 1·age + 1·(Intercept)\n";
  const mixed = mixedModel("distance ~ age + I(age + 1) + (1 | Subject)", gap, left);
  expect(String(estimate(mixed))).toContain(told.replace("@", ", 27 levels of Subject"));
  expect(String(pooledRegression(mixed))).toContain(told.replace("@", ""));
  expect(String(regression("distance ~ age + I(age + 1)", gap, left))).toContain(told.replace("@", ""));
  expect(String(regression("distance ~ age", dental))).not.toMatch(/dropped|left out/u);
});
