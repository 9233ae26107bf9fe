// What lies behind effective sample sizes: caps, single chains and autocorrelation times.
import {
  essBulk,
  essCap,
  essMean,
  essMedian,
  essPerChain,
  essQuantile,
  initialSequences,
  integratedAutocorrelationTime,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { caseNamed, cases, relativeError } from "./reference-cases.ts";

describe.each(cases)("$name", ({ draws, ess_capped: capped }) => {
  it("is capped, to the last bit, where posterior says so", () => {
    const measures = {
      ess_bulk: essBulk(draws),
      ess_mean: essMean(draws),
      ess_median: essMedian(draws),
      ess_quantile_05: essQuantile(draws, 0.05),
      ess_quantile_975: essQuantile(draws, 0.975),
    };
    for (const [name, ess] of Object.entries(measures)) {
      expect(ess === essCap(draws), name).toBe(capped.includes(name));
    }
  });

  it("has one effective sample size a chain, and the time of all", () => {
    expect(essPerChain(draws)).toEqual(draws.map((chain) => essBulk([chain])));
    const kept = 2 * draws.length * Math.floor(draws[0].length / 2);
    expect(integratedAutocorrelationTime(draws)).toBe(kept / essMean(draws));
  });
});

it("caps at S log10(S), S the draws that splitting keeps, from 6 iterations on", () => {
  const chain = (length: number): number[] => Array.from({ length }, (_, t) => t);
  expect(essCap([chain(51), chain(51)])).toBeCloseTo(200, 12);
  expect(essCap([chain(6)])).toBeCloseTo(6 * Math.log10(6), 12);
  expect(essCap([chain(5), chain(5)])).toBeNaN();
});

it("has the time of a first-order autoregression, (1 + rho) / (1 - rho), roughly", () => {
  const { draws } = caseNamed("ar1_rho050");
  expect(relativeError(integratedAutocorrelationTime(draws), 3)).toBeLessThan(0.2);
  expect(initialSequences(draws).time).toBeCloseTo(integratedAutocorrelationTime(draws), 12);
});

it("shows a time below the bound, also a negative one, where the size is capped", () => {
  const { draws } = caseNamed("antithetic_m090_capped");
  expect(essMean(draws)).toBe(essCap(draws));
  expect(initialSequences(draws).time).toBeLessThan(integratedAutocorrelationTime(draws));
});

it.each([[[[1, 2, 3, 4, 5]]], [[[2, 2, 2, 2, 2, 2]]], [[[1, 2, Infinity, 4, 5, 6]]], [[[1]]]])(
  "has no sequences where the size of the mean is undefined: %j",
  (chains) => {
    const { autocorrelation, maxLag, positive, monotone, time } = initialSequences(chains);
    expect([autocorrelation.length, positive.length, monotone.length]).toEqual([0, 0, 0]);
    expect([maxLag, time, essMean(chains)]).toEqual([NaN, NaN, NaN]);
  },
);
