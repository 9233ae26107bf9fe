// What each diagnostic is, on draws small enough to see it.
import {
  autocorrelation,
  autocovariance,
  essBulk,
  essQuantile,
  essTail,
  mcseMedian,
  mcseQuantile,
  quantile,
  rhat,
  rhatBasic,
} from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { expect, it } from "vitest";
import { largestError } from "./reference-cases.ts";

const noise = (seed: number, scale: number, shift: number): number[] =>
  Array.from({ length: 200 }, (_, t) => shift + scale * Math.sin(seed + 12.9898 * t * t));

it("takes the larger R-hat of location and scale", () => {
  expect(rhat([noise(1, 1, 0), noise(2, 1, 0), noise(3, 1, 0)])).toBeLessThan(1.05);
  expect(rhat([noise(1, 1, 0), noise(2, 1, 0), noise(3, 1, 2)])).toBeGreaterThan(1.2);
  expect(rhat([noise(1, 1, 0), noise(2, 1, 0), noise(3, 5, 0)])).toBeGreaterThan(1.1);
  expect(rhatBasic([noise(1, 1, 0), noise(2, 1, 0), noise(3, 5, 0)])).toBeLessThan(1.05);
});

it("takes a million draws in one chain without overflowing the stack", () => {
  const chain = Float64Array.from({ length: 1_000_000 }, (_, t) => Math.sin(t * t));
  const measured = [rhat([chain]), essBulk([chain]), mcseMedian([chain]), quantile([chain], 0.5)];
  expect(measured.every(Number.isFinite)).toBe(true);
});

it("takes the type-7 quantile: linear between the order statistics around 1 + (N - 1)p", () => {
  expect(
    [0, 0.25, 0.5, 0.75, 1].map((p) =>
      quantile(
        [
          [4, 1],
          [3, 2],
        ],
        p,
      ),
    ),
  ).toEqual([1, 1.75, 2.5, 3.25, 4]);
  expect(quantile([[-Infinity, 0, 1, 2, Infinity]], 0.5)).toBe(1);
  expect(quantile([[7]], 0.3)).toBe(7);
});

it("takes the effective sample size of the smallest of the tails asked for", () => {
  const chains = [1, 2, 3].map((seed) => Array.from({ length: 300 }, (_, t) => Math.sin(seed + t * t)));
  const [low, high] = [essQuantile(chains, 0.1), essQuantile(chains, 0.6)];
  expect(low).not.toBe(high);
  expect(essTail(chains, { probabilities: [0.1, 0.6] })).toBe(Math.min(low, high));
  expect(essTail(chains, { probabilities: [0.6] })).toBe(high);
  expect(essTail(chains)).toBe(essTail(chains, { probabilities: [0.05, 0.95] }));
});

it("takes the quantile at 1 just below the largest draw, so that its error is defined", () => {
  const chains = [1, 2].map((seed) => Array.from({ length: 200 }, (_, t) => Math.sin(seed + t * t)));
  expect(mcseQuantile(chains, 1)).toBeGreaterThan(0);
  expect(essQuantile(chains, 1)).toBe(essQuantile(chains, 1 - 0.5 / 400));
});

it("has autocovariances equal to their definition", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 2, maxLength: 30 }), (chain) => {
      const n = chain.length;
      const m = chain.reduce((sum, x) => sum + x, 0) / n;
      const direct = chain.map((_, k) => {
        let sum = 0;
        for (let t = 0; t + k < n; t++) sum += (chain[t] - m) * (chain[t + k] - m);
        return sum / n;
      });
      const ours = autocovariance(chain);
      for (const [k, value] of direct.entries())
        expect(Math.abs(ours[k] - value)).toBeLessThanOrEqual(1e-13 * direct[0]);
    }),
  );
});

it("gives lags of one chain for a chain, of each for chains", () => {
  const [a, b] = [
    [1, 2, 4, 3],
    [0, 1, 0, 3],
  ];
  const both = autocorrelation([a, b], { maxLag: 2 });
  expect(both).toEqual([
    autocorrelation(a, { maxLag: 2 }),
    autocorrelation(Float64Array.from(b), { maxLag: 2 }),
  ]);
  expect(largestError(both[0], [1, 0.15, -0.5])).toBeLessThan(1e-14);
});
