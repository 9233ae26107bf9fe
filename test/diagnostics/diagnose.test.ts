// The verdict: its tests and their numbers, why values are undefined, what to do, and how it is told.
import {
  diagnose,
  type DiagnoseOptions,
  type Diagnosis,
  essBulk,
  essTail,
  mcseMean,
  type RemedyKind,
  rhat,
  type UndefinedCause,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { ar1, drawsOf, mapped } from "./made-chains.ts";
import { cases, caseNamed } from "./reference-cases.ts";

const independent = ar1(0, 500, 1);
const slow = ar1(0.95, 1000, 2);

const ofOne = (x: number[][], options?: DiagnoseOptions): Diagnosis => diagnose(drawsOf({ x }), options);
const kinds = (diagnosis: Diagnosis): RemedyKind[] => diagnosis.remedies.map(({ kind }) => kind);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("the tests", () => {
  const content = { a: independent, slow: slow.map((chain) => chain.slice(0, 500)), c: ar1(0.3, 500, 3) };
  const diagnosis = diagnose(drawsOf(content));

  it("name the worst variable, its value, the limit, and all that fail, worst first", () => {
    const byName = new Map(diagnosis.tests.map((test) => [test.test, test]));
    expect([...byName.keys()]).toEqual(["finite", "moving", "rhat", "essBulk", "essTail"]);
    expect(byName.get("rhat")).toEqual({
      test: "rhat",
      ok: false,
      side: "at most",
      limit: 1.01,
      worst: { variable: "slow", value: rhat(content.slow) },
      failing: [{ variable: "slow", value: rhat(content.slow) }],
      judged: 3,
    });
    expect(byName.get("essBulk")).toMatchObject({
      ok: false,
      side: "at least",
      limit: 400,
      worst: { variable: "slow", value: essBulk(content.slow) },
    });
    expect(byName.get("essTail")!.worst!.value).toBe(
      Math.min(...Object.values(content).map((x) => essTail(x))),
    );
    const strict = diagnose(drawsOf(content), { essPerChain: 1e6 }).tests.find(
      ({ test }) => test === "essBulk",
    )!;
    expect(strict.failing.map(({ variable }) => variable)).toEqual(
      Object.keys(content).toSorted((a, b) => essBulk(content[a as "a"]) - essBulk(content[b as "a"])),
    );
  });

  it("all pass for chains that have mixed, and the verdict tells the worst numbers", () => {
    const good = diagnose(drawsOf({ a: independent, c: content.c }));
    expect(good).toMatchObject({
      ok: true,
      chains: 4,
      iterations: 500,
      undefined: [],
      notes: [],
      remedies: [],
    });
    const least = Math.min(...[independent, content.c].flatMap((x) => [essBulk(x), essTail(x)]));
    expect(good.verdict).toBe(
      `the chains have mixed: every R-hat is at most ${Math.max(rhat(independent), rhat(content.c)).toFixed(3)}, ` +
        `and every ESS at least ${Math.floor(least)}.`,
    );
    expect(diagnosis).toMatchObject({ ok: false, verdict: "not yet: 1 of 3 variables fails a test." });
  });

  it("have limits that can be set", () => {
    expect(diagnose(drawsOf(content), { rhat: 2, essPerChain: 1 }).ok).toBe(true);
    expect(diagnose(drawsOf({ a: independent }), { rhat: 1.00001 }).tests[2].limit).toBe(1.00001);
    expect(diagnose(drawsOf({ a: independent }), { essPerChain: 150 }).tests[3].limit).toBe(600);
  });

  it("include the error of means, in standard deviations, when a limit for it is given", () => {
    const test = diagnose(drawsOf({ a: independent }), { mcse: 0.01 }).tests[5];
    const draws = independent.flat();
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const sd = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1));
    expect(test).toMatchObject({ test: "mcseMean", ok: false, limit: 0.01, judged: 1 });
    expect(test.worst!.value).toBeCloseTo(mcseMean(independent) / sd, 12);
    expect(diagnose(drawsOf({ a: independent }), { mcse: 0.05 }).ok).toBe(true);
  });

  it("look at random effects only when asked, and say so", () => {
    const draws = drawsOf({ a: independent, "b_g[1]": content.slow });
    expect(diagnose(draws)).toMatchObject({
      ok: true,
      notes: ['1 random effect (b_...) not looked at; variables: ["b"] asks for them.'],
    });
    expect(diagnose(draws, { variables: ["a", "b"] })).toMatchObject({ ok: false, notes: [] });
  });

  it("trim chains of unequal length when asked", () => {
    const uneven = independent.map((chain, j) => chain.slice(0, 500 - 10 * j));
    expect(() => ofOne(uneven)).toThrow("equal lengths");
    expect(ofOne(uneven, { trim: true })).toMatchObject({ ok: true, iterations: 470, trimmed: true });
  });
});

describe("why a value is undefined", () => {
  const still = mapped(independent, () => 3.14);
  const zeros = mapped(independent, (_, j) => (j === 2 ? 0 : j));
  const one = (x: number[][], options?: DiagnoseOptions) => ofOne(x, options).undefined[0];

  it.each<[string, number[][], DiagnoseOptions, UndefinedCause, boolean, string]>([
    ["constant", still, {}, "constant", true, "constant by design: every draw of every chain is 3.14"],
    [
      "a constant single chain",
      still.slice(1, 2),
      {},
      "constant",
      true,
      "constant by design, or stuck, which one chain cannot tell",
    ],
    ["held", still, { held: ["x"] }, "held", true, "held fixed at 3.14"],
    ["held at different values", zeros, { held: ["x"] }, "held", true, "held fixed at 0, 1, 3"],
    [
      "each chain at a value of its own",
      mapped(independent, (_, j) => j),
      {},
      "stuck",
      false,
      "chains 1, 2, 3, 4 never move, each at a value of its own",
    ],
    [
      "NaN",
      mapped(independent, (x, j, t) => (j === 1 && t > 6 && t < 9 ? NaN : x)),
      {},
      "not finite",
      false,
      "2 of 2000 draws are not finite; the first, NaN, is draw 8 of chain 2",
    ],
    [
      "Infinity",
      mapped(independent, (x, j, t) => (j === 3 && t === 0 ? -Infinity : x)),
      {},
      "not finite",
      false,
      "1 of 2000 draws is not finite; the first, -Infinity, is draw 1 of chain 4",
    ],
    [
      "three draws",
      independent.map((chain) => chain.slice(0, 3)),
      {},
      "too short",
      false,
      "R-hat needs 4 draws a chain, an effective sample size needs 12; there are 3",
    ],
    [
      "eleven draws",
      independent.map((chain) => chain.slice(0, 11)),
      {},
      "too short",
      false,
      "an effective sample size needs 12; there are 11",
    ],
    [
      "a tiny scale",
      mapped(independent, (x) => 1e-17 * x),
      {},
      "too small",
      false,
      "which counts as constant below 2.2e-16",
    ],
    [
      "a rare event",
      mapped(independent, (x) => (x > -1.9 ? 1 : 0)),
      {},
      "discrete",
      true,
      "the draws take 2 values; none is above the 95% quantile, 1",
    ],
    [
      "a fair coin",
      mapped(independent, (_, j, t) => (Math.sin(t * t + j) > 0 ? 1 : 0)),
      {},
      "discrete",
      true,
      "",
    ],
  ])("%s", (_, x, options, cause, harmless, reason) => {
    const found = one(x, options);
    expect(found).toMatchObject({ variable: "x", cause, harmless });
    expect(found.reason).toContain(reason);
    expect(oneLine(String(ofOne(x, options)))).toContain(`No value x: ${found.reason}.`);
  });

  it("names the measures that are undefined", () => {
    expect(one(still).measures).toEqual(["rhat", "essBulk", "essTail"]);
    expect(one(mapped(independent, (x) => (x > -1.9 ? 1 : 0))).measures).toEqual(["essTail"]);
    expect(one(independent.map((chain) => chain.slice(0, 11))).measures).toEqual(["essBulk", "essTail"]);
    expect(ofOne(independent).undefined).toEqual([]);
  });

  it("does not fail a variable that is constant or held, unless nothing varies", () => {
    expect(diagnose(drawsOf({ still, independent }))).toMatchObject({ ok: true, remedies: [] });
    expect(diagnose(drawsOf({ zeros, independent }), { held: ["zeros"] })).toMatchObject({
      ok: true,
      remedies: [],
    });
    expect(ofOne(still)).toMatchObject({ ok: false, verdict: "nothing to judge: no variable varies." });
    expect(diagnose(drawsOf({ zeros, independent })).ok).toBe(false);
  });

  it("judges a coin by the bulk R-hat and a rare event by the tail that has one", () => {
    const coin = caseNamed("binary_balanced").draws;
    expect(rhat(coin)).toBeNaN();
    const [, , ofRhat, ofBulk, ofTail] = ofOne(coin).tests;
    expect(ofRhat.worst!.value).toBeCloseTo(caseNamed("binary_balanced").values.rhat_bulk, 10);
    expect(ofBulk.worst!.value).toBe(essBulk(coin));
    expect(ofTail.worst!.value).toBe(essTail(coin, { probabilities: [0.05] }));
  });

  it("says that a variable moves which is said to be held", () => {
    expect(ofOne(independent, { held: ["x"] })).toMatchObject({
      ok: true,
      notes: ["x: said to be held fixed, but not constant."],
    });
    const short = independent.map((chain) => chain.slice(0, 5));
    expect(ofOne(short, { held: ["x"] }).undefined[0].cause).toBe("too short");
  });
});

describe("stuck chains", () => {
  it("fail even when R-hat and ESS are defined and ESS is large", () => {
    const diagnosis = ofOne(caseNamed("constant_one_chain").draws);
    expect(diagnosis.tests[1]).toMatchObject({
      test: "moving",
      ok: false,
      worst: { variable: "x", value: 1 },
    });
    expect(diagnosis.tests[3].ok).toBe(true);
    expect(kinds(diagnosis)).toEqual(["starts"]);
    expect(diagnosis.remedies[0].text).toContain("x: chain 3 never moves.");
  });

  it("are not chains that hold the usual value of a rare event", () => {
    const rare = mapped(independent, (x, j) => (j > 0 && x > 2 ? 1 : 0));
    expect(new Set(rare[0])).toEqual(new Set([0]));
    expect(ofOne(rare).tests[1]).toMatchObject({ test: "moving", ok: true });
    expect(ofOne(mapped(rare, (x, j) => (j === 0 ? 1 : x))).tests[1]).toMatchObject({
      ok: false,
      worst: { value: 1 },
    });
  });

  it("are told though most are stuck at one value", () => {
    const trapped = mapped(independent, (x, j) => (j < 3 ? 0 : x));
    expect(ofOne(trapped).tests[1].worst!.value).toBe(3);
    expect(ofOne(trapped).remedies[0].text).toContain("chains 1, 2, 3 never move.");
  });

  it("are all of them when none moves: then a step may be missing", () => {
    const { remedies } = ofOne(mapped(independent, (_, j) => j));
    expect(remedies).toHaveLength(1);
    expect(remedies[0].text).toContain("no chain moves. Is a step missing?");
  });
});

it("tells a capped effective sample size", () => {
  const told = cases
    .filter(({ draws }) =>
      ofOne(draws).notes.some((note) => note.startsWith("ESS of x is capped at S log10 S")),
    )
    .map(({ name }) => name);
  expect(told).toEqual(
    cases.filter(({ ess_capped: names }) => names.includes("ess_bulk")).map(({ name }) => name),
  );
  expect(told).toHaveLength(2);
});

it("tells that one chain cannot disagree with another", () => {
  expect(ofOne(ar1(0, 500, 4, 1)).notes).toEqual([
    "One chain is compared with itself only; run at least 4 from different starts to see whether they agree.",
  ]);
});

/** What is said of each reference case: whether it passes, why values are undefined, what to do. */
const expected: Record<string, [ok: boolean, cause: UndefinedCause | null, remedies: RemedyKind[]]> = {
  alternating_pm1: [false, "discrete", ["length"]],
  antithetic_m060: [true, null, []],
  antithetic_m090_capped: [false, null, ["length"]],
  ar1_rho000: [true, null, []],
  ar1_rho050: [true, null, []],
  ar1_rho095: [false, null, ["length"]],
  bimodal_stuck: [false, null, ["model"]],
  binary_balanced: [true, "discrete", []],
  binary_unbalanced: [false, "discrete", ["length"]],
  cauchy: [true, null, []],
  constant: [false, "constant", []],
  constant_one_chain: [false, null, ["starts"]],
  constant_within_chain: [false, "stuck", ["starts"]],
  gibbs_sigma2: [true, null, []],
  gibbs_tau2: [false, null, ["length"]],
  inf: [false, "not finite", ["values"]],
  nan: [false, "not finite", ["values"]],
  one_iteration: [false, "too short", ["length"]],
  scaled_chain: [false, null, ["model"]],
  shifted_chain: [false, null, ["model"]],
  short_n04: [false, "too short", ["length"]],
  short_n11: [false, "too short", ["length"]],
  short_n12: [false, null, ["length"]],
  sorted: [false, null, ["warmup"]],
  ties_integer: [true, null, []],
  tiny_scale: [false, "too small", ["unit", "length"]],
  trend: [false, null, ["warmup"]],
};

it.each(Object.entries(expected))("the reference case %s", (name, [ok, cause, remedies]) => {
  const diagnosis = ofOne(caseNamed(name).draws);
  expect([diagnosis.ok, diagnosis.undefined[0]?.cause ?? null, kinds(diagnosis)]).toEqual([
    ok,
    cause,
    remedies,
  ]);
});
