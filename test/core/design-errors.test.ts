// A formula that does not fit the data is a RangeError that says column, row and what came.
import fc from "fast-check";
import { expect, test } from "vitest";
import { design } from "../../packages/core/src/design/design.ts";
import { tableFrom } from "../../packages/core/src/table/table.ts";
import { refusalOf } from "./refusal.ts";

const table = tableFrom({
  Reaction: [1, 2, 3, 4],
  Days: [0, 1, 2, -1],
  s: ["a", "b", "a", "b"],
  same: ["a", "a", "a", "a"],
  constant: [0.1, 0.1, 0.1, 0.1],
  gap: [1, 2, Number.NaN, 4],
  textGap: ["a", null, "b", "b"],
  infinite: [1, 2, 3, -Infinity],
  mixed: [1, 2, "abc", 4],
  huge: [1e308, 1e308, 1.5e308, 1e308],
  p: ["a:b", "a", "a", "a"],
  q: ["c", "b:c", "a", "a"],
  Subject: ["u", "u", "v", "v"],
});

test.each([
  ["Reaction ~ Dayz + (1 | Subject)", 'column "Dayz" is not in the data; did you mean "Days"?'],
  ["Reactoin ~ Days + (1 | Subject)", 'column "Reactoin" is not in the data; did you mean "Reaction"?'],
  ["Reaction ~ Days + (1 | subject)", 'column "subject" is not in the data; did you mean "Subject"?'],
  ["Reaction ~ Days + (Dayz | Subject)", 'column "Dayz" is not in the data'],
  ["Reaction ~ log(Dayz) + (1 | Subject)", 'column "Dayz" is not in the data'],
  ["Reaction ~ factor(Dayz) + (1 | Subject)", 'column "Dayz" is not in the data'],
  ["Reaction ~ __proto__ + (1 | Subject)", 'column "__proto__" is not in the data'],
  ["Reaction ~ Days", "this release needs one, such as (1 | group)"],
  ["Reaction ~ 0", "the formula has no random-effect term"],
  [
    "Reaction ~ Days + (1 | Subject) + (1 | s)",
    "this release samples exactly one random-effect term, the formula has 2: (1 | Subject), (1 | s)",
  ],
  ["Reaction ~ 1 + (Days || s/Subject)", "has 2: (Days || s), (Days || s:Subject)"],
  ["gap ~ Days + (1 | Subject)", 'column "gap" has a missing value in row 3'],
  ["Reaction ~ gap + (1 | Subject)", 'column "gap" has a missing value in row 3'],
  ["Reaction ~ I(2 * gap) + (1 | Subject)", 'column "gap" has a missing value in row 3'],
  ["Reaction ~ factor(gap) + (1 | Subject)", 'column "gap" has a missing value in row 3'],
  ["Reaction ~ Days + (1 | gap)", 'column "gap" has a missing value in row 3'],
  ["Reaction ~ textGap + (1 | Subject)", 'column "textGap" has a missing value in row 2'],
  ["Reaction ~ Days + (1 | Subject:textGap)", 'column "textGap" has a missing value in row 2'],
  [
    "Reaction ~ infinite + (1 | Subject)",
    'column "infinite", row 4: a finite number must come, got -Infinity',
  ],
  ["Reaction ~ I(1 / infinite) + (1 | Subject)", 'column "infinite", row 4'],
  ["Reaction ~ Days + (1 | infinite)", 'column "infinite", row 4'],
  ["s ~ Days + (1 | Subject)", 'text in numeric column "s", row 1: "a"'],
  ["Reaction ~ log(s) + (1 | Subject)", 'text in numeric column "s", row 1: "a"'],
  ["Reaction ~ scale(s) + (1 | Subject)", 'text in numeric column "s", row 1: "a"'],
  ["Reaction ~ mixed + (1 | Subject)", 'text in numeric column "mixed", row 3: "abc"'],
  ["Reaction ~ I(mixed + 1) + (1 | Subject)", 'text in numeric column "mixed", row 3: "abc"'],
  ["mixed ~ Days + (1 | Subject)", 'text in numeric column "mixed", row 3: "abc"'],
  ["factor(Reaction) ~ Days + (1 | Subject)", "factor(Reaction)"],
  ["Reaction ~ same + (1 | Subject)", 'the factor "same" needs two levels or more, the data have "a" only'],
  ["Reaction ~ Days + (same | Subject)", 'the factor "same" needs two levels'],
  ["Reaction ~ factor(constant) + (1 | Subject)", 'the factor "factor(constant)" needs two levels'],
  [
    "Reaction ~ log(Days) + (1 | Subject)",
    '"log(Days)" is not finite in row 1: it is -Infinity where Days is 0',
  ],
  ["Reaction ~ I(1 / log(Days)) + (1 | Subject)", '"log(Days)" is not finite in row 1'],
  [
    "Reaction ~ sqrt(Days) + (1 | Subject)",
    '"sqrt(Days)" is not finite in row 4: it is NaN where Days is -1',
  ],
  ["Reaction ~ I(Reaction2 / Days) + (1 | Subject)", 'column "Reaction2" is not in the data'],
  ["log(Days) ~ 1 + (1 | Subject)", "is not finite in row 1"],
  ["Reaction ~ I(1 / (1 / Days)) + (1 | Subject)", "is not finite in row 1"],
  ["Reaction ~ I(Days^-1) + (1 | Subject)", '"Days^-1" is not finite in row 1'],
  ["Reaction ~ I((0 / 0) * Days) + (1 | Subject)", "is not finite: NaN"],
  ["Reaction ~ huge:I(10 * Days) + I(huge * 10) + (1 | Subject)", '"huge * 10" is not finite in row 1'],
  ["Reaction ~ scale(constant) + (1 | Subject)", '"scale(constant)": a constant column'],
  ["Reaction ~ scale(huge) + (1 | Subject)", "cannot be used"],
  ["Reaction ~ Days + (1 | p:q)", 'two combined levels would both be called "a:b:c"'],
])("%s is refused: %s", (formula, message) => {
  expect(() => design(formula, table)).toThrow(RangeError);
  expect(() => design(formula, table)).toThrow(message);
});

test("an unknown column is shown in the formula", () => {
  expect(() => design("Reaction ~ Days + Dayz + (1 | Subject)", table)).toThrow(
    '; did you mean "Days"?\n  Reaction ~ Days + Dayz + (1 | Subject)\n                    ^',
  );
});

test("two columns of one name are refused", () => {
  const t = tableFrom({ y: [1, 2, 3], a: ["bc", "c", "d"], ab: ["c", "d", "e"], g: [1, 2, 3] });
  expect(() =>
    design("y ~ a + ab + (1 | g)", t, { contrasts: { a: { reference: "d" }, ab: { reference: "e" } } }),
  ).toThrow('two columns of the design would both be called "abc"');
});

test("a column of labels used as a fixed factor is refused before any memory is taken", () => {
  const n = 20_000;
  const y = Float64Array.from({ length: n }, (_, i) => i);
  const id = Array.from({ length: n }, (_, i) => `id${i}`);
  const wide = tableFrom({ y, id, g: y });
  expect(() => design("y ~ id + (1 | g)", wide)).toThrow(/would make 19999 columns.*at most 10000/u);
  expect(() => design("y ~ id*factor(y2) + (1 | g)", tableFrom({ y, id, g: y, y2: y }))).toThrow(RangeError);
});

test.each([" ", "a b", "~", "1|g", "__proto__", "constructor", "(Intercept)", "年齢"])(
  "a column called %j is used by its backquoted name",
  (name) => {
    const t = tableFrom(JSON.parse(`{"y": [1, 2, 3], "g": [1, 1, 2], ${JSON.stringify(name)}: [5, 6, 8]}`));
    expect([...design(`y ~ 0 + \`${name}\` + (1 | g)`, t).X]).toEqual([5, 6, 8]);
  },
);

test("levels may be called anything", () => {
  const s = ["__proto__", "constructor", "", "a:b", "__proto__"];
  const t = tableFrom({ y: [1, 2, 3, 4, 5], s });
  expect(design("y ~ 0 + s + (1 | s)", t)).toMatchObject({
    names: ["s", "s__proto__", "sa:b", "sconstructor"],
    terms: [{ levels: ["__proto__", "constructor", "", "a:b"], groupOf: Int32Array.of(0, 1, 2, 3, 0) }],
  });
});

test("random formulas over a table throw nothing but RangeError", () => {
  const name = fc.constantFrom(
    "y",
    "x",
    "s",
    "g",
    "z",
    "log(x)",
    "scale(x)",
    "factor(x)",
    "I(x/z)",
    "1",
    "0",
  );
  const joint = fc.constantFrom(" + ", " - ", ":", "*", "/");
  const sum = fc
    .array(fc.tuple(joint, name), { maxLength: 6 })
    .map((parts) => `x${parts.map(([j, n]) => j + n).join("")}`);
  const t = tableFrom({
    y: [1, 2, 3, 4],
    x: [1, 2, 4, 8],
    z: [1, 0, 1, 3],
    s: ["a", "b", "a", "c"],
    g: [1, 2, 1, 2],
  });
  let read = 0;
  fc.assert(
    fc.property(sum, sum, (fixed, random) => {
      let X: Float64Array = new Float64Array(0);
      let p = 0;
      const attempt = (): void => {
        const laidOut = design(`y ~ ${fixed} + (${random} | g)`, t);
        [X, p] = [laidOut.X, laidOut.names.length];
      };
      if (refusalOf(attempt) === null) read++;
      expect(X.length).toBe(4 * p);
      expect([...X].every((value) => Number.isFinite(value))).toBe(true);
    }),
    { seed: 601, numRuns: 1000 },
  );
  expect(read).toBeGreaterThan(100);
});
