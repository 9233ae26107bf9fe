// The joint density: built from the laws, with b integrated out by the dense formula, half-t priors by quadrature.
import {
  groupsOf,
  halfT,
  halfTLaw,
  inverseGamma,
  inverseGammaLaw,
  inverseWishart,
  inverseWishartLaw,
  jeffreys,
  logJoint,
  logMarginal,
  logPrior,
  normalLaw,
  type State,
  zellner,
} from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import { randomModel, randomState } from "../random-model.ts";

const stream = seededStream(3, 0);
const proper = {
  beta: zellner({ g: 10 }),
  sigma2: inverseGamma({ shape: 2, scale: 1 }),
  D: inverseWishart({
    df: 4,
    scale: [
      [1, 0.2],
      [0.2, 2],
    ],
  }),
};
const model = randomModel(stream, proper);
const state = randomState(stream, model);
const { D } = state.terms[0];

test("log p(y | β, σ², D) is the sum of the normal log densities N(X_iβ, Z_iDZ_i' + σ²I)", () => {
  let dense = 0;
  for (const { y, X, Z } of groupsOf(model)) {
    const Zi = new Matrix(Z);
    const V = Zi.mmul(new Matrix(D)).mmul(Zi.transpose()).add(Matrix.eye(y.length).mul(state.sigma2));
    const mean = new Matrix(X).mmul(Matrix.columnVector(state.beta)).to1DArray();
    dense += normalLaw({ mean, covariance: V.to2DArray() }).logDensity(y);
  }
  expect(logMarginal(model, state)).toBeCloseTo(dense, 9);
});

test("log p(y, b, β, σ², D) is the sum of the log densities of y given b, of b, and of the priors", () => {
  let sum = logPrior(model, state);
  groupsOf(model).forEach(({ y, X, Z }, i) => {
    const b = state.terms[0].b[i];
    y.forEach((value, row) => {
      const fitted =
        X[row].reduce((s, x, k) => s + x * state.beta[k], 0) + Z[row].reduce((s, z, k) => s + z * b[k], 0);
      sum += normalLaw({ mean: [fitted], covariance: [[state.sigma2]] }).logDensity([value]);
    });
    sum += normalLaw({ mean: [0, 0], covariance: D }).logDensity(b);
  });
  expect(logJoint(model, state)).toBeCloseTo(sum, 9);
});

test("the prior is p(β | σ²) p(σ²) p(D); Zellner's has precision X'X/(gσ²)", () => {
  const X = Matrix.from1DArray(model.rows, 3, model.X);
  const precision = X.transpose()
    .mmul(X)
    .div(10 * state.sigma2)
    .to2DArray();
  const exact =
    normalLaw({ mean: [0, 0, 0], precision }).logDensity(state.beta) +
    inverseGammaLaw({ shape: 2, scale: 1 }).logDensity(state.sigma2) +
    inverseWishartLaw({
      df: 4,
      scale: [
        [1, 0.2],
        [0.2, 2],
      ],
    }).logDensity(D);
  expect(logPrior(model, state)).toBeCloseTo(exact, 10);
});

/** ∫ f(log α) d log α by the trapezoid rule. */
function overLog(f: (alpha: number) => number, step: number): number {
  let sum = 0;
  for (let t = -25; t < 45; t += step) sum += f(Math.exp(t)) * Math.exp(t) * step;
  return sum;
}

const without = (s: State): State => ({
  beta: s.beta,
  sigma2: s.sigma2,
  terms: [{ b: s.terms[0].b, D: s.terms[0].D }],
});

test("a half-t prior of D is its inverse-Wishart mixture over the auxiliaries", () => {
  const halfTModel = randomModel(stream, { sigma2: jeffreys(), D: halfT({ df: 3, scale: [1.5, 0.4] }) });
  const mixture = overLog(
    (a) =>
      overLog(
        (b) =>
          Math.exp(logPrior(halfTModel, { ...state, terms: [{ ...state.terms[0], auxiliary: [a, b] }] })),
        0.25,
      ),
    0.25,
  );
  expect(logPrior(halfTModel, without(state))).toBeCloseTo(Math.log(mixture), 8);
});

test("a half-t prior of σ is its inverse-gamma mixture, and a half-t density of σ", () => {
  const halfTModel = randomModel(stream, { sigma2: halfT({ df: 3, scale: 2 }), D: proper.D });
  const mixture = overLog((a) => Math.exp(logPrior(halfTModel, { ...state, auxiliary: a })), 0.01);
  expect(logPrior(halfTModel, without(state))).toBeCloseTo(Math.log(mixture), 9);
  const sigma = Math.sqrt(state.sigma2);
  const exact =
    halfTLaw({ df: 3, scale: 2 }).logDensity(sigma) -
    Math.log(2 * sigma) +
    inverseWishartLaw({
      df: 4,
      scale: [
        [1, 0.2],
        [0.2, 2],
      ],
    }).logDensity(D);
  expect(logPrior(halfTModel, without(state))).toBeCloseTo(exact, 10);
});

test("a diagonal D has the product of its columns' priors, half-t columns with one auxiliary each", () => {
  const columns = [inverseGamma({ shape: 2, scale: 3 }), halfT({ df: 3, scale: 0.8 })];
  const diagonal = randomModel(stream, { D: columns }, { diagonal: true });
  const s: State = {
    ...state,
    terms: [
      {
        b: state.terms[0].b,
        D: [
          [0.7, 0],
          [0, 1.3],
        ],
      },
    ],
  };
  const improper = -Math.log(s.sigma2);
  const exact =
    inverseGammaLaw({ shape: 2, scale: 3 }).logDensity(0.7) +
    halfTLaw({ df: 3, scale: 0.8 }).logDensity(Math.sqrt(1.3)) -
    Math.log(2 * Math.sqrt(1.3));
  expect(logPrior(diagonal, s)).toBeCloseTo(improper + exact, 10);
  const mixture = overLog(
    (a) => Math.exp(logPrior(diagonal, { ...s, terms: [{ ...s.terms[0], auxiliary: [a] }] })),
    0.01,
  );
  expect(Math.log(mixture)).toBeCloseTo(improper + exact, 9);
});

test.each<[string, (s: State) => unknown, string]>([
  ["too few coefficients", (s) => ({ ...s, beta: [1] }), "state.beta must have 3 elements, got 1"],
  ["σ² = 0", (s) => ({ ...s, sigma2: 0 }), "state.sigma2 must be a finite number above 0, got 0"],
  ["no terms", (s) => ({ ...s, terms: undefined }), "a state must be { beta, sigma2, terms: [{ b, D }] }"],
  [
    "b of another size",
    (s) => ({ ...s, terms: [{ b: [[1, 2]], D }] }),
    "state.terms[0].b must be 8 × 2, got 1 × 2",
  ],
  [
    "D not positive definite",
    (s) => ({
      ...s,
      terms: [
        {
          ...s.terms[0],
          D: [
            [1, 2],
            [2, 1],
          ],
        },
      ],
    }),
    "state.terms[0].D must be positive definite",
  ],
])("a state that does not fit is refused: %s", (_, change, message) => {
  expect(() => logJoint(model, change(state) as State)).toThrow(message);
});

test("a diagonal D may have no covariance", () => {
  const diagonal = randomModel(stream, {}, { diagonal: true });
  expect(() =>
    logJoint(diagonal, {
      ...state,
      terms: [
        {
          b: state.terms[0].b,
          D: [
            [1, 0.1],
            [0.1, 1],
          ],
        },
      ],
    }),
  ).toThrow("state.terms[0].D must be diagonal, the term is written with ||");
});

test("a density reads only what it is a density of", () => {
  const { beta, sigma2, terms } = state;
  expect(logMarginal(model, { beta, sigma2, terms: [{ D: terms[0].D }] })).toBe(logMarginal(model, state));
});
