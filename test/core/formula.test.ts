// Formulas are read as R and lme4 read them.
import { describe, expect, test } from "vitest";
import { parseFormula } from "../../packages/core/src/formula/formula.ts";
import { groupLabel } from "../../packages/core/src/formula/formula-random.ts";
import type { Terms } from "../../packages/core/src/formula/formula-terms.ts";

const labels = ({ intercept, variables, terms }: Terms): string =>
  [intercept ? "1" : "0", ...terms.map((t) => t.variables.map((i) => variables[i]?.label).join(":"))].join(
    " + ",
  );
const fixed = (right: string): string => labels(parseFormula(`y ~ ${right}`).fixed);
const random = (right: string): string[] =>
  parseFormula(`y ~ ${right}`).random.map(
    (term) => `${labels(term.terms)} ${term.diagonal ? "||" : "|"} ${groupLabel(term.group)}`,
  );

describe("fixed terms", () => {
  test.each([
    ["x", "1 + x"],
    ["1", "1"],
    ["0", "0"],
    ["-1", "0"],
    ["x - 1", "0 + x"],
    ["x + -1", "0 + x"],
    ["0 + x", "0 + x"],
    ["0 + x + 1", "1 + x"],
    ["x - 0", "1 + x"],
    ["+ x", "1 + x"],
    ["x + x", "1 + x"],
    ["a:b", "1 + a:b"],
    ["b:a + a", "1 + a + b:a"],
    ["a + b:a", "1 + a + a:b"],
    ["a:a", "1 + a"],
    ["a*b", "1 + a + b + a:b"],
    ["a*b*c", "1 + a + b + c + a:b + a:c + b:c + a:b:c"],
    ["a:b + c", "1 + c + a:b"],
    ["a + b*c:d", "1 + a + b + c:d + b:c:d"],
    ["(a + b)*c", "1 + a + b + c + a:c + b:c"],
    ["(a + b):c", "1 + a:c + b:c"],
    ["(a + b):(c + d)", "1 + a:c + a:d + b:c + b:d"],
    ["(a + b)^2", "1 + a + b + a:b"],
    ["(a + b + c)^2", "1 + a + b + c + a:b + a:c + b:c"],
    ["(a + b + c)^20", "1 + a + b + c + a:b + a:c + b:c + a:b:c"],
    ["a/b", "1 + a + a:b"],
    ["a/b/c", "1 + a + a:b + a:b:c"],
    ["(a + b)/c", "1 + a + b + a:b:c"],
    ["a/(b + c)", "1 + a + a:b + a:c"],
    ["a*b - a:b", "1 + a + b"],
    ["a*b*c - a:b:c - 1", "0 + a + b + c + a:b + a:c + b:c"],
    ["(a + b + c)^2 - (a + b):c", "1 + a + b + c + a:b"],
    ["(a - 1) + b", "0 + a + b"],
    ["a - (1 + a) + b", "0 + b"],
    ["\n a\t+\r\n b ", "1 + a + b"],
  ])("%j expands to %s", (right, expansion) => {
    expect(fixed(right)).toBe(expansion);
  });

  test.each([
    ["I(x+1)", "I(x + 1)"],
    ["I( x * 2-z/10 )", "I(x * 2 - z/10)"],
    ["I(-x^2)", "I(-x^2)"],
    ["I(x^-2^z)", "I(x^-2^z)"],
    ["I((x + 1) * 2e1)", "I((x + 1) * 20)"],
    ["log( I(x+1) )", "log(I(x + 1))"],
    ["log(x + 1)", "log(x + 1)"],
    ["scale(log(x))", "scale(log(x))"],
    ["factor(x)", "factor(x)"],
    ["log2(x) + log10(x) + exp(x) + sqrt(x) + abs(x)", "log2(x) + log10(x) + exp(x) + sqrt(x) + abs(x)"],
  ])("the variable %j is labelled %s, as R deparses it", (right, label) => {
    expect(fixed(right)).toBe(`1 + ${label}`);
  });

  test.each(["x", "x.1", ".x", "_x", "x_1", "größe", "年齢", "é", "log", "I", "e1"])(
    "%s is a name",
    (name) => {
      expect(fixed(name)).toBe(`1 + ${name}`);
    },
  );

  test.each(["a b", "1x", "x+y", "(1|g)", "log(x)", ".", "a:b", "if'\"", "😀"])(
    "anything else is a name between backquotes: %s",
    (name) => {
      const [variable] = parseFormula(`y ~ \`${name}\``).fixed.variables;
      expect(variable).toMatchObject({ kind: "column", name, label: `\`${name}\`` });
    },
  );
});

describe("random-effect terms", () => {
  test.each([
    ["(1 | g)", ["1 | g"]],
    ["x + (x | g)", ["1 + x | g"]],
    ["(x || g)", ["1 + x || g"]],
    ["(0 + x | g)", ["0 + x | g"]],
    ["(x - 1 | g)", ["0 + x | g"]],
    ["(a*b | g)", ["1 + a + b + a:b | g"]],
    ["((a + b) | g)", ["1 + a + b | g"]],
    ["(log(x) | factor(g))", ["1 + log(x) | factor(g)"]],
    ["(1 | a:b)", ["1 | a:b"]],
    ["(1 | a/b)", ["1 | a", "1 | a:b"]],
    ["(x || a/b/c)", ["1 + x || a", "1 + x || a:b", "1 + x || a:b:c"]],
    ["(1 | a) + x + (1 | b)", ["1 | a", "1 | b"]],
    ["(1 | `school id`)", ["1 | school id"]],
    ["x", []],
  ])("%s is %j", (right, terms) => {
    expect(random(right)).toEqual(terms);
  });

  test("the text of an expanded term is lme4's", () => {
    expect(parseFormula("y ~ ( x  || a/b )").random.map((term) => term.text)).toEqual([
      "(x || a)",
      "(x || a:b)",
    ]);
  });

  test("the variables of a random-effect term do not reorder those of the fixed terms", () => {
    expect(fixed("(b:a | g) + a + b:a")).toBe("1 + a + a:b");
  });
});

describe("a formula", () => {
  test.each([
    ["log(y)", "log(y)"],
    ["I(y/10)", "I(y/10)"],
    ["scale(y)", "scale(y)"],
    ["`the y`", "`the y`"],
  ])("may have the response %s", (left, label) => {
    expect(parseFormula(`${left} ~ x`).response.label).toBe(label);
  });

  test("keeps its text and the place of every part", () => {
    const text = "y ~ log(x) + (z | g)";
    const formula = parseFormula(text);
    expect(formula.text).toBe(text);
    const [log] = formula.fixed.variables;
    expect(log).toMatchObject({ position: 4, argument: { position: 8 } });
    expect(formula.random[0]).toMatchObject({ position: 13, group: [{ position: 18 }] });
    expect(formula.random[0]?.terms.terms[0]?.position).toBe(14);
  });

  test("may call a function as often as it likes: only nesting is limited", () => {
    const calls = Array.from({ length: 300 }, (_, i) => `log(x${i})`);
    expect(parseFormula(`y ~ ${calls.join(" + ")}`).fixed.terms).toHaveLength(300);
  });

  test("is plain data", () => {
    const formula = parseFormula("log(y) ~ x*scale(z) + (x || a/b)");
    expect(JSON.parse(JSON.stringify(formula))).toEqual(formula);
  });
});
