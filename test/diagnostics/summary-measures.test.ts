// Measures that a caller chooses: their names, their values, one's own among them, and what is refused.
import {
  effectiveSize,
  essBulk,
  essMean,
  essMedian,
  essQuantile,
  essSd,
  essTail,
  hdi,
  integratedAutocorrelationTime,
  type Measure,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  quantile,
  rhat,
  rhatBasic,
  summarize,
  type SummarizeOptions,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, expectTypeOf, it } from "vitest";
import gibbs from "../fixtures/diagnostics/gibbs_multivariate.json" with { type: "json" };
import { drawsOf, mapped } from "./made-chains.ts";
import { caseNamed } from "./reference-cases.ts";

const { mu, sigma2 } = gibbs.draws;
const draws = drawsOf({ mu, sigma2 }, { seconds: 0.5 });

it("gives each measure by name, the value of the function of that name", () => {
  const measures = [
    "mcseMean",
    "mcseSd",
    "mcseMedian",
    "rhat",
    "rhatBasic",
    "essBulk",
    "essTail",
    "essMean",
    "essSd",
    "essMedian",
    "essPerSecond",
  ] as const;
  const { rows } = summarize(draws, { measures });
  for (const [i, chains] of [mu, sigma2].entries()) {
    expect(rows[i]).toEqual({
      variable: ["mu", "sigma2"][i],
      mcseMean: mcseMean(chains),
      mcseSd: mcseSd(chains),
      mcseMedian: mcseMedian(chains),
      rhat: rhat(chains),
      rhatBasic: rhatBasic(chains),
      essBulk: essBulk(chains),
      essTail: essTail(chains),
      essMean: essMean(chains),
      essSd: essSd(chains),
      essMedian: essMedian(chains),
      essPerSecond: essBulk(chains) / 0.5,
    });
    expect(Object.keys(rows[i])).toEqual(["variable", ...measures]);
  }
});

it("gives both parts of R-hat", () => {
  const { draws: x, values } = caseNamed("scaled_chain");
  const [row] = summarize(drawsOf({ x }), { measures: ["rhatBulk", "rhatFolded", "rhat"] }).rows;
  expect(row.rhatBulk).toBeCloseTo(values.rhat_bulk, 10);
  expect(row.rhatFolded).toBeCloseTo(values.rhat_tail, 10);
  expect(row.rhat).toBe(Math.max(row.rhatBulk, row.rhatFolded));
});

it("gives the highest-density interval, coda's effective size and the autocorrelation time", () => {
  const [row] = summarize(draws, {
    measures: ["hdi", "effectiveSize", "integratedAutocorrelationTime"],
  }).rows;
  expect(row).toEqual({
    variable: "mu",
    hdi95Low: hdi(mu).low,
    hdi95High: hdi(mu).high,
    effectiveSize: effectiveSize(mu),
    integratedAutocorrelationTime: integratedAutocorrelationTime(mu),
  });
  const [narrow] = summarize(draws, { measures: ["hdi"], hdi: 0.5 }).rows;
  expect(narrow).toEqual({
    variable: "mu",
    hdi50Low: hdi(mu, { probability: 0.5 }).low,
    hdi50High: hdi(mu, { probability: 0.5 }).high,
  });
  expectTypeOf(narrow.hdi50Low).toEqualTypeOf<number>();
});

it("has no rate for draws that do not say how long they took", () => {
  expect(summarize(drawsOf({ mu }), { measures: ["essPerSecond"] }).rows[0].essPerSecond).toBeNaN();
  expect(
    summarize(drawsOf({ mu }, { seconds: 0 }), { measures: ["essPerSecond"] }).rows[0].essPerSecond,
  ).toBeNaN();
});

describe("probabilities", () => {
  it("name a column each, in percent, of quantiles, their errors and their effective sample sizes", () => {
    const probabilities = [0.025, 0.07, 0.5, 1, 1 / 3];
    const measures = ["quantiles", "mcseQuantiles", "essQuantiles"] as const;
    const [row] = summarize(draws, { measures, probabilities }).rows;
    const percents = ["2.5", "7", "50", "100", "33.3333333333"];
    expect(row).toEqual(
      Object.fromEntries([
        ["variable", "mu"],
        ...percents.flatMap((percent, i) => [
          [`q${percent}`, quantile(mu, probabilities[i])],
          [`mcseQ${percent}`, mcseQuantile(mu, probabilities[i])],
          [`essQ${percent}`, essQuantile(mu, probabilities[i])],
        ]),
      ]),
    );
    expectTypeOf(row["q2.5"]).toEqualTypeOf<number>();
    expectTypeOf(row["essQ7"]).toEqualTypeOf<number>();
  });

  it("replace those of the default measures", () => {
    const [row] = summarize(draws, { probabilities: [0.25] }).rows;
    const fields = "variable mean mcseMean sd mcseSd median mcseMedian mad q25 mcseQ25 rhat essBulk essTail";
    expect(Object.keys(row)).toEqual(fields.split(" "));
    expect(row.q25).toBe(quantile(mu, 0.25));
    expect(String(summarize(draws, { probabilities: [0.25] })).split("\n")[2]).toMatch(/ mad +q25 +R-hat/);
  });
});

describe("a measure of one's own", () => {
  it("is a column under its name, computed from copies of the chains", () => {
    const positive = {
      name: "P(> 1)",
      of: (chains: readonly Float64Array[]) => {
        const all = chains.flatMap((chain) => Array.from(chain));
        for (const chain of chains) chain.fill(0);
        return all.filter((x) => x > 1).length / all.length;
      },
    } as const;
    const typed = mu.map((chain) => Float64Array.from(chain));
    const summary = summarize({ variables: ["mu"], get: () => typed }, { measures: [positive, "mean"] });
    expect(summary.rows[0]["P(> 1)"]).toBe(mu.flat().filter((x) => x > 1).length / mu.flat().length);
    expect(typed.map((chain) => Array.from(chain))).toEqual(mu);
    expect(summary.rows[0].mean).toBe(summarize(draws).rows[0].mean);
    expectTypeOf(summary.rows[0]["P(> 1)"]).toEqualTypeOf<number>();
  });

  it("may be a function of this package, or undefined", () => {
    const { rows } = summarize(drawsOf({ mu, fixed: mapped(mu, () => 1) }), {
      measures: [{ name: "ess10", of: (chains) => essQuantile(chains, 0.1) }],
    });
    expect(rows).toEqual([
      { variable: "mu", ess10: essQuantile(mu, 0.1) },
      { variable: "fixed", ess10: NaN },
    ]);
  });

  it("may have any name but that of another column, and bears no prototype", () => {
    const own = JSON.parse('["__proto__", "constructor", "mean", "a, b", "="]') as string[];
    const { rows } = summarize(draws, { measures: own.map((name, i) => ({ name, of: () => i })) });
    expect(Object.entries(rows[0])).toEqual([["variable", "mu"], ...own.map((name, i) => [name, i])]);
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype);
  });
});

it("types rows by the measures chosen", () => {
  const { rows } = summarize(draws, { measures: ["mean", "rhat"] });
  expectTypeOf(rows[0]).toHaveProperty("rhat");
  expectTypeOf(rows[0]).not.toHaveProperty("sd");
  expectTypeOf(summarize(draws).rows[0].q95).toEqualTypeOf<number>();
  const chosen: Measure[] = ["mean"];
  expectTypeOf(summarize(draws, { measures: chosen }).rows[0].variable).toEqualTypeOf<string>();
});

describe("a caller is told", () => {
  const call = (options: unknown) => (): unknown => Reflect.apply(summarize, undefined, [draws, options]);

  it.each<[unknown, ErrorConstructor, string]>([
    [null, TypeError, "the options of summarize must be an object; they are null (object)"],
    [
      { measure: ["mean"] },
      RangeError,
      'summarize has no option "measure" (variables, trim, measures, probabilities, hdi',
    ],
    [{ measures: "mean" }, TypeError, 'measures must be an array; it is "mean"'],
    [{ measures: [] }, RangeError, "measures is empty"],
    [{ measures: ["avg"] }, RangeError, 'no measure is called "avg" (mean, mcseMean, sd, '],
    [{ measures: ["toString"] }, RangeError, 'no measure is called "toString"'],
    [{ measures: ["mean", "mean"] }, RangeError, 'two columns are called "mean"'],
    [{ measures: ["mean", { name: "mean", of: () => 1 }] }, RangeError, 'two columns are called "mean"'],
    [{ measures: [{ name: "variable", of: () => 1 }] }, RangeError, 'two columns are called "variable"'],
    [{ measures: [{ name: "", of: () => 1 }] }, TypeError, "a measure must be a name, or { name, of"],
    [{ measures: [{ name: "x" }] }, TypeError, "a measure must be a name, or { name, of"],
    [{ measures: [null] }, TypeError, "a measure must be a name, or { name, of"],
    [
      { measures: [{ name: "x", of: () => "1" }] },
      TypeError,
      'the measure "x" must give a number; it gave "1"',
    ],
    [{ measures: ["mean"], probabilities: [0.5] }, RangeError, "measures names none of them"],
    [{ measures: ["hdi"], hdi: 95 }, RangeError, "hdi must be between 0 and 1; it is 95 (number)"],
    [{ hdi: 0.9 }, RangeError, 'hdi is the probability of the measure "hdi", which measures does not name'],
    [{ probabilities: [] }, RangeError, "probabilities is empty"],
    [{ probabilities: 0.5 }, TypeError, "probabilities must be an array of numbers; it is 0.5 (number)"],
    [{ probabilities: [0.5, 50] }, RangeError, "a probability must be a number from 0 to 1; it is 50"],
    [{ probabilities: [0.5, 0.5] }, RangeError, 'two columns are called "q50"'],
  ])("%#: %j", (options, type, message) => {
    expect(call(options)).toThrow(type);
    expect(call(options)).toThrow(message);
  });

  it("and options that are undefined are as good as none", () => {
    const none: SummarizeOptions = { measures: undefined, probabilities: undefined, variables: undefined };
    expect(summarize(draws, none).rows).toEqual(summarize(draws).rows);
  });
});
