// CSV texts are read as spreadsheets and R write them, and what is wrong is named by its line.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parseCsv } from "../../packages/core/src/table/csv.ts";
import { readCsv } from "../../packages/core/src/node.ts";
import type { Table } from "../../packages/core/src/table/table.ts";
import { refusalOf } from "./refusal.ts";

const plain = (table: Table): Record<string, unknown[]> =>
  Object.fromEntries([...table.columns].map(([name, column]) => [name, [...column.values]]));
const quote = (s: string): string => `"${s.replaceAll('"', '""')}"`;
const expected = { x: [1, 2.5], s: ["a", "b"] };

describe("parseCsv", () => {
  test.each([
    ["commas", "x,s\n1,a\n2.5,b"],
    ["semicolons", "x;s\n1;a\n2.5;b"],
    ["tabs", "x\ts\n1\ta\n2.5\tb"],
    ["bars", "x|s\n1|a\n2.5|b"],
    ["a byte-order mark", "\u{FEFF}x,s\n1,a\n2.5,b"],
    ["CRLF", "x,s\r\n1,a\r\n2.5,b\r\n"],
    ["CR alone", "x,s\r1,a\r2.5,b\r"],
    ["CRLF and LF mixed", "x,s\r\n1,a\n2.5,b\r\n"],
    ["trailing blank lines", "x,s\n1,a\n2.5,b\n\n\n"],
    ["quotes", '"x","s"\n"1","a"\n"2.5","b"\n'],
    ["spaces around names and numbers", " x , s \n 1 ,a\n 2.5 ,b"],
  ])("reads %s", (_, text) => {
    expect(plain(parseCsv(text))).toEqual(expected);
  });

  test("quoted cells keep delimiters, line breaks and doubled quotes as written", () => {
    const table = parseCsv('s,x\r\n"a, b",1\r\n"two\nlines",2\r\n"say ""hi""",3\r\n');
    expect(plain(table)).toEqual({ s: ["a, b", "two\nlines", 'say "hi"'], x: [1, 2, 3] });
  });

  test("text cells are kept as written, spaces included", () => {
    expect(plain(parseCsv("s\n a \nb"))).toEqual({ s: [" a ", "b"] });
  });

  test("decimal commas do not make a semicolon file comma-separated", () => {
    const table = parseCsv("a;b\n1,5;2,5\n3,5;4,1");
    expect(plain(table)).toEqual({ a: ["1,5", "3,5"], b: ["2,5", "4,1"] });
  });

  test("a delimiter inside a quoted or single name does not count", () => {
    expect([...parseCsv('"w, kg";h\n1;2').columns.keys()]).toEqual(["w, kg", "h"]);
    expect([...parseCsv("w (kg, dry, net);h\n1;2").columns.keys()]).toEqual(["w (kg, dry, net)", "h"]);
    expect([...parseCsv("P(a|b|c);h\n1;2").columns.keys()]).toEqual(["P(a|b|c)", "h"]);
    expect([...parseCsv("w (kg, dry);h\n1;2").columns.keys()]).toEqual(["w (kg, dry)", "h"]);
  });

  test.each(["1", "-1", "+1", "1.", ".5", "1.5e3", "1E-3", "007"])("%s is a number", (cell) => {
    expect(plain(parseCsv(`x\n${cell}`))).toEqual({ x: [Number(cell)] });
  });

  test.each(["0x10", "1 5", "Infinity", "-Inf", "1e", "e3", ".", "-", "1.2.3", "TRUE", "nan", "na"])(
    "%s is text",
    (cell) => {
      expect(plain(parseCsv(`x\n${cell}`))).toEqual({ x: [cell] });
    },
  );

  test.each(["", "NA", "NaN", " NA "])("a cell %j is missing among numbers and among text", (cell) => {
    expect(plain(parseCsv(`x,s\n1,a\n${cell},${cell}`))).toEqual({ x: [1, Number.NaN], s: ["a", null] });
  });

  test("one text among numbers makes the column text and its row is remembered", () => {
    expect(parseCsv("x\n1\nNA\nabc").columns.get("x")).toEqual({
      kind: "text",
      values: ["1", null, "abc"],
      firstText: 2,
    });
  });

  test.each([
    ["01 and 1", ["1", "01", "2"], 1],
    ["−01 and −1", ["-1", "-01", "1"], 1],
    ["identifiers beyond 2^53", ["9007199254740993", "9007199254740992", "1"], 0],
  ])("%s in one column are labels: as numbers two would be one", (_, cells, firstText) => {
    expect(parseCsv(`g\n${cells.join("\n")}`).columns.get("g")).toEqual({
      kind: "text",
      values: cells,
      firstText,
    });
  });

  test.each([
    ["01 without 1", ["01", "2", "NA"], [1, 2, Number.NaN]],
    ["−1 and 01", ["-1", "01"], [-1, 1]],
    ["+1 and 1", ["+1", "1"], [1, 1]],
    ["1.0, 1 and 1e0", ["1.0", "1", "1e0"], [1, 1, 1]],
    ["one identifier beyond 2^53", ["9007199254740993", "9007199254740993"], [2 ** 53, 2 ** 53]],
  ])("%s are numbers", (_, cells, values) => {
    expect(plain(parseCsv(`g\n${cells.join("\n")}`))).toEqual({ g: values });
  });

  test.each([
    ["", "the CSV text is empty"],
    ["\n\n", "the CSV text is empty"],
    ["x,s\n", "the table has no rows"],
    ["x,\n1,2", "line 1: the name of column 2 is empty"],
    ['"",x\n1,2', "row.names = FALSE"],
    ["x,s,x\n1,2,3", 'line 1: columns 1 and 3 are both called "x"'],
    ["x,s\n1,a\n2", "line 3: 2 cells must come, as in the header, got 1 cells"],
    ["x,s\n1,a,3\n2,b", "line 2: 2 cells must come, as in the header, got 3 cells"],
    ["x,s\n1,a\n\n2,b", "line 3: 2 cells must come, as in the header, got a blank line"],
    ['x,s\n1,"two\nlines"\n2', "line 4: 2 cells"],
    ['x,s\n1,a\n2,"b\n3,c', "line 3: quoted field unterminated"],
    ['x,s\r\n1,"p\r\nq"\r\n2,"b" c\r\n', "line 4: trailing quote"],
  ])("%j is a RangeError that says: %s", (text, message) => {
    expect(() => parseCsv(text)).toThrow(RangeError);
    expect(() => parseCsv(text)).toThrow(message);
  });

  test("what is no text is a TypeError", () => {
    // @ts-expect-error a user of plain JavaScript may pass anything
    expect(() => parseCsv(3)).toThrow(TypeError);
  });

  test("any table of numbers and text survives being written and read", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((s) => s.trim() !== "");
    const word = fc.string({ unit: "grapheme", minLength: 1 }).map((s) => `w${s}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 2, maxLength: 2, selector: (s) => s.trim() }),
        fc.array(fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), word), { minLength: 1 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        (names, rows, delimiter, newline) => {
          const lines = rows.map(([x, s]) => `${x}${delimiter}${quote(s)}`);
          const text = [names.map((n) => quote(n)).join(delimiter), ...lines].join(newline);
          const [x, s] = [...parseCsv(text).columns.values()];
          expect([...(x?.values ?? [])].map(String)).toEqual(rows.map((row) => String(row[0])));
          expect(s?.values).toEqual(rows.map((row) => row[1]));
        },
      ),
      { seed: 601 },
    );
  });

  test("random text throws nothing but RangeError", () => {
    const piece = fc.constantFrom('"', ",", ";", "\n", "\r\n", "\r", "a", "1", " ", "NA", "|", "\u{FEFF}");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(refusalOf(() => parseCsv(pieces.join("")))?.name ?? "RangeError").toBe("RangeError");
      }),
      { seed: 601, numRuns: 2000 },
    );
  });

  test("a cell of 100,000 digits and a letter costs linear time", () => {
    const start = performance.now();
    parseCsv(`x\n${"1".repeat(100_000)}a`);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("readCsv", () => {
  const folder = mkdtempSync(join(tmpdir(), "read-csv-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (content: string | Uint8Array): string => {
    const path = join(folder, "data.csv");
    writeFileSync(path, content);
    return path;
  };

  test.each([
    ["orthodont.csv", 108, ["Subject", "Sex", "age", "distance"]],
    ["sleepstudy.csv", 180, ["Subject", "Days", "Reaction"]],
    ["rikz.csv", 45, ["Beach", "Richness", "NAP"]],
  ])("%s has %i rows and the columns %j", (name, rows, columns) => {
    const table = readCsv(new URL(`../../data/${name}`, import.meta.url));
    expect(table.rows).toBe(rows);
    expect([...table.columns.keys()]).toEqual(columns);
  });

  test("an error names the file and the line", () => {
    const path = file("x,s\n1");
    expect(() => readCsv(path)).toThrow(RangeError);
    expect(() => readCsv(path)).toThrow(/data\.csv: CSV, line 2/u);
  });

  test("a file that is not UTF-8 is refused, not read with replaced letters", () => {
    expect(() => readCsv(file(Uint8Array.of(0x78, 0x0a, 0xe9, 0x0a)))).toThrow(
      /data\.csv: the file is not UTF-8/u,
    );
  });

  test("a file that is not there is Node's own error", () => {
    expect(() => readCsv(join(folder, "none.csv"))).toThrow(/ENOENT/u);
  });
});
