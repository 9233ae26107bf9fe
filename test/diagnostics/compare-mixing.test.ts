// The comparison of sweeps: its numbers, its marks and how it prints.
import {
  autocorrelation,
  compareMixing,
  essBulk,
  essTail,
  integratedAutocorrelationTime,
  rhat,
} from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import gibbs from "../fixtures/diagnostics/gibbs_multivariate.json" with { type: "json" };

const { mu, sigma2, tau2, b1 } = gibbs.draws;
const drawsOf = (content: Record<string, number[][]>, seconds?: number) => ({
  variables: Object.keys(content),
  get: (variable: string): number[][] => content[variable],
  ...(seconds === undefined ? {} : { seconds }),
});
const uncentered = drawsOf({ "beta[age]": mu, sigma2, "D[age,age]": tau2, "b_g[1]": b1 }, 2);
const marginal = drawsOf({ "b_g[1]": mu, "D[age,age]": b1, sigma2: tau2, "beta[age]": sigma2 }, 0.01);
const untimed = drawsOf({
  "beta[age]": mu,
  sigma2: sigma2.map((chain) => chain.map(() => 1)),
  "D[age,age]": b1,
});
const comparison = compareMixing({ uncentered, marginal, untimed });

it("has a row for each variable of the first sweep and each sweep, without random effects", () => {
  const variables = ["beta[age]", "sigma2", "D[age,age]"];
  expect(comparison.rows.map(({ variable, sweep }) => [variable, sweep])).toEqual(
    variables.flatMap((variable) => ["uncentered", "marginal", "untimed"].map((sweep) => [variable, sweep])),
  );
  const asked = compareMixing({ uncentered, marginal }, { variables: ["b", "sigma2"] });
  expect(asked.rows.map(({ variable }) => variable)).toEqual(["b_g[1]", "b_g[1]", "sigma2", "sigma2"]);
});

it("measures each by effective sample sizes, per second too, R-hat and the mean autocorrelation at lag 1", () => {
  const row = comparison.rows.find(
    ({ variable, sweep }) => variable === "D[age,age]" && sweep === "marginal",
  );
  const lag1 = autocorrelation(b1).reduce((sum, lags) => sum + lags[1] / b1.length, 0);
  expect(row).toEqual({
    variable: "D[age,age]",
    sweep: "marginal",
    essBulk: essBulk(b1),
    essTail: essTail(b1),
    essPerSecond: essBulk(b1) / 0.01,
    rhat: rhat(b1),
    lag1: expect.closeTo(lag1, 14),
    predictedLag1: NaN,
    integratedTime: integratedAutocorrelationTime(b1),
  });
  expect(lag1).toBeGreaterThan(0.1);
});

it("has no rate for draws that do not say how long they took, and no number for a constant", () => {
  const own = comparison.rows.filter(({ sweep }) => sweep === "untimed");
  expect(own.map(({ essPerSecond }) => essPerSecond)).toEqual([NaN, NaN, NaN]);
  expect(own[1]).toMatchObject({ essBulk: NaN, essTail: NaN, rhat: NaN, lag1: NaN });
  expect(compareMixing({ one: { ...uncentered, seconds: 0 } }).rows[0].essPerSecond).toBeNaN();
});

describe("the table", () => {
  it("sets two sweeps side by side, one line a variable, and marks the worst bulk of each", () => {
    const lines = String(compareMixing({ uncentered, marginal })).split("\n");
    expect(lines[0]).toMatch(/^ +\| uncentered +\| marginal$/);
    const heads = "bulk tail bulk/s R-hat time lag 1";
    expect(lines[1].split(/[ |]+/).join(" ")).toBe(`variable ${heads} ${heads}`);
    const body = lines.slice(2, 5).map((line) => line.split(/[ |]+/));
    expect(body.map(([variable]) => variable)).toEqual(["beta[age]", "sigma2", "D[age,age]"]);
    for (const [sweep, column] of [
      ["uncentered", 1],
      ["marginal", 7],
    ] as const) {
      const own = comparison.rows.filter((row) => row.sweep === sweep).map((row) => row.essBulk);
      expect(body.map((cells) => cells[column])).toEqual(
        own.map((ess) => `${Math.floor(ess)}${ess === Math.min(...own) ? "*" : ""}`),
      );
      expect(body.filter((cells) => cells[column].endsWith("*"))).toHaveLength(1);
    }
  });

  it("continues below rather than beyond 100 columns, whatever the names and numbers", () => {
    const name = `beta[${"x".repeat(80)}]`;
    const wide = drawsOf({ [name]: mu, fixed: mu.map((chain) => chain.map(() => 1)) }, 1e-9);
    const sweeps = {
      uncentered: wide,
      marginal: wide,
      "a sweep with a name that nobody would give to a sweep": wide,
    };
    const text = String(compareMixing(sweeps));
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect(text.match(/^variable/gm)).toHaveLength(3);
    expect(text).toContain("NA");
    expect(text).not.toContain("NaN");
  });

  it("marks nothing where nothing is defined", () => {
    const fixed = drawsOf({ x: mu.map((chain) => chain.map(() => 1)) });
    expect(String(compareMixing({ fixed })).split("\n")[2]).not.toContain("*");
  });
});

it("is a plain record that JSON keeps, undefined values as null", () => {
  expect(comparison.toJSON()).toEqual({ rows: comparison.rows });
  const parsed: unknown = JSON.parse(JSON.stringify(comparison));
  expect(parsed).toMatchObject({ rows: { length: 9, 2: { sweep: "untimed", essPerSecond: null } } });
});

it("says which sweep lacks a variable, and that there must be a sweep", () => {
  const other = drawsOf({ "beta[age]": mu });
  expect(() => compareMixing({ uncentered, other })).toThrow(RangeError);
  expect(() => compareMixing({ uncentered, other })).toThrow(
    'the draws of "other" have no variable "sigma2", which those of "uncentered" have',
  );
  expect(compareMixing({ uncentered, other }, { variables: ["beta"] }).rows).toHaveLength(2);
  expect(() => compareMixing({})).toThrow("draws is empty");
  expect(() => compareMixing({ uncentered }, { variables: ["gamma"] })).toThrow(
    'variable "gamma" is not in the draws',
  );
  const broken = drawsOf({ "beta[age]": [[1, 2], [1]] });
  expect(() => compareMixing({ broken })).toThrow(
    "broken: beta[age] must have equal lengths; they have 2, 1 draws",
  );
});
