// Text, Markdown, CSV and JSON of one summary say the same, whatever is in it.
import { type Measure, summarize } from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import gibbs from "../fixtures/diagnostics/gibbs_multivariate.json" with { type: "json" };
import { drawsOf, mapped } from "./made-chains.ts";

const { mu, sigma2, tau2 } = gibbs.draws;
const content = {
  "beta[age]": mu,
  sigma2,
  "D_g[a|b,`c`]": tau2,
  fixed: mapped(mu, () => 3.14),
  apart: mapped(mu, (_, j) => j),
  missing: mapped(mu, (x, j, t) => (j + t === 0 ? NaN : x)),
  endless: mapped(mu, (x, j, t) => (j + t === 0 ? -Infinity : x)),
};
const every: Measure[] = [
  ...([
    "mean",
    "mcseMean",
    "sd",
    "mcseSd",
    "median",
    "mcseMedian",
    "mad",
    "quantiles",
    "mcseQuantiles",
  ] as const),
  ...([
    "essQuantiles",
    "rhat",
    "rhatBulk",
    "rhatFolded",
    "rhatBasic",
    "essBulk",
    "essTail",
    "essMean",
  ] as const),
  ...([
    "essSd",
    "essMedian",
    "essPerSecond",
    "hdi",
    "effectiveSize",
    "integratedAutocorrelationTime",
  ] as const),
  { name: "P(x > 0), by hand", of: (chains) => chains[0][0] },
];
const chosen = summarize(drawsOf(content), { measures: every, probabilities: [0.025, 0.5, 0.975] });
const byDefault = summarize(drawsOf(content));

/** Cells of CSV text, quotes undone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "") break;
    if (end === "\n") rows.push([]);
  }
  return rows;
}

/** Cells of a Markdown table, without the rule. */
function parseMarkdown(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  const cells = lines.map((line) => line.slice(2, -2).split(/ \| /));
  return cells.filter((_, i) => i !== 1).map((row) => row.map((cell) => cell.trim().replaceAll("\\|", "|")));
}

/** The fields of rows that printed tables call by another name. */
const FIELDS: Record<string, string> = {
  mcse: "mcseMean",
  "R-hat": "rhat",
  bulk: "essBulk",
  tail: "essTail",
  "bulk/s": "essPerSecond",
  time: "integratedAutocorrelationTime",
  own: "P(x > 0), by hand",
};

/** Columns of the printed table by head, from all its blocks; names without spaces only. */
function parseText(text: string): Map<string, string[]> {
  const columns = new Map<string, string[]>();
  const blocks = text.split("\n\n").filter((block) => block.startsWith("variable"));
  for (const block of blocks) {
    const [heads, ...rows] = block.split("\n").map((line) => line.trim().split(/ +/));
    heads.forEach((head, c) =>
      columns.set(
        head,
        rows.map((row) => row[c]),
      ),
    );
  }
  return columns;
}

describe.each([
  ["chosen measures", chosen],
  ["the default", byDefault],
])("%s", (_, summary) => {
  const rows = summary.rows as unknown as Record<string, string | number>[];
  const fields = Object.keys(rows[0]);

  it("CSV has every field of every row in full precision", () => {
    const [head, ...lines] = parseCsv(summary.toCsv());
    expect(head).toEqual(fields);
    const back: Record<string, number> = { NA: NaN, Inf: Infinity, "-Inf": -Infinity };
    expect(lines).toHaveLength(rows.length);
    for (const [r, line] of lines.entries()) {
      const values = line.map((cell, c) => (c === 0 ? cell : (back[cell] ?? Number(cell))));
      expect(values).toEqual(fields.map((field) => rows[r][field]));
    }
  });

  it("JSON has every field of every row in full precision", () => {
    const parsed = JSON.parse(JSON.stringify(summary)) as { rows: Record<string, string | number>[] };
    expect(parsed).toMatchObject({ chains: 4, iterations: 400 });
    for (const [r, row] of parsed.rows.entries()) {
      expect(Object.keys(row)).toEqual(fields);
      for (const field of fields.slice(1)) expect(Number(row[field])).toBe(rows[r][field]);
    }
  });

  it("Markdown has the cells of the printed table", () => {
    const printed = parseText(String(summary).replace("P(x > 0), by hand", "own"));
    const [head, ...lines] = parseMarkdown(summary.toMarkdown());
    expect(head.map((each) => each.replace("P(x > 0), by hand", "own"))).toEqual([...printed.keys()]);
    expect(lines.map(([name]) => name)).toEqual(
      rows.map(({ variable }) => (variable === "D_g[a|b,`c`]" ? "``D_g[a|b,`c`]``" : `\`${variable}\``)),
    );
    for (const [c, name] of [...printed.keys()].entries()) {
      if (c === 0) continue;
      expect(lines.map((line) => line[c])).toEqual(printed.get(name));
    }
  });

  it("rounded cells are those numbers, undefined and infinite ones stated", () => {
    const printed = [...parseText(String(summary).replace("P(x > 0), by hand", "own"))].slice(1);
    const special = new Map([
      [NaN, "NA"],
      [Infinity, "Inf"],
      [-Infinity, "-Inf"],
    ]);
    let compared = 0;
    for (const [head, cells] of printed) {
      for (const [r, cell] of cells.entries()) {
        const value = rows[r][FIELDS[head] ?? head] as number;
        const text = cell.replace("!", "");
        // A last digit may be left of the point, and effective sample sizes are rounded down.
        const unit = Math.max(10 ** -(/\.(\d+)/.exec(text)?.[1].length ?? 0), 1e-3 * Math.abs(value));
        const isRounded = Math.abs(Number(text) - value) <= unit;
        expect(isRounded || text === special.get(value), `${head}: ${cell} for ${value}`).toBe(true);
        compared++;
      }
    }
    expect(compared).toBe(rows.length * printed.length);
  });
});

it("the default shows the errors of sd, median and quantiles by the digits alone", () => {
  const heads = "variable mean mcse sd median mad q5 q95 R-hat bulk tail";
  expect([...parseText(String(byDefault)).keys()]).toEqual(heads.split(" "));
});

it("every line of the text has at most 100 characters and no characters that break it, whatever the names", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
      fc.uniqueArray(
        name.filter((each) => each !== "" && each !== "variable"),
        { maxLength: 8 },
      ),
      (variables, own) => {
        const summary = summarize(
          { variables, get: () => sigma2 },
          {
            variables,
            measures: ["rhatBulk", "essSd", ...own.map((each) => ({ name: each, of: () => -1.2345e-100 }))],
          },
        );
        const text = String(summary);
        for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E]/u);
        // Head, rule and a line a variable, each with as many bars that part cells.
        const markdown = summary.toMarkdown().split("\n").slice(2);
        expect(markdown).toHaveLength(2 + variables.length);
        for (const line of markdown) expect(line.match(/(?<!\\)\|/g)).toHaveLength(own.length + 4);
        const [head, ...rows] = parseCsv(summary.toCsv());
        const plain = (texts: string[]): string[] =>
          texts.map((each) => (/^[=+\-@\t\r]/.test(each) ? `'${each}` : each));
        expect(head).toEqual(plain(["variable", "rhatBulk", "essSd", ...own]));
        expect(rows.map(([variable]) => variable)).toEqual(plain(variables));
      },
    ),
    { numRuns: 50 },
  );
});

it("what cannot be printed in a name is written out, and a long name is not cut within a character", () => {
  const shown = (name: string): string =>
    String(summarize({ variables: [name], get: () => sigma2 }, { measures: ["sd"] }))
      .split("\n")[3]
      .split(" ")[0];
  expect(shown("a\u{7}b")).toBe("a\\u{7}b");
  expect(shown("\uD800x")).toBe("\\u{d800}x");
  expect(shown("a\u202Eb")).toBe("a\\u{202e}b");
  expect(shown("😀")).toBe("😀");
  expect(shown("x".repeat(40))).toBe("x".repeat(40));
  expect(shown(`${"a".repeat(30)}${"z".repeat(30)}`)).toBe(`${"a".repeat(20)}…${"z".repeat(19)}`);
  expect(shown(`${"a".repeat(19)}${"😀".repeat(30)}`)).toBe(`${"a".repeat(19)}…${"😀".repeat(9)}`);
});

describe("CSV", () => {
  it("keeps a spreadsheet from computing a name", () => {
    for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
      const [, [cell]] = parseCsv(summarize({ variables: [name], get: () => sigma2 }).toCsv());
      expect(cell).toBe(`'${name}`);
    }
  });

  it("leaves negative numbers numbers", () => {
    const csv = summarize(drawsOf({ x: mapped(sigma2, (x) => -x) }), { measures: ["mean"] }).toCsv();
    expect(csv).toMatch(/^"variable","mean"\n"x",-\d\.\d+$/);
  });
});

describe("Markdown", () => {
  it.each([
    ["sd_g[x]", "`sd_g[x]`"],
    ["a|b", "`a\\|b`"],
    ["a\\|b", "`a\\\\|b`"],
    ["`", "`` ` ``"],
    ["a``b", "```a``b```"],
    ["a\nb", "`a\\u{a}b`"],
    [" a ", "`  a  `"],
  ])("shows the name %j as code", (name, code) => {
    const markdown = summarize({ variables: [name], get: () => sigma2 }, { measures: ["mean"] }).toMarkdown();
    expect(markdown.split("\n").at(-1)!.startsWith(`| ${code} `)).toBe(true);
  });
});
