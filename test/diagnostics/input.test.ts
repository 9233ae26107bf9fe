// What a caller is told who passes something that is not chains of draws.
import {
  autocorrelation,
  autocovariance,
  essBulk,
  essMean,
  essMedian,
  essQuantile,
  essSd,
  essTail,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  quantile,
  rhat,
  rhatBasic,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";

const functions: [string, (chains: never) => unknown][] = [
  ["rhat", rhat],
  ["rhatBasic", (x) => rhatBasic(x)],
  ["essBulk", essBulk],
  ["essTail", (x) => essTail(x)],
  ["essMean", essMean],
  ["essSd", essSd],
  ["essMedian", essMedian],
  ["essQuantile", (x) => essQuantile(x, 0.5)],
  ["mcseMean", mcseMean],
  ["mcseSd", mcseSd],
  ["mcseMedian", mcseMedian],
  ["mcseQuantile", (x) => mcseQuantile(x, 0.5)],
  ["quantile", (x) => quantile(x, 0.5)],
  ["autocovariance", (x) => autocovariance(x)],
  ["autocorrelation", (x) => autocorrelation(x)],
];

/** A call from JavaScript, which no compiler checked. */
const unchecked = (measure: (chains: never) => unknown, chains: unknown) => (): unknown =>
  Reflect.apply(measure, undefined, [chains]);

describe.each(functions)("%s", (_, measure) => {
  it.each([
    [undefined, TypeError, "it is undefined (undefined)"],
    [null, TypeError, "it is null (object)"],
    ["1, 2", TypeError, 'it is "1, 2"'],
    [{ a: [1, 2] }, TypeError, "must be an array"],
    [["1", "2"], TypeError, 'must be an array of numbers; it is "1"'],
    [[[1, 2], null], TypeError, "chains[1] must be an array of numbers; it is null"],
    [
      [
        [1, 2, 3, 4],
        [1, 2, "3", 4],
      ],
      TypeError,
      'chains[1][2] is "3"',
    ],
    [[[1, 2, undefined, 4]], TypeError, "chains[0][2] is undefined"],
    [[], RangeError, "chains is empty"],
    [[[], []], RangeError, "each of the 2 chains has length 0"],
    [
      [
        [1, 2, 3, 4],
        [1, 2, 3],
        [1, 2, 3, 4],
      ],
      RangeError,
      "they have 4, 3, 4 draws",
    ],
  ])("refuses %j", (chains, type, message) => {
    expect(unchecked(measure, chains)).toThrow(type);
    expect(unchecked(measure, chains)).toThrow(message);
  });
});

it.each(functions.filter(([name]) => !name.startsWith("auto")))(
  "%s asks for [chain] when given one",
  (_, measure) => {
    expect(unchecked(measure, [1, 2, 3, 4])).toThrow("for a single chain write [chain]");
    expect(unchecked(measure, Float64Array.of(1, 2, 3, 4))).toThrow("for a single chain write [chain]");
  },
);

it("refuses integers that are not numbers", () => {
  expect(unchecked(rhat, [BigInt64Array.of(1n, 2n)])).toThrow("chains[0][0] is 1 (bigint)");
});

it.each([-0.1, 1.1, NaN, Infinity])("refuses the probability %d", (p) => {
  const chains = [[1, 2, 3, 4, 5, 6]];
  const message = `a probability must be a number from 0 to 1; it is ${p}`;
  for (const measure of [quantile, essQuantile, mcseQuantile]) {
    expect(() => measure(chains, p)).toThrow(RangeError);
    expect(() => measure(chains, p)).toThrow(message);
  }
  expect(() => essTail(chains, { probabilities: [0.1, p] })).toThrow(message);
});

it("refuses a tail without probabilities", () => {
  expect(() => essTail([[1, 2, 3]], { probabilities: [] })).toThrow("probabilities is empty");
});

it.each([-1, 0.5, 4, NaN])("refuses the lag %d of four draws", (maxLag) => {
  for (const measure of [autocovariance, autocorrelation]) {
    expect(() => measure([[1, 2, 3, 5]], { maxLag })).toThrow(RangeError);
    expect(() => measure([[1, 2, 3, 5]], { maxLag })).toThrow(
      `from 0 to 3, below the number of draws; it is ${maxLag}`,
    );
  }
});
