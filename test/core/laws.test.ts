// Laws: densities integrate to one, draws have the law's moments, and follow the draw contract exactly.
import {
  diagonalLaw,
  gammaLaw,
  halfTLaw,
  independentLaw,
  inverseGammaLaw,
  inverseWishartLaw,
  type Law,
  normalLaw,
  wishartLaw,
} from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { scriptedStream } from "../scripted-stream.ts";

/** ∫ f over (0, ∞), by the trapezoid rule in log x. */
function integral(f: (x: number) => number): number {
  const step = 0.002;
  let sum = 0;
  for (let t = -100; t < 40; t += step) sum += f(Math.exp(t)) * Math.exp(t) * step;
  return sum;
}

// Made within each test, so that a mutation test sees which of them looks at the law.
const scalarLaws = {
  "gamma(2.5, rate 1.5)": () => gammaLaw({ shape: 2.5, rate: 1.5 }),
  "gamma(0.4, rate 2)": () => gammaLaw({ shape: 0.4, rate: 2 }),
  "inverse-gamma(5.5, 2)": () => inverseGammaLaw({ shape: 5.5, scale: 2 }),
  "half-t(7, 3)": () => halfTLaw({ df: 7, scale: 3 }),
};

describe.each(Object.entries(scalarLaws))("%s", (_, makeLaw) => {
  test("has a density that integrates to one, with the stated mean and variance", () => {
    const law = makeLaw();
    const density = (x: number): number => Math.exp(law.logDensity(x));
    expect(integral(density)).toBeCloseTo(1, 9);
    const mean = integral((x) => x * density(x));
    expect(mean / law.mean).toBeCloseTo(1, 6);
    expect(integral((x) => (x - law.mean) ** 2 * density(x)) / law.variance).toBeCloseTo(1, 3);
  });

  test("has density zero below its support", () => {
    expect(makeLaw().logDensity(-1)).toBe(-Infinity);
  });

  test("has draws with its mean and variance, within 4 standard errors", () => {
    const law = makeLaw();
    const stream = seededStream(1, 0);
    const draws = Array.from({ length: 40_000 }, () => law.sample(stream));
    expectMean(draws, law.mean);
    expectMean(
      draws.map((x) => (x - law.mean) ** 2),
      law.variance,
    );
  });
});

function expectMean(values: number[], exact: number): void {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean - exact) / Math.sqrt(variance / values.length)).toBeLessThan(4);
}

test("moments that do not exist are infinite, and those of an inverse-Wishart's variance NaN", () => {
  for (const shape of [0.5, 1]) expect(inverseGammaLaw({ shape, scale: 2 }).mean).toBe(Infinity);
  for (const shape of [0.5, 1.5, 2]) expect(inverseGammaLaw({ shape, scale: 2 }).variance).toBe(Infinity);
  for (const df of [0.5, 1]) expect(halfTLaw({ df, scale: 2 }).mean).toBe(Infinity);
  for (const df of [0.5, 1.5, 2]) expect(halfTLaw({ df, scale: 2 }).variance).toBe(Infinity);
  const scale = [
    [5, -1.2],
    [-1.2, 2],
  ];
  for (const df of [2.5, 3]) {
    expect(inverseWishartLaw({ df, scale }).mean).toEqual([
      [Infinity, -Infinity],
      [-Infinity, Infinity],
    ]);
  }
  for (const df of [3, 4.5, 5]) {
    expect(inverseWishartLaw({ df, scale }).variance.flat()).toEqual([NaN, NaN, NaN, NaN]);
  }
});

test("at the ends of the support densities are 0, but a half-t's at 0", () => {
  for (const shape of [0.4, 1, 2]) {
    for (const x of [0, Infinity]) expect(gammaLaw({ shape, rate: 2 }).logDensity(x)).toBe(-Infinity);
    expect(inverseGammaLaw({ shape, scale: 2 }).logDensity(0)).toBe(-Infinity);
  }
  // Twice the density of Cauchy's law at its middle, 2/(π·scale).
  expect(halfTLaw({ df: 1, scale: 3 }).logDensity(0)).toBeCloseTo(Math.log(2 / (3 * Math.PI)), 12);
});

const P = [
  [4, 1, 0.5],
  [1, 3, -0.2],
  [0.5, -0.2, 2],
];

describe("normalLaw", () => {
  const covariance = normalLaw({ mean: [1, 2, 3], precision: P }).covariance;

  test("the covariance is the inverse of the precision, and back", () => {
    expect(new Matrix(P).mmul(new Matrix(covariance)).sub(Matrix.eye(3)).norm("frobenius")).toBeLessThan(
      1e-14,
    );
    const back = normalLaw({ mean: [1, 2, 3], covariance }).precision;
    expect(new Matrix(back).sub(new Matrix(P)).norm("frobenius")).toBeLessThan(1e-14);
  });

  test("by precision and by covariance it is one density, (2π)^(−n/2)|P|^½ e^(−½x'Px)", () => {
    const x = [0.3, -1, 4];
    const r = x.map((value, k) => value - [1, 2, 3][k]);
    const quadratic = r.reduce((sum, a, i) => sum + r.reduce((s, b, j) => s + a * P[i][j] * b, 0), 0);
    const determinant = 4 * (3 * 2 - 0.04) - 1 * (1 * 2 + 0.1) + 0.5 * (-0.2 - 1.5);
    const exact = -1.5 * Math.log(2 * Math.PI) + 0.5 * Math.log(determinant) - quadratic / 2;
    expect(normalLaw({ mean: [1, 2, 3], precision: P }).logDensity(x)).toBeCloseTo(exact, 12);
    expect(normalLaw({ mean: [1, 2, 3], covariance }).logDensity(x)).toBeCloseTo(exact, 12);
  });

  test("the mean solves P·mean = precisionMean", () => {
    const { mean } = normalLaw({ precision: P, precisionMean: [7.5, 6.4, 6.1] });
    [1, 2, 3].forEach((value, k) => expect(mean[k]).toBeCloseTo(value, 12));
  });

  test.each(["precision", "covariance"])(
    "by %s, the draws at unit vectors z give the covariance exactly",
    (by) => {
      const law = normalLaw(
        by === "precision" ? { mean: [1, 2, 3], precision: P } : { mean: [1, 2, 3], covariance },
      );
      const columns = [0, 1, 2].map((k) => {
        const normals = [0, 1, 2].map((j) => (j === k ? 1 : 0));
        return law.sample(scriptedStream({ normals })).map((value, j) => value - law.mean[j]);
      });
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const product = columns.reduce((sum, column) => sum + column[i] * column[j], 0);
          expect(product).toBeCloseTo(covariance[i][j], 14);
        }
      }
    },
  );

  test("by precision P = LL' a draw is m + L⁻ᵀz, z in index order", () => {
    // L⁻ᵀ is upper triangular, so the last element depends on the last normal alone.
    const law = normalLaw({ mean: [0, 0, 0], precision: P });
    const [, , last] = law.sample(scriptedStream({ normals: [5, 7, 0] }));
    expect(last).toBe(0);
  });
});

const S = [
  [5, 1.2],
  [1.2, 2],
];

describe("wishartLaw and inverseWishartLaw", () => {
  test("D ~ IW(df, S) has D⁻¹ = L⁻ᵀAA'L⁻¹ ~ Wishart(df, S⁻¹), A Bartlett's factor drawn row by row", () => {
    const df = 6.5;
    const stream = scriptedStream({ gammas: [3, 2], normals: [0.7] });
    const D = new Matrix(inverseWishartLaw({ df, scale: S }).sample(stream));
    expect(stream.order).toBe("gng");
    expect(stream.shapes).toEqual([df / 2, (df - 1) / 2]);
    const A = new Matrix([
      [Math.sqrt(6), 0],
      [0.7, 2],
    ]);
    const L = new Matrix([
      [Math.sqrt(5), 0],
      [1.2 / Math.sqrt(5), Math.sqrt(2 - 1.44 / 5)],
    ]);
    // L'D⁻¹L = AA', so D = L(AA')⁻¹L'.
    const AA = A.mmul(A.transpose());
    const determinant = AA.get(0, 0) * AA.get(1, 1) - AA.get(0, 1) ** 2;
    const inverse = new Matrix([
      [AA.get(1, 1), -AA.get(0, 1)],
      [-AA.get(0, 1), AA.get(0, 0)],
    ]).div(determinant);
    const expected = L.mmul(inverse).mmul(L.transpose());
    expect(Matrix.sub(D, expected).norm("frobenius")).toBeLessThan(1e-14);
  });

  test("for q = 1, IW(df, s) is the inverse-gamma IG(df/2, s/2)", () => {
    const wishart = inverseWishartLaw({ df: 5, scale: [[3]] });
    const gamma = inverseGammaLaw({ shape: 2.5, scale: 1.5 });
    for (const x of [0.1, 1, 10]) expect(wishart.logDensity([[x]])).toBeCloseTo(gamma.logDensity(x), 12);
  });

  test("the densities of W and W⁻¹ differ by the Jacobian |D|^(q+1)", () => {
    const D = new Matrix([
      [2, 0.5],
      [0.5, 1],
    ]);
    const W = new Matrix([
      [1, -0.5],
      [-0.5, 2],
    ]).div(1.75);
    const inverseS = new Matrix([
      [2, -1.2],
      [-1.2, 5],
    ]).div(10 - 1.44);
    const direct = inverseWishartLaw({ df: 4.5, scale: S }).logDensity(D.to2DArray());
    const through = wishartLaw({ df: 4.5, scale: inverseS.to2DArray() }).logDensity(W.to2DArray());
    expect(direct).toBeCloseTo(through - 3 * Math.log(1.75), 12);
  });

  test("the Wishart density at W = S = I is e^(−q/2)/(2^(2q) Γ_q(2)) for 4 degrees of freedom", () => {
    const identity = (q: number): number[][] => Matrix.eye(q).to2DArray();
    const at = (q: number): number => wishartLaw({ df: 4, scale: identity(q) }).logDensity(identity(q));
    // Γ_2(2) = √π Γ(2) Γ(3/2) = π/2, Γ_3(2) = π^(3/2) Γ(2) Γ(3/2) Γ(1) = π²/2.
    expect(at(2)).toBeCloseTo(-1 - Math.log(16 * (Math.PI / 2)), 12);
    expect(at(3)).toBeCloseTo(-1.5 - Math.log(64 * (Math.PI ** 2 / 2)), 12);
  });

  test("more than q − 1 degrees of freedom are enough", () => {
    for (const law of [wishartLaw, inverseWishartLaw]) {
      expect(() => law({ df: 1, scale: S })).toThrow("df must be a finite number above 1, got 1");
      expect(law({ df: 1.01, scale: S }).logDensity(S)).toBeGreaterThan(-Infinity);
    }
  });

  test.each([
    ["wishart", () => wishartLaw({ df: 7, scale: S })],
    ["inverse-wishart", () => inverseWishartLaw({ df: 9, scale: S })],
  ])("draws of the %s law have its mean and variance, element by element", (_, makeLaw) => {
    const law = makeLaw();
    const stream = seededStream(2, 0);
    const draws = Array.from({ length: 40_000 }, () => (law as Law<number[][]>).sample(stream));
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const values = draws.map((W) => W[i][j]);
      expectMean(values, law.mean[i][j]);
      expectMean(
        values.map((x) => (x - law.mean[i][j]) ** 2),
        law.variance[i][j],
      );
    }
  });

  test("a matrix that is not positive definite has density zero", () => {
    const indefinite = [
      [1, 2],
      [2, 1],
    ];
    expect(inverseWishartLaw({ df: 4, scale: S }).logDensity(indefinite)).toBe(-Infinity);
    expect(wishartLaw({ df: 4, scale: S }).logDensity(indefinite)).toBe(-Infinity);
  });
});

test("independent and diagonal laws add the log densities of their components, drawn in order", () => {
  const components = [gammaLaw({ shape: 2, rate: 3 }), gammaLaw({ shape: 5, rate: 1 })];
  const exact = components[0].logDensity(0.4) + components[1].logDensity(6);
  expect(independentLaw(components).logDensity([0.4, 6])).toBe(exact);
  expect(
    diagonalLaw(components).logDensity([
      [0.4, 0],
      [0, 6],
    ]),
  ).toBe(exact);
  expect(
    diagonalLaw(components).logDensity([
      [0.4, 1],
      [0, 6],
    ]),
  ).toBe(-Infinity);
  expect(diagonalLaw(components).sample(scriptedStream({ gammas: [6, 4] }))).toEqual([
    [2, 0],
    [0, 4],
  ]);
});

test("a half-t with very many degrees of freedom is the half-normal", () => {
  for (const df of [1e7, 1e12, 1e18]) {
    const law = halfTLaw({ df, scale: 2 });
    const normal = Math.log(2) + normalLaw({ mean: [0], covariance: [[4]] }).logDensity([1.3]);
    expect(law.logDensity(1.3)).toBeCloseTo(normal, 6);
    expect(law.mean).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 6);
  }
  // The two ways to compute the constant meet where one takes over from the other.
  const [below, above] = [199_999, 200_001].map((df) => halfTLaw({ df, scale: 1 }).logDensity(1));
  expect(Math.abs(below - above)).toBeLessThan(1e-9);
});

test.each([
  [() => gammaLaw({ shape: 0, rate: 1 }), "the gamma law's shape must be a finite number above 0, got 0"],
  [() => inverseGammaLaw({ shape: 1, scale: NaN }), "scale must be a finite number above 0, got NaN"],
  [() => inverseWishartLaw({ df: 1, scale: S }), "df must be a finite number above 1, got 1"],
  [
    () =>
      wishartLaw({
        df: 3,
        scale: [
          [1, 2],
          [2, 1],
        ],
      }),
    "must be positive definite",
  ],
  [
    () =>
      wishartLaw({
        df: 3,
        scale: [
          [1, 2],
          [0, 1],
        ],
      }),
    "must be symmetric",
  ],
  [() => wishartLaw({ df: 3, scale: [] }), "must be square, got 0 × 0"],
  [() => normalLaw({ mean: [0], precision: [[-1]] }), "not positive definite"],
  [
    () =>
      normalLaw({
        mean: [0, 0],
        covariance: [
          [1, 0.5],
          [0, 1],
        ],
      }),
    "not positive definite",
  ],
  [
    () =>
      normalLaw({
        mean: [0, 0, 0],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      }),
    "normalLaw's mean must have 2 elements, got 3",
  ],
  [
    () => normalLaw({ mean: [NaN], covariance: [[1]] }),
    "normalLaw's mean must be an array of finite numbers",
  ],
  [
    () => normalLaw({ mean: [0], covariance: [[1]] }).logDensity([1, 2]),
    "the vector must have 1 elements, got 2",
  ],
  [() => inverseWishartLaw({ df: 4, scale: S }).logDensity([[1]]), "the matrix must be 2 × 2, got 1 × 1"],
  [
    () =>
      inverseWishartLaw({ df: 4, scale: S }).logDensity([
        [1, 0.5],
        [0.2, 1],
      ]),
    "the matrix must be symmetric",
  ],
  [() => gammaLaw(undefined as never), "gammaLaw's parameters must be an object, got undefined"],
  [() => halfTLaw({ df: 1, scael: 2 } as never), 'cannot have "scael" (df, scale); did you mean "scale"?'],
])("impossible parameters are refused: %#", (make, message) => {
  expect(make).toThrow(message);
});
