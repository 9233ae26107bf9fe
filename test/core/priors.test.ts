// Priors: every parameterisation of the field means the same law, dimensions are settled, nonsense is refused.
import {
  flat,
  gammaPrecision,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  mixedModel,
  type Model,
  normal,
  type PriorsWritten,
  scaledInverseChiSquared,
  wishartPrecision,
  zellner,
} from "@lmm-gibbs/core";
import { describe, expect, test } from "vitest";

const data = {
  y: [1, 4, 2, 7, 3, 9, 4, 6],
  x: [0, 1, 2, 3, 0, 1, 2, 3],
  g: ["a", "a", "a", "a", "b", "b", "b", "b"],
};

const slope = (priors?: PriorsWritten): Model =>
  mixedModel("y ~ x + (x | g)", data, priors ? { priors } : {});
const intercept = (priors: PriorsWritten): Model => mixedModel("y ~ x + (1 | g)", data, { priors });
const diagonal = (priors: PriorsWritten): Model => mixedModel("y ~ x + (x || g)", data, { priors });

describe("defaults", () => {
  test("are β flat, σ² ∝ 1/σ², half-t(2) standard deviations with scale 2.5·sd(y)/rms(z_k)", () => {
    const sd = Math.sqrt(50 / 7);
    expect(slope().priors).toEqual({
      beta: { kind: "flat" },
      sigma2: { kind: "inverse-gamma", shape: 0, scale: 0 },
      D: [
        {
          kind: "half-t",
          df: 2,
          scale: [expect.closeTo(2.5 * sd, 12), expect.closeTo((2.5 * sd) / Math.sqrt(3.5), 12)],
        },
      ],
    });
  });

  test("give a diagonal D one half-t a column", () => {
    expect(diagonal({}).priors.D[0]).toMatchObject({
      kind: "diagonal",
      columns: [{ kind: "half-t", df: 2 }, { kind: "half-t" }],
    });
  });

  test("cannot be scaled to a response that does not vary", () => {
    expect(() => mixedModel("y ~ x + (1 | g)", { ...data, y: data.y.map(() => 3) })).toThrow(
      "the default prior of D cannot be scaled for (Intercept) of g: the response does not vary; write priors.D yourself",
    );
  });
});

describe("one law, many parameterisations", () => {
  test("a variance: Gamma(v₀/2, rate v₀σ₀²/2) on 1/σ² = scaled-inverse-χ²(v₀, σ₀²) = IG(v₀/2, v₀σ₀²/2)", () => {
    const ig = inverseGamma({ shape: 2.5, scale: 10 });
    expect(gammaPrecision({ shape: 2.5, rate: 10 })).toEqual(ig);
    expect(scaledInverseChiSquared({ df: 5, scale: 4 })).toEqual(ig);
  });

  test("a covariance: MCMCglmm's (V, nu) is IW(nu, nu·V), JAGS's dwish(R, k) on the precision is IW(k, R)", () => {
    const scale = [
      [4, 1],
      [1, 2],
    ];
    const iw = inverseWishart({ df: 4, scale });
    expect(
      inverseWishart({
        nu: 4,
        V: [
          [1, 0.25],
          [0.25, 0.5],
        ],
      }),
    ).toEqual(iw);
    expect(wishartPrecision({ df: 4, inverseScale: scale })).toEqual(iw);
  });

  test("one random effect a group: IG(a, s) = IW(2a, 2s), half-t and number scales stay scalar", () => {
    const asWishart = intercept({ D: inverseWishart({ df: 4, scale: 6 }) }).priors.D;
    expect(intercept({ D: inverseGamma({ shape: 2, scale: 3 }) }).priors.D).toEqual(asWishart);
    expect(intercept({ D: halfT({ df: 2, scale: 5 }) }).priors.D).toEqual([
      { kind: "half-t", df: 2, scale: [5] },
    ]);
  });

  test("β: sd, covariance and precision", () => {
    const precision = slope({ beta: normal({ precision: 0.25 }) }).priors.beta;
    expect(precision).toEqual({
      kind: "normal",
      mean: [0, 0],
      precision: [
        [0.25, 0],
        [0, 0.25],
      ],
    });
    for (const beta of [
      normal({ sd: 2 }),
      normal({ sd: [2, 2] }),
      normal({ covariance: 4 }),
      normal({ covariance: [4, 4] }),
      normal({
        covariance: [
          [4, 0],
          [0, 4],
        ],
      }),
      normal({
        precision: [
          [0.25, 0],
          [0, 0.25],
        ],
      }),
    ]) {
      expect(slope({ beta }).priors.beta).toEqual(precision);
    }
  });

  test("Zellner's g is 1/delta", () => {
    expect(zellner({ g: 8 })).toEqual(zellner({ delta: 0.125 }));
  });

  test("D by grouping factor is D", () => {
    const D = inverseWishart({
      df: 3,
      scale: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(slope({ D: { g: D } }).priors).toEqual(slope({ D }).priors);
  });

  test("a diagonal D takes one prior for all columns, or one a column", () => {
    const one = halfT({ df: 3, scale: 2 });
    expect(diagonal({ D: one }).priors).toEqual(diagonal({ D: [one, one] }).priors);
    expect(diagonal({ D: halfT({ df: 3, scale: [2, 2] }) }).priors).toEqual(diagonal({ D: one }).priors);
    expect(diagonal({ D: [inverseWishart({ df: 4, scale: 6 }), one] }).priors.D).toEqual([
      {
        kind: "diagonal",
        columns: [
          { kind: "inverse-gamma", shape: 2, scale: 3 },
          { kind: "half-t", df: 3, scale: 2 },
        ],
      },
    ]);
  });
});

describe("refused", () => {
  const iw = inverseWishart({
    df: 3,
    scale: [
      [1, 0],
      [0, 1],
    ],
  });
  test.each<[string, () => unknown, string]>([
    ["two spreads", () => normal({ sd: 1, precision: 1 }), "exactly one of precision, sd, covariance"],
    ["no spread", () => normal({}), "exactly one of precision, sd, covariance"],
    [
      "a negative precision",
      () => normal({ precision: -1 }),
      "normal() precision must be a finite number above 0, got -1",
    ],
    [
      "an indefinite precision",
      () =>
        normal({
          precision: [
            [1, 2],
            [2, 1],
          ],
        }),
      "must be positive definite",
    ],
    ["a NaN mean", () => normal({ mean: NaN, sd: 1 }), "normal() mean must be a finite number, got NaN"],
    [
      "a text mean",
      () => normal({ mean: "0" as never, sd: 1 }),
      'normal() mean must be an array of finite numbers, got "0"',
    ],
    ["delta and g", () => zellner({ delta: 1, g: 1 }), "one of delta and g"],
    [
      "an infinite g",
      () => zellner({ g: Infinity }),
      "zellner() g must be a finite number above 0, got Infinity",
    ],
    [
      "shape 0",
      () => inverseGamma({ shape: 0, scale: 1 }),
      "inverseGamma() shape must be a finite number above 0, got 0",
    ],
    [
      "half-t scale 0",
      () => halfT({ df: 2, scale: [1, 0] }),
      "halfT() scale must be a finite number above 0, got 0",
    ],
    [
      "df ≤ q − 1",
      () =>
        inverseWishart({
          df: 1,
          scale: [
            [1, 0],
            [0, 1],
          ],
        }),
      "inverseWishart() df must be a finite number above 1, got 1",
    ],
    [
      "a mean of the wrong length",
      () => slope({ beta: normal({ mean: [1, 2, 3], sd: 1 }) }),
      "mean has 3 elements, the model has 2 coefficients: (Intercept), x",
    ],
    [
      "a precision of the wrong size",
      () => slope({ beta: normal({ precision: [[1]] }) }),
      "must be 2 × 2, got 1 × 1",
    ],
    [
      "a scale of the wrong size",
      () => intercept({ D: iw }),
      "priors.D of g: scale must be 1 × 1, got 2 × 2",
    ],
    [
      "half-t scales of the wrong number",
      () => slope({ D: halfT({ df: 2, scale: [1, 2, 3] }) }),
      "2 half-t scales needed, got 3",
    ],
    [
      "an inverse-gamma for a 2 × 2 D",
      () => slope({ D: inverseGamma({ shape: 1, scale: 1 }) }),
      "an inverse-gamma fits one random effect a group, here are 2",
    ],
    ["an inverse-Wishart for a diagonal D", () => diagonal({ D: iw }), "D is diagonal"],
    [
      "columns for a full D",
      () => slope({ D: [jeffreys(), jeffreys()] }),
      "one prior a column fits a diagonal D",
    ],
    [
      "a prior of another parameter",
      () => slope({ beta: jeffreys() as never }),
      'priors.beta must be a prior made by one of flat(), normal(), zellner(); got kind "inverse-gamma"',
    ],
    [
      "an unknown parameter",
      () => slope({ sigma: jeffreys() } as never),
      'priors cannot have "sigma" (beta, sigma2, D); did you mean "sigma2"?',
    ],
    [
      "an unknown grouping factor",
      () => slope({ D: { h: iw } }),
      'priors.D names "h", the grouping factor is "g"',
    ],
    [
      "a forged record",
      () => slope({ sigma2: { kind: "inverse-gamma", shape: -1, scale: 1 } }),
      "inverseGamma() shape must be",
    ],
    [
      "another forged record",
      () => slope({ beta: { kind: "normal", mean: 0 } as never }),
      "exactly one of precision, sd, covariance",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });

  test.each<[string, unknown]>([
    ["a constructor that was not called", { beta: normal }],
    ["parameters without a constructor", { beta: { mean: 0, precision: 1 } }],
    ["a number", { beta: 5 }],
    ["a name", { beta: "flat" }],
    ["null", { beta: null }],
    ["null for σ²", { sigma2: null }],
    ["an uncalled constructor for D", { D: inverseWishart }],
    ["an empty object for D", { D: {} }],
    ["null for D", { D: null }],
    ["a number for D", { D: 5 }],
    ["a half-written record", { sigma2: { kind: "half-t" } }],
    ["a forged half-t", { D: { kind: "half-t", df: -1, scale: [1, -1] } }],
    [
      "a forged inverse-Wishart",
      {
        D: {
          kind: "inverse-wishart",
          df: -3,
          scale: [
            [1, 0],
            [0, 1],
          ],
        },
      },
    ],
    ["priors that are a number", 5],
    ["priors that are a list", []],
  ])("what is no prior is an error, never the default: %s", (_, priors) => {
    expect(() => slope(priors as PriorsWritten)).toThrow(/must be|cannot|empty/);
  });

  test.each(
    [
      flat,
      normal,
      zellner,
      inverseGamma,
      halfT,
      inverseWishart,
      wishartPrecision,
      gammaPrecision,
      scaledInverseChiSquared,
    ].slice(1),
  )("a constructor without parameters, or with unknown ones, says so", (constructor) => {
    const construct = constructor as unknown as (parameters?: unknown) => unknown;
    expect(() => construct()).toThrow(`${constructor.name}()'s parameters must be an object, got undefined`);
    expect(() => construct({ scael: 1 })).toThrow(/cannot have "scael"/);
  });

  test("flat() is flat", () => {
    expect(slope({ beta: flat() }).priors.beta).toEqual({ kind: "flat" });
  });
});
