// Nested R-hat against posterior 1.7.1, and by its definition.
import { rhatBasic, rhatNested } from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortedMedian } from "../../packages/diagnostics/src/median.ts";
import { sortDraws } from "../../packages/diagnostics/src/quantile.ts";
import { fold, rankNormalize } from "../../packages/diagnostics/src/rank-normalize.ts";
import { splitChains } from "../../packages/diagnostics/src/split.ts";
import { caseNamed, cases, decode, relativeError } from "./reference-cases.ts";

const singles = (chains: readonly unknown[]): number[] => chains.map((_, j) => j);
const pairs = (chains: readonly unknown[]): number[] => chains.map((_, j) => Math.floor(j / 2));

const nested = cases.filter((each) => "rhat_nested_pairs" in each.posterior_1_7_1);

describe.each(nested)("$name", ({ draws, tolerance, posterior_1_7_1: reference }) => {
  it.each([
    ["rhat_nested_pairs", pairs],
    ["rhat_nested_singles", singles],
  ] as const)("has posterior's %s", (name, group) => {
    const ours = rhatNested(draws, { superchains: group(draws) });
    expect(relativeError(ours, decode(reference[name]))).toBeLessThan(tolerance);
  });
});

it("reads all cases of more than one chain", () => {
  expect(nested).toHaveLength(40);
});

it("takes the larger of the normal scores of halves, plain and folded, when ranks are asked for", () => {
  for (const name of ["many_short_chains", "scaled_chain", "shifted_chain"]) {
    const { draws } = caseNamed(name);
    const chains = draws.map((chain) => Float64Array.from(chain));
    const superchains = [...pairs(chains), ...pairs(chains)];
    const folded = fold(chains, sortedMedian(sortDraws(chains)));
    const parts = [chains, folded].map((each) =>
      rhatNested(rankNormalize(splitChains(each)), { superchains }),
    );
    expect(parts[0]).not.toBe(parts[1]);
    const ours = rhatNested(draws, { superchains: pairs(draws), rank: true });
    expect(ours).toBe(Math.max(...parts));
    expect(ours).not.toBe(rhatNested(draws, { superchains: pairs(draws), rank: false }));
  }
});

it("sees by ranks, and not without, superchains that differ in scale alone", () => {
  const { draws } = caseNamed("scaled_chain");
  const superchains = ["wide", "narrow", "narrow", "wide"];
  const chains = [draws[1], draws[0], draws[2], draws[3].map((x) => 3 * x)];
  expect(rhatNested(chains, { superchains, rank: true })).toBeGreaterThan(1.1);
  expect(rhatNested(chains, { superchains })).toBeLessThan(1.01);
});

it("is defined down to one draw a chain, ranks or not", () => {
  const chains = [[1], [2], [4], [7]];
  const superchains = ["a", "a", "b", "b"];
  // W = (1/2 + 9/2) / 2, B = (5.5 - 1.5)^2 / 2.
  expect(rhatNested(chains, { superchains })).toBeCloseTo(Math.sqrt(1 + 8 / 2.5), 14);
  expect(rhatNested(chains, { superchains, rank: true })).toBeGreaterThan(1);
  expect(rhatNested([[1, 2, 3]], { superchains: [0] })).toBeNaN();
});

it("is the unsplit R-hat for superchains of one chain, but for 1/n", () => {
  const grid = fc.integer({ min: -3000, max: 3000 });
  const row = fc.array(grid, { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 6 }), (chains) => {
      const whole = rhatBasic(chains, { split: false });
      const ours = rhatNested(chains, { superchains: singles(chains) });
      expect(relativeError(ours, Math.sqrt(whole ** 2 + 1 / 6))).toBeLessThan(1e-12);
    }),
  );
});

it("refuses superchains that are not of one size, or name too few", () => {
  const chains = [
    [1, 2],
    [3, 5],
    [2, 2],
  ];
  expect(() => rhatNested(chains, { superchains: [1, 1, 2] })).toThrow("equally many chains; they have 2, 1");
  expect(() => rhatNested(chains, { superchains: [1, 2] })).toThrow("each of the 3 chains; it has 2 entries");
  expect(() => rhatNested(chains, {} as never)).toThrow(RangeError);
  expect(() => rhatNested(chains, undefined as never)).toThrow("it has undefined");
  expect(() => rhatNested(chains, { superchains: [1, 2, NaN] })).toThrow("superchains[2] is NaN");
});
