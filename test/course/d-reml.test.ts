// Lecture D: the one-way model, the general matrix formulation, REML with its constant, û.
import {
  blup,
  estimate,
  gls,
  likelihoodRatioTest,
  logMarginal,
  logRestricted,
  mixedModel,
} from "@lmm-gibbs/core";
import { determinant, inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";
import { denseModel, denseV } from "../dense-model.ts";

const beaches = dataRows("rikz");

describe.each([
  ["the one-way model Y_ij = μ + m_i + ε_ij", "Richness ~ 1 + (1 | Beach)", "rikz"],
  ["a random intercept", "Richness ~ NAP + (1 | Beach)", "rikz"],
  ["a random coefficient model", "distance ~ age + (age | Subject)", "orthodont"],
])("%s", (_, formula, data) => {
  const model = mixedModel(formula, dataRows(data));
  const fit = estimate(model);
  const { sigma2, D } = fit;
  const { y, X, Z } = denseModel(model);
  const V = denseV(model, sigma2, D);
  const Vi = inverse(V);
  const A = X.transpose().mmul(Vi).mmul(X);
  const beta = inverse(A).mmul(X.transpose()).mmul(Vi).mmul(y);
  const e = Matrix.sub(y, X.mmul(beta));
  const [n, p] = [X.rows, X.columns];
  /** log|V| by its Cholesky-free pieces: determinants of 108 × 108 stay within range here. */
  const logDetV = Math.log(determinant(V));

  test("l_R(θ) = −(n−p)/2 log 2π − ½log|V| − ½log|X'V⁻¹X| − ½(y − Xβ̂)'V⁻¹(y − Xβ̂)", () => {
    const quadratic = e.transpose().mmul(Vi).mmul(e).get(0, 0);
    const exact =
      -((n - p) / 2) * Math.log(2 * Math.PI) -
      0.5 * logDetV -
      0.5 * Math.log(determinant(A)) -
      0.5 * quadratic;
    expect(logRestricted(model, { sigma2, D })).toBeCloseTo(exact, 7);
    expect(fit.logLikelihood).toBeCloseTo(exact, 7);
  });

  test("L_R(θ) = ∫L(β, θ)dβ: the height at β̂ times √((2π)^p/|X'V⁻¹X|)", () => {
    const height = logMarginal(model, { beta: beta.to1DArray(), sigma2, D });
    expect(logRestricted(model, { sigma2, D })).toBeCloseTo(
      height + 0.5 * (p * Math.log(2 * Math.PI) - Math.log(determinant(A))),
      7,
    );
  });

  test("β̂ = (X'V⁻¹X)⁻¹X'V⁻¹y and û = GZ'V⁻¹(y − Xβ̂)", () => {
    gls(model, { sigma2, D }).beta.forEach((value, k) => expect(value).toBeCloseTo(beta.get(k, 0), 8));
    const q = D.length;
    const G = Matrix.zeros(Z.columns, Z.columns);
    for (let i = 0; i < Z.columns / q; i++) G.setSubMatrix(D, i * q, i * q);
    const u = G.mmul(Z.transpose()).mmul(Vi).mmul(e);
    blup(model, fit)
      .b.flat()
      .forEach((value, k) => expect(value).toBeCloseTo(u.get(k, 0), 8));
  });

  test("ML estimates of the variances are smaller: REML accounts for estimating β", () => {
    const ml = estimate(model, { method: "ML" });
    expect(ml.D[0][0]).toBeLessThan(fit.D[0][0]);
    expect(ml.sigma2).toBeLessThanOrEqual(fit.sigma2 * (1 + 1e-9));
  });
});

test("likelihood-ratio tests by REML need the same fixed effects", () => {
  const [smaller, larger] = ["Richness ~ 1 + (1 | Beach)", "Richness ~ NAP + (1 | Beach)"].map((formula) =>
    mixedModel(formula, beaches),
  );
  expect(() => likelihoodRatioTest(estimate(smaller), estimate(larger))).toThrow(
    "REML fits whose fixed effects differ",
  );
  const { law } = likelihoodRatioTest(
    estimate(smaller, { method: "ML" }),
    estimate(larger, { method: "ML" }),
  );
  expect(law).toEqual([{ df: 1, weight: 1 }]);
});
