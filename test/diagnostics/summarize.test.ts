// The summary: what it selects, what it says and how it prints.
import { essBulk, type SummaryRow, summarize } from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { ar1 } from "./made-chains.ts";
import gibbs from "../fixtures/diagnostics/gibbs_multivariate.json" with { type: "json" };

const long = "cor_a_grouping_factor_with_a_long_name[(Intercept),a covariate]";
const scaled = (chains: number[][], scale: number, shift = 0): number[][] =>
  chains.map((chain) => chain.map((x) => scale * x + shift));
const { mu, sigma2, tau2, b1 } = gibbs.draws;
const content = new Map<string, number[][]>([
  ["beta[(Intercept)]", mu],
  ["beta[age]", scaled(mu, 1e4, 1e6)],
  ["sigma2", sigma2],
  ["sigma", sigma2.map((chain) => chain.map(Math.sqrt))],
  ["D_Subject[age,age]", scaled(tau2, 1e-9)],
  [long, scaled(b1, -1e12)],
  ["b_Subject[M01,age]", b1],
  ["b_Subject[M02,age]", scaled(b1, -1)],
  ["fixed", scaled(mu, 0, 3.14)],
  ["missing", mu.map((chain, j) => (j === 1 ? chain.map((x, t) => (t === 7 ? NaN : x)) : chain))],
  ["apart", [1, 2, 3, 4].map((level) => mu[0].map(() => level))],
]);
const draws = { variables: [...content.keys()], get: (variable: string) => content.get(variable) ?? [] };
const names = (variables?: string[]): string[] =>
  summarize(draws, { variables }).rows.map((row) => row.variable);

/** A summary of x and y whose draws are not what they should be. */
const broken = (get: (variable: string) => number[][]) => () => summarize({ variables: ["x", "y"], get });

/** The cells of a printed table by variable and column, from all its blocks. */
function cells(text: string): Map<string, Map<string, string>> {
  const table = new Map<string, Map<string, string>>();
  let heads: string[] = [];
  for (const line of text.split("\n").slice(2)) {
    const parts = line.split(/ +/);
    if (parts[0] === "variable") heads = parts.slice(1);
    else if (parts.length <= 1 || heads.length === 0) heads = [];
    else {
      const split = parts.length - heads.length;
      const row = parts.slice(0, split).join(" ");
      const known = table.get(row) ?? new Map<string, string>();
      for (const [i, head] of heads.entries()) known.set(head, parts[split + i]);
      table.set(row, known);
    }
  }
  return table;
}

describe("the selection", () => {
  it("is every variable but the random effects by default, and the table says how many are left out", () => {
    expect(names()).toEqual(draws.variables.filter((name) => !name.startsWith("b_")));
    expect(String(summarize(draws))).toContain(
      'Left out: 2 random effects (b_...); variables: ["b"] shows them.',
    );
    expect(String(summarize(draws, { variables: ["sigma"] }))).not.toContain("Left out");
  });

  it("takes names and families in the order asked, each once, an exact name first", () => {
    expect(names(["sigma", "beta"])).toEqual(["sigma", "beta[(Intercept)]", "beta[age]"]);
    expect(names(["beta[age]", "beta"])).toEqual(["beta[age]", "beta[(Intercept)]"]);
    expect(names(["b"])).toEqual(["b_Subject[M01,age]", "b_Subject[M02,age]"]);
    expect(names(["b_Subject"])).toEqual(names(["b"]));
    expect(names(["D"])).toEqual(["D_Subject[age,age]"]);
  });

  it.each(["beta[Age]", "sig", "bet", "sigma2[", ""])("refuses %j, which is nowhere", (name) => {
    const select = () => summarize(draws, { variables: ["sigma", name] });
    expect(select).toThrow(RangeError);
    expect(select).toThrow(
      `variable ${JSON.stringify(name)} is not in the draws; they hold beta, sigma2, sigma`,
    );
  });

  it("refuses to select nothing", () => {
    expect(() => summarize(draws, { variables: [] })).toThrow(RangeError);
    expect(() => summarize(draws, { variables: [] })).toThrow("variables is empty");
    expect(() => summarize({ variables: [], get: () => [] })).toThrow("the draws hold no variables");
    expect(() => summarize({ variables: ["b_g[1]"], get: () => mu })).toThrow("only random effects");
    expect(() => Reflect.apply(summarize, undefined, [draws, { variables: "beta" }])).toThrow(TypeError);
  });

  it("names the variable whose draws are not chains of one shape", () => {
    expect(broken((v) => (v === "x" ? mu : [[1, 2], [1]]))).toThrow(
      "y must have equal lengths; they have 2, 1 draws",
    );
    expect(broken((v) => (v === "x" ? mu : mu.slice(1)))).toThrow(
      "y has 3 chains of 400 draws, x has 4 of 400; all variables must have one shape",
    );
    expect(broken((v) => (v === "x" ? mu : mu.map((c) => c.slice(1))))).toThrow(
      "y has 4 chains of 399 draws",
    );
  });
});

describe("the table", () => {
  const summary = summarize(draws);
  const text = String(summary);
  const table = cells(text);
  const row = (name: string): Map<string, string> =>
    [...table].find(([key]) => key === name || (name === long && key.includes("…")))?.[1] ?? new Map();

  it("fits 100 columns, without spaces at the ends of lines", () => {
    for (const line of text.split("\n")) expect(line).toMatch(/^(.{0,99}[^ ])?$/);
    expect(table.size).toBe(summary.rows.length);
  });

  it("starts with the number of chains and draws", () => {
    expect(text.split("\n")[0]).toBe("4 chains of 400 draws");
    const run = {
      ...draws,
      seconds: 0.25,
      seed: "s",
      description: { warmup: 200, thin: 5, formula: "y ~ x" },
    };
    expect(String(summarize(run)).split("\n")[0]).toBe(
      "4 chains of 400 draws after 200 of warm-up, one kept of 5; seed s; 0.3 s",
    );
    const plain = { ...draws, description: { thin: 1 } };
    expect(String(summarize(plain)).split("\n")[0]).toBe("4 chains of 400 draws");
    expect(String(summarize({ variables: ["x"], get: () => [mu[0]] }))).toMatch(/^1 chain of 400 draws\n/);
  });

  it("is one block when names and numbers are of usual length", () => {
    const usual = { variables: ["cor_Subject[(Intercept),age]", "sigma2"], get: () => sigma2 };
    const lines = String(summarize(usual)).split("\n");
    expect(lines.filter((line) => line.startsWith("variable"))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("sigma2"))).toHaveLength(1);
  });

  const columns = [
    ["mean", "mean", "mcseMean"],
    ["sd", "sd", "mcseSd"],
    ["median", "median", "mcseMedian"],
    ["mad", "mad", "mcseMedian"],
    ["q5", "q5", "mcseQ5"],
    ["q95", "q95", "mcseQ95"],
  ] as const;
  const moving = summary.rows.filter((each) => each.mcseSd > 0 && each.mcseQ95 > 0);

  it.each(columns)(
    "prints the %s to a last digit between a tenth of its error and its error",
    (head, value, error) => {
      expect(moving.length).toBeGreaterThan(5);
      for (const each of moving) {
        const shown = row(each.variable).get(head) ?? "";
        const decimals = /\.(\d+)/.exec(shown)?.[1].length ?? 0;
        const unit = 10 ** (Number(/e(.*)/.exec(shown)?.[1] ?? 0) - decimals);
        // A whole number may end in zeros that are not digits.
        const zeros = decimals > 0 || shown.includes("e") ? 0 : (/0*$/.exec(shown)?.[0].length ?? 0);
        expect(unit).toBeLessThanOrEqual(each[error] * (1 + 1e-12));
        expect(unit * 10 ** zeros * 10).toBeGreaterThan(each[error]);
        expect(Math.abs(Number(shown) - each[value])).toBeLessThanOrEqual(
          0.5000001 * 10 ** Math.floor(Math.log10(each[error])),
        );
      }
    },
  );

  it("prints effective numbers of draws rounded down and R-hat to three decimals, marked beyond the limits", () => {
    const mark = (isBeyond: boolean): string => (isBeyond ? "!" : "");
    for (const { variable, rhat, essBulk: bulk, essTail: tail } of moving) {
      expect(row(variable).get("bulk")).toBe(Math.floor(bulk) + mark(bulk < 400));
      expect(row(variable).get("tail")).toBe(Math.floor(tail) + mark(tail < 400));
      expect(row(variable).get("R-hat")).toBe(rhat.toFixed(3) + mark(rhat > 1.01));
    }
    const marked = (of: (row: SummaryRow) => boolean): number => moving.filter(of).length;
    for (const count of [marked(({ rhat }) => rhat > 1.01), marked(({ essTail }) => essTail < 400)]) {
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(moving.length);
    }
  });

  it("marks effective sample sizes below 100 a chain", () => {
    const fair = ar1(0.7, 1000, 5);
    expect(essBulk(fair)).toBeGreaterThan(450);
    expect(String(summarize({ variables: ["x"], get: () => fair }))).not.toContain("!");
    const poor = ar1(0.9, 1000, 5);
    expect(essBulk(poor)).toBeGreaterThan(110);
    expect(essBulk(poor)).toBeLessThan(390);
    expect(String(summarize({ variables: ["x"], get: () => poor }))).toContain(
      `${Math.floor(essBulk(poor))}!`,
    );
  });

  it("names the worst of each column that has a limit", () => {
    const few = { variables: ["fixed", "sigma2", "D_Subject[age,age]"], get: draws.get };
    const [, good, bad] = summarize(few).rows;
    expect(String(summarize(few))).toContain(
      `Worst: R-hat ${bad.rhat.toFixed(3)} (${bad.variable}), bulk ${Math.floor(bad.essBulk)} (${bad.variable}), ` +
        `tail ${Math.floor(bad.essTail)} (${bad.variable}).`,
    );
    const alone = { variables: ["sigma2", "fixed"], get: draws.get };
    expect(String(summarize(alone))).toContain(`Worst: R-hat ${good.rhat.toFixed(3)} (sigma2), bulk `);
    expect(String(summarize(alone))).not.toContain("!");
    expect(String(summarize({ variables: ["sigma2"], get: draws.get }))).not.toContain("Worst");
  });

  it("prints undefined values as NA, infinite ones as Inf, and a constant as it is", () => {
    expect(Object.fromEntries(row("fixed"))).toEqual({
      mean: "3.14",
      mcse: "NA",
      sd: "0",
      median: "3.14",
      mad: "0",
      q5: "3.14",
      q95: "3.14",
      "R-hat": "NA",
      bulk: "NA",
      tail: "NA",
    });
    expect(new Set(row("missing").values())).toEqual(new Set(["NA"]));
    expect(row("apart").get("R-hat")).toBe("Inf!");
    expect(text).not.toContain("NaN");
  });

  it("says when chains are too short for any diagnostic", () => {
    const short = { variables: ["x"], get: () => [[1, 2, 4]] };
    expect(String(summarize(short))).toContain("Fewer than 4 draws a chain");
    expect(text).not.toContain("Fewer than 4");
  });
});

it("is a plain record that JSON keeps, undefined values as text", () => {
  const summary = summarize(draws, { variables: ["sigma2", "fixed"] });
  expect([summary.chains, summary.iterations]).toEqual([4, 400]);
  expect(summary.rows[0].essBulk).toBe(essBulk(sigma2));
  expect(summary.rows[1].essBulk).toBeNaN();
  const [sigma2Row, fixedRow] = summary.rows;
  expect(summary.toJSON()).toEqual({
    chains: 4,
    iterations: 400,
    rows: [
      sigma2Row,
      Object.fromEntries(
        Object.entries(fixedRow).map(([name, value]) => [name, Number.isNaN(value) ? "NaN" : value]),
      ),
    ],
  });
  const parsed: unknown = JSON.parse(JSON.stringify(summary));
  expect(parsed).toMatchObject({
    rows: [{ variable: "sigma2", mean: summary.rows[0].mean }, { rhat: "NaN" }],
  });
});
