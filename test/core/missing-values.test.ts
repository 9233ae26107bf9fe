// { na: "drop" } leaves out exactly the rows that lack a value the formula uses, and says so.
import fc from "fast-check";
import {
  drawsFromJson,
  fit,
  inverseGamma,
  mixedModel,
  type Model,
  normal,
  parseCsv,
  predict,
  report,
  sampleSync,
  withResponse,
} from "lmm-gibbs";
import { fingerprint } from "@lmm-gibbs/core/internal";
import { describe, expect, test } from "vitest";

const data = {
  y: [1.2, 4.1, 2.3, 7.7, 3.1, 9.4, 4.2, 6.6, 5.5, 2.1],
  x: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5],
  f: ["u", "v", "w", "v", "u", "v", "u", "v", "u", "v"],
  g: ["a", "a", "a", "b", "b", "b", "b", "c", "c", "d"],
  other: [null, null, null, 1, 2, 3, 4, 5, 6, 7],
};
type Data = { [name in keyof typeof data]: unknown[] };
const FORMULA = "y ~ scale(x) * f + (x | g)";

const lacking = (cells: readonly (readonly [keyof Data, number, unknown])[]): Data => {
  const copy: Data = structuredClone(data);
  for (const [column, row, value] of cells) copy[column][row] = value;
  return copy;
};
const without = (rows: readonly number[]): Data =>
  Object.fromEntries(
    Object.entries(data).map(([name, column]) => [name, column.filter((_, i) => !rows.includes(i))]),
  ) as Data;
const priors = { beta: normal({ sd: 10 }), sigma2: inverseGamma({ shape: 1, scale: 1 }) };
const drop = (from: unknown, formula = FORMULA): Model => mixedModel(formula, from, { na: "drop", priors });
const bare = (model: Model): object => ({ ...model, dropped: null });

test("the model is that of the rows that are whole: levels, scale constants, default priors and fingerprint", () => {
  const model = drop(
    lacking([
      ["x", 2, null],
      ["y", 9, Number.NaN],
    ]),
  );
  const byHand = mixedModel(FORMULA, without([2, 9]), { priors });
  expect(bare(model)).toEqual(bare(byHand));
  expect(fingerprint(model)).toBe(fingerprint(byHand));
  expect(model.names).not.toContain("fw");
  expect(byHand.dropped).toBeNull();
});

test("what was dropped is on the model: places in the data, and for each column how many values lack", () => {
  const from = lacking([
    ["x", 2, null],
    ["y", 2, undefined],
    ["g", 7, null],
    ["f", 4, Number.NaN],
    ["y", 0, undefined],
  ]);
  expect(drop(from).dropped).toEqual({
    of: 10,
    rows: [0, 2, 4, 7],
    missing: [
      { column: "y", rows: 2 },
      { column: "x", rows: 1 },
      { column: "f", rows: 1 },
      { column: "g", rows: 1 },
    ],
  });
});

test("a column that the formula does not use may lack what it likes", () => {
  expect(drop(data).dropped).toBeNull();
  expect(drop(data, "y ~ x - x + (1 | g)").rows).toBe(10);
  expect(drop(data, "y ~ x + other - other + (1 | g)").rows).toBe(10);
  expect(drop(data, "y ~ x + other + (1 | g)").rows).toBe(7);
  expect(drop(data, "y ~ x + (1 | g:other)").rows).toBe(7);
  expect(drop(data, "log(y) ~ I(x + 2 * other) + (1 | g)").rows).toBe(7);
});

test("whatever is missing, the model is that of the whole rows", () => {
  const cell = fc.tuple(
    fc.constantFrom("y", "x", "f", "g" as keyof Data),
    fc.nat(9),
    fc.constantFrom(null, undefined, Number.NaN),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 4 }), (cells) => {
      const rows = [...new Set(cells.map(([, row]) => row))].toSorted((a, b) => a - b);
      const formula = "y ~ x + (1 | g)";
      const used = new Set(cells.filter(([column]) => column !== "f").map(([, row]) => row));
      const out = rows.filter((row) => used.has(row));
      const model = drop(lacking(cells), formula);
      expect(bare(model)).toEqual(bare(mixedModel(formula, without(out), { priors })));
      expect(model.dropped?.rows ?? []).toEqual(out);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test("in CSV empty cells, NA and NaN are missing", () => {
  const table = parseCsv("y,x,g\n1,2,a\n2,,a\n4,3,b\n 3 , ,b\n5,NA,b\n6,4,\n7,5,b\n8,7,c\n2,2,c");
  expect(drop(table, "y ~ x + (1 | g)").dropped).toEqual({
    of: 9,
    rows: [1, 3, 4, 5],
    missing: [
      { column: "x", rows: 3 },
      { column: "g", rows: 1 },
    ],
  });
});

test("the caller's data stay as they are", () => {
  const from = Object.freeze(lacking([["x", 2, null]]));
  for (const column of Object.values(from)) Object.freeze(column);
  const before = structuredClone(from);
  drop(from);
  expect(from).toEqual(before);
});

describe("an error", () => {
  test.each<[string, Data, string, string]>([
    [
      "of a missing value, unless asked to drop it",
      lacking([["x", 3, null]]),
      "error",
      'column "x" has a missing value in row 4; no row is dropped silently, so remove or fill it (mixedModel and regression leave such rows out when asked: { na: "drop" })',
    ],
    [
      "when no row is left",
      { ...data, x: data.x.map(() => null), y: [null, ...data.y.slice(1)] },
      "drop",
      "no row is left: 10 of 10 rows dropped for missing values: y 1, x 10",
    ],
    [
      "of a text among numbers, though its row lacks another value",
      lacking([
        ["x", 3, "abc"],
        ["y", 3, null],
      ]),
      "drop",
      'text in numeric column "x", row 4: "abc"',
    ],
    [
      "of an infinite number, with its row in the data",
      lacking([
        ["x", 1, null],
        ["x", 3, Infinity],
      ]),
      "drop",
      'column "x", row 4: a finite number must come',
    ],
    ["of another word", data, "omit", 'na must be one of "error", "drop", got "omit"'],
  ])("%s", (_, from, na, message) => {
    expect(() => mixedModel(FORMULA, from, { na: na as "drop" })).toThrow(RangeError);
    expect(() => mixedModel(FORMULA, from, { na: na as "drop" })).toThrow(message);
  });

  test("of a computed value names its row in the data", () => {
    const from = lacking([
      ["x", 1, null],
      ["x", 3, -1],
    ]);
    expect(() => drop(from, "y ~ sqrt(x) + (1 | g)")).toThrow('"sqrt(x)" is not finite in row 4');
  });

  test("of new rows to predict at that lack a value", () => {
    const model = drop(lacking([["x", 2, null]]), "y ~ x + (1 | g)");
    expect(predict(model, { sigma2: 1, D: [[1]] }).mean).toHaveLength(9);
    expect(() => predict(model, { sigma2: 1, D: [[1]] }, { x: [1, null], g: ["a", "b"] })).toThrow(
      'column "x" has a missing value in row 2',
    );
  });
});

test("the report says it, of draws read back too; other data of the same design keep the account", async () => {
  const from = lacking([
    ["x", 2, null],
    ["x", 5, null],
    ["y", 9, null],
  ]);
  const said = "7 rows, 4 levels of g\n          3 of 10 rows dropped for missing values: y 1, x 2\n";
  const kept = { ...from, g: ["a", "a", "a", "b", "b", "b", "b", "c", "d", "d"] };
  const run = { chains: 2, warmup: 10, draws: 20, seed: 1 };
  const fitted = await fit("y ~ x + (1 | g)", kept, { ...run, na: "drop" });
  expect(String(fitted)).toContain(said);
  const again = drawsFromJson(JSON.parse(JSON.stringify(fitted.draws)));
  expect(report(again)).toContain(said);
  const other = withResponse(
    fitted.model,
    Array.from(fitted.model.y, (value, i) => value + i),
  );
  expect(report(sampleSync(other, run))).toContain(said);
  expect(report(sampleSync(mixedModel("y ~ x + (1 | g)", data), run))).not.toContain("dropped");
});
