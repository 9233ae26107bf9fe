// Where each diagnostic's rule changes: the ends of ranges, short chains, ties, draws that do not vary.
import {
  essMultivariate,
  essQuantile,
  gelmanRubin,
  gelmanRubinMultivariate,
  geweke,
  hdi,
  heidelbergerWelch,
  initialSequences,
  mcseQuantile,
  minimumEss,
  quantile,
  rafteryLewis,
  rhatBasic,
  rhatNested,
  spectrum0Ar,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { sortedMedian } from "../../packages/diagnostics/src/median.ts";
import { caseNamed } from "./reference-cases.ts";

const chains = caseNamed("ar1_rho050").draws;

describe("fractions lie between 0 and 1, and are numbers", () => {
  const settings: [string, (value: number) => unknown][] = [
    ["probability", (probability) => hdi(chains, { probability })],
    ["significance", (significance) => heidelbergerWelch(chains, { significance })],
    ["confidence", (confidence) => gelmanRubin(chains, { confidence })],
    ["alpha", (alpha) => minimumEss(2, { alpha })],
    ["first", (first) => geweke(chains, { first })],
    ["last", (last) => geweke(chains, { last })],
    ["q", (q) => rafteryLewis(chains, { q })],
    ["r", (r) => rafteryLewis(chains, { r })],
    ["s", (s) => rafteryLewis(chains, { s })],
    ["epsilon", (epsilon) => rafteryLewis(chains, { epsilon })],
  ];
  it.each(settings)("%s", (name, set) => {
    for (const value of [-0.1, 0, 1, 1.1, NaN, "0.5", null, Symbol("half"), [0.5]] as number[]) {
      expect(() => set(value)).toThrow(RangeError);
      expect(() => set(value)).toThrow(`${name} must be between 0 and 1; it is `);
    }
    expect(() => set(0.5)).not.toThrow();
  });
});

it("takes positive numbers where they are due, and nothing else", () => {
  for (const epsilon of [0, -1, NaN, "0.1", null] as number[]) {
    expect(() => heidelbergerWelch(chains, { epsilon })).toThrow("epsilon must be positive; it is");
    expect(() => minimumEss(2, { epsilon })).toThrow("epsilon must be positive; it is");
  }
});

it("takes true or false where they are due, and nothing else", () => {
  for (const flag of ["false", 0, null] as never[]) {
    for (const set of [
      () => rhatBasic(chains, { split: flag }),
      () => initialSequences(chains, { split: flag }),
      () => rhatNested(chains, { superchains: ["a", "a", "b", "b"], rank: flag }),
      () => gelmanRubin(chains, { transform: flag }),
      () => gelmanRubin(chains, { autoburnin: flag }),
      () => rhatBasic(chains, { trim: flag }),
    ]) {
      expect(set).toThrow(TypeError);
      expect(set).toThrow("must be true or false; it is ");
    }
  }
});

it("takes a probability as a number only, 0 and 1 too", () => {
  expect(() => quantile(chains, "0.5" as never)).toThrow('a number from 0 to 1; it is "0.5"');
  expect(quantile([[3, 1, 2]], 0)).toBe(1);
  expect(quantile([[3, 1, 2]], 1)).toBe(3);
});

it("splits a chain into parts that meet without overlapping", () => {
  expect(geweke(chains, { first: 0.5, last: 0.5 }).every(Number.isFinite)).toBe(true);
  expect(() => geweke(chains, { first: 0.5, last: 0.51 })).toThrow("must not overlap; they are 0.5 and 0.51");
});

it("counts the draws below the largest for the effective sample size of the largest", () => {
  const largest = Math.max(...chains.flat());
  const others = chains.map((chain) => chain.map((value) => (value < largest ? 0 : 1)));
  const size = essQuantile(chains, 1);
  expect(size).toBeGreaterThan(0);
  expect(size).toBe(essQuantile(others, 0.5));
});

it("gives a quantile of equal draws as that very number", () => {
  for (let p = 0; p <= 1; p += 0.001) expect(quantile([[0.1, 0.1, 0.1, 0.1, 0.1]], p)).toBe(0.1);
});

it("gives the middle of an odd number of draws", () => {
  expect(sortedMedian(Float64Array.of(1, 2, 30))).toBe(2);
  expect(sortedMedian(Float64Array.of(1, 2, 30, 40))).toBe(16);
});

it("leaves a quantile's error undefined where its effective sample size is", () => {
  expect(mcseQuantile([[1, 2, 3]], 0.5)).toBeNaN();
});

it("takes logarithms where any draw of any chain is 1 or more, else logits", () => {
  const below = chains.map((chain) => chain.map((value) => 1 / (1 + Math.exp(-value))));
  const logit = (x: number): number => Math.log(x / (1 - x));
  const on = (content: number[][], scale: (x: number) => number): number =>
    gelmanRubin(content.map((chain) => chain.map(scale))).psrf;
  const measured = (content: number[][]): number => gelmanRubin(content, { transform: true }).psrf;
  expect(measured(below)).toBeCloseTo(on(below, logit), 12);
  const reaching = below.map((chain, j) => (j === 1 ? [1, ...chain.slice(1)] : chain));
  expect(measured(reaching)).toBeCloseTo(on(reaching, Math.log), 12);
  expect(measured(reaching)).not.toBeCloseTo(on(below, logit), 3);
});

it("compares two chains of one variable, and no single chain", () => {
  const two = chains.slice(0, 2);
  const drawsOf = (content: number[][]) => ({ variables: ["x"], get: () => content });
  const n = two[0].length;
  const [a, b] = two.map((chain) => chain.reduce((sum, x) => sum + x, 0) / n);
  const within =
    two.reduce(
      (sum, chain, j) => sum + chain.reduce((squares, x) => squares + (x - [a, b][j]) ** 2, 0) / (n - 1),
      0,
    ) / 2;
  const between = (n * (a - b) ** 2) / 2;
  const exact = Math.sqrt((n - 1) / n + (1.5 * between) / within / n);
  expect(gelmanRubinMultivariate(drawsOf(two))).toBeCloseTo(exact, 12);
  expect(gelmanRubinMultivariate(drawsOf(two.slice(1)))).toBeNaN();
});

it("has no R-hat below four draws a chain, split or not, nor of draws within 2^-52", () => {
  const short = [
    [1, 2, 4],
    [2, 5, 3],
  ];
  expect(rhatBasic(short, { split: false })).toBeNaN();
  expect(rhatBasic(short)).toBeNaN();
  expect(
    rhatBasic(
      short.map((chain) => [...chain, 3]),
      { split: false },
    ),
  ).toBeGreaterThan(0.5);
  const tiny = chains.map((chain) => chain.map((value) => value * 1e-20));
  expect(rhatBasic(tiny)).toBeNaN();
  expect(rhatBasic(tiny, { split: false })).toBeNaN();
});

it("has no multivariate sizes where a variable does not vary, be it the only one", () => {
  const still = chains.map((chain) => chain.map(() => 3));
  const drawsOf = (...content: number[][][]) => ({
    variables: content.map((_, v) => String(v)),
    get: (name: string) => content[Number(name)],
  });
  for (const draws of [drawsOf(still), drawsOf(chains, still), drawsOf(still, chains)]) {
    expect(essMultivariate(draws)).toBeNaN();
    expect(gelmanRubinMultivariate(draws)).toBeNaN();
  }
});

it("thins marks until two are left, and then gives up", () => {
  const precision = { q: 0.5, r: 0.9, s: 0.5 };
  expect(rafteryLewis([[1, 2]], precision)).toEqual([
    { burnIn: NaN, total: NaN, minimum: 1, dependence: NaN, thin: NaN },
  ]);
});

it("fits no autoregression of an order that a short chain does not have", () => {
  for (const chain of [
    [1, -2, 3, -4],
    [2, 7, 1, 8, 2],
    [1, 9, 2, 8, 3, 7],
  ]) {
    const [{ order, spectrum }] = spectrum0Ar([chain]);
    expect(order).toBeLessThan(chain.length);
    expect(spectrum).toBeGreaterThan(0);
    expect(spectrum).toBeLessThan(Infinity);
  }
});
