// Improper priors: how they are asked for, what a typo gets, and the densities they stand for.
import {
  flatSd,
  flatVariance,
  halfT,
  inverseGamma,
  inverseGammaLaw,
  inverseWishart,
  inverseWishartLaw,
  jeffreys,
  logPrior,
  mixedModel,
  type Model,
  type PriorsWritten,
} from "@lmm-gibbs/core";
import { fingerprint } from "@lmm-gibbs/core/internal";
import { describe, expect, test } from "vitest";

const data = {
  y: [1, 4, 2, 7, 3, 9, 4, 6],
  x: [0, 1, 2, 3, 0, 1, 2, 3],
  g: ["a", "a", "a", "a", "b", "b", "b", "b"],
};
const intercept = (priors: PriorsWritten): Model => mixedModel("y ~ x + (1 | g)", data, { priors });
const slope = (priors: PriorsWritten): Model => mixedModel("y ~ x + (x | g)", data, { priors });
const diagonal = (priors: PriorsWritten): Model => mixedModel("y ~ x + (x || g)", data, { priors });
const flatD = inverseWishart({ df: -3, scale: 0, improper: true });

describe("of one variance", () => {
  test("any finite shape and scale ≥ 0, when asked for; the proper and 1/x are what they always are", () => {
    expect(inverseGamma({ shape: -1, scale: 0, improper: true })).toEqual(flatVariance());
    expect(inverseGamma({ shape: -0.5, scale: 0, improper: true })).toEqual(flatSd());
    expect(inverseGamma({ shape: 0, scale: 0, improper: true })).toEqual(jeffreys());
    expect(inverseGamma({ shape: 2, scale: 3, improper: true })).toEqual(
      inverseGamma({ shape: 2, scale: 3 }),
    );
    expect(inverseGamma({ shape: 0, scale: 1, improper: true })).toEqual({
      kind: "inverse-gamma",
      shape: 0,
      scale: 1,
      improper: true,
    });
    expect(flatVariance()).toMatchObject({ shape: -1, scale: 0 });
    expect(flatSd()).toMatchObject({ shape: -0.5, scale: 0 });
  });

  test("of σ², of a D of one variance (IG(a, s) = IW(2a, 2s)), of one column and of all", () => {
    expect(intercept({ sigma2: flatSd() }).priors.sigma2).toEqual(flatSd());
    expect(intercept({ D: flatSd() }).priors.D).toEqual([
      { kind: "inverse-wishart", df: -1, scale: [[0]], improper: true },
    ]);
    expect(intercept({ D: inverseWishart({ df: -1, scale: 0, improper: true }) }).priors).toEqual(
      intercept({ D: flatSd() }).priors,
    );
    expect(intercept({ D: jeffreys() }).priors.D).toEqual([
      { kind: "inverse-wishart", df: 0, scale: [[0]], improper: true },
    ]);
    const half = halfT({ df: 2, scale: 1 });
    expect(diagonal({ D: [flatVariance(), half] }).priors.D).toEqual([
      { kind: "diagonal", columns: [flatVariance(), half] },
    ]);
    expect(diagonal({ D: inverseWishart({ df: -2, scale: 0, improper: true }) }).priors).toEqual(
      diagonal({ D: flatVariance() }).priors,
    );
  });
});

describe("of a matrix", () => {
  test("any finite df and a positive semidefinite scale; 0 is the zero matrix of the model's size", () => {
    const zero = [
      [0, 0],
      [0, 0],
    ];
    expect(slope({ D: flatD }).priors.D).toEqual([
      { kind: "inverse-wishart", df: -3, scale: zero, improper: true },
    ]);
    expect(slope({ D: inverseWishart({ df: -3, scale: zero, improper: true }) }).priors).toEqual(
      slope({ D: flatD }).priors,
    );
    const scale = [
      [1, 1],
      [1, 1],
    ];
    expect(slope({ D: inverseWishart({ df: 5, scale, improper: true }) }).priors.D[0]).toMatchObject({
      scale,
      improper: true,
    });
    const definite = [
      [2, 1],
      [1, 2],
    ];
    expect(slope({ D: inverseWishart({ df: 5, scale: definite, improper: true }) }).priors).toEqual(
      slope({ D: inverseWishart({ df: 5, scale: definite }) }).priors,
    );
  });
});

describe("refused", () => {
  test.each<[string, () => unknown, string]>([
    [
      "a typo, with how to ask",
      () => inverseGamma({ shape: -1, scale: 0 }),
      "inverseGamma() shape must be a finite number above 0, got -1; where an improper prior is meant, add improper: true",
    ],
    [
      "a scale of 0",
      () => inverseGamma({ shape: 1, scale: 0 }),
      "scale must be a finite number above 0, got 0; where",
    ],
    [
      "a df too small",
      () =>
        inverseWishart({
          df: -3,
          scale: [
            [1, 0],
            [0, 1],
          ],
        }),
      "add improper: true",
    ],
    [
      "NaN",
      () => inverseGamma({ shape: NaN, scale: 0, improper: true }),
      "shape must be a finite number, got NaN",
    ],
    ["NaN without a hint", () => inverseGamma({ shape: NaN, scale: 1 }), "above 0, got NaN"],
    [
      "a negative scale",
      () => inverseGamma({ shape: -1, scale: -2, improper: true }),
      "inverseGamma() scale, unless 0, must be a finite number above 0, got -2",
    ],
    [
      "an infinite df",
      () => inverseWishart({ df: -Infinity, scale: 0, improper: true }),
      "df must be a finite number",
    ],
    [
      "an indefinite scale",
      () =>
        inverseWishart({
          df: 3,
          scale: [
            [1, 2],
            [2, 1],
          ],
          improper: true,
        }),
      "must be positive semidefinite",
    ],
    [
      "a scale of the wrong size",
      () => slope({ D: inverseWishart({ df: 3, scale: [[0]], improper: true }) }),
      "must be 2 × 2, got 1 × 1",
    ],
    [
      "improper for MCMCglmm's form",
      () => inverseWishart({ nu: 3, V: 1, improper: true }),
      'cannot have "nu"',
    ],
    [
      "a word for true",
      () => inverseGamma({ shape: 1, scale: 1, improper: "yes" as never }),
      "must be true or false",
    ],
    [
      "a forged record",
      () => intercept({ D: { kind: "inverse-gamma", shape: -1, scale: 0 } }),
      "add improper: true",
    ],
    [
      "a forged improper record",
      () => intercept({ D: { kind: "inverse-gamma", shape: -1, scale: -1, improper: true } }),
      "unless 0",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("densities", () => {
  const sigma2 = 1.7;
  const state = { beta: [1, 2], sigma2, terms: [{ b: [], D: [[0.6]] }] };

  test("an improper power counts without a constant", () => {
    const half = Math.log(0.6);
    expect(logPrior(intercept({ D: flatVariance(), sigma2: flatVariance() }), state)).toBe(0);
    expect(logPrior(intercept({ D: flatSd(), sigma2: flatVariance() }), state)).toBeCloseTo(-half / 2, 14);
    expect(logPrior(intercept({ D: jeffreys(), sigma2: flatSd() }), state)).toBeCloseTo(
      -half - Math.log(sigma2) / 2,
      14,
    );
    const both = inverseGamma({ shape: -2, scale: 3, improper: true });
    expect(logPrior(intercept({ D: flatVariance(), sigma2: both }), state)).toBeCloseTo(
      Math.log(sigma2) - 3 / sigma2,
      14,
    );
  });

  test("what differs from a law's is a constant: the same powers", () => {
    // IG and IW kernels at shapes where they are laws, continued to shapes where they are not.
    const D = [
      [2, 0.5],
      [0.5, 1],
    ];
    const other = [
      [1, -0.2],
      [-0.2, 3],
    ];
    const scale = [
      [1, 0.3],
      [0.3, 2],
    ];
    const at = (model: Model, value: number[][]): number =>
      logPrior(model, { ...state, terms: [{ b: [], D: value }] });
    const improper = slope({ D: inverseWishart({ df: 0.5, scale, improper: true }), sigma2: flatVariance() });
    const law = inverseWishartLaw({ df: 4.5, scale });
    // |D|^(−(ν+q+1)/2): four degrees of freedom less are |D|² more.
    const square = (matrix: number[][]): number =>
      2 * Math.log(matrix[0][0] * matrix[1][1] - matrix[0][1] ** 2);
    expect(at(improper, D) - at(improper, other)).toBeCloseTo(
      law.logDensity(D) + square(D) - law.logDensity(other) - square(other),
      12,
    );
    const power = inverseGammaLaw({ shape: 1.5, scale: 3 });
    const one = intercept({
      D: inverseGamma({ shape: -0.5, scale: 3, improper: true }),
      sigma2: flatVariance(),
    });
    expect(at(one, [[2]]) - at(one, [[5]])).toBeCloseTo(
      power.logDensity(2) + 2 * Math.log(2) - power.logDensity(5) - 2 * Math.log(5),
      12,
    );
  });

  test("the fingerprint tells them apart", () => {
    const prints = [flatSd(), flatVariance(), jeffreys(), halfT({ df: 2, scale: 1 })].map((D) =>
      fingerprint(intercept({ D })),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});
