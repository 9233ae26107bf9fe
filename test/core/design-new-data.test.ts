// Other rows are laid out as the rows the model was built with: same levels, contrasts, constants and columns.
import { expect, test } from "vitest";
import { design, designMatrices, responseValues } from "../../packages/core/src/design/design.ts";
import { tableFrom } from "../../packages/core/src/table/table.ts";

const old = tableFrom({
  y: [1, 2, 3, 4],
  x: [1, 2, 3, 6],
  s: ["b", "a", "c", "a"],
  g: [308, 309, 308, 310],
});
const { recipe } = design("log(y) ~ scale(x) + s + (x | g)", old);

test("the same rows give the same numbers", () => {
  const { X, names, terms, y } = design("log(y) ~ scale(x) + s + (x | g)", old);
  expect(designMatrices(recipe, old)).toEqual({ rows: 4, X, names, terms });
  expect(responseValues(recipe, old)).toEqual(y);
});

test("scale() keeps the mean and the standard deviation of the model's rows", () => {
  const [scale] = recipe.scales;
  expect(scale).toMatchObject({ label: "scale(x)", mean: 3 });
  expect(scale?.sd).toBeCloseTo(Math.sqrt(14 / 3), 14);
  const { X } = designMatrices(recipe, tableFrom({ x: [3, 10], s: ["a", "a"], g: [308, 308] }));
  expect([...X]).toEqual([1, 0, 0, 0, 1, 7 / (scale?.sd ?? 0), 0, 0]);
});

test("factors keep the model's levels, though some do not occur", () => {
  const { X, names } = designMatrices(recipe, tableFrom({ x: [3], s: ["c"], g: [308] }));
  expect(names).toEqual(["(Intercept)", "scale(x)", "sb", "sc"]);
  expect([...X]).toEqual([1, 0, 0, 1]);
});

test("a level the model does not know is a RangeError with its row", () => {
  const rows = tableFrom({ x: [3, 3], s: ["c", "d"], g: [308, 308] });
  expect(() => designMatrices(recipe, rows)).toThrow(RangeError);
  expect(() => designMatrices(recipe, rows)).toThrow(
    's, row 2: the model does not know the level "d" (it knows a, b, c)',
  );
});

test("groups keep the model's numbers; new ones come behind, in order of appearance", () => {
  const rows = tableFrom({ x: [1, 1, 1, 1], s: ["a", "a", "a", "a"], g: ["400", "310", "399", "400"] });
  const [term] = designMatrices(recipe, rows).terms;
  expect(term?.levels).toEqual(["308", "309", "310", "400", "399"]);
  expect([...(term?.groupOf ?? [])]).toEqual([3, 2, 4, 3]);
  expect(recipe.random[0]?.levels).toEqual(["308", "309", "310"]);
});

test("the response is not needed, and a column that is needed and missing is named", () => {
  expect(() => responseValues(recipe, tableFrom({ x: [1] }))).toThrow('column "y" is not in the data');
  expect(() => designMatrices(recipe, tableFrom({ s: ["a"], g: [308] }))).toThrow(
    'column "x" is not in the data',
  );
});

test("a recipe is plain data", () => {
  const copy: unknown = JSON.parse(JSON.stringify(recipe));
  expect(copy).toEqual(recipe);
});
