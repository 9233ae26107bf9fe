// Random-effect terms have lme4's columns and groups, on small tables and on the data of the course.
import { describe, expect, test } from "vitest";
import { design } from "../../packages/core/src/design/design.ts";
import { readCsv } from "../../packages/core/src/node.ts";
import { tableFrom } from "../../packages/core/src/table/table.ts";

const data = tableFrom({
  y: [1, 2, 3, 4, 5, 6],
  x: [1, 2, 3, 4, 5, 7],
  a: ["p", "q", "r", "p", "q", "r"],
  b: ["u", "u", "v", "v", "u", "v"],
  g: ["k", "h", "k", "h", "m", "m"],
});
const names = (term: string): string[] => design(`y ~ 0 + ${term}`, data).terms[0]?.names ?? [];
const dataFile = (name: string): URL => new URL(`../../data/${name}`, import.meta.url);

describe("the random-effect term", () => {
  test("has its own intercept unless removed, and its own coding", () => {
    expect(names("(x | g)")).toEqual(["(Intercept)", "x"]);
    expect(names("(0 + x | g)")).toEqual(["x"]);
    expect(names("(b | g)")).toEqual(["(Intercept)", "bv"]);
    expect(names("(0 + b | g)")).toEqual(["bu", "bv"]);
  });

  test("is laid out row by row, with groups in order of appearance", () => {
    const [term] = design("y ~ 1 + (x || g)", data).terms;
    expect(term).toEqual({
      group: "g",
      levels: ["k", "h", "m"],
      groupOf: Int32Array.of(0, 1, 0, 1, 2, 2),
      names: ["(Intercept)", "x"],
      Z: Float64Array.of(1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 7),
      diagonal: true,
    });
    expect(design("y ~ 1 + (x | g)", data).terms[0]?.diagonal).toBe(false);
  });

  test("may be grouped by combined factors", () => {
    const [term] = design("y ~ 1 + (1 | a:b)", data).terms;
    expect(term).toMatchObject({ group: "a:b", levels: ["p:u", "q:u", "r:v", "p:v"] });
    expect([...(term?.groupOf ?? [])]).toEqual([0, 1, 2, 3, 1, 2]);
    expect(design("y ~ 1 + (1 | a:b:g)", data).terms[0]?.levels[0]).toBe("p:u:k");
  });

  test("may be grouped by numbers, whose labels are their shortest text", () => {
    const table = tableFrom({ y: [1, 2, 3, 4, 5], g: [308, 1.5, 308, -0, 0] });
    for (const g of ["g", "factor(g)"]) {
      const [term] = design(`y ~ 1 + (1 | ${g})`, table).terms;
      expect(term?.levels).toEqual(["308", "1.5", "0"]);
      expect([...(term?.groupOf ?? [])]).toEqual([0, 1, 0, 2, 2]);
    }
  });

  test("treats 1 and the text 1 as one group", () => {
    const table = tableFrom({ y: [1, 2, 3], g: [1, "1", "b"] });
    expect(design("y ~ 1 + (1 | g)", table).terms[0]?.levels).toEqual(["1", "b"]);
  });
});

describe("the data of the course", () => {
  test("Orthodont: 27 children in order of appearance, 16 boys", () => {
    const d = design("distance ~ age*Sex + (age | Subject)", readCsv(dataFile("orthodont.csv")), {
      contrasts: { Sex: { reference: "Male" } },
    });
    expect(d.rows).toBe(108);
    expect(d.names).toEqual(["(Intercept)", "age", "SexFemale", "age:SexFemale"]);
    expect([...d.X.subarray(0, 4)]).toEqual([1, 8, 0, 0]);
    expect([...d.X.subarray(107 * 4)]).toEqual([1, 14, 1, 14]);
    const [term] = d.terms;
    expect(term?.levels).toHaveLength(27);
    expect(term?.levels.slice(0, 3)).toEqual(["M01", "M02", "M03"]);
    expect(term?.levels[16]).toBe("F01");
    expect([...(term?.groupOf ?? [])].slice(0, 5)).toEqual([0, 0, 0, 0, 1]);
    expect(design("distance ~ Sex + (1 | Subject)", readCsv(dataFile("orthodont.csv"))).names).toEqual([
      "(Intercept)",
      "SexMale",
    ]);
  });

  test("sleepstudy and RIKZ: groups called by numbers", () => {
    const sleep = design("Reaction ~ Days + (Days | Subject)", readCsv(dataFile("sleepstudy.csv")));
    expect(sleep.terms[0]?.levels.slice(0, 2)).toEqual(["308", "309"]);
    expect(sleep.terms[0]?.levels).toHaveLength(18);
    expect(sleep.y[0]).toBe(249.56);
    const rikz = design("log(I(Richness + 1)) ~ NAP + (1 | Beach)", readCsv(dataFile("rikz.csv")));
    expect(rikz.terms[0]?.levels).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(rikz.response).toBe("log(I(Richness + 1))");
    expect(rikz.y[0]).toBe(Math.log(12));
  });
});

test("a million rows are laid out without trouble", () => {
  const n = 1_000_000;
  const table = tableFrom({
    y: Float64Array.from({ length: n }, (_, i) => i % 7),
    x: Float64Array.from({ length: n }, (_, i) => i % 11),
    s: Array.from({ length: n }, (_, i) => (i % 3 === 0 ? "a" : "b")),
    g: Array.from({ length: n }, (_, i) => `g${i % 100_000}`),
  });
  const d = design("log(I(y + 1)) ~ scale(x)*s + (x | g:s)", table);
  expect(d.X.length).toBe(4 * n);
  expect(d.terms[0]?.levels).toHaveLength(200_000);
}, 30_000);
