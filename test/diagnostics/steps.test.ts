// Every intermediate number of R-hat and effective sample size on one case, and the special functions they rest on.
import { initialSequences } from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { ascendingOrder } from "../../packages/diagnostics/src/ascending-order.ts";
import {
  besselKQuarter,
  cramerVonMisesPValue,
  fourTerms,
} from "../../packages/diagnostics/src/cramer-von-mises.ts";
import {
  combinedAutocorrelation,
  effectiveSampleSizeOf,
} from "../../packages/diagnostics/src/effective-sample-size.ts";
import { quantileOfF } from "../../packages/diagnostics/src/gelman-rubin.ts";
import { initialMonotoneSequence } from "../../packages/diagnostics/src/initial-sequence.ts";
import { oneSdInterval } from "../../packages/diagnostics/src/mcse.ts";
import { sortedMedian } from "../../packages/diagnostics/src/median.ts";
import { sortDraws } from "../../packages/diagnostics/src/quantile.ts";
import { fold, normalScore, rankNormalize } from "../../packages/diagnostics/src/rank-normalize.ts";
import { bulkRhat, potentialScaleReduction, tailRhat } from "../../packages/diagnostics/src/rhat.ts";
import { splitChains } from "../../packages/diagnostics/src/split.ts";
import tables from "../fixtures/diagnostics/special_functions.json" with { type: "json" };
import steps from "../fixtures/diagnostics/steps_ar1_rho050.json" with { type: "json" };
import { caseNamed, largestError, relativeError } from "./reference-cases.ts";

const chains = caseNamed("ar1_rho050").draws.map((chain) => Float64Array.from(chain));
const median = sortedMedian(sortDraws(chains));

it("sorts draws and remembers where each stood, the first of equal ones first", () => {
  const { sorted, positions } = ascendingOrder(Float64Array.of(2, 0, Infinity, -1, 2, -0, 2));
  expect([...sorted]).toEqual([-1, 0, -0, 2, 2, 2, Infinity]);
  expect([...positions]).toEqual([3, 1, 5, 0, 4, 6, 2]);
});

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

it.each([
  [true, splitChains(chains)],
  [false, chains],
])("shows the initial sequences of the draws, split: %s", (split, parts) => {
  const { rho } = combinedAutocorrelation(parts);
  const { maxLag, positive, monotone, time } = initialMonotoneSequence(rho);
  const shown = { autocorrelation: rho, maxLag, positive, monotone, time };
  expect(initialSequences(chains, { split })).toEqual(shown);
});

it("shows the initial sequences of half-chains unless asked for others", () => {
  const { monotone, time } = initialSequences(chains);
  expect(relativeError(time, steps.raw.tau_hat)).toBeLessThan(1e-10);
  expect(largestError(monotone, steps.raw.rho_monotone)).toBeLessThan(1e-10);
});

it("takes R-hat of the normal scores of half-chains, before or after folding", () => {
  const sorted = sortDraws(chains);
  const scores = (draws: Float64Array[]): Float64Array[] => rankNormalize(splitChains(draws));
  expect(bulkRhat(chains)).toBe(potentialScaleReduction(scores(chains)));
  expect(tailRhat(chains, sorted)).toBe(potentialScaleReduction(scores(fold(chains, median))));
});

describe("Geyer's sequence", () => {
  it("replaces a pair that exceeds the one before by the earlier pair's mean, not the last pair", () => {
    const rho = Float64Array.from([1, 0.2, 0.1, 0.1, 0.5, 0.1, 0.05, 0.05, -1, 0, 0, 0, 0, 0]);
    const { maxLag, positive, monotone, time } = initialMonotoneSequence(rho);
    expect(maxLag).toBe(8);
    expect([...positive]).toEqual([...rho.slice(0, 8), 0]);
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

  it("has the Bessel function K_1/4 to 1e-12", () => {
    const { x, k } = tables.besselK_quarter;
    expect(largestError(x.map(besselKQuarter), k)).toBeLessThan(1e-12);
    expect(besselKQuarter(0)).toBe(Infinity);
  });

  it("has coda's law of the Cramér-von Mises statistic to 1e-10, and uses it up to 2", () => {
    const { q, p: below } = tables.pcramer;
    expect(largestError(q.map(fourTerms), below)).toBeLessThan(1e-10);
    for (const x of q.filter((each) => each <= 2)) expect(cramerVonMisesPValue(x)).toBe(1 - fourTerms(x));
  });

  it("has the exact law beyond 2, by 60 terms of the series in 30 digits", () => {
    const exact: [number, number][] = [
      [2, 1.2780736172781673e-5],
      [2.5, 9.74210020202e-7],
      [3, 7.56774345932e-8],
      [5, 3.0539290331e-12],
      [8, 9.0197562599e-19],
    ];
    for (const [x, p] of exact.slice(1)) {
      expect(relativeError(cramerVonMisesPValue(x), p)).toBeLessThan(2e-11);
    }
    expect(relativeError(cramerVonMisesPValue(exact[0][0]), exact[0][1])).toBeLessThan(2e-4);
    expect(cramerVonMisesPValue(1e6)).toBe(0);
    expect(cramerVonMisesPValue(Infinity)).toBe(0);
    expect(cramerVonMisesPValue(NaN)).toBeNaN();
  });

  it("has the F quantiles to 1e-12, also with infinitely many degrees of freedom below", () => {
    const { df1, df2, q } = tables.qf_0975;
    const ours = df1.map((above, i) => quantileOfF(0.975, above, df2[i]));
    expect(largestError(ours, q)).toBeLessThan(1e-12);
    // chi-squared with 2 degrees of freedom is exponential.
    expect(quantileOfF(0.975, 2, Infinity)).toBeCloseTo(-Math.log(0.025), 12);
    expect(quantileOfF(0.975, 3, NaN)).toBeNaN();
  });
});
