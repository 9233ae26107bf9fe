// A sweep leaves the joint law of parameters and data invariant: θ from the prior, y from the model, a few sweeps, and
// θ still follows the prior. It sees what a ratio test cannot: auxiliaries that are not redrawn, draws that miss their law.
import {
  gammaLaw,
  halfT,
  halfTLaw,
  inverseGamma,
  inverseGammaLaw,
  inverseWishart,
  inverseWishartLaw,
  mixedModelFromMatrices,
  normal,
  normalLaw,
  type PriorsWritten,
  type RandomStream,
  zellner,
} from "@lmm-gibbs/core";
import { sampleSync, seededStream } from "@lmm-gibbs/samplers";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";

const REPLICATES = 1500;
const SWEEPS = 3;
const SIZES = [3, 1, 4, 2, 5, 3];
const times = SIZES.flatMap((n) => Array.from({ length: n }, (_, t) => t - 1.5));
const groups = SIZES.flatMap((n, i) => Array.from({ length: n }, () => i));
const X = times.map((t) => [1, t]);

interface Setting {
  priors: PriorsWritten;
  diagonal?: boolean;
  sigma2: (stream: RandomStream) => number;
  D: (stream: RandomStream) => number[][];
  beta?: (stream: RandomStream, sigma2: number) => number[];
}

const iw = {
  df: 5,
  scale: [
    [2, 0.3],
    [0.3, 1],
  ],
};
const diagonalOf = (a: number, b: number): number[][] => [
  [a, 0],
  [0, b],
];
const huangWand = (stream: RandomStream): number[][] => {
  const alpha = [1.5, 0.7].map((A) => inverseGammaLaw({ shape: 0.5, scale: 1 / A ** 2 }).sample(stream));
  return inverseWishartLaw({ df: 3 + 1, scale: diagonalOf(6 / alpha[0], 6 / alpha[1]) }).sample(stream);
};
const XX = new Matrix(X).transpose().mmul(new Matrix(X));

const settings: Record<string, Setting> = {
  "inverse-gamma σ², inverse-Wishart D": {
    priors: { sigma2: inverseGamma({ shape: 3, scale: 2 }), D: inverseWishart(iw) },
    // By another parameterisation of the same law.
    sigma2: (stream) => 1 / gammaLaw({ shape: 3, rate: 2 }).sample(stream),
    D: (stream) => inverseWishartLaw(iw).sample(stream),
  },
  "half-t σ, half-t standard deviations": {
    priors: { sigma2: halfT({ df: 3, scale: 1.2 }), D: halfT({ df: 3, scale: [1.5, 0.7] }) },
    sigma2: (stream) => halfTLaw({ df: 3, scale: 1.2 }).sample(stream) ** 2,
    D: huangWand,
  },
  "half-t σ, diagonal D with an inverse-gamma and a half-t column": {
    priors: {
      sigma2: halfT({ df: 4, scale: 0.8 }),
      D: [inverseGamma({ shape: 3, scale: 2 }), halfT({ df: 3, scale: 0.8 })],
    },
    diagonal: true,
    sigma2: (stream) => halfTLaw({ df: 4, scale: 0.8 }).sample(stream) ** 2,
    D: (stream) =>
      diagonalOf(
        inverseGammaLaw({ shape: 3, scale: 2 }).sample(stream),
        halfTLaw({ df: 3, scale: 0.8 }).sample(stream) ** 2,
      ),
  },
  "Zellner's β, inverse-Wishart D": {
    priors: {
      beta: zellner({ g: 10, mean: [1, -1] }),
      sigma2: inverseGamma({ shape: 3, scale: 2 }),
      D: inverseWishart(iw),
    },
    sigma2: (stream) => inverseGammaLaw({ shape: 3, scale: 2 }).sample(stream),
    D: (stream) => inverseWishartLaw(iw).sample(stream),
    beta: (stream, sigma2) =>
      normalLaw({ mean: [1, -1], precision: Matrix.div(XX, 10 * sigma2).to2DArray() }).sample(stream),
  },
};

const root = (D: number[][]): number => D[0][1] / Math.sqrt(D[0][0] * D[1][1]);
const quantities: Record<string, (beta: number[], sigma2: number, D: number[][]) => number> = {
  "log σ²": (_, sigma2) => Math.log(sigma2),
  "(log σ²)²": (_, sigma2) => Math.log(sigma2) ** 2,
  "log D₁₁": (_, __, D) => Math.log(D[0][0]),
  "(log D₁₁)²": (_, __, D) => Math.log(D[0][0]) ** 2,
  "log D₂₂": (_, __, D) => Math.log(D[1][1]),
  "(log D₂₂)²": (_, __, D) => Math.log(D[1][1]) ** 2,
  correlation: (_, __, D) => root(D),
  "correlation²": (_, __, D) => root(D) ** 2,
  "log σ² · log D₁₁": (_, sigma2, D) => Math.log(sigma2) * Math.log(D[0][0]),
  "β₁": (beta) => beta[0],
  "β₁²": (beta) => beta[0] ** 2,
  "β₂ log D₂₂": (beta, _, D) => beta[1] * Math.log(D[1][1]),
};

describe.each(Object.entries(settings))("%s", (_, setting) => {
  test.each(["marginal", "uncentered", "centered", "interweaved"] as const)(
    "%s sweep: the prior is kept, within 4 standard errors",
    (sweep) => {
      const stream = seededStream("prior", 0);
      const names = Object.keys(quantities);
      const changes = names.map((): number[] => []);
      const priors: PriorsWritten = { beta: normal({ mean: [1, -1], sd: 1.5 }), ...setting.priors };
      for (let replicate = 0; replicate < REPLICATES; replicate++) {
        const sigma2 = setting.sigma2(stream);
        const D = setting.D(stream);
        const beta = setting.beta?.(stream, sigma2) ?? [
          1 + 1.5 * stream.normal(),
          -1 + 1.5 * stream.normal(),
        ];
        const b = SIZES.map(() => normalLaw({ mean: [0, 0], covariance: D }).sample(stream));
        const y = X.map(
          ([one, t], row) =>
            one * (beta[0] + b[groups[row]][0]) +
            t * (beta[1] + b[groups[row]][1]) +
            Math.sqrt(sigma2) * stream.normal(),
        );
        const model = mixedModelFromMatrices(
          { y, X, Z: X, groups },
          { priors, diagonal: setting.diagonal ?? false },
        );
        const { saved } = sampleSync(model, {
          chains: 1,
          warmup: 0,
          draws: 1,
          thin: SWEEPS,
          keep: ["sigma2"],
          seed: replicate,
          sweep,
          initial: { beta, sigma2, terms: [{ b, D }] },
        });
        const { state } = saved.chains[0];
        names.forEach((name, k) => {
          const quantity = quantities[name];
          changes[k].push(quantity(state.beta, state.sigma2, state.terms[0].D) - quantity(beta, sigma2, D));
        });
      }
      const off = names.map((name, k) => {
        const mean = changes[k].reduce((sum, x) => sum + x, 0) / REPLICATES;
        const variance = changes[k].reduce((sum, x) => sum + (x - mean) ** 2, 0) / REPLICATES;
        return { name, errors: mean === 0 ? 0 : mean / Math.sqrt(variance / REPLICATES) };
      });
      expect(off.filter(({ errors }) => !(Math.abs(errors) < 4))).toEqual([]);
    },
  );
});
