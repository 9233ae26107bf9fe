// coda's diagnostics against the values of coda 0.19-4, chain by chain.
import {
  batchStandardError,
  effectiveSize,
  gelmanRubin,
  geweke,
  hdi,
  heidelbergerWelch,
  rafteryLewis,
  rejectionRate,
  spectrum0Ar,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { caseNamed, cases, decode, type Encoded, largestError, relativeError } from "./reference-cases.ts";

type Answer<T> = T | { error: string };
type Numbers<Name extends string> = Record<Name, Encoded>;
type Psrf = Numbers<"psrf" | "upper">;
type Run = Numbers<"M" | "N" | "Nmin" | "I"> | { nmin_needed: number };

/** What the fixtures hold of coda. */
interface Coda {
  effectiveSize: Answer<Encoded>;
  effectiveSize_chain: Answer<Encoded>[];
  spectrum0_ar: Answer<Numbers<"spec" | "order">>[];
  geweke_z: Answer<Encoded>[];
  geweke_z_25_50: Answer<Encoded>[];
  heidel: Answer<Numbers<"stest" | "start" | "pvalue" | "htest" | "mean" | "halfwidth">>[];
  raftery: Run[];
  raftery_q025_r02: Run[];
  raftery_q50_r05: Run[];
  hpd_95: Encoded[];
  hpd_90: Encoded[];
  hpd_95_chain: Answer<Encoded[]>[];
  rejection_rate: Encoded[];
  summary: Answer<Numbers<"naive_se" | "time_series_se">>;
  gelman?: Record<"autoburnin_true" | "autoburnin_false" | "transform_true", Answer<Psrf>>;
  batch_se_100?: Encoded[];
}

const codaCases = cases.flatMap((each) =>
  each.coda === null ? [] : [{ ...each, coda: each.coda as unknown as Coda }],
);

/** An error of R's is taken for an undefined number. */
const number = (answer: Answer<Encoded>): number =>
  typeof answer === "object" && answer !== null ? NaN : decode(answer);
const field = <Name extends string>(answer: Answer<Numbers<Name>>, name: Name): number =>
  "error" in answer ? NaN : decode(answer[name]);
const ends = (answer: Answer<Encoded[]>): number[] =>
  Array.isArray(answer) ? answer.map(decode) : [NaN, NaN];

// coda rounds sums near 1e8, and squares near 1e16, that it then subtracts; see below what is asked instead.
const isShifted = (name: string): boolean => name === "large_offset";

describe.each(codaCases)("$name", ({ name, draws, tolerance, coda }) => {
  const loose = isShifted(name) ? 1e-6 : tolerance;
  const alone = draws.map((chain) => [chain]);
  // R's sort drops a NaN, and the interval of the other draws is not that of all.
  const missing = (chains: number[][]): boolean => chains.some((chain) => chain.some(Number.isNaN));

  it("has the effective size of all chains and of each", () => {
    expect(relativeError(effectiveSize(draws), number(coda.effectiveSize))).toBeLessThan(tolerance);
    const own = alone.map((chain) => effectiveSize(chain));
    expect(largestError(own, coda.effectiveSize_chain.map(number))).toBeLessThan(tolerance);
  });

  it("has the spectral densities at zero and their orders", () => {
    const ours = spectrum0Ar(draws);
    const theirs = coda.spectrum0_ar;
    expect(ours.map(({ order }) => order)).toEqual(theirs.map((each) => field(each, "order")));
    expect(
      largestError(
        ours.map(({ spectrum }) => spectrum),
        theirs.map((each) => field(each, "spec")),
      ),
    ).toBeLessThan(tolerance);
    const error = Math.sqrt(
      ours.reduce((sum, { spectrum }) => sum + spectrum, 0) / draws.length / draws.flat().length,
    );
    expect(relativeError(error, field(coda.summary, "time_series_se"))).toBeLessThan(tolerance);
  });

  it("has Geweke's z", () => {
    expect(largestError(geweke(draws), coda.geweke_z.map(number))).toBeLessThan(loose);
    const quarters = geweke(draws, { first: 0.25, last: 0.5 });
    expect(largestError(quarters, coda.geweke_z_25_50.map(number))).toBeLessThan(tolerance);
  });

  it("has the test of Heidelberger and Welch", () => {
    for (const [j, ours] of heidelbergerWelch(draws, { law: "coda" }).entries()) {
      const theirs = coda.heidel[j];
      expect(ours.stationary).toBe(field(theirs, "stest") === 1);
      expect(ours.halfwidthPassed).toBe(field(theirs, "htest") === 1);
      expect(ours.start).toBe(field(theirs, "start"));
      const numbers = [ours.pValue, ours.mean, ours.halfwidth];
      const expected = (["pvalue", "mean", "halfwidth"] as const).map((each) => field(theirs, each));
      expect(largestError(numbers, expected)).toBeLessThan(loose);
    }
  });

  it.each([
    ["raftery", {}],
    ["raftery_q025_r02", { q: 0.025, r: 0.02, s: 0.95 }],
    ["raftery_q50_r05", { q: 0.5, r: 0.05, s: 0.9 }],
  ] as const)("has the run length of Raftery and Lewis: %s", (setting, options) => {
    const runs = rafteryLewis(draws, options);
    for (const [j, theirs] of coda[setting].entries()) {
      const { burnIn, total, minimum, dependence } = runs[j];
      const expected =
        "nmin_needed" in theirs
          ? [NaN, NaN, theirs.nmin_needed, NaN]
          : [theirs.M, theirs.N, theirs.Nmin, theirs.I].map(decode);
      expect([burnIn, total, minimum, dependence]).toEqual(expected);
    }
  });

  it("has the highest-density intervals", () => {
    const interval = (chains: number[][], probability: number): number[] => {
      const { low, high } = hdi(chains, { probability });
      return [low, high];
    };
    const expected = (chains: number[][], answer: Answer<Encoded[]>): number[] =>
      missing(chains) ? [NaN, NaN] : ends(answer);
    expect(largestError(interval(draws, 0.95), expected(draws, coda.hpd_95))).toBe(0);
    expect(largestError(interval(draws, 0.9), expected(draws, coda.hpd_90))).toBe(0);
    for (const [j, chain] of alone.entries()) {
      expect(largestError(interval(chain, 0.95), expected(chain, coda.hpd_95_chain[j]))).toBe(0);
    }
  });

  it("has the rejection rates", () => {
    const own = alone.map((chain) => rejectionRate(chain));
    expect(largestError(own, coda.rejection_rate.map(decode))).toBeLessThan(tolerance);
  });

  it.runIf(coda.batch_se_100)("has the standard errors of batches of 100", () => {
    const own = alone.map((chain) => batchStandardError(chain));
    const expected = (coda.batch_se_100 ?? []).map(decode);
    expect(largestError(own, expected)).toBeLessThan(tolerance);
  });

  it.runIf(coda.gelman && !isShifted(name)).each([
    ["autoburnin_true", { autoburnin: true }],
    ["autoburnin_false", {}],
    ["transform_true", { transform: true }],
  ] as const)("has Gelman and Rubin's factor and its limit: %s", (setting, options) => {
    const theirs = coda.gelman?.[setting] ?? { error: "" };
    const { psrf, upper } = gelmanRubin(draws, options);
    expect(relativeError(psrf, field(theirs, "psrf"))).toBeLessThan(tolerance);
    expect(relativeError(upper, field(theirs, "upper"))).toBeLessThan(tolerance);
  });
});

it("has the numbers of draws without their offset of 1e8 to full precision", () => {
  const { draws } = caseNamed("large_offset");
  const shifted = draws.map((chain) => chain.map((x) => x - 1e8));
  const [run] = heidelbergerWelch(draws);
  const [bare] = heidelbergerWelch(shifted);
  const pairs = [
    [effectiveSize(draws), effectiveSize(shifted)],
    [spectrum0Ar(draws)[1].spectrum, spectrum0Ar(shifted)[1].spectrum],
    [geweke(draws)[2], geweke(shifted)[2]],
    [run.pValue, bare.pValue],
    [run.halfwidth, bare.halfwidth],
    [gelmanRubin(draws).psrf, gelmanRubin(shifted).psrf],
    [gelmanRubin(draws).upper, gelmanRubin(shifted).upper],
    [batchStandardError(draws), batchStandardError(shifted)],
  ];
  for (const [ours, expected] of pairs) expect(relativeError(ours, expected)).toBeLessThan(1e-10);
});

describe("the law of the test of Heidelberger and Welch", () => {
  it("is coda's for ordinary statistics", () => {
    for (const { name, draws } of cases.filter((each) => each.name !== "gibbs_tau2")) {
      expect(heidelbergerWelch(draws), name).toEqual(heidelbergerWelch(draws, { law: "coda" }));
    }
  });

  it("is not coda's for a chain that starts far away, whose transient coda lets pass", () => {
    const { draws } = caseNamed("gibbs_tau2");
    const [ours, ...others] = heidelbergerWelch(draws);
    const [coda, ...same] = heidelbergerWelch(draws, { law: "coda" });
    expect(others).toEqual(same);
    expect(coda).toMatchObject({ stationary: true, start: 1 });
    expect(coda.mean).toBeGreaterThan(1.5);
    expect(ours).toMatchObject({ stationary: true, start: 101, halfwidthPassed: true });
    for (const { mean } of [ours, ...others]) expect(Math.abs(mean - 0.68)).toBeLessThan(0.05);
  });
});

it("reads all the cases of coda's", () => {
  expect(codaCases.length).toBe(42);
  expect(codaCases.filter(({ coda }) => coda.gelman).length).toBeGreaterThan(35);
  expect(codaCases.filter(({ coda }) => coda.batch_se_100).length).toBeGreaterThan(20);
  expect(caseNamed("inf").coda).not.toBeNull();
});
