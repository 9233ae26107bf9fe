// Bad input gives a clear error or a right answer, and never NaN in a draw.
import {
  compareMixing,
  compareSweeps,
  conditionals,
  diagnose,
  drawsFromJson,
  fit,
  type FitOptions,
  groupsOf,
  halfT,
  inverseGamma,
  logJoint,
  mapDraws,
  mixedModel,
  mixedModelFromMatrices,
  sample,
  sampleSync,
  streamDraws,
  summarize,
  toCsv,
} from "lmm-gibbs";
import { describe, expect, test } from "vitest";

const good = {
  y: [1.2, 4.1, 2.3, 7.7, 3.1, 9.4, 4.2, 6.6, 5.5, 2.1],
  x: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5],
  w: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3],
  s: ["u", "v", "u", "v", "u", "v", "u", "v", "u", "v"],
  g: ["a", "a", "a", "b", "b", "b", "b", "c", "c", "d"],
};
const at = (column: keyof typeof good, row: number, value: unknown): object => ({
  ...good,
  [column]: (good[column] as unknown[]).map((old, i) => (i === row ? value : old)),
});

function errorOf(action: () => unknown): Error | null {
  try {
    action();
    return null;
  } catch (error) {
    return error as Error;
  }
}

type Case = [title: string, formula: string, data: unknown, message: string];

describe("a clear error", () => {
  test.each<Case>([
    [
      "unknown column, with a suggestion",
      "y ~ xx + (1 | g)",
      good,
      'column "xx" is not in the data; did you mean "x"?',
    ],
    ["unknown grouping factor", "y ~ x + (1 | group)", good, 'column "group" is not in the data'],
    ["missing number", "y ~ x + (1 | g)", at("x", 3, null), 'column "x" has a missing value in row 4'],
    ["missing response", "y ~ x + (1 | g)", at("y", 0, NaN), 'column "y" has a missing value in row 1'],
    ["missing group", "y ~ x + (1 | g)", at("g", 9, undefined), 'column "g" has a missing value in row 10'],
    ["text in a numeric column", "y ~ x + (1 | g)", at("x", 5, "abc"), '"abc"'],
    ["text response", "s ~ x + (1 | g)", good, '"s"'],
    ["Infinity", "y ~ x + (1 | g)", at("x", 2, Infinity), 'column "x", row 3'],
    ["-Infinity response", "y ~ x + (1 | g)", at("y", 2, -Infinity), 'column "y", row 3'],
    ["empty table", "y ~ x + (1 | g)", [], "the table has no rows"],
    ["empty columns", "y ~ x + (1 | g)", { y: [], x: [], g: [] }, "the table has no rows"],
    ["unequal columns", "y ~ x + (1 | g)", { ...good, x: [1, 2] }, "10"],
    ["no data", "y ~ x + (1 | g)", undefined, "data"],
    [
      "rank-deficient X, the column named",
      "y ~ x + I(2 * x + 1) + (1 | g)",
      good,
      '"I(2 * x + 1)" is a combination of the columns before',
    ],
    ["more columns than rows", "y ~ x*w*s + I(x^2) + I(w^2) + I(x^3) + (1 | g)", good, "not identified"],
    ["constant y", "y ~ x + (1 | g)", { ...good, y: good.y.map(() => 3) }, "the response does not vary"],
    ["a factor of one level", "y ~ s + (1 | g)", { ...good, s: good.s.map(() => "u") }, '"s"'],
    ["no random effects", "y ~ x", good, "random-effect term"],
    ["two terms", "y ~ x + (1 | g) + (1 | s)", good, "exactly one random-effect term"],
    ["no fixed effects", "y ~ 0 + (1 | g)", good, "at least one fixed effect"],
    ["a syntax error, its position shown", "y ~ x + + (1 | g)", good, "position"],
    ["no formula", "", good, "position"],
    ["an option that is none", "y ~ x + (1 | g)", { ...good, y: "1" }, "y"],
  ])("%s", (_, formula, data, message) => {
    const error = errorOf(() => mixedModel(formula, data));
    expect([RangeError, TypeError]).toContain(error?.constructor);
    expect(error?.message).toContain(message);
  });

  test("an unknown option of mixedModel", () => {
    expect(() => mixedModel("y ~ x + (1 | g)", good, { prior: {} } as never)).toThrow(
      'mixedModel\'s options cannot have "prior" (priors, contrasts, na, aliased); did you mean "priors"?',
    );
  });
});

describe("a right answer: finite draws", () => {
  const proper: FitOptions["priors"] = {
    sigma2: inverseGamma({ shape: 2, scale: 2 }),
    D: halfT({ df: 2, scale: 2 }),
  };
  const hostileNames = Object.fromEntries([
    ["__proto__x", good.x],
    ["constructor", good.w],
  ]);
  const ownProto = JSON.parse(`{"__proto__": ${JSON.stringify(good.x)}}`) as object;
  test.each<[string, string, unknown, FitOptions["priors"]?]>([
    ["one group", "y ~ x + (1 | g)", { ...good, g: good.g.map(() => "only") }],
    ["a group with one row", "y ~ x + (x | g)", good],
    ["constant y under proper priors", "y ~ x + (1 | g)", { ...good, y: good.y.map(() => 3) }, proper],
    ["y = 0 under proper priors", "y ~ x + (1 | g)", { ...good, y: good.y.map(() => 0) }, proper],
    [
      "an exact fit under proper priors",
      "y ~ x + (1 | g)",
      { ...good, y: good.x.map((x) => 1 + 2 * x) },
      proper,
    ],
    [
      "one row a group under proper priors",
      "y ~ x + (1 | id)",
      { ...good, id: good.x.map((_, i) => i) },
      proper,
    ],
    ["rank-deficient Z", "y ~ x + (x + I(2*x) | g)", good, { sigma2: inverseGamma({ shape: 2, scale: 2 }) }],
    ["y of 1e120", "y ~ x + (1 | g)", { ...good, y: good.y.map((y) => y * 1e120) }],
    ["y of 1e-120", "y ~ x + (1 | g)", { ...good, y: good.y.map((y) => y * 1e-120) }],
    ["y far from 0", "y ~ x + (1 | g)", { ...good, y: good.y.map((y) => y + 1e8) }],
    [
      "a column called __proto__",
      "y ~ `__proto__` + (1 | g)",
      Object.assign(Object.create(null), ownProto, good),
    ],
    ["a column called constructor", "y ~ constructor + `__proto__x` + (1 | g)", { ...good, ...hostileNames }],
    ["numeric groups", "y ~ x + (1 | g)", { ...good, g: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3] }],
    [
      "typed arrays, frozen",
      "y ~ x + (1 | g)",
      Object.freeze({ ...good, y: Float64Array.from(good.y), x: Int32Array.from(good.x) }),
    ],
  ])("%s", (_, formula, data, priors) => {
    const model = mixedModel(formula, data, priors === undefined ? {} : { priors });
    for (const sweep of ["marginal", "uncentered"] as const) {
      const draws = sampleSync(model, { sweep, chains: 2, warmup: 50, draws: 50, seed: 5 });
      for (const variable of draws.variables) {
        for (const chain of draws.get(variable)) expect(chain.every(Number.isFinite), variable).toBe(true);
      }
    }
  });
});

const halfTs = { sigma2: halfT({ df: 2, scale: 3 }), D: halfT({ df: 2, scale: 3 }) };
const alone = { ...good, id: good.y.map((_, i) => `i${i}`) };

describe("an improper posterior is refused before the first draw, not when the model is made", () => {
  const exact = 'fixed and random effects fit "y" exactly';
  const onLine = { ...alone, y: good.x.map((x) => 1 + 2 * x) };
  const run = { chains: 1, warmup: 1, draws: 2, seed: 1 };
  test.each<[string, string, unknown, FitOptions["priors"], string]>([
    ["an exact fit under 1/σ²", "y ~ x + (1 | g)", onLine, {}, exact],
    ["one row a group under 1/σ²", "y ~ x + (1 | id)", alone, {}, exact],
    [
      "one row a group with half-t standard deviations, when X alone fits",
      "y ~ x + (1 | id)",
      onLine,
      halfTs,
      `${exact} without all of the random effects`,
    ],
  ])("%s", async (_, formula, data, priors, message) => {
    const improper = mixedModel(formula, data, { priors: priors! });
    expect(() => sampleSync(improper, run)).toThrow(RangeError);
    expect(() => sampleSync(improper, run)).toThrow(message.charAt(0).toUpperCase() + message.slice(1));
    await expect(sample(improper, run)).rejects.toThrow("the posterior is improper");
    await expect(streamDraws(improper, run).next()).rejects.toThrow("the posterior is improper");
    await expect(fit(formula, data, { priors: priors!, ...run })).rejects.toThrow(
      "the posterior is improper",
    );
    await expect(compareSweeps(improper, { ...run, sweeps: ["marginal"] })).rejects.toThrow(
      "the posterior is improper",
    );
  });

  test("not one row a group with half-t standard deviations, nor where D stays away from 0", () => {
    const bounded = { ...halfTs, D: inverseGamma({ shape: 2, scale: 2 }) };
    for (const [data, priors] of [
      [alone, halfTs],
      [onLine, bounded],
    ] as const) {
      expect(() => sampleSync(mixedModel("y ~ x + (1 | id)", data, { priors }), run)).not.toThrow();
    }
  });
});

const model = mixedModel("y ~ x + (1 | g)", good);
const sampled = sampleSync(model, { chains: 2, warmup: 5, draws: 20, seed: 1 });
const anything = [undefined, null, 5, "x", [], {}, () => 1, NaN];

test.each<[string, (value: never) => unknown]>([
  ["mixedModel's formula", (v) => mixedModel(v, good)],
  ["mixedModel's data", (v) => mixedModel("y ~ x + (1 | g)", v)],
  ["mixedModelFromMatrices", (v) => mixedModelFromMatrices(v)],
  ["X of matrices", (v) => mixedModelFromMatrices({ y: [1, 2], X: v, Z: [[1], [1]], groups: [1, 2] })],
  [
    "groups of matrices",
    (v) => mixedModelFromMatrices({ y: [1, 2], X: [[1], [1]], Z: [[1], [1]], groups: v }),
  ],
  ["conditionals", (v) => conditionals(v)],
  ["a state", (v) => conditionals(model).sigma2(v)],
  ["logJoint's model", (v) => logJoint(v, sampled.saved.chains[0].state)],
  ["logJoint's state", (v) => logJoint(model, v)],
  ["groupsOf", (v) => groupsOf(v)],
  ["sampleSync's model", (v) => sampleSync(v)],
  ["draws from JSON", (v) => drawsFromJson(v)],
  ["draws to map", (v) => mapDraws(v, { z: () => 1 })],
  ["draws to write", (v) => toCsv(v)],
  ["a variable", (v) => sampled.get(v)],
  ["draws to summarize", (v) => summarize(v)],
  ["draws to diagnose", (v) => diagnose(v)],
  [
    "a limit of diagnose",
    (v) => diagnose(sampled, { rhat: (v === undefined ? null : v === 5 ? "5" : v) as never }),
  ],
  ["draws to compare", (v) => compareMixing({ a: sampled, b: v })],
  ["a JSON copy of a model", () => sampleSync(JSON.parse(JSON.stringify(model)) as never)],
])("%s that is something else is a RangeError or TypeError with a message of ours", (_, call) => {
  for (const value of anything) {
    const error = errorOf(() => call(value as never));
    expect([RangeError, TypeError], JSON.stringify(value)).toContain(error?.constructor);
    expect(error?.message).not.toMatch(
      /undefined \(reading|null \(reading|is not a function|is not iterable|destructure|convert/,
    );
  }
});

test.each([
  ["a sum of 3,000 names", `y ~ ${"x+".repeat(4990)}x`],
  ["nested parentheses", `y ~ ${"(".repeat(5000)}x${")".repeat(5000)}`],
  ["a product", `y ~ ${"a*".repeat(4990)}a`],
  ["one long name", `y ~ ${"x".repeat(9990)}`],
  ["garbage", "~|(".repeat(3334)],
])("a formula of 10,000 characters is answered within half a second: %s", (_, formula) => {
  // The bound is on the algorithm, wide enough that a busy machine does not count.
  const fastest = Array.from({ length: 3 }, () => {
    const start = performance.now();
    expect(() => mixedModel(formula, good)).toThrow(/./);
    return performance.now() - start;
  }).toSorted((a, b) => a - b)[0];
  expect(fastest).toBeLessThan(500);
});
