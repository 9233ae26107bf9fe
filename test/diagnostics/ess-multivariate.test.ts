// Multivariate effective sample size: what it is, and when it is undefined.
import { essMean, essMultivariate } from "@lmm-gibbs/diagnostics";
import { seededStream } from "@lmm-gibbs/samplers";
import { Matrix, solve } from "ml-matrix";
import { expect, it } from "vitest";
import { chooseBatchSize } from "../../packages/diagnostics/src/batch-size.ts";
import { caseNamed, relativeError } from "./reference-cases.ts";

const columns = [caseNamed("ar1_rho050").draws, caseNamed("ar1_rho000").draws];
const drawsOf = (content: number[][][]) => ({
  variables: content.map((_, v) => `v${v}`),
  get: (name: string) => content[Number(name.slice(1))],
});
const combined = (weights: number[]): number[][] =>
  columns[0].map((chain, j) =>
    chain.map((_, t) => weights.reduce((sum, weight, v) => sum + weight * columns[v][j][t], 0)),
  );

/** b/(a - 1) sum of squared distances of batch means from the mean of all draws. */
function batchVariance(chains: number[][], batchSize: number): number {
  const all = chains.flat();
  const center = all.reduce((sum, x) => sum + x, 0) / all.length;
  const means = chains.flatMap((chain) =>
    Array.from({ length: Math.floor(chain.length / batchSize) }, (_, k) => {
      const batch = chain.slice(k * batchSize, (k + 1) * batchSize);
      return batch.reduce((sum, x) => sum + x, 0) / batchSize;
    }),
  );
  return (batchSize * means.reduce((sum, m) => sum + (m - center) ** 2, 0)) / (means.length - 1);
}

const sampleVariance = (values: number[]): number => {
  const center = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - center) ** 2, 0) / (values.length - 1);
};

it("is N var / (2 Sigma_b - Sigma_b/3) for one variable, batches of all chains about the common mean", () => {
  const [chains] = columns;
  const long = 2 * batchVariance(chains, 20) - batchVariance(chains, 6);
  const expected = (chains.flat().length * sampleVariance(chains.flat())) / long;
  expect(relativeError(essMultivariate(drawsOf([chains]), { batchSize: 20 }), expected)).toBeLessThan(1e-12);
});

it("takes Sigma_b alone for batches below 6, and where the correction would leave nothing positive", () => {
  const plain = (chains: number[][], batchSize: number): number =>
    (chains.flat().length * sampleVariance(chains.flat())) / batchVariance(chains, batchSize);
  const short = essMultivariate(drawsOf([columns[0]]), { batchSize: 5 });
  expect(relativeError(short, plain(columns[0], 5))).toBeLessThan(1e-12);
  const antithetic = Array.from({ length: 120 }, (_, t) => (-1) ** t + Math.sin(t * t) / 9);
  expect(2 * batchVariance([antithetic], 6)).toBeLessThan(batchVariance([antithetic], 2) + 1);
  const alternating = Array.from({ length: 120 }, (_, t) => [3, -1, -2][t % 3] + Math.sin(t * t) / 9);
  expect(2 * batchVariance([alternating], 6)).toBeLessThan(batchVariance([alternating], 2));
  const ours = essMultivariate(drawsOf([alternating].map((chain) => [chain])), { batchSize: 6 });
  expect(relativeError(ours, plain([alternating], 6))).toBeLessThan(1e-12);
});

it("is that of any linear combinations of the variables that lose none, in any units", () => {
  expect(essMultivariate(drawsOf(columns), { batchSize: 12 })).toBeGreaterThan(0);
  const turned = drawsOf([combined([1, 2]), combined([1e8, -3e8])]);
  const options = { batchSize: 12 };
  expect(
    relativeError(essMultivariate(turned, options), essMultivariate(drawsOf(columns), options)),
  ).toBeLessThan(1e-9);
});

it("lies between those of the variables, and near N for independent draws", () => {
  const joint = essMultivariate(drawsOf(columns));
  const [slow, fast] = columns.map((chains) => essMultivariate(drawsOf([chains])));
  expect(joint).toBeGreaterThan(slow);
  expect(joint).toBeLessThan(fast);
  // Two estimates of one number; each is off by some 10%.
  expect(relativeError(slow, essMean(columns[0]))).toBeLessThan(0.3);
  expect(relativeError(fast, 2000)).toBeLessThan(0.2);
});

it("sees that chains disagree, which the sum over chains does not", () => {
  const { draws } = caseNamed("bimodal_stuck");
  const alone = draws.reduce((sum, chain) => sum + essMultivariate(drawsOf([[chain]])), 0);
  expect(essMultivariate(drawsOf([draws]))).toBeLessThan(alone / 3);
});

it("takes batches of one draw when no autocorrelation is noticeable, and at most n/(p + 1)", () => {
  // Its lag-1 autocorrelation is 1.93 standard errors; following it would give batches of two.
  const independent = Float64Array.from({ length: 4000 }, (_, t) => Math.sin(54 + t * t));
  expect(chooseBatchSize([[independent]])).toBe(1);
  const slow = Array.from({ length: 12 }, (_, v) => [
    Float64Array.from({ length: 400 }, (__, t) => Math.sin(v + t / 50)),
  ]);
  expect(chooseBatchSize(slow)).toBe(Math.floor(400 / 13));
  expect(chooseBatchSize(slow.slice(0, 3))).toBe(40);
});

it("takes batches of (n sum Gamma^2 / sum spectrum^2)^(1/3), autoregressions of any order", () => {
  const n = 4000;
  const stream = seededStream("batches", 0);
  const phi = [0.2, 0.1, 0.1, 0.1, 0.25];
  const chain = (order: number): Float64Array => {
    const x = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      x[t] = stream.normal();
      for (let k = 1; k <= Math.min(order, t); k++) x[t] += phi[k - 1] * x[t - k];
    }
    return x;
  };
  const variables = [5, 2, 5, 5, 1, 5].map((order) => [chain(order), chain(order)]);

  // Gamma = -2 sum_k k gamma_k and the spectral density of the fitted autoregression, from its own autocovariances.
  const gammaAndSpectrum = (x: Float64Array): [number, number] => {
    const average = x.reduce((sum, value) => sum + value, 0) / n;
    const at = (lag: number): number => {
      let sum = 0;
      for (let t = lag; t < n; t++) sum += (x[t] - average) * (x[t - lag] - average);
      return sum / n;
    };
    const lags = Array.from({ length: 7 }, (_, lag) => at(lag));
    const fitted = (order: number): number[] => {
      const toeplitz = Matrix.zeros(order, order);
      for (let i = 0; i < order; i++)
        for (let j = 0; j < order; j++) toeplitz.set(i, j, lags[Math.abs(i - j)]);
      return solve(toeplitz, Matrix.columnVector(lags.slice(1, order + 1))).to1DArray();
    };
    let order = 0;
    while (order < 6 && Math.abs(fitted(order + 1)[order]) > 1.96 / Math.sqrt(n)) order++;
    const coefficients = order === 0 ? [] : fitted(order);
    const implied = lags.slice(0, order + 1);
    for (let k = implied.length; k < 3000; k++) {
      implied.push(coefficients.reduce((sum, each, i) => sum + each * implied[k - 1 - i], 0));
    }
    const gamma = -2 * implied.reduce((sum, value, k) => sum + k * value, 0);
    return [gamma, 2 * implied.reduce((sum, value) => sum + value, 0) - implied[0]];
  };
  let numerator = 0;
  let denominator = 0;
  for (const chains of variables) {
    const each = chains.map((one) => gammaAndSpectrum(one));
    numerator += (each.reduce((sum, [gamma]) => sum + gamma, 0) / each.length) ** 2;
    denominator += (each.reduce((sum, [, spectrum]) => sum + spectrum, 0) / each.length) ** 2;
  }
  const exact = Math.cbrt((n * numerator) / denominator);
  expect(exact).toBeGreaterThan(40);
  // The autoregression's variance has its degrees of freedom corrected, a part in a thousand.
  expect(Math.abs(chooseBatchSize(variables) + 0.5 - exact)).toBeLessThan(0.6);
});

it("is undefined for a singular covariance, too few batches and draws that are not finite", () => {
  const broken = columns[1].map((chain) => [...chain.slice(1), NaN]);
  const infinite = columns[1].map((chain) => [...chain.slice(1), Infinity]);
  const undefinedOnes = [
    drawsOf([...columns, combined([1, 1])]),
    drawsOf([...columns, combined([1, -1]).map((chain) => chain.map((x) => 1e5 * x + 1e7))]),
    drawsOf([columns[0], combined([0, 0])]),
    drawsOf([columns[0], broken]),
    drawsOf([columns[0], infinite]),
    drawsOf(columns.map((chains) => [chains[0].slice(0, 1)])),
  ];
  for (const draws of undefinedOnes) expect(essMultivariate(draws)).toBeNaN();
  const one = drawsOf(columns.map((chains) => [chains[0]]));
  expect(essMultivariate(one, { batchSize: 250 })).toBeNaN();
  expect(essMultivariate(one, { batchSize: 500 })).toBeNaN();
  expect(essMultivariate(one, { batchSize: 100 })).toBeGreaterThan(0);
});
