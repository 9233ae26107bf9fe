// Lecture A: growth curves of the dental study, ML against REML, empirical Bayes.
import {
  blup,
  estimate,
  gls,
  groupsOf,
  information,
  likelihoodRatioTest,
  logMarginal,
  logRestricted,
  mixedModel,
  pooledRegression,
  regression,
} from "@lmm-gibbs/core";
import { determinant, inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";
import { denseModel, denseV } from "../dense-model.ts";
import { expectAllPrinted } from "./printed-figure.ts";

const model = mixedModel("distance ~ age + (age | Subject)", dataRows("orthodont"));
const ml = estimate(model, { method: "ML" });
const reml = estimate(model, { method: "REML" });

describe("table 1: dental growth, MLE and REML", () => {
  test("ML: 16.76 (0.76) 22.03, 0.66 (0.07) 9.44", () => {
    expectAllPrinted(ml.beta, ["16.76", "0.66"]);
    expectAllPrinted(ml.standardErrors, ["0.76", "0.07"]);
    expectAllPrinted(ml.tValues, ["22.03", "9.44"]);
  });

  test("REML: 16.76 (0.78) 21.62, 0.66 (0.07) 9.27", () => {
    expectAllPrinted(reml.beta, ["16.76", "0.66"]);
    expectAllPrinted(reml.standardErrors, ["0.78", "0.07"]);
    expectAllPrinted(reml.tValues, ["21.62", "9.27"]);
  });

  test("R's VarCorr: the correlations −0.581 and −0.609, the sds to the three digits that R's optimiser had", () => {
    const correlation = ({ D }: typeof ml): number => D[0][1] / Math.sqrt(D[0][0] * D[1][1]);
    expectAllPrinted([correlation(ml), correlation(reml)], ["-0.581", "-0.609"]);
    const sds = ({ D, sigma2 }: typeof ml): number[] => [D[0][0], D[1][1], sigma2].map(Math.sqrt);
    // The notes print 2.19408, 0.21492, 1.31005 and 2.32736, 0.22645, 1.31002.
    expectAllPrinted(sds(ml), ["2.19410", "0.21492", "1.31004"]);
    expectAllPrinted(sds(reml), ["2.32704", "0.22643", "1.31004"]);
  });

  test("who is right: in balanced data with X_i = Z_i both residual variances are Σ SSE_i/(J(n − q))", () => {
    const sse = groupsOf(model).reduce((sum, { X, y }) => {
      const A = new Matrix(X);
      const fit = A.mmul(inverse(A.transpose().mmul(A)))
        .mmul(A.transpose())
        .mmul(Matrix.columnVector(y));
      return sum + y.reduce((inner, value, j) => inner + (value - fit.get(j, 0)) ** 2, 0);
    }, 0);
    expect(ml.sigma2).toBeCloseTo(sse / 54, 10);
    expect(reml.sigma2).toBeCloseTo(sse / 54, 10);
    const printed = (sds: [number, number], cor: number, sigma: number) => {
      const c = cor * sds[0] * sds[1];
      return {
        sigma2: sigma ** 2,
        D: [
          [sds[0] ** 2, c],
          [c, sds[1] ** 2],
        ],
      };
    };
    expect(reml.logLikelihood).toBeGreaterThan(
      logRestricted(model, printed([2.32736, 0.22645], -0.609, 1.31002)),
    );
    const atMl = printed([2.19408, 0.21492], -0.581, 1.31005);
    expect(ml.logLikelihood).toBeGreaterThan(logMarginal(model, { beta: ml.beta, ...atMl }));
  });
});

test("5.2: Cov(Y_i) = Z_iDZ_i' + σ²I, and the marginal likelihood is its normal density less constants", () => {
  const { y, X } = denseModel(model);
  const V = denseV(model, ml.sigma2, ml.D);
  const e = Matrix.sub(y, X.mmul(Matrix.columnVector(ml.beta)));
  const kernel = -0.5 * Math.log(determinant(V)) - 0.5 * e.transpose().mmul(inverse(V)).mmul(e).get(0, 0);
  expect(ml.logLikelihood).toBeCloseTo(kernel - 54 * Math.log(2 * Math.PI), 7);
});

test("5.5: the expected information is block-diagonal, its β block ΣX_i'V_i⁻¹X_i", () => {
  const { expected } = information(model, ml);
  const { covBeta } = gls(model, ml);
  const precision = inverse(new Matrix(covBeta));
  for (const k of [0, 1]) {
    for (const l of [0, 1]) expect(expected[k][l] / precision.get(k, l)).toBeCloseTo(1, 9);
    for (const alpha of [2, 3, 4, 5]) expect(expected[k][alpha]).toBe(0);
  }
});

test("5.7: a variance is tested at its boundary", () => {
  const intercept = mixedModel("distance ~ age + (1 | Subject)", dataRows("orthodont"));
  const { law } = likelihoodRatioTest(pooledRegression(intercept), estimate(intercept, { method: "ML" }));
  expect(law.map(({ df }) => df)).toEqual([0, 1]);
});

test("5.8.3: the REML estimate of a regression's σ² is RSS/(n − k), where the restricted likelihood is largest", () => {
  const { sigma2, residuals, logRestricted: highest } = regression("distance ~ age", dataRows("orthodont"));
  expect(sigma2).toBeCloseTo(residuals.reduce((sum, e) => sum + e * e, 0) / 106, 10);
  const without = mixedModel("distance ~ age + (1 | Subject)", dataRows("orthodont"));
  const at = (s: number): number => logRestricted(without, { sigma2: s, D: [[0]] });
  expect(at(sigma2)).toBeCloseTo(highest, 8);
  expect(Math.max(at(0.99 * sigma2), at(1.01 * sigma2))).toBeLessThan(highest);
});

test("5.8.4: log|ΣX_i'V_i⁻¹X_i| belongs in ℓ_R; a sum of log|X_i'V_i⁻¹X_i| is not a constant away from it", () => {
  const difference = (scale: number): number => {
    const D = reml.D.map((row) => row.map((value) => scale * value));
    let inside = 0;
    const total = Matrix.zeros(2, 2);
    for (const { X, Z } of groupsOf(model)) {
      const [A, B] = [new Matrix(X), new Matrix(Z)];
      const V = B.mmul(new Matrix(D)).mmul(B.transpose()).add(Matrix.eye(4).mul(reml.sigma2));
      const own = A.transpose().mmul(inverse(V)).mmul(A);
      inside += Math.log(determinant(own));
      total.add(own);
    }
    return inside - Math.log(determinant(total));
  };
  expect(Math.abs(difference(1) - difference(4))).toBeGreaterThan(10);
  // The right one: ℓ_R + ½log|ΣX'V⁻¹X| − (p/2)log 2π is ℓ at the GLS estimate.
  const { covBeta, beta } = gls(model, reml);
  const profile = logMarginal(model, { beta, sigma2: reml.sigma2, D: reml.D });
  expect(reml.logLikelihood).toBeCloseTo(
    profile + 0.5 * Math.log(determinant(new Matrix(covBeta))) + Math.log(2 * Math.PI),
    8,
  );
});

test("5.9.1: b̂_i = D Z_i'V_i⁻¹(y_i − X_iβ), Var = D − D Z_i'V_i⁻¹Z_iD, for the first boy", () => {
  const [{ X, Z, y }] = groupsOf(model);
  const [A, B, D] = [new Matrix(X), new Matrix(Z), new Matrix(reml.D)];
  const Vi = inverse(B.mmul(D).mmul(B.transpose()).add(Matrix.eye(4).mul(reml.sigma2)));
  const e = Matrix.columnVector(y).sub(A.mmul(Matrix.columnVector(reml.beta)));
  const K = D.mmul(B.transpose()).mmul(Vi);
  const { b, varB } = blup(model, reml);
  expect(b[0][0]).toBeCloseTo(K.mmul(e).get(0, 0), 8);
  expect(varB[0][0][1]).toBeCloseTo(Matrix.sub(D, K.mmul(B).mmul(D)).get(0, 1), 8);
});
