// Lecture C: models (1) and (2), inverse-Wishart priors, and the full conditionals with their parameters.
import {
  gammaPrecision,
  groupsOf,
  inverseWishart,
  inverseWishartLaw,
  logConditional,
  logMarginal,
  mixedModel,
  normal,
  normalLaw,
  type State,
  wishartLaw,
} from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";

const [v0, s02, eta0] = [3, 400, 5];
const S0 = [
  [600, 5],
  [5, 40],
];
const [mu0, Psi0] = [
  [200, 5],
  [
    [0.001, 0.0002],
    [0.0002, 0.02],
  ],
];
const model = mixedModel("Reaction ~ Days + (Days | Subject)", dataRows("sleepstudy"), {
  priors: {
    beta: normal({ mean: mu0, precision: Psi0 }),
    sigma2: gammaPrecision({ shape: v0 / 2, rate: (v0 * s02) / 2 }),
    D: inverseWishart({ df: eta0, scale: S0 }),
  },
});
const stream = seededStream("lecture C", 0);
const J = model.terms[0].levels.length;
const state: State = {
  beta: [250, 10],
  sigma2: 650,
  terms: [
    {
      b: Array.from({ length: J }, () => [25 * stream.normal(), 6 * stream.normal()]),
      D: [
        [610, 9],
        [9, 35],
      ],
    },
  ],
};
const { b, D } = state.terms[0];
const laws = conditionals(model);

test("model (2) is model (1) with γ_j integrated out: mean X_jβ, covariance Z_jΣZ_j' + σ²I", () => {
  const rest = b.reduce(
    (sum, gamma) => sum + normalLaw({ mean: [0, 0], covariance: D }).logDensity(gamma),
    logConditional(model, state),
  );
  // p(y | β) = p(y | γ, β)p(γ)/p(γ | y, β), at any γ.
  const posterior = b.reduce((sum, gamma, j) => sum + laws.b(state, j).logDensity(gamma), 0);
  expect(logMarginal(model, state)).toBeCloseTo(rest - posterior, 7);
});

describe("Wishart and inverse-Wishart", () => {
  test("the density of IW(η₀, S₀⁻¹) is |Σ|^(−(η₀+p+1)/2) exp(−½tr(S₀Σ⁻¹)): S₀ is our scale", () => {
    const law = inverseWishartLaw({ df: eta0, scale: S0 });
    const kernel = (Sigma: readonly (readonly number[])[]): number => {
      const A = new Matrix(Sigma.map((row) => [...row]));
      const determinant = Sigma[0][0] * Sigma[1][1] - Sigma[0][1] * Sigma[1][0];
      return -0.5 * (eta0 + 3) * Math.log(determinant) - 0.5 * new Matrix(S0).mmul(inverse(A)).trace();
    };
    expect(law.logDensity(D) - law.logDensity(S0)).toBeCloseTo(kernel(D) - kernel(S0), 9);
  });

  test("E(Σ) = S₀/(η₀ − p − 1); a guess Σ₀ is held tightly by S₀ = (η₀ − p − 1)Σ₀, weakly by η₀ = p + 2, S₀ = Σ₀", () => {
    const mean = (prior: ReturnType<typeof inverseWishart>): number[][] | null =>
      inverseWishartLaw({ df: prior.df, scale: prior.scale }).mean;
    const guess = [
      [2, 0.5],
      [0.5, 1],
    ];
    for (const df of [4, 50, 1000]) {
      mean(inverseWishart({ mean: guess, df }))
        ?.flat()
        .forEach((value, k) => {
          expect(value).toBeCloseTo(guess.flat()[k], 10);
        });
    }
    expect(inverseWishart({ mean: guess })).toEqual(inverseWishart({ df: 4, scale: guess }));
  });

  test("E(Φ) is η₀S₀⁻¹, where the notes have η₀S₀", () => {
    const scale = inverse(new Matrix(S0)).to2DArray();
    const { mean } = wishartLaw({ df: eta0, scale });
    mean.flat().forEach((value, k) => expect(value).toBeCloseTo(eta0 * scale.flat()[k], 12));
    // And by 4,000 draws: the mean of Φ₁₁, whose variance is 2η₀(S₀⁻¹)₁₁², within four standard errors.
    let sum = 0;
    for (let i = 0; i < 4000; i++) sum += wishartLaw({ df: eta0, scale }).sample(stream)[0][0] / 4000;
    expect(Math.abs(sum / (eta0 * scale[0][0]) - 1)).toBeLessThan(4 * Math.sqrt(2 / eta0 / 4000));
    expect(sum).toBeLessThan(0.001 * eta0 * S0[0][0]);
  });
});

describe("full conditionals", () => {
  test("Σ | γ ~ IW(η₀ + J, (S₀ + Σγ_jγ_j')⁻¹)", () => {
    const law = laws.D(state);
    if (law.family !== "inverse-wishart") throw new Error("an inverse-Wishart was expected");
    expect(law.df).toBe(eta0 + J);
    law.scale.forEach((row, k) => {
      row.forEach((value, l) => {
        expect(value).toBeCloseTo(
          b.reduce((sum, gamma) => sum + gamma[k] * gamma[l], S0[k][l]),
          8,
        );
      });
    });
  });

  test("φ | … ~ Gamma((v₀ + Σn_j)/2, (v₀σ₀² + Σ‖Y_j − X_jβ − Z_jγ_j‖²)/2)", () => {
    const { shape, scale } = laws.sigma2(state);
    const squares = groupsOf(model).reduce(
      (sum, { y, X, Z }, j) =>
        y.reduce((inner, value, r) => {
          const fitted = X[r].reduce((s, x, k) => s + x * state.beta[k] + Z[r][k] * b[j][k], 0);
          return inner + (value - fitted) ** 2;
        }, sum),
      0,
    );
    expect(shape).toBe((v0 + 180) / 2);
    expect(scale).toBeCloseTo((v0 * s02 + squares) / 2, 6);
  });

  test("β with γ integrated out ~ N(μ_n, Ψ_n⁻¹), Ψ_n = Ψ₀ + ΣX_j'Φ_jX_j, by the groups' GLS estimates", () => {
    const { mean, precision } = laws.betaMarginal(state);
    const Psi = new Matrix(Psi0);
    const right = new Matrix(Psi0).mmul(Matrix.columnVector(mu0));
    for (const { X, Z, y } of groupsOf(model)) {
      const [A, B] = [new Matrix(X), new Matrix(Z)];
      const Phi = inverse(
        B.mmul(new Matrix(D)).mmul(B.transpose()).add(Matrix.eye(y.length).mul(state.sigma2)),
      );
      const information = A.transpose().mmul(Phi).mmul(A);
      const own = inverse(information).mmul(A.transpose()).mmul(Phi).mmul(Matrix.columnVector(y));
      Psi.add(information);
      right.add(information.mmul(own));
    }
    const mu = inverse(Psi).mmul(right);
    mean.forEach((value, k) => expect(value).toBeCloseTo(mu.get(k, 0), 7));
    precision.forEach((row, k) => row.forEach((value, l) => expect(value / Psi.get(k, l)).toBeCloseTo(1, 9)));
  });

  test("γ_j | … ~ N(C_jZ_j'(Y_j − X_jβ)/σ², C_j), C_j = (Σ⁻¹ + Z_j'Z_j/σ²)⁻¹", () => {
    const [{ X, Z, y }] = groupsOf(model);
    const B = new Matrix(Z);
    const C = inverse(inverse(new Matrix(D)).add(B.transpose().mmul(B).div(state.sigma2)));
    const e = Matrix.columnVector(y).sub(new Matrix(X).mmul(Matrix.columnVector(state.beta)));
    const mean = C.mmul(B.transpose()).mmul(e).div(state.sigma2);
    const law = laws.b(state, 0);
    law.mean.forEach((value, k) => expect(value).toBeCloseTo(mean.get(k, 0), 8));
    law.covariance.forEach((row, k) => row.forEach((value, l) => expect(value).toBeCloseTo(C.get(k, l), 8)));
  });
});
