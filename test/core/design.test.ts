// Fixed-effect matrices are those of R's model.matrix, worked by hand.
import { describe, expect, test } from "vitest";
import { type Design, design } from "../../packages/core/src/design/design.ts";
import { tableFrom } from "../../packages/core/src/table/table.ts";

const data = tableFrom({
  y: [1, 2, 3, 4, 5, 6],
  x: [1, 2, 3, 4, 5, 7],
  a: ["p", "q", "r", "p", "q", "r"],
  b: ["u", "u", "v", "v", "u", "v"],
  g: ["k", "h", "k", "h", "m", "m"],
});
const of = (right: string): Design => design(`y ~ ${right} + (1 | g)`, data);
const column = (matrix: Float64Array, names: string[], j: number): number[] =>
  [...matrix].filter((_, at) => at % names.length === j);
const columns = ({ X, names }: { X: Float64Array; names: string[] }): [string, number[]][] =>
  names.map((name, j) => [name, column(X, names, j)]);

describe("the fixed-effect matrix", () => {
  test("of an intercept and a number", () => {
    expect(columns(of("x"))).toEqual([
      ["(Intercept)", [1, 1, 1, 1, 1, 1]],
      ["x", [1, 2, 3, 4, 5, 7]],
    ]);
    expect([...of("x").X.subarray(0, 4)]).toEqual([1, 1, 1, 2]);
  });

  test("of a factor has an indicator for each level but the first", () => {
    expect(columns(of("a"))).toEqual([
      ["(Intercept)", [1, 1, 1, 1, 1, 1]],
      ["aq", [0, 1, 0, 0, 1, 0]],
      ["ar", [0, 0, 1, 0, 0, 1]],
    ]);
  });

  test("of a factor with sum contrasts gives the last level −1", () => {
    const X = design("y ~ a + (1 | g)", data, { contrasts: { a: { type: "sum" } } });
    expect(columns(X)).toEqual([
      ["(Intercept)", [1, 1, 1, 1, 1, 1]],
      ["a1", [1, 0, -1, 1, 0, -1]],
      ["a2", [0, 1, -1, 0, 1, -1]],
    ]);
  });

  test("of a factor without intercept has an indicator for each level", () => {
    expect(columns(of("0 + a"))).toEqual([
      ["ap", [1, 0, 0, 1, 0, 0]],
      ["aq", [0, 1, 0, 0, 1, 0]],
      ["ar", [0, 0, 1, 0, 0, 1]],
    ]);
  });

  test("of factor × factor multiplies the contrasts, the first factor varying fastest", () => {
    expect(columns(of("a*b")).slice(3)).toEqual([
      ["bv", [0, 0, 1, 1, 0, 1]],
      ["aq:bv", [0, 0, 0, 0, 0, 0]],
      ["ar:bv", [0, 0, 1, 0, 0, 1]],
    ]);
  });

  test("of factor × number multiplies the contrasts with the number", () => {
    expect(columns(of("x*b")).slice(3)).toEqual([["x:bv", [0, 0, 3, 4, 0, 7]]]);
    expect(columns(of("0 + b:x"))).toEqual([
      ["bu:x", [1, 2, 0, 0, 5, 0]],
      ["bv:x", [0, 0, 3, 4, 0, 7]],
    ]);
  });

  test("has no negative zeros", () => {
    const { X } = design("x ~ b:I(-y) + (1 | g)", data);
    expect([...X].some((value) => Object.is(value, -0))).toBe(false);
  });

  test("of a power, a function and a scaled variable", () => {
    expect(columns(of("0 + I(x^2) + log(x) + I((x - 1) / 2 * x)"))).toEqual([
      ["I(x^2)", [1, 4, 9, 16, 25, 49]],
      ["log(x)", [1, 2, 3, 4, 5, 7].map((x) => Math.log(x))],
      ["I((x - 1)/2 * x)", [0, 1, 3, 6, 10, 21]],
    ]);
    const t = tableFrom({ y: [1, 2, 3], x: [1, 2, 6], g: [1, 2, 1] });
    const { X, names } = design("scale(y) ~ 0 + scale(x) + scale(I(2 * x)) + (1 | g)", t);
    const sd = Math.sqrt(7);
    for (const [i, z] of [-2 / sd, -1 / sd, 3 / sd].entries()) {
      expect(X[2 * i]).toBeCloseTo(z, 14);
      expect(X[2 * i + 1]).toBeCloseTo(z, 14);
    }
    expect(names).toEqual(["scale(x)", "scale(I(2 * x))"]);
    expect([...design("scale(y) ~ 1 + (1 | g)", t).y]).toEqual([-1, 0, 1]);
  });

  test("of every function is JavaScript's", () => {
    const functions: [string, (x: number) => number][] = [
      ["exp", Math.exp],
      ["sqrt", Math.sqrt],
      ["abs", Math.abs],
      ["log", Math.log],
      ["log2", Math.log2],
      ["log10", Math.log10],
    ];
    for (const [name, f] of functions) {
      expect(columns(of(`0 + ${name}(x)`))[0]?.[1]).toEqual([1, 2, 3, 4, 5, 7].map((x) => f(x)));
    }
    expect(columns(of("0 + I(-x^2)"))[0]?.[1]).toEqual([-1, -4, -9, -16, -25, -49]);
    expect(columns(of("0 + I(2^x^-1 - y)"))[0]?.[1]?.[1]).toBeCloseTo(Math.SQRT2 - 2, 14);
    expect(columns(of("0 + I(x - y - 1)"))[0]?.[1]).toEqual([-1, -1, -1, -1, -1, 0]);
    expect(columns(of("0 + I(12 / x / 2)"))[0]?.[1]?.[2]).toBe(2);
  });

  test.each([
    ["1", ["(Intercept)"]],
    ["0", []],
    ["0 + a + b", ["ap", "aq", "ar", "bv"]],
    ["0 + b + a", ["bu", "bv", "aq", "ar"]],
    ["0 + x + b", ["x", "bu", "bv"]],
    ["0 + a:b", ["ap:bu", "aq:bu", "ar:bu", "ap:bv", "aq:bv", "ar:bv"]],
    ["a:b", ["(Intercept)", "ap:bu", "aq:bu", "ar:bu", "ap:bv", "aq:bv", "ar:bv"]],
    ["b + a:b", ["(Intercept)", "bv", "bu:aq", "bv:aq", "bu:ar", "bv:ar"]],
    ["a + a:b", ["(Intercept)", "aq", "ar", "ap:bv", "aq:bv", "ar:bv"]],
    ["0 + a*b", ["ap", "aq", "ar", "bv", "aq:bv", "ar:bv"]],
    ["b:x", ["(Intercept)", "bu:x", "bv:x"]],
    ["x:b", ["(Intercept)", "x:bu", "x:bv"]],
    ["b + b:x", ["(Intercept)", "bv", "bu:x", "bv:x"]],
    ["b/x", ["(Intercept)", "bv", "bu:x", "bv:x"]],
    ["x + b:x", ["(Intercept)", "x", "x:bv"]],
    ["x + x:b", ["(Intercept)", "x", "x:bv"]],
    ["0 + x + x:b", ["x", "x:bv"]],
    ["b*x", ["(Intercept)", "bv", "x", "bv:x"]],
    ["x*b", ["(Intercept)", "x", "bv", "x:bv"]],
    ["b*x - b", ["(Intercept)", "x", "bv:x"]],
    ["a*b - a", ["(Intercept)", "bv", "aq:bu", "ar:bu", "aq:bv", "ar:bv"]],
    ["a*b - a:b", ["(Intercept)", "aq", "ar", "bv"]],
    ["a:x + b:x", ["(Intercept)", "ap:x", "aq:x", "ar:x", "x:bv"]],
    ["(a + b + x)^2 - a:b", ["(Intercept)", "aq", "ar", "bv", "x", "aq:x", "ar:x", "bv:x"]],
    ["factor(x)", ["(Intercept)", ...[2, 3, 4, 5, 7].map((level) => `factor(x)${level}`)]],
    ["factor(b)", ["(Intercept)", "factor(b)v"]],
    [
      "a + b + a:b:x",
      ["(Intercept)", "aq", "ar", "bv", "ap:bu:x", "aq:bu:x", "ar:bu:x", "ap:bv:x", "aq:bv:x", "ar:bv:x"],
    ],
    ["a*b*x - a:b", ["(Intercept)", "aq", "ar", "bv", "x", "aq:x", "ar:x", "bv:x", "aq:bv:x", "ar:bv:x"]],
  ])("of %s has R's columns", (right, names) => {
    expect(of(right).names).toEqual(names);
  });

  test("of `y ~ 0` is empty", () => {
    expect(of("0")).toMatchObject({ names: [], X: new Float64Array(0), rows: 6 });
  });
});

describe("factor levels", () => {
  test("are sorted by code point", () => {
    const s = ["b", "a", "B", "é", "a1", "!", "\u{FF01}", "\u{1F600}", "a"];
    const { names } = design("y ~ 0 + s + (1 | y)", tableFrom({ y: s.map((_, i) => i), s }));
    expect(names.map((name) => name.slice(1))).toEqual([
      "!",
      "B",
      "a",
      "a1",
      "b",
      "é",
      "\u{FF01}",
      "\u{1F600}",
    ]);
  });

  test("of numbers are sorted by value", () => {
    const table = tableFrom({ y: [1, 2, 3, 4], d: [10, -1, 9, 0.5] });
    expect(design("y ~ 0 + factor(d) + (1 | y)", table).names).toEqual(
      ["-1", "0.5", "9", "10"].map((level) => `factor(d)${level}`),
    );
  });
});

test("the response is a copy of its column", () => {
  const table = tableFrom({ y: [1, 2], g: [1, 2] });
  design("y ~ 1 + (1 | g)", table).y[0] = 99;
  expect(table.columns.get("y")?.values[0]).toBe(1);
});
