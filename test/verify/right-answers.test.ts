// Right answers pass in every course's parameterisation, as a law, as its parameters and as a density of any constant.
import {
  type DiagonalLaw,
  gammaLaw,
  halfT,
  halfTLaw,
  inverseGamma,
  type InverseGammaLaw,
  inverseWishart,
  type InverseWishartLaw,
  logJoint,
  type Model,
  normal,
  type PriorsWritten,
  wishartLaw,
} from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { type Candidate, checkConditional, type CheckOptions, type ConditionalName } from "@lmm-gibbs/verify";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

const conjugate: PriorsWritten = {
  beta: normal({ mean: [1, -1, 0.5], sd: [1, 2, 3] }),
  sigma2: inverseGamma({ shape: 2.5, scale: 1.5 }),
  D: inverseWishart({
    df: 4,
    scale: [
      [2, 0.3],
      [0.3, 1],
    ],
  }),
};
const model = randomModel(seededStream(7, 0), conjugate);
const diagonal = randomModel(
  seededStream(7, 0),
  { ...conjugate, D: [inverseGamma({ shape: 2, scale: 3 }), inverseGamma({ shape: 1, scale: 0.5 })] },
  { diagonal: true },
);
const halfTs = randomModel(seededStream(7, 0), {
  beta: normal({ sd: 10 }),
  sigma2: halfT({ df: 3, scale: 1.2 }),
  D: halfT({ df: 2, scale: [1.5, 0.7] }),
});
const laws = conditionals(model);
const inverted = (A: number[][]): number[][] => inverse(new Matrix(A)).to2DArray();

interface Right<Name extends ConditionalName = ConditionalName> {
  how: string;
  block: Name;
  candidate: Candidate<Name>;
  options: CheckOptions;
  of: Model;
}
const right = <Name extends ConditionalName>(
  block: Name,
  how: string,
  candidate: Candidate<Name>,
  options: CheckOptions = {},
  of: Model = model,
): Right => ({ block, how, candidate, options, of }) as unknown as Right;

const iw = (s: Parameters<typeof laws.D>[0]): InverseWishartLaw => laws.D(s) as InverseWishartLaw;

const answers: Right[] = [
  right("beta", "mean and precision", (s) => {
    const { mean, precision } = laws.beta(s);
    return { mean, precision };
  }),
  right("beta", "mean and covariance", (s) => {
    const { mean, covariance } = laws.beta(s);
    return { mean, covariance };
  }),
  right("beta", "precision and precision times mean", (s) => {
    const { mean, precision } = laws.beta(s);
    const precisionMean = new Matrix(precision).mmul(Matrix.columnVector(mean)).to1DArray();
    return { precision, precisionMean };
  }),
  right("beta", "an unnormalised density", (s) => {
    const { mean, precision } = laws.beta(s);
    return (x) => {
      const deviation = Matrix.columnVector(x.map((value, k) => value - mean[k]));
      return 1234 - 0.5 * deviation.transpose().mmul(new Matrix(precision)).mmul(deviation).get(0, 0);
    };
  }),
  right("beta", "the joint density itself", (s) => (x) => logJoint(model, { ...s, beta: x })),
  right("betaMarginal", "mean and covariance", (s) => {
    const { mean, covariance } = laws.betaMarginal(s);
    return { mean, covariance };
  }),
  right("b", "the shrinkage form DZ'V⁻¹(y − Xβ), D − DZ'V⁻¹ZD", (s, i) => {
    const D = new Matrix(s.terms[0].D);
    const rows = Array.from(model.terms[0].groupOf.keys()).filter((row) => model.terms[0].groupOf[row] === i);
    const Z = new Matrix(rows.map((row) => Array.from(model.terms[0].Z.subarray(row * 2, row * 2 + 2))));
    const residual = rows.map(
      (row) => model.y[row] - s.beta.reduce((sum, value, k) => sum + model.X[row * 3 + k] * value, 0),
    );
    const V = Z.mmul(D).mmul(Z.transpose()).add(Matrix.eye(rows.length).mul(s.sigma2));
    const gain = D.mmul(Z.transpose()).mmul(inverse(V));
    return {
      mean: gain.mmul(Matrix.columnVector(residual)).to1DArray(),
      covariance: Matrix.sub(D, gain.mmul(Z).mmul(D)).to2DArray(),
    };
  }),
  right("sigma2", "shape and scale", (s) => {
    const { shape, scale } = laws.sigma2(s);
    return { shape, scale };
  }),
  right("sigma2", "Gamma(shape, rate) of the precision, by parameters", (s) => {
    const { shape, scale } = laws.sigma2(s);
    return { shape, rate: scale };
  }),
  right("sigma2", "Gamma(shape, rate) of the precision, as a law", (s) => {
    const { shape, scale } = laws.sigma2(s);
    return gammaLaw({ shape, rate: scale });
  }),
  right("sigma2", "scaled-inverse-χ²(df, s²)", (s) => {
    const { shape, scale } = laws.sigma2(s);
    return { df: 2 * shape, scale: scale / shape };
  }),
  right(
    "sigma2",
    "a density of the precision φ",
    (s) => {
      const { shape, scale } = laws.sigma2(s);
      return (phi) => (shape - 1) * Math.log(phi) - scale * phi;
    },
    { of: "precision" },
  ),
  right(
    "sigma2",
    "a density of the standard deviation",
    (s) => {
      const { shape, scale } = laws.sigma2(s);
      return (sigma) => -(2 * shape + 1) * Math.log(sigma) - scale / sigma ** 2;
    },
    { of: "sd" },
  ),
  right("sigma2", "a law with a log density that reads the state", {
    logDensity: (x, s) => laws.sigma2(s).logDensity(x),
  }),
  right("D", "df and scale", (s) => {
    const { df, scale } = iw(s);
    return { df, scale };
  }),
  right("D", "the course's IW(η₀ + J, (S₀ + Σγγ')⁻¹), Wishart on the precision", (s) => {
    const { df, scale } = iw(s);
    return wishartLaw({ df, scale: inverted(scale) });
  }),
  right("D", "MCMCglmm's nu and V", (s) => {
    const { df, scale } = iw(s);
    return { nu: df, V: scale.map((row) => row.map((value) => value / df)) };
  }),
  right("D", "JAGS's dwish(R, k) on the precision", (s) => {
    const { df, scale } = iw(s);
    return { df, inverseScale: scale };
  }),
  right(
    "D",
    "a density of the precision matrix",
    (s) => {
      const { df, scale } = iw(s);
      return (Omega) => {
        const [[o11, o12], [, o22]] = Omega;
        const trace = scale[0][0] * o11 + 2 * scale[0][1] * o12 + scale[1][1] * o22;
        return ((df - 3) / 2) * Math.log(o11 * o22 - o12 ** 2) - trace / 2;
      };
    },
    { of: "precision" },
  ),
  right(
    "D",
    "one inverse-gamma a column of a diagonal D",
    (s) => {
      const { components } = conditionals(diagonal).D(s) as DiagonalLaw;
      return (components as InverseGammaLaw[]).map(({ shape, scale }) => ({ shape, rate: scale }));
    },
    {},
    diagonal,
  ),
  right(
    "auxiliary",
    "shapes and scales",
    (s) => {
      const { terms } = s;
      const Omega = inverted(terms[0].D);
      return { shape: 2, scale: [1.5, 0.7].map((A, k) => 2 * Omega[k][k] + 1 / A ** 2) };
    },
    {},
    halfTs,
  ),
  right(
    "sigma2",
    "a half-t prior itself, its α integrated out",
    (s) => {
      const N = halfTs.rows;
      // The scale of the law given α = ∞ is RSS/2.
      const rss = 2 * conditionals(halfTs).sigma2({ ...s, auxiliary: 1e300 }).scale;
      const prior = halfTLaw({ df: 3, scale: 1.2 });
      return (x) =>
        (-N / 2) * Math.log(x) - rss / (2 * x) + prior.logDensity(Math.sqrt(x)) - 0.5 * Math.log(x);
    },
    { auxiliaries: false },
    halfTs,
  ),
];

describe("right answers", () => {
  test.each(answers)("$block: $how", ({ block, candidate, options, of }) => {
    const check = checkConditional(of, block, candidate, { states: 30, ...options });
    expect(check.ok, String(check)).toBe(true);
    expect(check).toMatchObject({ diagnosis: null, faults: [], evidence: [] });
  });
});
