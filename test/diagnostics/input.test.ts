// What a caller is told who passes something that is not chains of draws.
import {
  autocorrelation,
  autocovariance,
  batchStandardError,
  type ChainsOptions,
  compareMixing,
  crossCorrelation,
  type DrawsLike,
  effectiveSize,
  essBulk,
  essCap,
  essMean,
  essMedian,
  essMultivariate,
  essPerChain,
  essQuantile,
  essSd,
  essTail,
  gelmanRubin,
  gelmanRubinMultivariate,
  geweke,
  hdi,
  heidelbergerWelch,
  initialSequences,
  integratedAutocorrelationTime,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  minimumEss,
  quantile,
  rafteryLewis,
  rejectionRate,
  rhat,
  rhatBasic,
  rhatBulk,
  rhatFolded,
  rhatNested,
  spectrum0Ar,
  summarize,
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
  ["rhatBulk", rhatBulk],
  ["rhatFolded", rhatFolded],
  ["rhatNested", (x) => rhatNested(x, { superchains: [1, 2] })],
  ["essCap", essCap],
  ["essPerChain", essPerChain],
  ["integratedAutocorrelationTime", integratedAutocorrelationTime],
  ["initialSequences", (x) => initialSequences(x)],
  ["effectiveSize", effectiveSize],
  ["spectrum0Ar", spectrum0Ar],
  ["geweke", (x) => geweke(x)],
  ["heidelbergerWelch", (x) => heidelbergerWelch(x)],
  ["rafteryLewis", (x) => rafteryLewis(x)],
  ["gelmanRubin", (x) => gelmanRubin(x)],
  ["hdi", (x) => hdi(x)],
  ["batchStandardError", (x) => batchStandardError(x)],
  ["rejectionRate", rejectionRate],
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
      "they have 4, 3, 4 draws ({ trim: true } keeps the first 3 of each)",
    ],
    [[[1, 2], []], RangeError, "they have 2, 0 draws"],
    [Array.from({ length: 100 }, (__, j) => Array(1 + (j % 2)).fill(0)), RangeError, "2, …"],
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

/** Chains of 30, 40 and 35 draws. */
const unequal = [30, 40, 35].map((length, j) => Array.from({ length }, (_, t) => Math.sin(j + t * t)));

/** Draws of two variables: the chains, and their squares. */
const twice = (chains: number[][]): DrawsLike => ({
  variables: ["x", "square"],
  get: (variable) => (variable === "x" ? chains : chains.map((chain) => chain.map((value) => value ** 2))),
});

const trimmed: [string, (chains: number[][], options?: ChainsOptions) => unknown][] = [
  ["rhat", rhat],
  ["rhatBasic", rhatBasic],
  ["essBulk", essBulk],
  ["essTail", essTail],
  ["essMean", essMean],
  ["essSd", essSd],
  ["essMedian", essMedian],
  ["essQuantile", (x, options) => essQuantile(x, 0.3, options)],
  ["mcseMean", mcseMean],
  ["mcseSd", mcseSd],
  ["mcseMedian", mcseMedian],
  ["mcseQuantile", (x, options) => mcseQuantile(x, 0.3, options)],
  ["quantile", (x, options) => quantile(x, 0.3, options)],
  ["autocovariance", (x, options) => autocovariance(x, options)],
  ["autocorrelation", (x, options) => autocorrelation(x, options)],
  ["rhatBulk", rhatBulk],
  ["rhatFolded", rhatFolded],
  ["rhatNested", (x, options) => rhatNested(x, { superchains: [...x.keys()], ...options })],
  ["essCap", essCap],
  ["essPerChain", essPerChain],
  ["integratedAutocorrelationTime", integratedAutocorrelationTime],
  ["initialSequences", initialSequences],
  ["effectiveSize", effectiveSize],
  ["spectrum0Ar", spectrum0Ar],
  ["geweke", geweke],
  ["heidelbergerWelch", heidelbergerWelch],
  ["rafteryLewis", (x, options) => rafteryLewis(x, { q: 0.5, r: 0.2, ...options })],
  ["gelmanRubin", gelmanRubin],
  ["hdi", hdi],
  ["batchStandardError", (x, options) => batchStandardError(x, { batchSize: 5, ...options })],
  ["rejectionRate", rejectionRate],
  ["crossCorrelation", (x, options) => crossCorrelation(twice(x), options)],
  ["essMultivariate", (x, options) => essMultivariate(twice(x), options)],
  ["gelmanRubinMultivariate", (x, options) => gelmanRubinMultivariate(twice(x), options)],
  ["summarize", (x, options) => summarize({ variables: ["x"], get: () => x }, options).rows],
  ["compareMixing", (x, options) => compareMixing({ x: { variables: ["x"], get: () => x } }, options).rows],
];

describe.each(trimmed)("%s of chains of unequal length", (_, measure) => {
  it("is refused unless they may be trimmed, to the iterations that all have", () => {
    for (const options of [undefined, {}, { trim: undefined }, { trim: false }]) {
      expect(() => measure(unequal, options)).toThrow("they have 30, 40, 35 draws");
    }
    expect(measure(unequal, { trim: true })).toEqual(measure(unequal.map((chain) => chain.slice(0, 30))));
    expect(unequal.map((chain) => chain.length)).toEqual([30, 40, 35]);
  });

  it("is refused when a chain is empty, or trim is no boolean", () => {
    expect(() => measure([[1, 2, 3], []], { trim: true })).toThrow("[1] has length 0");
    expect(unchecked((x) => measure(x, { trim: "yes" as never }), unequal)).toThrow(
      'trim must be true or false; it is "yes"',
    );
  });
});

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

describe("settings", () => {
  const chains = [
    [1, 2, 4, 3, 5],
    [2, 1, 3, 5, 4],
  ];
  const two = twice(chains);

  it.each<[string, () => unknown, string]>([
    ["an unknown law", () => heidelbergerWelch(chains, { law: "cdoa" as never }), 'or "coda"; it is "cdoa"'],
    ["an unknown factor", () => gelmanRubinMultivariate(two, { factor: "p" as never }), 'it is "p"'],
    ["half a batch", () => batchStandardError(chains, { batchSize: 2.5 }), "at least 1; it is 2.5"],
    ["no batch", () => essMultivariate(two, { batchSize: 0 }), "at least 1; it is 0"],
    ["a batch too long", () => essMultivariate(two, { batchSize: 6 }), "the 5 draws of a chain; it is 6"],
    ["no variables", () => minimumEss(0), "a whole number, at least 1; it is 0"],
    ["an unknown variable", () => crossCorrelation(two, { variables: ["y"] }), '"y" is not in the draws'],
    ["no draws", () => crossCorrelation(undefined as never), "{ variables, get(variable) }"],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(/^(?!Cannot)/);
  });

  it.each([crossCorrelation, essMultivariate, gelmanRubinMultivariate])(
    "$name refuses variables of different shapes",
    (measure) => {
      const get = (variable: string) => (variable === "x" ? chains : chains.slice(1));
      expect(() => measure({ variables: ["x", "y"], get })).toThrow("all variables must have one shape");
    },
  );
});
