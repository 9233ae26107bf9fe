// Multivariate effective sample sizes against mcmcse 1.5-0, cross-correlations and joint factors against coda.
import {
  crossCorrelation,
  essMultivariate,
  gelmanRubin,
  gelmanRubinMultivariate,
  minimumEss,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { chooseBatchSize } from "../../packages/diagnostics/src/batch-size.ts";
import gibbs from "../fixtures/diagnostics/gibbs_multivariate.json" with { type: "json" };
import { cases, decode, largestError, relativeError } from "./reference-cases.ts";

const { variables, reference } = gibbs;
const content = new Map<string, number[][]>(Object.entries(gibbs.draws));
const draws = { variables, get: (variable: string) => content.get(variable) ?? [] };
const firstChain = { variables, get: (variable: string) => draws.get(variable).slice(0, 1) };
const typed = (chains: number[][]): Float64Array[] => chains.map((chain) => Float64Array.from(chain));

describe.each(cases.filter((each) => each.mcmcse_1_5_0))("$name", ({ draws: chains, mcmcse_1_5_0 = [] }) => {
  it("has mcmcse's batch sizes and effective sample sizes by batch means, chain by chain", () => {
    expect(mcmcse_1_5_0.length).toBe(chains.length);
    for (const [j, theirs] of mcmcse_1_5_0.entries()) {
      expect(chooseBatchSize([typed([chains[j]])])).toBe(theirs.batch_size_bm);
      const ours = essMultivariate({ variables: ["x"], get: () => [chains[j]] });
      expect(relativeError(ours, decode(theirs.ess_bm))).toBeLessThan(1e-10);
    }
  });
});

it("reads nine cases of mcmcse's", () => {
  expect(cases.filter((each) => each.mcmcse_1_5_0)).toHaveLength(9);
});

it("has the multivariate effective sample size of one chain of four variables", () => {
  const { multiESS_chain1: ess, batch_size: batchSize } = reference.mcmcse_1_5_0;
  expect(relativeError(essMultivariate(firstChain), ess)).toBeLessThan(1e-10);
  expect(relativeError(essMultivariate(firstChain, { batchSize }), ess)).toBeLessThan(1e-10);
  expect(relativeError(essMultivariate(firstChain, { batchSize: 39 }), ess)).toBeGreaterThan(1e-3);
});

it("has the effective sample sizes that means should have", () => {
  const theirs = reference.mcmcse_1_5_0;
  expect(minimumEss(1)).toBe(theirs.minESS_p1);
  expect(minimumEss(4)).toBe(theirs.minESS_p4);
  expect(minimumEss(4, { alpha: 0.1, epsilon: 0.02 })).toBe(theirs.minESS_p4_alpha10_eps02);
  // For one variable it is (2 z / epsilon)^2.
  expect(minimumEss(1, { epsilon: 0.01 })).toBe(Math.round((2 * 1.959963984540054 * 100) ** 2));
  // Stirling's formula: 2 pi e / epsilon^2 for very many.
  expect(relativeError(minimumEss(1e6), (2 * Math.PI * Math.E) / 0.05 ** 2)).toBeLessThan(0.005);
});

it("has coda's correlations between variables", () => {
  const ours = crossCorrelation(draws);
  expect(ours.variables).toEqual(variables);
  for (const [i, row] of ours.correlations.entries()) {
    expect(largestError(row, reference.crosscorr[i])).toBeLessThan(1e-10);
  }
});

it.each([
  ["gelman_autoburnin_true", { autoburnin: true }],
  ["gelman_autoburnin_false", {}],
] as const)("has coda's factors of four variables, one by one and jointly: %s", (setting, options) => {
  const { psrf, upper, mpsrf } = reference[setting];
  for (const variable of ["mu", "sigma2", "tau2", "b1"] as const) {
    const ours = gelmanRubin(draws.get(variable), options);
    expect(largestError([ours.psrf, ours.upper], [psrf[variable], upper[variable]])).toBeLessThan(1e-10);
  }
  // With as many variables as chains both factors are one.
  for (const factor of ["chains", "variables"] as const) {
    expect(relativeError(gelmanRubinMultivariate(draws, { ...options, factor }), mpsrf)).toBeLessThan(1e-10);
  }
});

it("has Brooks and Gelman's factor of three variables and four chains, and coda's when asked", () => {
  const three = { variables: variables.slice(0, 3) };
  const ours = gelmanRubinMultivariate(draws, three);
  expect(relativeError(ours, reference.mpsrf_first3_brooks_gelman)).toBeLessThan(1e-10);
  expect(gelmanRubinMultivariate(draws, { ...three, factor: "chains" })).toBe(ours);
  const codas = gelmanRubinMultivariate(draws, { ...three, factor: "variables" });
  expect(relativeError(codas, reference.gelman_first3_autoburnin_false_mpsrf_coda)).toBeLessThan(1e-10);
  const n = gibbs.draws.mu[0].length;
  const lambda = ((ours ** 2 - (n - 1) / n) / (1 + 1 / 4)) * n;
  expect(relativeError(lambda, reference.lambda_max_first3)).toBeLessThan(1e-10);
});
