// Likelihoods, GLS, BLUP and information against the dense formulas of the notes, on unbalanced random models.
import {
  blup,
  gls,
  groupsOf,
  information,
  logConditional,
  logJoint,
  logMarginal,
  logPrior,
  logRestricted,
  mixedModelFromMatrices,
  type Model,
  normalLaw,
  predictedProfile,
  residuals,
  type State,
} from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { determinant, inverse, Matrix, QrDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { denseLogNormal, denseModel, denseP, denseV } from "../../dense-model.ts";
import { randomModel, randomState } from "../../random-model.ts";

const stream = seededStream("densities", 0);
const cases: [string, Model][] = [
  ["groups of 1 to 6 rows", randomModel(stream, {})],
  ["a diagonal D", randomModel(stream, {}, { diagonal: true })],
  ["many groups of one row", randomModel(stream, {}, { sizes: [1, 1, 1, 1, 9, 2] })],
];

function expectMatrix(actual: readonly (readonly number[])[], expected: Matrix, digits = 9): void {
  const scale = Math.max(1, expected.clone().abs().max());
  actual.forEach((row, i) => {
    row.forEach((value, j) => expect(value / scale).toBeCloseTo(expected.get(i, j) / scale, digits));
  });
}

describe.each(cases)("%s", (_, model) => {
  const state: State = randomState(stream, model);
  const { beta, sigma2 } = state;
  const { D, b } = state.terms[0];
  const { y, X, Z } = denseModel(model);
  const V = denseV(model, sigma2, D);
  const mean = X.mmul(Matrix.columnVector(beta));
  const Vi = inverse(V);
  const A = X.transpose().mmul(Vi).mmul(X);
  const fitted = inverse(A).mmul(X.transpose()).mmul(Vi).mmul(y);

  test("log p(y | β, σ², D) is the normal density N(Xβ, V), from a state or by hand", () => {
    expect(logMarginal(model, state)).toBeCloseTo(denseLogNormal(y, mean, V), 9);
    expect(logMarginal(model, { beta, sigma2, D })).toBe(logMarginal(model, state));
  });

  test("log p(y | β, b, σ²) is what the joint density has beside priors and p(b | D)", () => {
    const law = normalLaw({ mean: D.map(() => 0), covariance: D });
    const rest = b.reduce((sum, one) => sum + law.logDensity(one), logPrior(model, state));
    expect(logConditional(model, state)).toBeCloseTo(logJoint(model, state) - rest, 9);
  });

  test("the restricted likelihood is ∫ p(y | β, σ², D) dβ under a flat β", () => {
    // The integrand is normal in β about β̂ with precision A, so the integral is its height times (2π)^{p/2}|A|^{−1/2}.
    const height = denseLogNormal(y, X.mmul(fitted), V);
    const exact = height + 0.5 * (3 * Math.log(2 * Math.PI) - Math.log(determinant(A)));
    expect(logRestricted(model, { sigma2, D })).toBeCloseTo(exact, 9);
    // And by quadrature along one coefficient, the others integrated in closed form by conditioning.
    const profile = (shift: number): number => {
      const at = fitted.to1DArray().map((value, k) => value + (k === 0 ? shift : 0));
      return logMarginal(model, { beta: at, sigma2, D });
    };
    const curvature = -(profile(0.1) + profile(-0.1) - 2 * profile(0)) / 0.01;
    expect(curvature).toBeCloseTo(A.get(0, 0), 6);
  });

  test("error contrasts A'y, A'X = 0, A'A = I, have the restricted likelihood less ½ log|X'X|, whatever σ² and D", () => {
    const { orthogonalMatrix } = new QrDecomposition(
      Matrix.from1DArray(
        model.rows,
        model.rows,
        Array.from({ length: model.rows ** 2 }, () => stream.normal()),
      ),
    );
    // A basis of what is orthogonal to X: random vectors less their projection, made orthonormal.
    const H = X.mmul(inverse(X.transpose().mmul(X))).mmul(X.transpose());
    const within = Matrix.eye(model.rows)
      .sub(H)
      .mmul(orthogonalMatrix)
      .subMatrix(0, model.rows - 1, 0, model.rows - 4);
    const contrasts = new QrDecomposition(within).orthogonalMatrix;
    expect(contrasts.transpose().mmul(X).abs().max()).toBeLessThan(1e-10);
    const logDetXX = Math.log(determinant(X.transpose().mmul(X)));
    for (const other of [
      { sigma2, D },
      { sigma2: 3 * sigma2, D: D.map((row) => row.map((v) => v / 5)) },
    ]) {
      const covariance = contrasts
        .transpose()
        .mmul(denseV(model, other.sigma2, other.D))
        .mmul(contrasts);
      const zero = Matrix.zeros(covariance.rows, 1);
      const density = denseLogNormal(contrasts.transpose().mmul(y), zero, covariance);
      expect(logRestricted(model, other)).toBeCloseTo(density - 0.5 * logDetXX, 8);
    }
  });

  test("GLS is (X'V⁻¹X)⁻¹X'V⁻¹y", () => {
    const fit = gls(model, state);
    fit.beta.forEach((value, k) => expect(value).toBeCloseTo(fitted.get(k, 0), 9));
    expectMatrix(fit.covBeta, inverse(A));
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(inverse(A).get(1, 1)), 10);
  });

  test("b̂ and its variances are those of y and b's joint normal law, with β given and integrated out", () => {
    const J = b.length;
    const G = Matrix.zeros(2 * J, 2 * J);
    for (let i = 0; i < J; i++) {
      D.forEach((row, k) => row.forEach((value, l) => G.set(2 * i + k, 2 * i + l, value)));
    }
    const GZ = G.mmul(Z.transpose());
    const given = blup(model, { beta, sigma2, D });
    const exact = GZ.mmul(Vi).mmul(Matrix.sub(y, mean));
    given.b.flat().forEach((value, k) => expect(value).toBeCloseTo(exact.get(k, 0), 9));
    const variance = Matrix.sub(G, GZ.mmul(Vi).mmul(GZ.transpose()));
    const integrated = Matrix.sub(G, GZ.mmul(denseP(V, X)).mmul(GZ.transpose()));
    for (let i = 0; i < J; i++) {
      expectMatrix(given.varB[i], variance.subMatrix(2 * i, 2 * i + 1, 2 * i, 2 * i + 1));
      expectMatrix(given.varBIntegrated[i], integrated.subMatrix(2 * i, 2 * i + 1, 2 * i, 2 * i + 1));
    }
    const atGls = blup(model, { sigma2, D });
    expect(atGls.b).toEqual(blup(model, { beta: gls(model, state).beta, sigma2, D }).b);
  });

  test("X_iβ̂ + Z_ib̂_i = σ²V_i⁻¹X_iβ̂ + (I − σ²V_i⁻¹)y_i", () => {
    for (const { level } of groupsOf(model)) {
      const {
        fitted: values,
        population,
        observed,
        populationWeight: W,
      } = predictedProfile(model, { sigma2, D }, level);
      values.forEach((value, r) => {
        const shrunk = W[r].reduce(
          (sum, w, s) => sum + w * population[s] + ((r === s ? 1 : 0) - w) * observed[s],
          0,
        );
        expect(value).toBeCloseTo(shrunk, 9);
      });
    }
  });

  test("residuals: y − Xβ̂, and y − Xβ̂ − Zb̂ = σ²V⁻¹(y − Xβ̂)", () => {
    const { marginal, conditional, scaled } = residuals(model, { beta, sigma2, D });
    const e = Matrix.sub(y, mean);
    const shrunk = Vi.mmul(e).mul(sigma2);
    denseModel(model).order.forEach((row, at) => {
      expect(marginal[row]).toBeCloseTo(e.get(at, 0), 10);
      expect(conditional[row]).toBeCloseTo(shrunk.get(at, 0), 9);
      expect(scaled[row]).toBeCloseTo(shrunk.get(at, 0) / Math.sqrt(sigma2), 9);
    });
  });

  describe("information", () => {
    const diagonal = model.terms[0].diagonal;
    const pairs = diagonal
      ? [
          [0, 0],
          [1, 1],
        ]
      : [
          [0, 0],
          [1, 0],
          [1, 1],
        ];
    const unpack = (alpha: readonly number[]) => ({
      sigma2: alpha[0],
      D: [0, 1].map((k) =>
        [0, 1].map((l) => {
          const at = pairs.findIndex(([a, c]) => a === Math.max(k, l) && c === Math.min(k, l));
          return at < 0 ? 0 : alpha[1 + at];
        }),
      ),
    });
    const alpha = [sigma2, ...pairs.map(([k, l]) => D[k][l])];
    const parts = [
      Matrix.eye(model.rows),
      ...pairs.map(([k, l]) =>
        denseV(
          model,
          0,
          [0, 1].map((r) => [0, 1].map((c) => Number((r === k && c === l) || (r === l && c === k)))),
        ),
      ),
    ];

    test("observed: minus the second differences of the log likelihood", () => {
      const { observed, names } = information(model, { beta, sigma2, D });
      const at = [...beta, ...alpha];
      expect(names).toHaveLength(at.length);
      const f = (x: readonly number[]): number =>
        logMarginal(model, { beta: x.slice(0, 3), ...unpack(x.slice(3)) });
      expectSecondDifferences(observed, f, at);
      const restricted = information(model, { sigma2, D }, { method: "REML" });
      expectSecondDifferences(restricted.observed, (x) => logRestricted(model, unpack(x)), alpha);
    });

    test("expected: ½ tr(V⁻¹V_jV⁻¹V_k), and with P for REML; block-diagonal in β", () => {
      const { expected } = information(model, { beta, sigma2, D });
      const restricted = information(model, { sigma2, D }, { method: "REML" });
      const traces = (M: Matrix) =>
        new Matrix(parts.map((one) => parts.map((other) => 0.5 * M.mmul(one).mmul(M).mmul(other).trace())));
      expectMatrix(restricted.expected, traces(denseP(V, X)), 8);
      const all = Matrix.zeros(expected.length, expected.length);
      all.setSubMatrix(A, 0, 0);
      all.setSubMatrix(traces(Vi), 3, 3);
      expectMatrix(expected, all, 8);
    });
  });
});

/** Minus the matrix of second differences, with steps relative to each coordinate. */
function expectSecondDifferences(
  actual: readonly (readonly number[])[],
  f: (x: readonly number[]) => number,
  at: readonly number[],
): void {
  const steps = at.map((value) => 1e-4 * Math.max(0.1, Math.abs(value)));
  const moved = (j: number, a: number, k: number, c: number): number =>
    f(at.map((value, i) => value + (i === j ? a * steps[j] : 0) + (i === k ? c * steps[k] : 0)));
  actual.forEach((row, j) => {
    row.forEach((value, k) => {
      const difference = moved(j, 1, k, 1) - moved(j, 1, k, -1) - moved(j, -1, k, 1) + moved(j, -1, k, -1);
      const scale = Math.sqrt(Math.abs(actual[j][j] * actual[k][k])) + 1;
      // Second differences with steps of 1e-4 lose eight digits of the log likelihood.
      expect(Math.abs(value + difference / (4 * steps[j] * steps[k])) / scale).toBeLessThan(1e-4);
    });
  });
}

test("a singular D is allowed; one that is not positive semidefinite is refused", () => {
  const model = cases[0][1];
  const singular = [
    [1, 2],
    [2, 4],
  ];
  const { y, X } = denseModel(model);
  const mean = X.mmul(Matrix.columnVector([1, 2, 3]));
  expect(logMarginal(model, { beta: [1, 2, 3], sigma2: 2, D: singular })).toBeCloseTo(
    denseLogNormal(y, mean, denseV(model, 2, singular)),
    9,
  );
  const zero = [
    [0, 0],
    [0, 0],
  ];
  expect(logMarginal(model, { beta: [1, 2, 3], sigma2: 2, D: zero })).toBeCloseTo(
    denseLogNormal(y, mean, Matrix.eye(model.rows).mul(2)),
    9,
  );
  const indefinite = [
    [1, 2.1],
    [2.1, 4],
  ];
  expect(() => logMarginal(model, { beta: [1, 2, 3], sigma2: 2, D: indefinite })).toThrow(
    "the parameters: D must be positive semidefinite",
  );
});

test("one row a group: the information about σ² and τ² is that about their sum", () => {
  const y = [1, 2.5, 4, 3.5, 7];
  const ones = y.map(() => [1]);
  const model = mixedModelFromMatrices({ y, X: ones, Z: ones, groups: [1, 2, 3, 4, 5] });
  const { expected, observed } = information(model, { beta: [3], sigma2: 1.5, D: [[0.5]] });
  const squares = y.reduce((sum, value) => sum + (value - 3) ** 2, 0);
  const sum = y.reduce((total, value) => total + value - 3, 0);
  // Five rows of variance v = 2: N/v, N/(2v²), and Σe²/v³ − N/(2v²), Σe/v² in their place.
  const [mean, variance] = [5 / 2, 5 / 8];
  expectMatrix(
    expected,
    new Matrix([
      [mean, 0, 0],
      [0, variance, variance],
      [0, variance, variance],
    ]),
    12,
  );
  const [cross, seen] = [sum / 4, squares / 8 - variance];
  expectMatrix(
    observed,
    new Matrix([
      [mean, cross, cross],
      [cross, seen, seen],
      [cross, seen, seen],
    ]),
    12,
  );
});
