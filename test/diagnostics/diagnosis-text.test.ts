// How a diagnosis is told: its lines, whatever the names and numbers, and as JSON; and what hostile callers are told.
import { diagnose, rhat } from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ar1, drawsOf, mapped } from "./made-chains.ts";

const slow = ar1(0.95, 1000, 2);
const fast = ar1(0.2, 1000, 3);
const content = {
  "beta[age]": slow,
  "sd_g[(Intercept)]": mapped(slow, (x) => Math.exp(2 * x)),
  sigma: mapped(fast, () => 25.5),
  alpha: fast,
};

it("tells the run, the verdict, the worst of each test, what is undefined, notes and remedies", () => {
  const text = String(
    diagnose(drawsOf(content, { seconds: 1.26, seed: 601, description: { warmup: 500, thin: 2 } })),
  );
  expect(text).toBe(`4 chains of 1000 draws after 500 of warm-up, one kept of 2; seed 601; 1.3 s

Verdict: not yet: 2 of 4 variables fail a test.
  R-hat     1.036!  at most 1.01  2 of 3 fail  beta[age]
  bulk ESS    105!  at least 400  2 of 3 fail  beta[age]
  tail ESS    194!  at least 400  2 of 3 fail  beta[age]

No value
  sigma: constant by design: every draw of every chain is 25.5.

What to do
  1. Draw 3800 a chain, 3.8 times as many: at this pace that brings beta[age] to its limit.
  2. sd_g[(Intercept)]: it reaches towards 0 (5% quantile 0.047, median 1.4), where Gibbs steps are
     small; use a scale move (parameter expansion), or a tighter prior on it.
  3. beta[age]: centre it on its group effects, or un-centre it if it is centred, or draw it with
     the random effects integrated out (a marginal sweep).`);
});

it("counts variables that fail for one reason together", () => {
  const still = mapped(fast, () => 1);
  const text = String(diagnose(drawsOf({ a: still, b: still, c: still, d: still, e: still, fast })));
  expect(text).toContain("\n  a, b, c and 2 more: constant by design: every draw of every chain is 1.");
});

it("tells up to three names", () => {
  const still = mapped(fast, () => 1);
  const told = (names: string[]): string =>
    String(diagnose({ variables: [...names, "x"], get: (name) => (name === "x" ? fast : still) }));
  expect(told(["a"])).toContain("\n  a: constant");
  expect(told(["a", "b"])).toContain("\n  a and b: constant");
  expect(told(["a", "b", "c"])).toContain("\n  a, b and c: constant");
  expect(told(["a", "b", "c", "d"])).toContain("\n  a, b, c and 1 more: constant");
});

it("shows on which side of its limit a worst value is", () => {
  for (const below of [1e-2, 1e-4, 1e-7, 1e-10, 1e-14]) {
    const limit = rhat(slow) - below;
    const [, shown] = /R-hat +(1\.\d+)!/.exec(String(diagnose(drawsOf({ slow }), { rhat: limit })))!;
    expect(Number(shown)).toBeGreaterThan(limit);
    expect(Number(shown)).toBeCloseTo(rhat(slow), 3);
  }
});

describe("lines", () => {
  const fits = (text: string): void => {
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  };

  it("have at most 100 characters whatever the names, and no character that breaks them", () => {
    const chains = [
      slow,
      fast,
      mapped(slow, () => 1),
      mapped(slow, (_, j) => j),
      mapped(fast, (x, j) => x + j),
    ].map((each) => each.map((chain) => chain.slice(0, 40)));
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "grapheme", minLength: 80, maxLength: 120 }),
      fc
        .constantFrom("beta[", "sd_g[", "b_g[1,", "D_g[")
        .chain((head) => fc.string().map((rest) => `${head + rest}]`)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), (names) => {
        const draws = { variables: names, get: (variable: string) => chains[names.indexOf(variable) % 5] };
        const text = String(diagnose(draws, { variables: names }));
        fits(text);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E]/u);
      }),
      { numRuns: 40 },
    );
  });

  it("keep names up to 60 characters whole, and show beginning and end of longer ones", () => {
    const name = `sd_${"g".repeat(40)}[x]`;
    expect(
      String(diagnose(drawsOf({ [name]: slow })))
        .split("\n")
        .filter((line) => line.includes(name)),
    ).toHaveLength(5);
    const long = `sd_${"g".repeat(400)}[(Intercept)]`;
    const text = String(diagnose(drawsOf({ [long]: slow })));
    expect(text).toMatch(/sd_g+…g+\[\(Intercept\)\]/);
    expect(diagnose(drawsOf({ [long]: slow })).remedies[0].variables).toEqual([long]);
  });
});

it("is a plain record that JSON keeps, undefined and infinite values as text", () => {
  const apart = mapped(fast, (_, j) => j);
  const diagnosis = diagnose(drawsOf({ apart, ...content }));
  const parsed: unknown = JSON.parse(JSON.stringify(diagnosis));
  expect(parsed).toEqual(diagnosis.toJSON());
  expect(parsed).toMatchObject({
    ok: false,
    tests: [
      {},
      { worst: { variable: "apart", value: 4 } },
      { worst: { variable: "apart", value: "Infinity" } },
      {},
      {},
    ],
    undefined: [
      { variable: "apart", cause: "stuck" },
      { variable: "sigma", cause: "constant" },
    ],
  });
  expect(Object.keys(parsed as object)).toEqual([
    "chains",
    "iterations",
    "ok",
    "verdict",
    "tests",
    "undefined",
    "notes",
    "remedies",
  ]);
});

it("changes no draw", () => {
  const frozen = Object.fromEntries(
    Object.entries(content).map(([name, chains]) => [name, chains.map((chain) => Object.freeze([...chain]))]),
  );
  const typed = Object.fromEntries(
    Object.entries(content).map(([name, chains]) => [name, chains.map((chain) => Float64Array.from(chain))]),
  );
  const variables = Object.keys(content);
  const ofFrozen = diagnose({ variables, get: (name) => frozen[name] });
  const ofTyped = diagnose({ variables, get: (name) => typed[name] });
  expect(ofTyped.toJSON()).toEqual(ofFrozen.toJSON());
  for (const name of variables) expect(typed[name].map((chain) => Array.from(chain))).toEqual(frozen[name]);
});

describe("a caller is told", () => {
  const call =
    (...args: unknown[]) =>
    (): unknown =>
      Reflect.apply(diagnose, undefined, args);
  const draws = drawsOf(content);

  it.each<[unknown[], ErrorConstructor, string]>([
    [[], TypeError, "the argument must be draws"],
    [[{ variables: ["x"] }], TypeError, "the argument must be draws"],
    [[{ variables: [1], get: () => slow }], TypeError, "with names in variables"],
    [
      [{ variables: ["x"], get: () => undefined }],
      TypeError,
      "x must be an array with one array of draws a chain",
    ],
    [[drawsOf({})], RangeError, "the draws hold no variables"],
    [[draws, null], TypeError, "the options of diagnose must be an object; they are null (object)"],
    [[draws, { variable: ["x"] }], RangeError, 'diagnose has no option "variable" (variables, trim, rhat'],
    [[draws, { variables: ["gamma"] }], RangeError, 'variable "gamma" is not in the draws'],
    [[draws, { held: ["gamma"] }], RangeError, 'variable "gamma" is not in the draws'],
    [[draws, { held: "sigma" }], TypeError, 'held must be an array of names; it is "sigma"'],
    [[draws, { held: null }], TypeError, "held must be an array of names; it is null (object)"],
    [[draws, { tried: "scale" }], TypeError, 'tried must be an array of names; it is "scale"'],
    [[draws, { rhat: 1 }], RangeError, "rhat must be a number above 1; it is 1 (number)"],
    [[draws, { rhat: "1.05" }], RangeError, 'rhat must be a number above 1; it is "1.05"'],
    [[draws, { essPerChain: NaN }], RangeError, "essPerChain must be a number above 0; it is NaN"],
    [[draws, { mcse: Infinity }], RangeError, "mcse must be a number above 0; it is Infinity"],
    [[drawsOf({ x: [[1, 2], [1]] })], RangeError, "x must have equal lengths"],
    [[drawsOf({ x: [] })], RangeError, "x is empty"],
    [[drawsOf({ x: [["1"]] as never })], TypeError, 'x[0][0] is "1"'],
  ])("%#: %j", (args, type, message) => {
    expect(call(...args)).toThrow(type);
    expect(call(...args)).toThrow(message);
  });
});
