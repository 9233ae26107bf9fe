// A model with another response: the same design and priors, the same checks.
import {
  inverseGamma,
  mixedModel,
  mixedModelFromMatrices,
  normal,
  propriety,
  withResponse,
} from "@lmm-gibbs/core";
import { expect, test } from "vitest";

const X = [
  [1, 0],
  [1, 1],
  [1, 2],
  [1, 0],
  [1, 1],
  [1, 3],
];
const Z = X.map(() => [1]);
const groups = ["a", "a", "a", "b", "b", "b"];
const model = mixedModelFromMatrices({ y: [1, 2, 4, 3, 5, 4], X, Z, groups });

test("only y is another, and neither the model nor the array is shared", () => {
  const y = [7, 8, 10, 1, 2, 9];
  const other = withResponse(model, y);
  expect({ ...other, y: model.y }).toEqual(model);
  expect(Array.from(other.y)).toEqual(y);
  y[0] = 99;
  expect(other.y[0]).toBe(7);
  expect(Array.from(model.y)).toEqual([1, 2, 4, 3, 5, 4]);
  expect(Array.from(withResponse(model, Float32Array.from([7, 8, 10, 1, 2, 9])).y)).toEqual(
    Array.from(other.y),
  );
});

test("default priors stay those of the first response", () => {
  expect(withResponse(model, [100, 200, 400, 300, 500, 400]).priors).toEqual(model.priors);
});

test("a model from a formula is as it would be with that column", () => {
  const rows = groups.map((g, i) => ({ g, t: X[i][1], y: model.y[i], other: (i * i) % 5 }));
  const priors = {
    beta: normal({ sd: 3 }),
    sigma2: inverseGamma({ shape: 2, scale: 1 }),
    D: inverseGamma({ shape: 2, scale: 1 }),
  };
  const changed = withResponse(
    mixedModel("y ~ t + (1 | g)", rows, { priors }),
    rows.map(({ other }) => other),
  );
  expect(changed.y).toEqual(mixedModel("other ~ t + (1 | g)", rows, { priors }).y);
});

test.each([
  [[1, 2, 3], "y must have 6 elements, got 3"],
  [[1, 2, NaN, 4, 5, 6], "y must be an array of finite numbers"],
  ["abcdef", "y must be an array of finite numbers"],
  [undefined, "y must be an array of finite numbers"],
])("refuses %j", (y, message) => {
  expect(() => withResponse(model, y as number[])).toThrow(message);
});

test("takes a response that X fits exactly, which only sampling would refuse", () => {
  expect(propriety(withResponse(model, [0, 0, 0, 0, 0, 0])).verdict).toBe("improper");
});

test("refuses what is no model", () => {
  expect(() => withResponse({} as never, [1])).toThrow(TypeError);
});
