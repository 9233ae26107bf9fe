// The theory of mixing: against the conditionals' own means, and closed forms.
import { mixedModelFromMatrices, normal, type State, zellner } from "@lmm-gibbs/core";
import {
  balancedOneWay,
  conditionals,
  mixingTheory,
  seededStream,
  type SweepName,
} from "@lmm-gibbs/samplers";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { BLOCKS, type Setting, settings, SWEEPS, unbalanced } from "./mixing-settings.ts";

/** E[β⁽ᵗ⁺¹⁾ | β⁽ᵗ⁾] of a sweep at held variances: every block's mean given the mean before it, all of them linear. */
function meanMap({ model, sigma2, D }: Setting, sweep: SweepName, beta: number[]): number[] {
  const laws = conditionals(model);
  const { levels, names } = model.terms[0];
  const state: State = { beta, sigma2, terms: [{ b: levels.map(() => names.map(() => 0)), D }] };
  state.terms[0].b = levels.map((_, i) => laws.b(state, i).mean);
  for (const block of BLOCKS[sweep]) {
    if (block !== "b") state.beta = laws[block](state).mean;
  }
  return state.beta;
}

describe.each([
  ...Object.entries(settings),
  [
    "unbalanced, normal β",
    { ...settings["unbalanced"], model: unbalanced({ beta: normal({ mean: 0, sd: 0.7 }) }) },
  ],
  ["unbalanced, Zellner's β", { ...settings["unbalanced"], model: unbalanced({ beta: zellner({ g: 10 }) }) }],
] as [string, Setting][])("%s", (_, setting) => {
  const { model, sigma2, D } = setting;

  test.each(SWEEPS)("%s: B is the derivative of the conditionals' means", (sweep) => {
    const theory = mixingTheory(model, { sigma2, D });
    const p = model.names.length;
    const zero = meanMap(
      setting,
      sweep,
      Array.from({ length: p }, () => 0),
    );
    for (let k = 0; k < p; k++) {
      const size = 100;
      const one = meanMap(
        setting,
        sweep,
        Array.from({ length: p }, (__, l) => (k === l ? size : 0)),
      );
      one.forEach((value, row) => {
        expect(theory[sweep].matrix[row][k]).toBeCloseTo((value - zero[row]) / size, 8);
      });
    }
  });

  test("the spectral radius is the rate at which B forgets, and below 1", () => {
    const theory = mixingTheory(model, { sigma2, D });
    expect(theory.marginal.spectralRadius).toBe(0);
    for (const sweep of ["uncentered", "centered"] as const) {
      const { matrix, spectralRadius } = theory[sweep];
      let v = Matrix.ones(model.names.length, 1);
      let rate = 0;
      for (let t = 0; t < 2000; t++) {
        v = new Matrix(matrix).mmul(v);
        rate = v.norm("frobenius");
        v.div(rate);
      }
      expect(spectralRadius).toBeCloseTo(rate, 4);
      expect(spectralRadius).toBeLessThan(1);
    }
    expect(theory.interweaved.spectralRadius).toBeLessThanOrEqual(
      theory.uncentered.spectralRadius * theory.centered.spectralRadius + 1e-12,
    );
  });
});

describe("the balanced one-way layout", () => {
  const n = 4;
  const groups = Array.from({ length: 6 * n }, (_, row) => Math.floor(row / n));
  const ones = groups.map(() => [1]);
  const stream = seededStream("one-way", 0);
  const model = mixedModelFromMatrices({ y: groups.map(() => stream.normal()), X: ones, Z: ones, groups });

  test.each([0.05, 0.5, 0.95])("κ = %d: κ uncentered, 1 − κ centered, 0 else", (kappa) => {
    const sigma2 = 2;
    const tau2 = (kappa / (1 - kappa)) * (sigma2 / n);
    const closed = balancedOneWay({ tau2, sigma2, n });
    expect(closed.kappa).toBeCloseTo(kappa, 12);
    expect(closed.lag1.uncentered).toBeCloseTo(kappa, 12);
    expect(closed.lag1.centered).toBeCloseTo(1 - kappa, 12);
    const theory = mixingTheory(model, { sigma2, D: [[tau2]] });
    for (const sweep of SWEEPS) {
      expect(theory[sweep].lag1["x1"]).toBeCloseTo(closed.lag1[sweep], 12);
      expect(theory[sweep].spectralRadius).toBeCloseTo(closed.lag1[sweep], 12);
    }
  });

  test("refuses variances that are none", () => {
    expect(() => balancedOneWay({ tau2: 0, sigma2: 1, n: 2 })).toThrow(
      "tau2 must be a finite number above 0",
    );
    expect(() => mixingTheory(model, { sigma2: 1, D: [[-1]] })).toThrow(RangeError);
    expect(() => mixingTheory(model, { sigma2: NaN, D: [[1]] })).toThrow("state.sigma2");
  });
});

test("one design X_i = Z_i in every group: lag 1 is each coefficient's κ, and B_u + B_c = I", () => {
  const { model, sigma2, D } = settings["sleepstudy"];
  const theory = mixingTheory(model, { sigma2, D });
  const first = new Matrix(Array.from({ length: 10 }, (_, day) => [1, day]));
  const ownVariance = inverse(first.transpose().mmul(first)).mul(sigma2);
  model.names.forEach((name, k) => {
    const kappa = D[k][k] / (D[k][k] + ownVariance.get(k, k));
    expect(theory.uncentered.lag1[name]).toBeCloseTo(kappa, 10);
    expect(theory.centered.lag1[name]).toBeCloseTo(1 - kappa, 10);
    model.names.forEach((_, l) => {
      const sum = theory.uncentered.matrix[k][l] + theory.centered.matrix[k][l];
      expect(sum).toBeCloseTo(k === l ? 1 : 0, 10);
      expect(theory.interweaved.matrix[k][l]).toBeCloseTo(0, 10);
    });
  });
});

test("β flat and every column centerable, groups unlike: interweaved is B_u + B_c − I", () => {
  const stream = seededStream("mixing", 1);
  const groups = [5, 1, 7, 2, 3, 9].flatMap((n, i) => Array.from({ length: n }, () => i));
  const Z = groups.map(() => [1, stream.normal()]);
  const y = groups.map(() => stream.normal());
  const { sigma2, D } = settings["unbalanced"];
  const model = mixedModelFromMatrices({ y, X: Z, Z, groups });
  const { uncentered, centered, interweaved } = mixingTheory(model, { sigma2, D });
  expect(interweaved.spectralRadius).toBeGreaterThan(0.001);
  interweaved.matrix.forEach((row, k) => {
    row.forEach((value, l) => {
      const sum = uncentered.matrix[k][l] + centered.matrix[k][l];
      expect(value).toBeCloseTo(sum - (k === l ? 1 : 0), 10);
    });
  });
});

test("partial centering is the joint block: b_i + C_iH_iβ/σ² does not depend on β (Papaspiliopoulos et al. 2007)", () => {
  const { model, sigma2, D } = settings["unbalanced"];
  const laws = conditionals(model);
  const { levels, groupOf, Z, names } = model.terms[0];
  const p = model.names.length;
  levels.forEach((_, i) => {
    const rows = Array.from(groupOf.keys()).filter((row) => groupOf[row] === i);
    const Zi = new Matrix(
      rows.map((row) => Array.from(Z.subarray(row * names.length, (row + 1) * names.length))),
    );
    const Xi = new Matrix(rows.map((row) => Array.from(model.X.subarray(row * p, (row + 1) * p))));
    const shifted = (beta: number[]): number[] => {
      const law = laws.b({ beta, sigma2, terms: [{ b: [], D }] }, i);
      const shift = new Matrix(law.covariance)
        .mmul(Zi.transpose().mmul(Xi))
        .mmul(Matrix.columnVector(beta))
        .div(sigma2);
      return Matrix.columnVector(law.mean).add(shift).to1DArray();
    };
    const origin = shifted([0, 0, 0, 0, 0]);
    shifted([3, -2, 1, 5, 4]).forEach((value, k) => expect(value).toBeCloseTo(origin[k], 10));
  });
});

test("a sweep that turns β as it forgets: the modulus of a pair of complex eigenvalues, √det B, is its rate", () => {
  const stream = seededStream("complex", 77);
  const groups = [4, 1, 3].flatMap((n, i) => Array.from({ length: n }, () => i));
  const Z = groups.map(() => [1, stream.normal()]);
  const y = groups.map(() => stream.normal());
  const model = mixedModelFromMatrices({ y, X: Z, Z, groups }, { priors: { beta: normal({ sd: 0.7 }) } });
  const D = [
    [1, 0.5],
    [0.5, 1],
  ];
  const { matrix, spectralRadius } = mixingTheory(model, { sigma2: 1, D }).interweaved;
  const [[a, b], [c, d]] = matrix;
  const determinant = a * d - b * c;
  expect((a + d) ** 2).toBeLessThan(determinant);
  expect(spectralRadius).toBeCloseTo(Math.sqrt(determinant), 12);
});
