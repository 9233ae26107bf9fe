// What cannot be read in a formula is a RangeError that points at the place; no formula takes long.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFormula } from "../../packages/core/src/formula/formula.ts";
import { refusalOf } from "./refusal.ts";

function errorOf(text: string): Error {
  return refusalOf(() => parseFormula(text)) ?? new Error(`${text} was read`);
}

describe("an error", () => {
  test("shows the formula with a caret under the place", () => {
    expect(errorOf("y ~ x + + z").message).toBe(
      'formula: expected a term after "+", got "+" at position 9\n  y ~ x + + z\n          ^',
    );
  });

  test("shows a window of a long formula, the caret still under the place", () => {
    const text = `y ~ ${"abc + ".repeat(100)}+ z${" + abc".repeat(100)}`;
    const [, line = "", caret = ""] = errorOf(text).message.split("\n");
    expect(line.length).toBeLessThan(100);
    expect(line.slice(caret.indexOf("^"))).toMatch(/^\+ z \+ abc/u);
  });

  test("shows line breaks of the formula as spaces", () => {
    expect(errorOf("y ~ x +\n\t+ z").message.split("\n").slice(1)).toEqual([
      "  y ~ x +  + z",
      "           ^",
    ]);
  });

  test.each([
    ["", "expected a response", 1],
    ["~ x", "expected a response", 1],
    ["3 ~ x", "expected a response", 1],
    ["y", 'expected "~"', 2],
    ["y x", 'expected "~"', 3],
    ["y/10 ~ x", "arithmetic in the response is written I(…)", 2],
    ["y ~", "expected a term", 4],
    ["y ~ x +", "expected a term", 8],
    ["y ~ x*", "expected a term", 7],
    ["y ~ a - - b", "expected a term", 9],
    ["y ~ x ~ z", 'expected "+", "-" or the end', 7],
    ["y ~ x z", 'expected "+", "-" or the end', 7],
    ["y ~ ()", "expected a term", 6],
    ["y ~ (x", 'unclosed "("', 5],
    ["y ~ x)", 'a ")" without its "("', 6],
    ["y ~ `x", "unclosed backquote", 5],
    ["y ~ ``", "empty name", 5],
    ["y ~ x @ z", 'unexpected character "@"', 7],
    ["y ~ 😀", 'unexpected character "😀"', 5],
    ["y ~ .", "name them", 5],
    ["y ~ 2", 'the number "2" as a term', 5],
    ["y ~ 2*x", 'the number "2" as a term', 5],
    ["y ~ (1 + x):z", "the intercept as an operand", 6],
    ["y ~ x*0", "the intercept as an operand", 7],
    ["y ~ (0 + x)/z", "the intercept as an operand", 6],
    ["y ~ x^2", "write I(x^2)", 6],
    ["y ~ (x + z)^1.5", "expected an integer from 1 to 20", 13],
    ["y ~ (x + z)^0", "expected an integer from 1 to 20", 13],
    ["y ~ (x + z)^21", "expected an integer from 1 to 20", 13],
    ["y ~ x - z", "a term to remove that is not among those before it", 9],
    ["y ~ x + y", "the response among the terms", 9],
    ["y ~ lgo(x)", 'unknown function "lgo" (known: I, scale, log', 5],
    ["y ~ scall(x)", 'did you mean "scale"?', 5],
    ["y ~ constructor(x)", "unknown function", 5],
    ["y ~ log()", "expected a name, a number or a parenthesis", 9],
    ["y ~ log(x,2)", 'expected ")" to end log(…)', 10],
    ["y ~ I(x +)", "expected a name, a number or a parenthesis", 10],
    ["y ~ I(x:z)", 'expected ")" to end I(…)', 8],
    ["y ~ I(2)", "I() uses no column", 5],
    ["y ~ factor(I(x))", "factor() takes the name of one column", 12],
    ["y ~ log(factor(x))", "factor() is no number", 9],
    ["y ~ x | g", '"|" outside parentheses', 7],
    ["y ~ (1 | g) * x", 'expected "+", "-" or the end', 13],
    ["y ~ x * (1 | g)", "a random-effect term inside other terms", 9],
    ["y ~ (x + (1 | g))", "a random-effect term inside other terms", 10],
    ["y ~ ((1 | g) | h)", "a random-effect term inside other terms", 6],
    ["y ~ x - (1 | g)", "a random-effect term to remove", 9],
    ["y ~ (0 | g)", "without random effects", 5],
    ["y ~ (| g)", "expected a term", 6],
    ["y ~ (1 | )", "expected the name of a grouping factor", 10],
    ["y ~ (1 | 3)", "expected the name of a grouping factor", 10],
    ["y ~ (1 | g | h)", "expected one grouping factor", 12],
    ["y ~ (1 | g + h)", "expected one grouping factor", 12],
    ["y ~ (1 | a*b)", "expected one grouping factor", 11],
    ["y ~ (1 | log(g))", "log() as a grouping factor", 10],
    ["y ~ (1 ||| g)", "expected the name of a grouping factor", 10],
  ])("of %j says %s at position %i", (text, fact, position) => {
    const error = errorOf(text);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/^formula: /u);
    expect(error.message).toContain(fact);
    expect(error.message).toContain(`at position ${position}`);
  });

  test("is a TypeError when the formula is no text", () => {
    // @ts-expect-error a user of plain JavaScript may pass anything
    expect(() => parseFormula(null)).toThrow(TypeError);
  });
});

const LENGTH = 10_000;
const fill = (piece: string): string => piece.repeat(Math.floor(LENGTH / piece.length));
const numbered = (joint: string, count: number): string =>
  Array.from({ length: count }, (_, i) => `x${i}`).join(joint);

describe("a formula of 10,000 characters is read or refused within a second", () => {
  test.each([
    ["a sum of one name", `y ~ ${fill("x + ")}x`, null],
    ["a sum of 1,000 names", `y ~ ${numbered(" + ", 1000)}`, null],
    ["a sum of 2,000 names", `y ~ ${numbered("+", 2000)}`, "more than 1000 terms"],
    ["names added and removed", `y ~ ${fill("x - x + ")}x`, null],
    ["the intercept added and removed", `y ~ ${fill("1 - 1 + ")}x`, null],
    ["x:x:x…", `y ~ ${fill("x:")}x`, null],
    ["x:…:", `y ~ ${fill("x:")}`, "expected a term"],
    ["x*x*x…", `y ~ ${fill("x*")}x`, null],
    ["x/x/x…", `y ~ ${fill("x/")}x`, null],
    ["a*b*c*…", `y ~ ${numbered("*", 1500)}`, "more than 1000 terms"],
    ["a:b:c:…", `y ~ ${numbered(":", 1500)}`, "an interaction of more than 20 variables"],
    ["a/b/c/…", `y ~ ${numbered("/", 1500)}`, "an interaction of more than 20 variables"],
    ["a power of many", `y ~ (${numbered("+", 900)})^20`, "more than 1000 terms"],
    ["a power of powers", `y ~ ${"(".repeat(50)}a+b+c+d+e${")^20".repeat(50)}`, "multiplies too many terms"],
    [
      "a sum multiplied often",
      `y ~ (${numbered("+", 900)})${fill(":z").slice(0, 4000)}`,
      "multiplies too many terms",
    ],
    ["one long name", `y ~ ${"x".repeat(LENGTH)}`, null],
    ["one long backquoted name", `y ~ \`${"+".repeat(LENGTH)}\``, null],
    ["one long number", `y ~ I(x + ${"1".repeat(LENGTH)})`, null],
    ["digits, dots and exponents", `y ~ ${fill("1.e")}`, "position"],
    ["spaces", `y ~ ${" ".repeat(LENGTH)}x`, null],
    ["opening parentheses", `y ~ ${"(".repeat(LENGTH)}`, "more than 100 nested parentheses"],
    ["nested parentheses", `y ~ ${"(".repeat(5000)}x${")".repeat(5000)}`, "more than 100 nested parentheses"],
    ["sums nested 100 deep", `y ~ ${"(x+".repeat(99)}x${")".repeat(99)}`, null],
    ["nested calls", `y ~ ${"log(".repeat(2000)}x${")".repeat(2000)}`, "more than 100 nested"],
    ["calls in 90 calls", `y ~ ${"I(".repeat(90)}${fill("1+").slice(0, 9000)}x${")".repeat(90)}`, null],
    ["signs", `y ~ I(${"-".repeat(LENGTH)}x)`, "more than 100 nested levels"],
    ["powers of numbers", `y ~ I(${fill("x^")}x)`, "more than 100 nested levels"],
    ["a long arithmetic sum", `y ~ I(${fill("x+")}x)`, null],
    ["a long arithmetic product", `y ~ I(${fill("x*")}x)`, null],
    ["bars", `y ~ ${"|".repeat(LENGTH)}`, "outside parentheses"],
    ["bars in parentheses", `y ~ (1${"|".repeat(LENGTH)}g)`, "position"],
    ["random-effect terms", `y ~ ${fill("(1|g)+")}x`, null],
    ["nested groups", `y ~ (1|${numbered("/", 1500)})`, "more than 20 columns"],
    ["combined groups", `y ~ (1|${numbered(":", 1500)})`, "more than 20 columns"],
    ["tildes", `y ${"~".repeat(LENGTH)}`, "position"],
    ["backquotes", "`".repeat(LENGTH), "empty name"],
    ["surrogates", `y ~ ${"😀".repeat(LENGTH / 2)}`, "unexpected character"],
    ["combining marks", `y ~ e${"\u0301".repeat(LENGTH)}`, null],
  ])("%s", (_, text, problem) => {
    let refusal = "";
    // The best of three, and a bound that only an algorithm that blows up exceeds, however busy the machine.
    const milliseconds = [1, 2, 3].map(() => {
      const start = performance.now();
      refusal = refusalOf(() => parseFormula(text))?.message ?? "was read";
      return performance.now() - start;
    });
    expect(Math.min(...milliseconds)).toBeLessThan(1000);
    expect(refusal).toContain(problem ?? "was read");
    expect(refusal.length).toBeLessThan(400);
  });
});

test("random text throws nothing but RangeError", () => {
  const piece = fc.constantFrom(
    ..."~ + - * / ^ : ( ) | || 0 1 2 x y g log( I( factor( scale( ` . , 1e5 (1|g) é \n".split(" "),
    " ",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
    fc.array(piece, { maxLength: 60 }).map((pieces) => `y ~ ${pieces.join(" ")}`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(text, (formula) => {
      const refusal = refusalOf(() => parseFormula(formula));
      expect(refusal?.message ?? "at position 1\n^").toMatch(/at position \d+[^]*\n *\^$/u);
    }),
    { seed: 601, numRuns: 5000 },
  );
});
