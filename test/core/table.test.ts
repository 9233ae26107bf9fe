// Rows, columns and tables are read as the same table, and wrong cells are named.
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../packages/core/src/table/csv.ts";
import { type Column, tableFrom } from "../../packages/core/src/table/table.ts";

const cells = (column: Column | undefined): unknown[] => [...(column?.values ?? [])];
const kind = (column: Column | undefined): string => column?.kind ?? "none";

describe("tableFrom", () => {
  test("rows, columns, typed arrays and a table give the same table", () => {
    const rows = tableFrom([
      { x: 1, s: "a" },
      { x: 2, s: "b" },
    ]);
    const columns = tableFrom({ x: [1, 2], s: ["a", "b"] });
    const typed = tableFrom({ x: Int16Array.of(1, 2), s: ["a", "b"] });
    expect(columns).toEqual(rows);
    expect(typed).toEqual(rows);
    expect(tableFrom(rows)).toEqual(rows);
    expect(parseCsv("x,s\n1,a\n2,b")).toEqual(rows);
  });

  test("the columns of rows are the union of their keys, in order of first appearance", () => {
    const table = tableFrom([{ b: 1 }, { a: 2, b: 3 }, { c: "t" }]);
    expect([...table.columns.keys()]).toEqual(["b", "a", "c"]);
    expect(cells(table.columns.get("a"))).toEqual([Number.NaN, 2, Number.NaN]);
    expect(cells(table.columns.get("c"))).toEqual([null, null, "t"]);
  });

  test("null, undefined, NaN and holes are missing; infinities stay numbers", () => {
    const x: unknown[] = [1, null, undefined, Number.NaN];
    x[5] = Infinity;
    const table = tableFrom({ x, s: ["", null, undefined, Number.NaN, null, "NA"] });
    expect(cells(table.columns.get("x"))).toEqual([
      1,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Infinity,
    ]);
    expect(cells(table.columns.get("s"))).toEqual(["", null, null, null, null, "NA"]);
  });

  test("booleans are text", () => {
    const table = tableFrom({ x: [true, false] });
    expect(table.columns.get("x")).toEqual({ kind: "text", values: ["true", "false"] });
  });

  test("numbers and text in one column are text, and the first text is remembered", () => {
    const table = tableFrom({ x: [1, null, "1", "b"] });
    expect(table.columns.get("x")).toEqual({ kind: "text", values: ["1", null, "1", "b"], firstText: 2 });
  });

  test("text that looks like numbers stays text", () => {
    expect(kind(tableFrom({ x: ["1", "2"] }).columns.get("x"))).toBe("text");
  });

  test("the caller's arrays are copied", () => {
    const x = Float64Array.of(1, 2);
    const table = tableFrom({ x });
    x[0] = 99;
    expect(cells(table.columns.get("x"))).toEqual([1, 2]);
  });

  test.each(["__proto__", "constructor", "toString", "", "a b", "é"])("a column may be called %j", (name) => {
    const rows: unknown = JSON.parse(`[{${JSON.stringify(name)}: 1}, {"other": 2}]`);
    const table = tableFrom(rows);
    expect([...table.columns.keys()]).toEqual([name, "other"]);
    expect(cells(table.columns.get(name))).toEqual([1, Number.NaN]);
    expect(tableFrom(JSON.parse(`{${JSON.stringify(name)}: [1]}`)).columns.has(name)).toBe(true);
  });

  test("inherited properties are no columns", () => {
    const row: unknown = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } });
    expect([...tableFrom([row]).columns.keys()]).toEqual(["own"]);
  });

  test.each([
    [1n, "bigint"],
    [Symbol("s"), "symbol"],
    [() => 1, "function"],
    [{}, "object"],
    [[1], "an array"],
    [new Date(0), "a Date"],
  ])("a cell %o is a TypeError that names column and row", (cell, named) => {
    for (const data of [{ x: [1, cell] }, [{ x: "a" }, { x: cell }]]) {
      expect(() => tableFrom(data)).toThrow(TypeError);
      expect(() => tableFrom(data)).toThrow(`column "x", row 2`);
      expect(() => tableFrom(data)).toThrow(named);
    }
  });

  test.each([
    [null],
    [undefined],
    [3],
    ["text"],
    [new Map()],
    [new Date(0)],
    [Float64Array.of(1)],
    [() => 1],
  ])("data %o are a TypeError that says what must come", (data) => {
    expect(() => tableFrom(data)).toThrow(TypeError);
    expect(() => tableFrom(data)).toThrow(
      "array of objects (rows), an object of arrays (columns) or a table",
    );
  });

  test("a row that is no object, or a column that is no array, is a TypeError that names it", () => {
    expect(() => tableFrom([{ x: 1 }, null])).toThrow(/row 2 .* got null/u);
    expect(() => tableFrom([[1, 2]])).toThrow(/row 1 .* got an array/u);
    expect(() => tableFrom({ x: 3 })).toThrow(/column "x" must be an array or a typed array, got 3/u);
    expect(() => tableFrom({ x: BigInt64Array.of(1n) })).toThrow(/column "x", row 1.*bigint/u);
    expect(() => tableFrom({ x: new DataView(new ArrayBuffer(8)) })).toThrow(TypeError);
  });

  test("columns of different lengths are a RangeError that gives both lengths", () => {
    expect(() => tableFrom({ x: [1, 2, 3], z: [1, 2] })).toThrow(RangeError);
    expect(() => tableFrom({ x: [1, 2, 3], z: [1, 2] })).toThrow(`"x" has 3, "z" has 2`);
  });

  test("no rows or no columns are a RangeError", () => {
    for (const data of [[], {}, { x: [] }]) expect(() => tableFrom(data)).toThrow("the table has no rows");
    expect(() => tableFrom([{}, {}])).toThrow("the table has no columns");
  });

  test("a table that does not hold together is refused", () => {
    const values = Float64Array.of(1, 2);
    expect(() => tableFrom({ rows: 3, columns: new Map([["x", { kind: "numeric", values }]]) })).toThrow(
      `column "x" has 2 values, the table says 3 rows`,
    );
    expect(() =>
      tableFrom({ rows: 2, columns: new Map([["x", { kind: "numeric", values: [1, 2] }]]) }),
    ).toThrow(TypeError);
  });
});
