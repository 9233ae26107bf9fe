// Every diagnostic against the values of R's posterior 1.4.0 and 1.7.1 and coda 0.19-4.
import {
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
  rhatBulk,
  rhatFolded,
  summarize,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { effectiveSampleSizeOf } from "../../packages/diagnostics/src/effective-sample-size.ts";
import { center } from "../../packages/diagnostics/src/moments.ts";
import { potentialScaleReduction } from "../../packages/diagnostics/src/rhat.ts";
import { splitChains } from "../../packages/diagnostics/src/split.ts";
import { caseNamed, cases, decode, relativeError } from "./reference-cases.ts";

type Measure = (chains: number[][]) => number;

const typed = (chains: number[][]): Float64Array[] => chains.map((chain) => Float64Array.from(chain));

const only = (chains: number[][]) => summarize({ variables: ["x"], get: () => chains }).rows[0];

/** The definition of posterior up to 1.6.0, which essSd does not follow; it still tests the estimator. */
function essOfAbsoluteDeviations(chains: number[][]): number {
  const n = chains[0].length;
  const deviations = center(Float64Array.from(chains.flat())).map(Math.abs);
  return effectiveSampleSizeOf(splitChains(chains.map((_, j) => deviations.subarray(j * n, (j + 1) * n))));
}

const forQuantiles = (measure: (p: number) => Measure, name: string): Record<string, Measure> =>
  Object.fromEntries(
    ["025", "05", "25", "50", "75", "95", "975"].map((digits) => [
      `${name}_${digits}`,
      measure(Number(`0.${digits}`)),
    ]),
  );

const offered: Record<string, Measure> = {
  rhat,
  rhat_bulk: rhatBulk,
  rhat_tail: rhatFolded,
  rhat_basic: (x) => rhatBasic(x),
  ess_bulk: essBulk,
  ess_tail: (x) => essTail(x),
  ess_basic: essMean,
  ess_mean: essMean,
  ess_median: essMedian,
  ess_sd_squared: essSd,
  mcse_mean: mcseMean,
  mcse_median: mcseMedian,
  mcse_sd: mcseSd,
  ...forQuantiles((p) => (x) => essQuantile(x, p), "ess_quantile"),
  ...forQuantiles((p) => (x) => mcseQuantile(x, p), "mcse_quantile"),
};

/** Defined at every length: descriptions of the draws, and the estimators on chains as they stand. */
const anyLength: Record<string, Measure> = {
  mean: (x) => only(x).mean,
  median: (x) => only(x).median,
  sd: (x) => only(x).sd,
  var: (x) => only(x).sd ** 2,
  mad: (x) => only(x).mad,
  ...forQuantiles((p) => (x) => quantile(x, p), "quantile"),
  rhat_basic_nosplit: (x) => potentialScaleReduction(typed(x)),
  ess_basic_nosplit: (x) => effectiveSampleSizeOf(typed(x)),
};

const internal: Record<string, Measure> = {
  ess_sd: essOfAbsoluteDeviations,
};

/** Which of them the later version of posterior was run for, with the same results. */
const namesOfLater = Object.keys(offered).filter((name) =>
  /^rhat(_basic)?$|^ess_(bulk|tail|mean|median)|^mcse_(mean|median|sd)/.test(name),
);

const measures = { ...anyLength, ...offered, ...internal };

// posterior takes the one row of a half-chain for a vector and so splits 2 or 3 iterations into chains that never were.
const tooShort = new Set(["short_n02", "short_n03"]);

/** References that are not matched, with what is returned instead. */
const deliberate: Record<string, Record<string, number>> = {
  // W is exactly 0; posterior's finite 5e15 is the rounding of its normal scores.
  constant_within_chain: { rhat_bulk: Infinity },
  ...Object.fromEntries(
    [...tooShort].map((name) => [
      name,
      Object.fromEntries(Object.keys(offered).map((measure) => [measure, NaN])),
    ]),
  ),
};

const measuresOf = (name: string): [string, Measure][] =>
  Object.entries(measures).filter(([measure]) => !(tooShort.has(name) && measure in internal));

describe.each(cases)("$name", (reference) => {
  const { name, draws, values, tolerance } = reference;
  const instead = deliberate[name] ?? {};
  const shown = measuresOf(name);

  it.each(shown)("has the reference %s", (measure, compute) => {
    expect(values).toHaveProperty(measure);
    const expected = instead[measure] ?? values[measure];
    expect(relativeError(compute(draws), expected), `${compute(draws)}, not ${expected}`).toBeLessThan(
      tolerance,
    );
  });

  it.each(namesOfLater)("has the %s of posterior 1.7.1", (measure) => {
    const expected = instead[measure] ?? decode(reference.posterior_1_7_1[measure]);
    expect(relativeError(offered[measure](draws), expected)).toBeLessThan(tolerance);
  });

  it("has the ess_sd of posterior 1.7.1, that of (x - mean)^2", () => {
    const expected = tooShort.has(name) ? NaN : decode(reference.posterior_1_7_1.ess_sd);
    expect(relativeError(essSd(draws), expected)).toBeLessThan(tolerance);
  });

  it("caps at S log10(S) the effective sample sizes that posterior caps, and no other", () => {
    const capped = reference.ess_capped.filter((measure) => measure in measures);
    const halves = 2 * draws.length * Math.floor(draws[0].length / 2);
    const found = shown
      .filter(([measure]) => measure.startsWith("ess_") && measure !== "ess_tail")
      .filter(([measure, compute]) => {
        const size = measure === "ess_basic_nosplit" ? draws.flat().length : halves;
        return Math.abs(compute(draws) / (size * Math.log10(size)) - 1) < 1e-12;
      })
      .map(([measure]) => measure);
    // posterior reports the tail when either of its quantiles is capped, though the smaller one may not be.
    if (found.includes("ess_quantile_05") || found.includes("ess_quantile_95")) found.push("ess_tail");
    expect(found.toSorted()).toEqual(capped.toSorted());
  });
});

describe("where the reference is left", () => {
  it.each(Object.entries(deliberate))(
    "%s differs from posterior on purpose, and only there",
    (name, instead) => {
      const { values } = caseNamed(name);
      for (const [measure, ours] of Object.entries(instead)) {
        expect(relativeError(values[measure], ours)).toBeGreaterThan(0);
      }
    },
  );

  const { draws, shifted = {} } = caseNamed("large_offset");
  it.each(measuresOf("large_offset"))(
    "has the %s of draws without their offset of 1e8 to full precision",
    (measure, compute) => {
      const movesAlong = /^(mean|median|quantile_\d+)$/.test(measure);
      const expected = movesAlong ? shifted[measure] + 1e8 : shifted[measure];
      expect(relativeError(compute(draws), expected)).toBeLessThan(movesAlong ? 1e-15 : 1e-10);
    },
  );
});

it("reads all the cases, some of them capped", () => {
  expect(cases).toHaveLength(42);
  expect(cases.filter((each) => each.ess_capped.length > 0).length).toBeGreaterThan(3);
});

it("uses halves, or the whole chains, for the classic R-hat", () => {
  const { draws, values, tolerance } = caseNamed("trend");
  expect(values.rhat_basic).toBeGreaterThan(values.rhat_basic_nosplit);
  expect(relativeError(rhatBasic(draws, { split: true }), values.rhat_basic)).toBeLessThan(tolerance);
  expect(relativeError(rhatBasic(draws, { split: false }), values.rhat_basic_nosplit)).toBeLessThan(
    tolerance,
  );
});
