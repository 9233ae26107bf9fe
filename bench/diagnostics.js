// What diagnostics cost: the transform against the sums it replaces, and a summary against its columns one by one.
import {
  essBulk,
  essTail,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  quantile,
  rhat,
  seededStream,
  summarize,
} from "lmm-gibbs";
import { initialMonotoneSequence } from "../packages/diagnostics/dist/initial-sequence.js";
import { rankNormalize } from "../packages/diagnostics/dist/rank-normalize.js";
import { splitChains } from "../packages/diagnostics/dist/split.js";

/** Chains of a first-order autoregression with rho = 0.9. */
function autoregressions(chains, draws, seed) {
  return Array.from({ length: chains }, (_, j) => {
    const stream = seededStream(`bench/diagnostics/${seed}`, j);
    let x = 0;
    return Float64Array.from({ length: draws }, () => (x = 0.9 * x + stream.normal()));
  });
}

/** The mean over chains of the autocovariances at all lags, each a sum over the draws. */
function autocovarianceBySums(chains, means) {
  const n = chains[0].length;
  const sums = new Float64Array(n);
  for (const [j, chain] of chains.entries()) {
    const deviations = chain.map((value) => value - means[j]);
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let t = k; t < n; t++) sum += deviations[t - k] * deviations[t];
      sums[k] += sum / n / chains.length;
    }
  }
  return sums;
}

/** `essBulk` as its definition reads, O(n²). */
function essBulkBySums(draws) {
  const chains = rankNormalize(splitChains(draws));
  const n = chains[0].length;
  const means = chains.map((chain) => chain.reduce((sum, value) => sum + value, 0) / n);
  const center = means.reduce((sum, value) => sum + value, 0) / means.length;
  const between = means.reduce((sum, value) => sum + (value - center) ** 2, 0) / (means.length - 1);
  const autocovariances = autocovarianceBySums(chains, means);
  const within = (autocovariances[0] * n) / (n - 1);
  const rho = autocovariances.map((value) => 1 - (within - value) / (autocovariances[0] + between));
  rho[0] = 1;
  const size = n * chains.length;
  return size / Math.max(initialMonotoneSequence(rho).time, 1 / Math.log10(size));
}

const milliseconds =
  (compute, times = 1) =>
  () => {
    const start = performance.now();
    for (let time = 0; time < times; time++) compute();
    return (performance.now() - start) / times;
  };

/**
 * Bulk effective sample size by fast Fourier transform and by sums, on the same draws.
 *
 * @param {number} draws a chain, four chains
 * @returns {{ bySums: () => number, byTransform: () => number }} milliseconds
 */
export function essTimes(draws) {
  const chains = autoregressions(4, draws, "ess");
  const few = chains.map((chain) => chain.subarray(0, 2000));
  const difference = Math.abs(essBulkBySums(few) / essBulk(few) - 1);
  if (!(difference < 1e-9)) throw new Error(`the two sides differ by ${difference}`);
  return {
    bySums: milliseconds(() => essBulkBySums(chains)),
    byTransform: milliseconds(() => essBulk(chains), 20),
  };
}

/**
 * A summary, and the same columns by one function each.
 *
 * @param {number} variables how many
 * @param {number} draws a chain, four chains
 * @returns {{ oneByOne: () => number, together: () => number }} milliseconds
 */
export function summaryTimes(variables, draws) {
  const content = new Map(
    Array.from({ length: variables }, (_, i) => [`x${i}`, autoregressions(4, draws, i)]),
  );
  const columns = [rhat, essBulk, essTail, mcseMean, mcseSd, mcseMedian];
  return {
    oneByOne: milliseconds(() => {
      for (const chains of content.values()) {
        for (const column of columns) column(chains);
        for (const p of [0.05, 0.5, 0.95]) quantile(chains, p);
        for (const p of [0.05, 0.95]) mcseQuantile(chains, p);
      }
    }),
    together: milliseconds(() =>
      summarize({ variables: [...content.keys()], get: (name) => content.get(name) }),
    ),
  };
}
