// Formulas have brackets where they are needed and nowhere else, in LaTeX and in text; long lines break at the outermost place.
import { describe, expect, test } from "vitest";
import {
  density,
  determinant,
  divided,
  doubled,
  exponential,
  type Expression,
  fractionOf,
  halved,
  half,
  inverse,
  law,
  minus,
  negative,
  plus,
  power,
  repeated,
  squaredNorm,
  symbol,
  times,
  transpose,
  valued,
  valueOf,
  withNumbers,
} from "../../packages/samplers/src/derivations/expression.ts";
import { plainSymbol } from "../../packages/samplers/src/derivations/plain-symbol.ts";
import { printedNumber } from "../../packages/samplers/src/derivations/print-number.ts";
import { layLine, layWords } from "../../packages/samplers/src/derivations/text-layout.ts";
import { latexOf } from "../../packages/samplers/src/derivations/write-latex.ts";
import { textOf } from "../../packages/samplers/src/derivations/write-text.ts";

const [a, b, D, X, v] = ["a", "b", "D", "X_i", "v"].map(symbol);
const sigma2 = symbol("\\sigma^2");
const sum = (of: Expression): Expression => repeated("sum", "i", symbol("J"), of);
const prime = { transpose: "prime" } as const;

function text(e: Expression, transpose: "prime" | "T" = "prime"): string {
  const blocks: string[][] = [];
  return layLine(textOf(e, { transpose }, blocks), blocks, 0, 4).join("\n");
}

describe("brackets", () => {
  test.each<[string, Expression, string, string]>([
    ["a sum in a product", times(plus(a, b), v), "(a + b) v", "(a + b)v"],
    [
      "a sum in brackets in a sum in a product",
      times(a, plus(times(v, plus(a, b)), D)),
      "a [v (a + b) + D]",
      "a[v(a + b) + D]",
    ],
    ["a difference taken away", minus(a, plus(b, v)), "a - b - v", "a − b − v"],
    ["a negative factor", times(a, negative(b)), "a (-b)", "a(−b)"],
    ["the transpose of a sum", transpose(minus(a, b)), "(a - b)'", "(a − b)'"],
    ["the transpose of a transpose", transpose(transpose(a)), "(a')'", "(a')'"],
    ["the inverse of a product", inverse(times(a, b)), "(a b)^{-1}", "(ab)⁻¹"],
    ["the inverse of an inverse", inverse(inverse(D)), "D", "D"],
    ["a power of a square", power(sigma2, negative(halved(a))), "(\\sigma^2)^{-a/2}", "(σ²)^(−a/2)"],
    [
      "a power of a determinant",
      power(determinant(D), negative(divided(valueOf(1), valueOf(2)))),
      "\\left| D \\right|^{-1/2}",
      "|D|^(−½)",
    ],
    [
      "a sum over a product",
      divided(plus(a, b), times(valueOf(2), sigma2)),
      "\\frac{a + b}{2 \\sigma^2}",
      "(a + b)/(2σ²)",
    ],
    ["a fraction over something", divided(divided(a, b), sigma2), "\\frac{a}{b \\sigma^2}", "a/(bσ²)"],
    ["half of a double", halved(divided(doubled(a), b)), "\\frac{a}{b}", "a/b"],
    ["a fraction in a product", times(divided(a, b), v), "\\frac{a}{b} v", "(a/b)v"],
    ["half of a sum", half(plus(a, b)), "\\tfrac{1}{2} (a + b)", "½(a + b)"],
    [
      "a sum over groups before a factor",
      times(sum(X), v),
      "\\left( \\sum_{i=1}^{J} X_i \\right) v",
      "(∑_i X_i)v",
    ],
    ["a sum over groups after a factor", times(v, sum(X)), "v \\sum_{i=1}^{J} X_i", "v ∑_i X_i"],
    ["a sum over groups of a sum", sum(plus(X, a)), "\\sum_{i=1}^{J} (X_i + a)", "∑_i (X_i + a)"],
    [
      "a divided sum over groups, before a factor",
      times(fractionOf(sigma2, sum(X)), v),
      "\\left( \\frac{1}{\\sigma^2} \\sum_{i=1}^{J} X_i \\right) v",
      "(∑_i X_i/σ²)v",
    ],
    [
      "a divided sum over groups, last",
      times(v, fractionOf(sigma2, sum(X))),
      "v \\frac{1}{\\sigma^2} \\sum_{i=1}^{J} X_i",
      "v ∑_i X_i/σ²",
    ],
    [
      "an exponent of powers",
      exponential(negative(squaredNorm(minus(a, b)))),
      "\\exp\\left\\{ -\\left\\lVert a - b \\right\\rVert^{2} \\right\\}",
      "exp{−‖a − b‖²}",
    ],
    ["a density", density(a, b, v), "p(a \\mid b, v)", "p(a | b, v)"],
    [
      "a law",
      law("\\mathrm{IG}", halved(a), b),
      "\\mathrm{IG}\\left( \\frac{a}{2},\\; b \\right)",
      "IG(a/2, b)",
    ],
  ])("%s", (_, e, inLatex, inText) => {
    expect(latexOf(e, prime)).toBe(inLatex);
    expect(text(e)).toBe(inText);
  });
});

describe("numbers in formulas", () => {
  test("numbers stand apart from what is before them", () => {
    const e = withNumbers(plus(valued(a, 3), times(half(valued(b, -2)), valued(v, 5))));
    expect(latexOf(e, prime)).toBe("3 + \\tfrac{1}{2} \\cdot (-2) \\cdot 5");
    expect(text(e)).toBe("3 + ½·(−2)·5");
  });

  test("a value takes the place of the whole of what has it", () => {
    const e = divided(valued(plus(a, valued(b, 7)), 9), b);
    expect(text(e)).toBe("(a + b)/b");
    expect(text(withNumbers(e))).toBe("9/b");
  });

  test("1 × 1 matrices and vectors of one are numbers", () => {
    expect(text(times(valueOf([[2]]), valueOf([3])))).toBe("2·3");
    expect(latexOf(inverse(valueOf([[-2]])), prime)).toBe("(-2)^{-1}");
  });

  test("matrices stand between tall brackets, their columns aligned", () => {
    const A = valueOf([
      [1, -10],
      [0.5, 2],
    ]);
    expect(text(plus(a, inverse(A)), "T")).toBe("a + ⎡   1  −10 ⎤⁻¹\n    ⎣ 0.5    2 ⎦");
    expect(text(times(A, valueOf([1, 2])), "T")).toBe("⎡   1  −10 ⎤(1, 2)ᵀ\n⎣ 0.5    2 ⎦");
    expect(text(valueOf([[1, 2, 3]]))).toBe("[ 1  2  3 ]");
    expect(latexOf(A, prime)).toBe("\\begin{pmatrix} 1 & -10 \\\\ 0.5 & 2 \\end{pmatrix}");
  });

  test("of large matrices the middle is left out", () => {
    const tall = valueOf(Array.from({ length: 20 }, (_, k) => k + 1));
    expect(text(tall)).toBe("(1, 2, 3, 4, 5, 6, ⋯, 20)'");
    const wide = Array.from({ length: 9 }, (_, r) =>
      Array.from({ length: 9 }, (__, k) => -1.2345 * 10 ** (20 + r + k)),
    );
    const lines = text(valueOf(wide)).split("\n");
    expect(lines).toHaveLength(lines[0].split("·").length);
    expect(lines[0].length).toBeLessThanOrEqual(84);
    expect(latexOf(valueOf(wide), prime).split("\\\\")).toHaveLength(8);
  });

  test.each([
    [0, "0", 0],
    [-0, "0", 0],
    [108, "108", 0],
    [123456789, "123456789", 0],
    [1e9, "1", 9],
    [-2.5e-7, "-2.5", -7],
    [0.000123456, "0.00012346", 0],
    [9.99999e-5, "1", -4],
    [12345.678, "12346", 0],
    [123456.78, "123457", 0],
    [-99999.5, "-100000", 0],
    [2.5e9, "2.5", 9],
    [1 / 3, "0.33333", 0],
    [NaN, "NaN", 0],
    [-Infinity, "-Infinity", 0],
  ])("%f is %s · 10^%i", (value, digits, exponent) => {
    expect(printedNumber(value)).toEqual({ digits, exponent });
  });
});

describe("sums", () => {
  test("add up whole numbers and equal symbols, and lose what is absent", () => {
    const q = symbol("q");
    expect(text(plus(a, q, valueOf(-1), q, valueOf(1)))).toBe("a + 2q");
    expect(text(plus(null, a, null))).toBe("a");
    expect(text(plus(a, valueOf(-3)))).toBe("a − 3");
    expect(text(plus(valueOf(1), valueOf(-1)))).toBe("0");
  });
});

describe("symbols in text", () => {
  test.each([
    ["\\sigma_\\epsilon^2", "σ_ε²"],
    ["\\sigma_0^2", "σ₀²"],
    ["\\sigma_{0k}^2", "σ_0k²"],
    ["g_{11}", "g₁₁"],
    ["X_{wi}", "X_wi"],
    ["\\{\\gamma_j\\}", "{γ_j}"],
    ["\\hat{\\gamma}_i", "γ̂_i"],
    ["\\hat{u}_i", "û_i"],
    ["(D^{-1})_{kk}", "(D⁻¹)_kk"],
    ["(I_k \\otimes G)", "(I_k ⊗ G)"],
    ["\\mathrm{IW}_p", "IW_p"],
  ])("%s is %s", (latex, plain) => {
    expect(plainSymbol(latex)).toBe(plain.normalize("NFC"));
  });

  test("subscripts of several letters stand apart from letters after them", () => {
    expect(text(times(symbol("X_{wi}"), b))).toBe("X_wi b");
    expect(text(times(X, b))).toBe("X_ib");
    expect(text(times(symbol("X_{wi}"), plus(a, b)))).toBe("X_wi(a + b)");
  });
});

describe("layout", () => {
  test("a line too long breaks at its outermost sum, as late as it can", () => {
    const long = Array.from({ length: 30 }, (_, k) => symbol(`a_{${100 + k}}`));
    const e = plus(times(v, plus(...long.slice(0, 12))), times(v, plus(...long.slice(12))));
    const lines = text(e).split("\n");
    expect(lines[0]).toMatch(/^v\(a₁₀₀ .* a₁₁₁\)$/);
    expect(lines[1]).toMatch(/^ {4}\+ v\(a₁₁₂/);
    expect(lines[2]).toMatch(/^ {4}\+ a/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("words wrap at 100 columns, and a longer word stands alone", () => {
    const words = `${"word ".repeat(30)}${"x".repeat(120)} end`;
    const lines = layWords(words);
    expect(lines.join(" ")).toBe(words);
    expect(lines.map(({ length }) => length)).toEqual([99, 49, 120, 3]);
  });
});
