// The bands of rank distributions have the coverage that posterior's and bayesplot's values say, and p-values that fit.
import { readFileSync } from "node:fs";
import { seededStream } from "@lmm-gibbs/samplers";
import { ecdfBand, ecdfCoverage, uniformRanksPValue } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";

interface SpecialFunctions {
  ecdf_band: { N: number[]; K: number[]; prob: number[]; gamma: number[]; coverage_at_gamma: number[] };
  ecdf_limits_1: { gamma: number; N: number; K: number; lower: number[]; upper: number[] };
}
const reference = JSON.parse(
  readFileSync(new URL("../fixtures/diagnostics/special_functions.json", import.meta.url), "utf8"),
) as SpecialFunctions;

const { N, K, prob, gamma, coverage_at_gamma: coverage } = reference.ecdf_band;
const cases = N.map((n, i) => ({
  n,
  points: K[i],
  gamma: gamma[i],
  coverage: coverage[i],
  probability: prob[i],
}));

describe("bands", () => {
  test.each(cases)("coverage of γ = $gamma with $n numbers at $points points", (one) => {
    expect(ecdfCoverage(one.n, one.points, one.gamma)).toBeCloseTo(one.coverage, 10);
  });

  test.each(cases)(
    "at $probability with $n numbers at $points points are the narrowest that cover",
    (one) => {
      const band = ecdfBand(one.n, one.points, one.probability);
      expect(band.coverage).toBeGreaterThanOrEqual(one.probability);
      // Coverage falls in steps: a little wider γ is already too narrow a band.
      expect(ecdfCoverage(one.n, one.points, band.gamma * (1 + 2e-4))).toBeLessThan(one.probability);
      expect(ecdfCoverage(one.n, one.points, band.gamma)).toBeCloseTo(band.coverage, 12);
    },
  );

  test("limits are binomial quantiles", () => {
    const { gamma: at, N: n, K: points, lower, upper } = reference.ecdf_limits_1;
    const found = ecdfBand(n, points, ecdfCoverage(n, points, at));
    expect(found.lower).toEqual(lower);
    expect(found.upper).toEqual(upper);
    expect(found.at).toEqual(lower.map((_, k) => k / points));
  });

  test("one point, by hand: below ½ lie 4 to 6 of 10 numbers with probability 672/1024", () => {
    const { lower, upper, coverage: covered } = ecdfBand(10, 2, 0.65);
    expect([lower, upper]).toEqual([
      [0, 4, 10],
      [0, 6, 10],
    ]);
    expect(covered).toBeCloseTo(672 / 1024, 12);
  });

  test("refuse what is no count or probability", () => {
    expect(() => ecdfBand(0, 10, 0.9)).toThrow("count must be an integer of at least 1, got 0");
    expect(() => ecdfBand(10, 2.5, 0.9)).toThrow("points must be an integer");
    expect(() => ecdfBand(10, 2, 1)).toThrow("probability must be below 1, got 1");
    expect(() => ecdfBand(10, 2, NaN)).toThrow("probability must be a finite number above 0");
  });
});

describe("the p-value of ranks", () => {
  test("with one possible cut is the two-sided binomial one, by hand", () => {
    // 8 of 10 ranks 0, of 0 and 1: P(X ≥ 8) + P(X ≤ 2) = 112/1024.
    const ranks = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
    expect(uniformRanksPValue(ranks, 1)).toBeCloseTo(112 / 1024, 12);
    expect(
      uniformRanksPValue(
        ranks.map((rank) => 1 - rank),
        1,
      ),
    ).toBeCloseTo(112 / 1024, 12);
    expect(uniformRanksPValue([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 1)).toBe(1);
  });

  test("belongs to the band: it is below 1 − probability outside, not inside", () => {
    const { lower, upper } = ecdfBand(60, 6, 0.95);
    // Counts below 1/6, 2/6, … on the upper bound everywhere but where they leave it.
    const ranksWith = (below: number[]): number[] =>
      below.flatMap((count, k) => Array.from({ length: count - (below[k - 1] ?? 0) }, () => k));
    const inside = [upper[1], upper[1] + 8, 34, 43, 52, 60];
    expect(uniformRanksPValue(ranksWith(inside), 5)).toBeGreaterThan(0.05);
    expect(uniformRanksPValue(ranksWith(inside.with(0, upper[1] + 1)), 5)).toBeLessThanOrEqual(0.05);
    const low = [10, lower[2], 30, 40, 50, 60];
    expect(uniformRanksPValue(ranksWith(low), 5)).toBeGreaterThan(0.05);
    expect(uniformRanksPValue(ranksWith(low.with(1, lower[2] - 1).with(0, 8)), 5)).toBeLessThanOrEqual(0.05);
  });

  test("is uniform when ranks are: 1,000 sets of 100 ranks, within 4 standard errors", () => {
    const stream = seededStream("ranks", 0);
    const [sets, most] = [1000, 19];
    const pValues = Array.from({ length: sets }, () =>
      uniformRanksPValue(
        Array.from({ length: 100 }, () => Math.floor(stream.uniform() * (most + 1))),
        most,
      ),
    );
    for (const level of [0.5, 0.1, 0.05, 0.01]) {
      const share = pValues.filter((p) => p <= level).length / sets;
      // Discrete, so it may fall short of the level, never beyond it.
      expect(share).toBeLessThan(level + 4 * Math.sqrt((level * (1 - level)) / sets));
      expect(share).toBeGreaterThan(0.85 * level - 4 * Math.sqrt((level * (1 - level)) / sets));
    }
  });

  test("keeps its size where a coverage has no digits left", () => {
    const p = uniformRanksPValue(
      Array.from({ length: 100 }, () => 0),
      99,
    );
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-150);
  });

  test("refuses what is no rank", () => {
    expect(() => uniformRanksPValue([], 9)).toThrow("the number of ranks must be an integer of at least 1");
    expect(() => uniformRanksPValue([1, 10], 9)).toThrow("ranks must be integers from 0 to 9, got 10");
    expect(() => uniformRanksPValue([0.5], 9)).toThrow("got 0.5");
  });
});
