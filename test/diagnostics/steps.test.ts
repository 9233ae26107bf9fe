// Every intermediate number of R-hat and effective sample size on one case, and the special functions they rest on.
import { describe, expect, it } from "vitest";
import {
  combinedAutocorrelation,
  effectiveSampleSizeOf,
} from "../../packages/diagnostics/src/effective-sample-size.ts";
import { initialMonotoneSequence } from "../../packages/diagnostics/src/initial-sequence.ts";
import { oneSdInterval } from "../../packages/diagnostics/src/mcse.ts";
import { sortedMedian } from "../../packages/diagnostics/src/median.ts";
import { sortDraws } from "../../packages/diagnostics/src/quantile.ts";
import { fold, normalScore, rankNormalize } from "../../packages/diagnostics/src/rank-normalize.ts";
import { splitChains } from "../../packages/diagnostics/src/split.ts";
import tables from "../fixtures/diagnostics/special_functions.json" with { type: "json" };
import steps from "../fixtures/diagnostics/steps_ar1_rho050.json" with { type: "json" };
import { caseNamed, largestError, relativeError } from "./reference-cases.ts";

const chains = caseNamed("ar1_rho050").draws.map((chain) => Float64Array.from(chain));
const median = sortedMedian(sortDraws(chains));

it("folds about the median of all draws and scores ranks by Blom's formula", () => {
  expect(median).toBe(steps.median);
  const scores = rankNormalize(splitChains(chains));
  expect(largestError(scores[0].slice(0, 5), steps.z_first5_of_split_chain_1)).toBeLessThan(1e-10);
  const folded = rankNormalize(splitChains(fold(chains, median)));
  expect(largestError(folded[0].slice(0, 5), steps.z_fold_first5_of_split_chain_1)).toBeLessThan(1e-10);
});

it.each([
  ["the draws", splitChains(chains), steps.raw],
  ["the normal scores", rankNormalize(splitChains(chains)), steps.rank_normalised],
] as const)("goes the reference's steps for %s", (_, halves, expected) => {
  const { within, between, total, rho } = combinedAutocorrelation(halves);
  expect(relativeError(within, expected.W)).toBeLessThan(1e-10);
  expect(relativeError(between, expected.B_over_n)).toBeLessThan(1e-10);
  expect(relativeError(total, expected.var_plus)).toBeLessThan(1e-10);
  expect(largestError(rho.slice(0, 21), expected.rho_hat_0_20)).toBeLessThan(1e-10);
  const { maxLag, evenAtMaxLag, monotone, time } = initialMonotoneSequence(rho);
  expect(maxLag).toBe(expected.max_t);
  expect(relativeError(evenAtMaxLag, expected.rho_even_at_max_t)).toBeLessThan(1e-10);
  expect(largestError(monotone, expected.rho_monotone)).toBeLessThan(1e-10);
  expect(relativeError(time, expected.tau_hat)).toBeLessThan(1e-10);
  expect(time).toBeGreaterThan(expected.tau_bound);
  expect(relativeError(effectiveSampleSizeOf(halves), expected.ess)).toBeLessThan(1e-10);
});

describe("Geyer's sequence", () => {
  it("replaces a pair that exceeds the one before by the earlier pair's mean, not the last pair", () => {
    const rho = Float64Array.from([1, 0.2, 0.1, 0.1, 0.5, 0.1, 0.05, 0.05, -1, 0, 0, 0, 0, 0]);
    const { maxLag, monotone, time } = initialMonotoneSequence(rho);
    expect(maxLag).toBe(8);
    const wanted = [1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0];
    for (const [k, value] of wanted.entries()) expect(monotone[k]).toBeCloseTo(value, 14);
    expect(time).toBeCloseTo(-1 + 2 * 1.7, 14);
  });

  it("keeps the even lag of a failing pair when it is positive", () => {
    const { monotone, time } = initialMonotoneSequence(
      Float64Array.from([1, 0.2, 0.1, -0.3, 0, 0, 0, 0, 0, 0]),
    );
    expect([...monotone]).toEqual([1, 0.2, 0.1]);
    expect(time).toBeCloseTo(-1 + 2.4 + 0.1, 14);
  });

  it("takes the time 2 when not even the first pair can be followed", () => {
    expect(initialMonotoneSequence(Float64Array.from([1, -1, 1, -1, 1, -1, 1, -1])).time).toBe(2);
    expect(initialMonotoneSequence(Float64Array.from([1, 0.5, 0.2])).time).toBe(2);
  });
});

/** The score of the rank that has this probability among so many draws that no digit of it is lost. */
function normalQuantile(probability: number): number {
  const size = 2 ** 40;
  return normalScore(probability * (size + 1 / 4) + 3 / 8, size);
}

describe("special functions", () => {
  const { p, z } = tables.qnorm;

  it.each(p.filter((probability) => probability > 1e-9))(
    "has the normal quantile of %d to 1e-10",
    (probability) => {
      expect(relativeError(normalQuantile(probability), z[p.indexOf(probability)])).toBeLessThan(1e-10);
    },
  );

  it("does not have it beyond the rank of the first of 10^8 draws, where the library loses digits", () => {
    const beyond = p.filter((probability) => probability < 1e-9);
    expect(beyond).toEqual([1e-300, 1e-20, 1e-10]);
    expect(Math.max(...beyond)).toBeLessThan((1 - 3 / 8) / 1e8);
    expect(relativeError(normalQuantile(1e-10), z[p.indexOf(1e-10)])).toBeLessThan(3e-9);
  });

  it("has the beta quantiles of the standard errors of quantiles to 1e-12", () => {
    const { ess, prob, lo, hi } = tables.qbeta_mcse;
    for (const [i, draws] of ess.entries()) {
      expect(largestError(oneSdInterval(prob[i], draws), [lo[i], hi[i]])).toBeLessThan(1e-12);
    }
  });
});
