// Hostile inputs written by hand, one decision each: draws, or an error that says what is wrong.
import { flat, halfT, inverseGamma, inverseWishart, jeffreys, normal, zellner } from "lmm-gibbs";
import { describe, expect, test } from "vitest";
import { NAMES, revokedProxy, throwingProxy } from "./hostile-values.ts";
import { type Input, judge } from "./judge.ts";

const DRAWS = "draws, all of them finite";

const good = {
  y: [1.2, 4.1, 2.3, 7.7, 3.1, 9.4, 4.2, 6.6, 5.5, 2.1],
  x: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5],
  f: ["u", "v", "u", "v", "u", "v", "w", "v", "u", "w"],
  g: ["a", "a", "a", "b", "b", "b", "b", "c", "c", "d"],
};
type Columns = Record<string, unknown>;
const columns = (changed: Columns): Columns => ({ ...good, ...changed });
const withCell = (name: keyof typeof good, row: number, cell: unknown): Columns =>
  columns({ [name]: good[name].map((old, i) => (i === row ? cell : old)) });
const each = (name: "y" | "x", change: (value: number) => unknown): Columns =>
  columns({ [name]: good[name].map(change) });
const rows = (): Record<string, unknown>[] =>
  good.y.map((y, i) => ({ y, x: good.x[i], f: good.f[i], g: good.g[i] }));
const csv = ["y,x,f,g", ...rows().map((row) => Object.values(row).join(","))].join("\n");

const RUN = { chains: 2, warmup: 3, draws: 5, seed: 5 };
const PROPER = {
  beta: normal({ sd: 100 }),
  sigma2: inverseGamma({ shape: 2, scale: 2 }),
  D: halfT({ df: 2, scale: 2 }),
};
const proper = { priors: PROPER };
const FORMULA = "y ~ x + (1 | g)";

/** Judges an input, of what it does not give the valid one. */
function expectAnswer(
  given: Partial<Input>,
  expected: string,
  sweeps: readonly string[] = ["marginal"],
): void {
  for (const sweep of sweeps) {
    const { outcome, message, faults } = judge({
      classes: [],
      via: typeof given.data === "string" ? "csv" : "data",
      data: good,
      formula: FORMULA,
      modelOptions: {},
      runOptions: { ...RUN, sweep },
      ...given,
    });
    expect(faults, message).toEqual([]);
    expect(outcome === "draws" ? DRAWS : message).toContain(expected);
  }
}

type CellCase = readonly [kind: string, cell: () => unknown, number: string, factor: string, group: string];

const KIND = "a cell must be a number, text, a boolean or missing, got ";
const FINITE = 'column "x", row 4: a finite number must come, got ';
const MIXED = 'text in numeric column "f", row ';

describe("a cell of a number, of a factor, of a group", () => {
  test.each<CellCase>([
    ["Infinity", () => Infinity, `${FINITE}Infinity`, MIXED, DRAWS],
    ["-Infinity", () => -Infinity, `${FINITE}-Infinity`, MIXED, DRAWS],
    ["NaN", () => Number.NaN, "missing value in row 4", "missing value in row 4", "missing value in row 4"],
    ["null", () => null, "missing value in row 4", "missing value in row 4", "missing value in row 4"],
    [
      "undefined",
      () => undefined,
      "missing value in row 4",
      "missing value in row 4",
      "missing value in row 4",
    ],
    ["empty text", () => "", '""; a missing value is null', DRAWS, DRAWS],
    ["blank text", () => " ", '" "; a missing value is null', DRAWS, DRAWS],
    ["hexadecimal", () => "0x10", '"0x10"; other rows hold numbers', DRAWS, DRAWS],
    ["decimal comma", () => "1,5", '"1,5"; a decimal point is "."', DRAWS, DRAWS],
    ["a number as text", () => "3", '"3"; other rows hold numbers', DRAWS, DRAWS],
    ["the text NaN", () => "NaN", '"NaN"; other rows', DRAWS, DRAWS],
    ["the text __proto__", () => "__proto__", '"__proto__"; other rows', DRAWS, DRAWS],
    ["NUL", () => "\0", String.raw`"\u0000"; other rows`, DRAWS, DRAWS],
    ["emoji", () => "👩‍👧", '"👩‍👧"; other rows', DRAWS, DRAWS],
    ["right-to-left", () => "\u202Eabc", "other rows hold numbers", DRAWS, DRAWS],
    ["lone surrogate", () => "\uD800", "other rows hold numbers", DRAWS, DRAWS],
    ["a spreadsheet's formula", () => "=cmd()", '"=cmd()"; other rows', DRAWS, DRAWS],
    ["a text of 100,000 letters", () => "long ".repeat(20_000), "other rows hold numbers", DRAWS, DRAWS],
    ["a number among text", () => 7, DRAWS, `${MIXED}1: "u"; other rows hold numbers`, DRAWS],
    ["true", () => true, '"true"; other rows', DRAWS, DRAWS],
    ["-0", () => -0, DRAWS, MIXED, DRAWS],
    ["2^53", () => 2 ** 53, DRAWS, MIXED, DRAWS],
    ["1e308", () => 1e308, "their squares overflow", MIXED, DRAWS],
    ["5e-324", () => 5e-324, DRAWS, MIXED, DRAWS],
    ["Date", () => new Date(0), `${KIND}a Date`, `${KIND}a Date`, `${KIND}a Date`],
    ["invalid Date", () => new Date(Number.NaN), `${KIND}a Date`, `${KIND}a Date`, `${KIND}a Date`],
    ["bigint", () => 3n, `${KIND}a value of type bigint`, `${KIND}a value`, `${KIND}a value`],
    ["symbol", () => Symbol("s"), `${KIND}a value of type symbol`, `${KIND}a value`, `${KIND}a value`],
    ["function", () => () => 1, `${KIND}a value of type function`, `${KIND}a value`, `${KIND}a value`],
    ["object", () => ({ value: 1 }), `${KIND}a value of type object`, `${KIND}a value`, `${KIND}a value`],
    ["array", () => [1], `${KIND}an array`, `${KIND}an array`, `${KIND}an array`],
    ["boxed number", () => Object(3) as unknown, `${KIND}a value of type object`, KIND, KIND],
    ["proxy that throws", throwingProxy, `${KIND}an object that cannot be read`, KIND, KIND],
    ["revoked proxy", revokedProxy, `${KIND}an object that cannot be read`, KIND, KIND],
  ])("%s", (_, cell, number, factor, group) => {
    expectAnswer({ data: withCell("x", 3, cell()) }, number);
    expectAnswer(
      { data: withCell("f", 3, cell()), formula: "y ~ f + (1 | g)", modelOptions: proper },
      factor,
    );
    expectAnswer({ data: withCell("g", 3, cell()) }, group);
  });
});

describe("names", () => {
  const quotable = NAMES.filter((name) => !name.includes("`") && name !== "" && name.length < 100);
  test.each(quotable)("a covariate called %j is one like any other", (name) => {
    const data = JSON.parse(`{"y": ${JSON.stringify(good.y)}, "g": ${JSON.stringify(good.g)}}`) as object;
    Object.defineProperty(data, name, { value: good.x, enumerable: true });
    expectAnswer({ data, formula: `y ~ \`${name}\` + (1 | g)` }, DRAWS);
  });

  test.each(quotable)("a grouping factor called %j is one like any other", (name) => {
    const data: object = { y: good.y, x: good.x };
    Object.defineProperty(data, name, { value: good.g, enumerable: true });
    expectAnswer({ data, formula: `y ~ x + (1 | \`${name}\`)` }, DRAWS);
  });

  test.each([
    ["a backtick cannot be written", "y ~ `a`b` + (1 | g)", "formula:"],
    ["an empty name cannot be written", "y ~ `` + (1 | g)", "formula:"],
    ["__proto__ that is not in the data", "y ~ __proto__ + (1 | g)", 'column "__proto__" is not in the data'],
    [
      "constructor that is not in the data",
      "y ~ constructor + (1 | g)",
      'column "constructor" is not in the data',
    ],
    ["toString as a group", "y ~ x + (1 | toString)", 'column "toString" is not in the data'],
    ["another case", "Y ~ x + (1 | g)", 'column "Y" is not in the data; did you mean "y"?'],
  ])("%s", (_, formula, expected) => expectAnswer({ formula }, expected));
});

describe("groups", () => {
  test.each<[string, unknown[], string]>([
    ['1 and "1" are one level', [1, "1", "1", 2, 2, 2, "2", 3, 3, "3"], DRAWS],
    ['"01" is another than "1"', ["1", "01", "1", "01", "2", "2", "02", "02", "3", "3"], DRAWS],
    ["numbers", [1, 1, 1, 2, 2, 2, 3, 3, 3, 3], DRAWS],
    ["0 and −0 are one level", [0, -0, 0, 1, 1, 1, 2, 2, -0, 0], DRAWS],
    ["one group", good.y.map(() => "only"), DRAWS],
    ["a missing label", [null, ...good.g.slice(1)], "missing value in row 1"],
    [
      "an infinite number",
      [Infinity, 1, 1, 1, 2, 2, 2, 3, 3, 3],
      'column "g", row 1: a finite number must come',
    ],
    ["one row a group", good.y.map((_, i) => i), "improper"],
    ["labels of 50,000 letters", good.g.map((g) => g.repeat(50_000)), DRAWS],
  ])("%s", (_, g, expected) => expectAnswer({ data: columns({ g }) }, expected));

  test("one row a group under proper priors", () => {
    expectAnswer({ data: columns({ g: good.y.map((_, i) => i) }), modelOptions: proper }, DRAWS);
  });
});

describe("the shape of the data", () => {
  const frozen = Object.freeze(columns({ x: Object.freeze([...good.x]), y: Object.freeze([...good.y]) }));
  const sparse = [...good.x];
  Reflect.deleteProperty(sparse, 3);
  const long = Object.assign([1], { length: 2 ** 32 - 1 });
  const million = Object.assign([1], { length: 2 ** 20 + 1 });
  const readOnce = Object.defineProperty([...good.x], 3, {
    get: () => {
      throw new Error("no such page");
    },
  });
  const throwing = (thrown: unknown): object[] =>
    rows().with(
      2,
      Object.defineProperty({ ...rows()[2] }, "x", {
        enumerable: true,
        get: () => {
          throw thrown;
        },
      }),
    );
  test.each<[string, unknown, string]>([
    ["frozen columns", frozen, DRAWS],
    ["frozen rows", Object.freeze(rows().map((row) => Object.freeze(row))), DRAWS],
    ["rows without prototype", rows().map((row) => Object.assign(Object.create(null) as object, row)), DRAWS],
    [
      "inherited properties are no columns",
      rows().map((row) => Object.create(row) as object),
      "the table has no columns",
    ],
    [
      "an own __proto__",
      rows().map((row) => JSON.parse(`{"__proto__":1,${JSON.stringify(row).slice(1)}`) as object),
      DRAWS,
    ],
    ["Float64Array", columns({ x: Float64Array.from(good.x) }), DRAWS],
    ["Float32Array", columns({ y: Float32Array.from(good.y) }), DRAWS],
    ["Int8Array", columns({ x: Int8Array.from(good.x) }), DRAWS],
    ["Uint8ClampedArray", columns({ x: Uint8ClampedArray.from(good.x) }), DRAWS],
    ["BigInt64Array", columns({ x: new BigInt64Array(10) }), "a value of type bigint"],
    [
      "a column without values",
      columns({ x: [] }),
      'the columns must have one length: "y" has 10, "x" has 0',
    ],
    ["DataView", columns({ x: new DataView(new ArrayBuffer(80)) }), 'column "x" must be an array'],
    ["a Set", columns({ x: new Set(good.x) }), 'column "x" must be an array'],
    ["a text", columns({ x: "0123012345" }), 'column "x" must be an array'],
    [
      "an array-like object",
      columns({ x: Object.assign({}, good.x, { length: 10 }) }),
      'column "x" must be an array',
    ],
    ["a sparse column", columns({ x: sparse }), "missing value in row 4"],
    [
      "four thousand million places",
      columns({ y: long }),
      "4294967295 values, a table has at most 1073741824 rows",
    ],
    ["a million places and one value", { y: million, x: million, g: million }, "nearly all of them empty"],
    [
      "a getter of an array that throws",
      columns({ x: readOnce }),
      'column "x", row 4 cannot be read: reading it throws "Error: no such page"',
    ],
    [
      "a getter that throws an Error",
      throwing(new Error("no such page")),
      'column "x", row 3 cannot be read: reading it throws "Error: no such page"',
    ],
    ["a getter that throws text", throwing("thrown"), 'reading it throws "thrown"'],
    ["a getter that throws null", throwing(null), 'reading it throws "null"'],
    ["a getter that throws a proxy", throwing(throwingProxy()), "something that cannot be read either"],
    ["a proxy as data", throwingProxy(), "data cannot be read"],
    ["a revoked proxy as data", revokedProxy(), "data cannot be read"],
    ["a proxy as a row", rows().with(4, throwingProxy() as never), "row 5 of the data cannot be read"],
    ["a proxy as a column", columns({ x: throwingProxy() }), 'column "x" must be an array'],
    ["a hole among rows", Object.assign(rows(), { length: 12 }), "row 11 must be an object"],
    ["null as a row", [...rows(), null], "row 11 must be an object"],
    [
      "an array as a row",
      [...rows(), [1, 2]],
      "row 11 must be an object with one property a column, got an array",
    ],
    ["a ragged row", [...rows(), { y: 1, g: "a" }], 'column "x" has a missing value in row 11'],
    ["no rows", [], "the table has no rows"],
    ["empty rows", [{}, {}], "the table has no columns"],
    ["no columns", {}, "the table has no rows"],
    ["null", null, "data must be"],
    ["a number", 5, "data must be"],
    ["a Map", new Map(Object.entries(good)), "data must be"],
    ["a function", () => good, "data must be"],
    [
      "a table of another kind",
      { rows: 10, columns: new Map([["x", { kind: "number", values: good.x }]]) },
      "must be numeric (a Float64Array) or text",
    ],
    [
      "a table with objects for text",
      { rows: 1, columns: new Map([["x", { kind: "text", values: [{}] }]]) },
      "must be numeric (a Float64Array) or text",
    ],
    [
      "a table named by symbols",
      { rows: 1, columns: new Map([[Symbol("x"), { kind: "text", values: ["a"] }]]) },
      "must be named by text",
    ],
    ["a table of null", { rows: 1, columns: new Map([["x", null]]) }, "must be numeric"],
    [
      "a table with other rows",
      { rows: "10", columns: new Map([["x", { kind: "text", values: good.g }]]) },
      "the table says 10 rows",
    ],
  ])("%s", (_, data, expected) => expectAnswer({ data, via: "data" }, expected));
});

describe("CSV", () => {
  const line = (text: string): string => csv.replace("\n", `\n${text}\n`);
  test.each<[string, string, string]>([
    ["as it should be", csv, DRAWS],
    ["byte-order mark", `\u{FEFF}${csv}`, DRAWS],
    ["CRLF", csv.replaceAll("\n", "\r\n"), DRAWS],
    ["CR", csv.replaceAll("\n", "\r"), DRAWS],
    ["CRLF and LF", csv.replace("\n", "\r\n"), DRAWS],
    ["semicolons", csv.replaceAll(",", ";"), DRAWS],
    ["tabs", csv.replaceAll(",", "\t"), DRAWS],
    ["bars", csv.replaceAll(",", "|"), DRAWS],
    ["quoted line breaks", csv.replaceAll(/,a$/gmu, ',"a\nb"'), DRAWS],
    ["quoted delimiters and quotes", csv.replaceAll(/,a$/gmu, ',"a, ""b"""'), DRAWS],
    ["blank lines at the end", `${csv}\n\n \n`, DRAWS],
    ["blank lines within", line(""), "line 2: 4 cells must come, as in the header, got a blank line"],
    [
      "semicolons and decimal commas",
      csv.replaceAll(",", ";").replaceAll(".", ","),
      'text in numeric column "y", row 1: "1,2"; a decimal point is ".", as in 1.2',
    ],
    ["hexadecimal", line("0x10,1,u,a"), 'text in numeric column "y", row 1: "0x10"'],
    ["an empty cell", line(",1,u,a"), 'column "y" has a missing value in row 1'],
    ["a blank cell", line(" ,1,u,a"), 'column "y" has a missing value in row 1'],
    ["NA", line("NA,1,u,a"), 'column "y" has a missing value in row 1'],
    ["text", line("abc,1,u,a"), 'text in numeric column "y", row 1: "abc"'],
    ["Infinity is text", line("Infinity,1,u,a"), 'text in numeric column "y", row 1: "Infinity"'],
    [
      "a number beyond doubles",
      line("1e999,1,u,a"),
      'column "y", row 1: a finite number must come, got Infinity',
    ],
    ["NUL in a label", csv.replaceAll(",a", ",a\0"), DRAWS],
    ["a spreadsheet's formula", csv.replaceAll(",a", ",=cmd()"), DRAWS],
    ["duplicate header", csv.replace("f", "x"), 'columns 2 and 3 are both called "x"'],
    ["empty header", csv.replace("f", ""), "the name of column 3 is empty"],
    ["R's row names", csv.replaceAll(/^/gmu, "1,").replace("1", '""'), "row.names = FALSE"],
    ["a ragged row", line("1,2"), "line 2: 4 cells must come, as in the header, got 2 cells"],
    ["a row too long", line("1,2,u,a,5"), "line 2: 4 cells must come, as in the header, got 5 cells"],
    ["an open quote", `${csv}\n1,2,u,"a`, "line 12: quoted field unterminated"],
    ["empty", "", "the CSV text is empty"],
    ["header alone", "y,x,f,g", "the table has no rows"],
    ["01 and 1 are two groups", csv.replaceAll(/,[ab]$/gmu, ",1").replaceAll(/,[cd]$/gmu, ",01"), DRAWS],
    [
      "a column of 01 and 1 is no number",
      csv.replaceAll(/,2,u/gu, ",02,u").replaceAll(/,3,/gu, ",2,"),
      'text in numeric column "x", row 3: "02"',
    ],
    [
      "identifiers of 17 digits are apart",
      csv.replaceAll(/,[ab]$/gmu, ",90071992547409931").replaceAll(/,[cd]$/gmu, ",90071992547409932"),
      DRAWS,
    ],
    [
      "a cell of 100,000 digits",
      line(`${"1".repeat(100_000)},1,u,a`),
      "a finite number must come, got Infinity",
    ],
  ])("%s", (_, data, expected) => expectAnswer({ data, via: "csv" }, expected));

  test.each<[string, unknown]>([
    ["null", null],
    ["a number", 5],
    ["bytes", new Uint8Array(3)],
    ["a proxy", throwingProxy()],
  ])("%s is no text", (_, data) => expectAnswer({ data, via: "csv" }, "the CSV must be text"));
});

describe("designs", () => {
  test.each<[string, Partial<Input>, string]>([
    ["constant y", { data: each("y", () => 3) }, "the response does not vary"],
    ["constant y under proper priors", { data: each("y", () => 3), modelOptions: proper }, DRAWS],
    ["y zero under proper priors", { data: each("y", () => 0), modelOptions: proper }, DRAWS],
    ["y on a line", { data: columns({ y: good.x.map((x) => 2 * x + 1) }) }, "improper"],
    [
      "y on a line under proper priors",
      { data: columns({ y: good.x.map((x) => 2 * x + 1) }), modelOptions: proper },
      DRAWS,
    ],
    ["y times 1e150", { data: each("y", (y) => y * 1e150) }, DRAWS],
    ["y times 1e-150", { data: each("y", (y) => y * 1e-150) }, DRAWS],
    [
      "y times 1e155",
      { data: each("y", (y) => y * 1e155) },
      '"y" has values up to 9.40e+155: their squares overflow; write it in another unit, multiplied by 1e-156',
    ],
    ["y times 1e-155", { data: each("y", (y) => y * 1e-155) }, "their squares vanish"],
    ["x times 1e6", { data: each("x", (x) => x * 1e6) }, DRAWS],
    ["x times 1e-6", { data: each("x", (x) => x * 1e-6) }, DRAWS],
    ["x times 1e150", { data: each("x", (x) => x * 1e150), formula: "y ~ x + (x | g)" }, DRAWS],
    ["x times 1e-150", { data: each("x", (x) => x * 1e-150), formula: "y ~ x + (x | g)" }, DRAWS],
    [
      "x times 1e200",
      { data: each("x", (x) => x * 1e200) },
      '"x" has values up to 5.00e+200: their squares overflow',
    ],
    [
      "y times 1e150 on x times 1e-150",
      { data: columns({ y: good.y.map((y) => y * 1e150), x: good.x.map((x) => x * 1e-150) }) },
      "write them in other units",
    ],
    ["y plus 1e8", { data: each("y", (y) => y + 1e8) }, DRAWS],
    ["y plus 1e15", { data: each("y", (y) => y + 1e15) }, "the response does not vary"],
    ["x plus 1e8", { data: each("x", (x) => x + 1e8) }, "to 8 digits"],
    ["x plus 1e6", { data: each("x", (x) => x + 1e6) }, DRAWS],
    ["x plus 1e8, centered", { data: each("x", (x) => x + 1e8), formula: "y ~ scale(x) + (1 | g)" }, DRAWS],
    ["x plus 1e12", { data: each("x", (x) => x + 1e12) }, "x = 1000000000000·(Intercept)"],
    ["x zero", { data: each("x", () => 0) }, "x = 0"],
    [
      "x zero in Z",
      { data: each("x", () => 0), formula: "y ~ 1 + (x | g)" },
      "its column of Z is 0 everywhere",
    ],
    ["rank-deficient X", { formula: "y ~ x + I(2 * x + 1) + (1 | g)" }, "I(2 * x + 1) = 2·x + 1·(Intercept)"],
    [
      "rank-deficient X, dropped",
      { formula: "y ~ x + I(2 * x + 1) + (1 | g)", modelOptions: { aliased: "drop" } },
      DRAWS,
    ],
    [
      "rank-deficient X under a normal prior",
      { formula: "y ~ x + I(2 * x + 1) + (1 | g)", modelOptions: proper },
      DRAWS,
    ],
    ["rank-deficient Z", { formula: "y ~ x + (x + I(2*x) | g)", modelOptions: proper }, DRAWS],
    ["more columns than rows", { formula: "y ~ x*f*g + I(x^2) + (1 | g)" }, "not identified"],
    [
      "more columns than rows, dropped",
      {
        formula: "y ~ x*f + I(x^2) + I(x^3) + I(x^4) + (1 | g)",
        modelOptions: { aliased: "drop", priors: { sigma2: PROPER.sigma2 } },
      },
      DRAWS,
    ],
    [
      "more columns than rows under proper priors",
      { formula: "y ~ x*f + I(x^2) + I(x^3) + I(x^4) + (1 | g)", modelOptions: proper },
      DRAWS,
    ],
    ["groups smaller than q", { formula: "y ~ x + (x + I(x^2) | g)", modelOptions: proper }, DRAWS],
    [
      "fewer groups than q",
      {
        formula: "y ~ x + (x + I(x^2) | f)",
        modelOptions: proper,
        data: columns({ f: good.f.map((f) => (f === "w" ? "v" : f)) }),
      },
      DRAWS,
    ],
    ["a group of one row", { formula: "y ~ x + (x | g)" }, DRAWS],
    ["one row", { data: rows().slice(0, 1), modelOptions: proper }, DRAWS],
    ["one row, default priors", { data: rows().slice(0, 1) }, "there is one row"],
    ["two rows", { data: rows().slice(0, 2), modelOptions: proper }, DRAWS],
    ["the group as a covariate", { formula: "y ~ g + (1 | g)" }, DRAWS],
    ["a missing value dropped", { data: withCell("x", 3, null), modelOptions: { na: "drop" } }, DRAWS],
    ["every value missing", { data: each("x", () => null), modelOptions: { na: "drop" } }, "no row is left"],
    [
      "a factor left with one level",
      {
        data: columns({ f: ["u", "v", ...good.f.slice(2).map(() => null)] }),
        formula: "y ~ f + (1 | g)",
        modelOptions: { na: "drop", ...proper },
      },
      DRAWS,
    ],
    [
      "D's scale nearly singular",
      {
        formula: "y ~ x + (x | g)",
        modelOptions: {
          priors: {
            D: {
              kind: "inverse-wishart",
              df: 3,
              scale: [
                [1, 1 - 1e-9],
                [1 - 1e-9, 1],
              ],
            },
          },
        },
      },
      DRAWS,
    ],
    [
      "D's scale singular",
      {
        formula: "y ~ x + (x | g)",
        modelOptions: {
          priors: {
            D: {
              kind: "inverse-wishart",
              df: 3,
              scale: [
                [1, 1],
                [1, 1],
              ],
            },
          },
        },
      },
      "must be positive definite",
    ],
    [
      "D's scale not symmetric",
      {
        formula: "y ~ x + (x | g)",
        modelOptions: {
          priors: {
            D: {
              kind: "inverse-wishart",
              df: 3,
              scale: [
                [1, 0.5],
                [0, 1],
              ],
            },
          },
        },
      },
      "must be symmetric",
    ],
    [
      "D starts nearly singular",
      {
        formula: "y ~ x + (x | g)",
        runOptions: {
          ...RUN,
          initial: {
            terms: [
              {
                D: [
                  [1, 1 - 1e-9],
                  [1 - 1e-9, 1],
                ],
              },
            ],
          },
        },
      },
      DRAWS,
    ],
    [
      "D starts singular",
      {
        formula: "y ~ x + (x | g)",
        runOptions: {
          ...RUN,
          initial: {
            terms: [
              {
                D: [
                  [1, 1],
                  [1, 1],
                ],
              },
            ],
          },
        },
      },
      "must be positive definite",
    ],
  ])("%s", (_, given, expected) => expectAnswer(given, expected, ["marginal", "uncentered", "interweaved"]));
});

describe("formulas", () => {
  test.each<[unknown, string]>([
    ["", "formula: "],
    ["y", "formula: "],
    ["~ x", "formula: "],
    ["y ~", "formula: "],
    ["y ~ x", "no random-effect term"],
    ["y ~ x + (1 | )", "formula: "],
    ["y ~ x + (1 | g", "formula: "],
    ["y ~ x + (1 | g))", "formula: "],
    ["y ~ x + (1 | g) + (1 | f)", "exactly one random-effect term"],
    ["y ~ y + (1 | g)", "the response among the terms"],
    ["y ~ 0 + (1 | g)", "at least one fixed effect"],
    ["y ~ x + (0 | g)", "a random-effect term without random effects"],
    ["y ~ sin(x) + (1 | g)", "sin"],
    ["y ~ log(x) + (1 | g)", '"log(x)" is not finite in row 1: it is -Infinity where x is 0'],
    ["y ~ sqrt(-x) + (1 | g)", "is not finite in row 2"],
    ["y ~ I(x^9999) + (1 | g)", "is not finite in row 3"],
    ["y ~ I(x/x) + (1 | g)", "is not finite in row 1"],
    ["y ~ scale(x) + (1 | g)", DRAWS],
    ["y ~ x + (1 | x)", DRAWS],
    ["y ~ x; process.exit()", "formula: "],
    ["\0", "formula: "],
    ["👩‍👧 ~ x + (1 | g)", "formula: "],
    [`y ~ ${"(".repeat(3000)}x${")".repeat(3000)} + (1 | g)`, "formula: "],
    [`y ~ ${"x + ".repeat(100_000)}x + (1 | g)`, DRAWS],
    [null, "a formula must be text"],
    [undefined, "a formula must be text"],
    [5, "a formula must be text"],
    [10n, "a formula must be text"],
    [Symbol("y"), "a formula must be text"],
    [["y ~ x + (1 | g)"], "a formula must be text"],
    [throwingProxy(), "a formula must be text"],
  ])("%#", (formula, expected) => expectAnswer({ formula }, expected));
});

describe("options of a model", () => {
  const of = (options: unknown): Partial<Input> => ({ modelOptions: options });
  const D = (scale: number, df = 3): unknown => ({ priors: { D: inverseWishart({ df, scale }) } });
  test.each<[string, Partial<Input>, string]>([
    ["null", of(null), "mixedModel's options must be an object, got null"],
    ["an array", of([]), "must be an object"],
    ["text", of("drop"), "must be an object"],
    ["a proxy", of(throwingProxy()), "mixedModel's options cannot be read"],
    ["a misspelt name", of({ prior: {} }), 'did you mean "priors"?'],
    ["__proto__", of(JSON.parse('{"__proto__": 1}')), 'cannot have "__proto__"'],
    ["constructor", of({ constructor: 1 }), 'cannot have "constructor"'],
    ["na of another word", of({ na: "omit" }), 'na must be one of "error", "drop", got "omit"'],
    ["na true", of({ na: true }), "na must be one of"],
    ["aliased of another word", of({ aliased: "Drop" }), 'did you mean "drop"?'],
    ["aliased null", of({ aliased: null }), "aliased must be one of"],
    ["priors null", of({ priors: null }), DRAWS],
    ["priors text", of({ priors: "flat" }), "priors must be an object"],
    ["priors of an unknown parameter", of({ priors: { sigma: jeffreys() } }), 'did you mean "sigma2"?'],
    [
      "priors with a getter that throws",
      of({
        priors: {
          get beta(): never {
            throw new Error("no");
          },
        },
      }),
      "priors.beta cannot be read",
    ],
    [
      "beta of another kind",
      of({ priors: { beta: jeffreys() } }),
      "priors.beta must be a prior made by one of",
    ],
    ["beta a number", of({ priors: { beta: 5 } }), "priors.beta must be a prior made by one of"],
    [
      "beta too long",
      of({ priors: { beta: normal({ sd: [1, 2, 3] }) } }),
      "priors.beta has 3 spreads, the model has 2",
    ],
    ["beta of a spread of 1e-150", of({ priors: { beta: normal({ sd: 1e-150 }) } }), DRAWS],
    ["beta of a spread of 1e150", of({ priors: { beta: normal({ sd: 1e150 }) } }), DRAWS],
    ["Zellner with g = 1e300", of({ priors: { beta: zellner({ g: 1e300 }) } }), DRAWS],
    ["sigma2 of another kind", of({ priors: { sigma2: flat() } }), "priors.sigma2 must be a prior"],
    ["sigma2 of scale 1e300", of({ priors: { sigma2: inverseGamma({ shape: 1, scale: 1e300 }) } }), DRAWS],
    ["sigma2 of scale 1e-300", of({ priors: { sigma2: inverseGamma({ shape: 1, scale: 1e-300 }) } }), DRAWS],
    ["D improper", of({ priors: { D: jeffreys() } }), "Hobert & Casella"],
    [
      "D of another size",
      of({
        priors: {
          D: inverseWishart({
            df: 4,
            scale: [
              [1, 0],
              [0, 1],
            ],
          }),
        },
      }),
      "must be 1 × 1",
    ],
    [
      "D of another group",
      of({ priors: { D: { h: halfT({ df: 2, scale: 1 }) } } }),
      "the grouping factor is",
    ],
    ["D of scale 1e-100", of(D(1e-100)), DRAWS],
    ["D of scale 1e100", of(D(1e100)), DRAWS],
    [
      "D under a half-Cauchy prior of scale 1e-150, by the textbook",
      {
        formula: "y ~ x + (x || g)",
        modelOptions: { priors: { ...PROPER, D: halfT({ df: 1, scale: 1e-150 }) } },
        runOptions: { ...RUN, engine: "textbook" },
      },
      "must be an array of finite numbers",
    ],
    ["contrasts null", of({ contrasts: null }), DRAWS],
    ["contrasts of no factor", of({ contrasts: { x: { type: "sum" } } }), "it is no factor"],
    ["contrasts of no column", of({ contrasts: { z: {} } }), 'column "z" is not in the data'],
    [
      "contrasts of __proto__",
      of({ contrasts: JSON.parse('{"__proto__": {}}') }),
      'column "__proto__" is not in the data',
    ],
    [
      "contrasts of another type",
      { formula: "y ~ f + (1 | g)", modelOptions: { contrasts: { f: { type: "Sum" } } } },
      'did you mean "sum"?',
    ],
    [
      "a reference that is no level",
      { formula: "y ~ f + (1 | g)", modelOptions: { contrasts: { f: { reference: "z" } } } },
      '"z" is not one of its levels',
    ],
    [
      "a reference that is an object",
      { formula: "y ~ f + (1 | g)", modelOptions: { contrasts: { f: { reference: {} } } } },
      "reference must be a level, got an object",
    ],
  ])("%s", (_, given, expected) => expectAnswer(given, expected));
});

describe("options of a run", () => {
  test.each<[string, unknown, string]>([
    ["null", null, "the options must be an object, got null"],
    ["a misspelt name", { ...RUN, tihn: 2 }, 'did you mean "thin"?'],
    ["no chains", { ...RUN, chains: 0 }, "chains must be an integer of at least 1, got 0"],
    ["half a chain", { ...RUN, chains: 1.5 }, "chains must be an integer"],
    ["a million chains", { ...RUN, chains: 1e6 }, "chains must be at most 10000"],
    ["-1 draws", { ...RUN, draws: -1 }, "draws must be an integer of at least 1, got -1"],
    ["Infinity draws", { ...RUN, draws: Infinity }, "draws must be an integer"],
    ["1e15 draws", { ...RUN, draws: 1e15 }, "are more than 2147483648 numbers"],
    ["text for draws", { ...RUN, draws: "10" }, 'draws must be an integer of at least 1, got "10"'],
    ["bigint for draws", { ...RUN, draws: 10n }, "draws must be an integer of at least 1, got 10"],
    ["-1 warm-up", { ...RUN, warmup: -1 }, "warmup must be an integer of at least 0"],
    ["thin 0", { ...RUN, thin: 0 }, "thin must be an integer of at least 1"],
    ["seed NaN", { ...RUN, seed: Number.NaN }, "seed must be a finite number, got NaN"],
    ["seed Infinity", { ...RUN, seed: Infinity }, "seed must be a finite number"],
    ["seed null is left out", { ...RUN, seed: null }, DRAWS],
    ["seed of emoji", { ...RUN, seed: "👩‍👧\0" }, DRAWS],
    ["seed of 100,000 letters", { ...RUN, seed: "s".repeat(100_000) }, DRAWS],
    ["an unknown sweep", { ...RUN, sweep: "centred" }, 'did you mean "centered"?'],
    ["sweep constructor", { ...RUN, sweep: "constructor" }, "sweep"],
    ["no blocks", { ...RUN, sweep: [] }, "sweep"],
    ["a block twice", { ...RUN, sweep: ["beta", "beta"] }, "the sweep holds sigma2 fixed"],
    ["an unknown engine", { ...RUN, engine: "fats" }, 'did you mean "fast"?'],
    ["engine toString", { ...RUN, engine: "toString" }, "engine must be one of"],
    ["engine of an array", { ...RUN, engine: ["fast"] }, "engine must be one of"],
    ["an unknown scale move", { ...RUN, scaleMove: "sandwhich" }, "scaleMove"],
    ["keep nothing", { ...RUN, keep: [] }, "keep must be a list of at least one variable"],
    [
      "keep what is not there",
      { ...RUN, keep: ["beta[z]"] },
      'no variable "beta[z]"; did you mean "beta[x]"?',
    ],
    ["keep symbols", { ...RUN, keep: [Symbol("beta")] }, "keep: no variable Symbol(beta)"],
    ["keep one variable", { ...RUN, keep: ["sigma2"] }, DRAWS],
    ["centering of no column", { ...RUN, sweep: "centered", centering: { z: true } }, "centering"],
    [
      "start at NaN",
      { ...RUN, initial: { beta: [Number.NaN, 1] } },
      "beta must be an array of finite numbers",
    ],
    ["start of another size", { ...RUN, initial: { beta: [1] } }, "beta must have 2 elements"],
    ["start at σ² = 0", { ...RUN, initial: { sigma2: 0 } }, "sigma2 must be a finite number above 0"],
    ["start at σ² = 1e300", { ...RUN, initial: { sigma2: 1e300 } }, DRAWS],
    ["start at σ² = 1e-300", { ...RUN, initial: { sigma2: 1e-300 } }, "sigma2 is Infinity (block sigma2"],
    ["starts for another number of chains", { ...RUN, initial: [{}] }, "initial has 1 states for 2 chains"],
    ["start of unknown parts", { ...RUN, initial: { betta: [1, 2] } }, 'did you mean "beta"?'],
    ["onProgress of text", { ...RUN, onProgress: "log" }, "onProgress must be a function"],
    ["resume of an empty object", { ...RUN, resume: {} }, "resume"],
  ])("%s", (_, runOptions, expected) => expectAnswer({ runOptions }, expected));
});

describe("matrices", () => {
  const whole = { y: good.y, X: good.x.map((x) => [1, x]), Z: good.x.map(() => [1]), groups: good.g };
  test.each<[string, object, string]>([
    ["as they should be", {}, DRAWS],
    ['labels 1 and "1" are one group', { groups: [1, "1", 1, 2, 2, "2", 3, 3, "3", 3] }, DRAWS],
    [
      "NaN in X",
      { X: whole.X.with(2, [1, Number.NaN]) },
      "X, row 3, must be an array of finite numbers, got [1, NaN]",
    ],
    ["Infinity in y", { y: good.y.with(0, Infinity) }, "y must be an array of finite numbers"],
    ["ragged X", { X: whole.X.with(2, [1]) }, "X must have rows of one length"],
    ["text in Z", { Z: whole.Z.with(0, ["1"] as never) }, "Z, row 1, must be an array of finite numbers"],
    ["no groups", { groups: undefined }, "groups must give one label a row"],
    ["too few groups", { groups: ["a"] }, "must have one length"],
    [
      "a label that is an object",
      { groups: good.g.with(1, {} as never) },
      "groups must be text or finite numbers, got an object at position 2",
    ],
    [
      "a label that is a symbol",
      { groups: good.g.with(1, Symbol("a") as never) },
      "groups must be text or finite numbers",
    ],
    ["names twice", { names: ["a", "a"] }, 'names has "a" twice'],
    ["names __proto__ and constructor", { names: ["__proto__", "constructor"] }, DRAWS],
    ["a group without a name", { group: "" }, "group must be a name"],
    ["a response that is a symbol", { response: Symbol("y") }, "response must be a name"],
    ["an unknown part", { x: [] }, 'cannot have "x"'],
    [
      "a sparse y of four thousand million",
      { y: Object.assign([1], { length: 2 ** 32 - 1 }) },
      "y must be an array of finite numbers",
    ],
    ["a proxy for X", { X: throwingProxy() }, "X must be an array of rows"],
    ["y times 1e200", { y: good.y.map((y) => y * 1e200) }, "their squares overflow"],
  ])("%s", (_, changed, expected) => {
    expectAnswer({ via: "matrices", data: { ...whole, ...changed } }, expected);
  });
});
