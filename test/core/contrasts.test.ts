// Factors are coded as R codes them: treatment contrasts, sum contrasts, indicators.
import { describe, expect, test } from "vitest";
import {
  type Contrasts,
  codedColumns,
  codingColumn,
  columnSuffix,
  type FactorCoding,
  settleCoding,
} from "../../packages/core/src/design/contrasts.ts";
import { design } from "../../packages/core/src/design/design.ts";
import { tableFrom } from "../../packages/core/src/table/table.ts";

const levels = ["a", "b", "c"];
const matrix = (coding: FactorCoding): Record<string, number[]> =>
  Object.fromEntries(
    Array.from({ length: codedColumns(3, coding) }, (_, k) => [
      columnSuffix(levels, coding, k),
      [...codingColumn(3, coding, k)],
    ]),
  );

describe("the coding matrix of three levels", () => {
  test("treatment contrasts leave the reference out (R's contr.treatment)", () => {
    expect(matrix({ type: "treatment", reference: 0 })).toEqual({ b: [0, 1, 0], c: [0, 0, 1] });
    expect(matrix({ type: "treatment", reference: 1 })).toEqual({ a: [1, 0, 0], c: [0, 0, 1] });
    expect(matrix({ type: "treatment", reference: 2 })).toEqual({ a: [1, 0, 0], b: [0, 1, 0] });
  });

  test("sum contrasts give the last level −1 (R's contr.sum)", () => {
    expect(matrix({ type: "sum" })).toEqual({ 1: [1, 0, -1], 2: [0, 1, -1] });
  });

  test("indicators have a column for every level", () => {
    expect(matrix({ type: "indicators" })).toEqual({ a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] });
  });
});

describe("settleCoding", () => {
  test("the first level is the reference unless another is asked for", () => {
    expect(settleCoding("f", levels, undefined)).toEqual({ type: "treatment", reference: 0 });
    expect(settleCoding("f", levels, {})).toEqual({ type: "treatment", reference: 0 });
    expect(settleCoding("f", levels, { reference: "c" })).toEqual({ type: "treatment", reference: 2 });
    expect(settleCoding("f", ["1", "2"], { reference: 2 })).toEqual({ type: "treatment", reference: 1 });
    expect(settleCoding("f", levels, { type: "sum" })).toEqual({ type: "sum" });
  });
});

const table = tableFrom({ y: [1, 2, 3], f: levels, x: [1, 2, 4], g: [1, 1, 2], Sex: ["F", "M", "F"] });
const names = (formula: string, contrasts: Contrasts): string[] =>
  design(`${formula} + (1 | g)`, table, { contrasts }).names;
// As a user of plain JavaScript may write them.
const anyContrasts = (written: unknown): Contrasts => JSON.parse(JSON.stringify(written));

describe("contrasts of a design", () => {
  test("are given by the name of the column or of the factor", () => {
    expect(names("y ~ f", { f: { reference: "b" } })).toEqual(["(Intercept)", "fa", "fc"]);
    expect(names("y ~ f", { f: { type: "sum" } })).toEqual(["(Intercept)", "f1", "f2"]);
    for (const key of ["x", "factor(x)"]) {
      expect(names("y ~ factor(x)", { [key]: { reference: 2 } })).toEqual([
        "(Intercept)",
        "factor(x)1",
        "factor(x)4",
      ]);
    }
  });

  test("hold for the random effects too", () => {
    const { terms } = design("y ~ 1 + (Sex | g)", table, { contrasts: { Sex: { reference: "M" } } });
    expect(terms[0]?.names).toEqual(["(Intercept)", "SexF"]);
  });

  test("do not change indicators", () => {
    expect(names("y ~ 0 + f", { f: { type: "sum" } })).toEqual(["fa", "fb", "fc"]);
  });

  test.each([
    [{ Sxe: { reference: "M" } }, 'column "Sxe" is not in the data'],
    [{ sex: { reference: "M" } }, 'did you mean "Sex"?'],
    [{ Sex: { reference: "m" } }, '"m" is not one of its levels (F, M); did you mean "M"?'],
    [{ Sex: { type: "Sum" } }, 'type must be one of "treatment", "sum", got "Sum"; did you mean "sum"?'],
    [{ Sex: { type: "sum", reference: "F" } }, "sum contrasts have no reference level"],
    [{ Sex: { ref: "F" } }, 'cannot have "ref"'],
    [{ Sex: { referance: "F" } }, 'did you mean "reference"?'],
    [{ f: { type: "sum" } }, 'contrasts of "f": it is no factor'],
    [{ x: { type: "sum" } }, 'contrasts of "x": it is no factor'],
    [{ constructor: {} }, 'column "constructor" is not in the data'],
  ])("%j are a RangeError that says: %s", (contrasts, message) => {
    const attempt = (): string[] => names("y ~ Sex + x", anyContrasts(contrasts));
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(message);
  });

  test.each([[null], ["sum"], [3]])("a contrast %j is a TypeError", (contrast) => {
    expect(() => names("y ~ Sex", anyContrasts({ Sex: contrast }))).toThrow(TypeError);
  });
});
