// Columns of X that depend on those before them: the dependency is named, and left out when asked.
import fc from "fast-check";
import {
  estimate,
  fit,
  flat,
  halfT,
  inverseGamma,
  mixedModel,
  mixedModelFromMatrices,
  type Model,
  normal,
  predict,
  report,
  sampleSync,
  zellner,
} from "lmm-gibbs";
import { describe, expect, test } from "vitest";
import { aliasedColumns } from "../../packages/core/src/design/aliased.ts";

const data = {
  y: [1.2, 4.1, 2.3, 7.7, 3.1, 9.4, 4.2, 6.6, 5.5, 2.1, 3.3, 4.8],
  x: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 1, 2],
  w: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
  s: ["u", "v", "u", "v", "u", "v", "u", "v", "u", "v", "u", "u"],
  t: ["p", "q", "p", "q", "r", "q", "p", "q", "r", "q", "p", "p"],
  g: ["a", "a", "a", "b", "b", "b", "b", "c", "c", "d", "d", "d"],
};
const drop = (formula: string, priors = {}): Model => mixedModel(formula, data, { aliased: "drop", priors });
const run = { chains: 2, warmup: 20, draws: 20, seed: 3 };

describe("the dependency is named", () => {
  test.each([
    ["y ~ x + I(2 * x + 1) + (1 | g)", "I(2 * x + 1) = 2·x + 1·(Intercept)"],
    ["y ~ x + w + I(x - w/4) + (1 | g)", "I(x - w/4) = 1·x − 0.25·w"],
    ["y ~ x + w + I(-x/3) + (1 | g)", "I(-x/3) = −0.333333·x"],
    ["y ~ x + I(0 * x) + (1 | g)", "I(0 * x) = 0"],
    ["y ~ s + t + (1 | g)", "tq = 1·sv"],
    ["y ~ x + I(x + 1e12) + (1 | g)", "I(x + 1000000000000) = 1000000000000·(Intercept)"],
    [
      "y ~ x + I(x + 1) + I(2 * x) + w + (1 | g)",
      '"I(x + 1)", "I(2 * x)" are combinations of the columns before: I(x + 1) = 1·x + 1·(Intercept); I(2 * x) = 2·x; leave them out',
    ],
  ])("%s: %s", (formula, message) => {
    expect(() => mixedModel(formula, data)).toThrow(RangeError);
    expect(() => mixedModel(formula, data)).toThrow(message);
    expect(() => mixedModel(formula, data)).toThrow('{ aliased: "drop" }');
  });

  test("of more than four columns the first four, and how many there are", () => {
    const formula = `y ~ x + ${[2, 3, 4, 5, 6, 7].map((k) => `I(${k} * x)`).join(" + ")} + (1 | g)`;
    expect(() => mixedModel(formula, data)).toThrow(
      /"I\(5 \* x\)" and 2 more are .*I\(5 \* x\) = 5·x; and 2 more;/u,
    );
  });

  test("an estimate of a model whose normal prior lets it pass says the same", () => {
    const model = mixedModel("y ~ x + I(2 * x) + (1 | g)", data, { priors: { beta: normal({ sd: 10 }) } });
    expect(model.names).toHaveLength(3);
    expect(() => estimate(model)).toThrow("I(2 * x) = 2·x");
  });

  test("any column made of others is found with its coefficients, whatever the columns' units", () => {
    const integer = fc.integer({ min: -5, max: 5 });
    const column = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 2, maxLength: 4 }),
        fc.array(integer, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: -60, max: 60 }),
        (columns, coefficients, exponent) => {
          const unit = 2 ** exponent;
          // A unit vector added to each keeps the columns apart.
          const apart = columns.map((values, k) => values.map((v, i) => (v / 8 + (i === k ? 1 : 0)) * unit));
          const made = apart[0].map((_, i) =>
            apart.reduce((sum, values, k) => sum + coefficients[k] * values[i], 0),
          );
          const all = [...apart, made];
          const X = Float64Array.from(made.flatMap((_, i) => all.map((values) => values[i])));
          const [found, ...more] = aliasedColumns(
            X,
            all.map((_, k) => `x${k}`),
          );
          expect(more).toEqual([]);
          expect(found.column).toBe(apart.length);
          expect(found.combination).toEqual(
            apart.flatMap((_, k) =>
              coefficients[k] === 0 ? [] : [{ name: `x${k}`, column: k, coefficient: coefficients[k] }],
            ),
          );
        },
      ),
      { seed: 7 },
    );
  });
});

describe('{ aliased: "drop" }', () => {
  test("leaves the later column out: the draws are those of the formula without it, bit for bit", () => {
    const dropped = drop("y ~ x + I(2 * x + 1) + w + (x | g)");
    const byHand = mixedModel("y ~ x + w + (x | g)", data);
    expect(dropped.names).toEqual(byHand.names);
    expect(dropped.aliased).toEqual([
      {
        name: "I(2 * x + 1)",
        column: 2,
        combination: [
          { name: "(Intercept)", column: 0, coefficient: 1 },
          { name: "x", column: 1, coefficient: 2 },
        ],
      },
    ]);
    expect(byHand.aliased).toEqual([]);
    const [a, b] = [dropped, byHand].map((model) => sampleSync(model, run));
    expect(a.variables).toEqual(b.variables);
    for (const variable of a.variables) expect(a.get(variable)).toEqual(b.get(variable));
  });

  test("leaves out what R's lm does of an interaction with empty cells", () => {
    // Here s is v exactly where t is q, so lm(y ~ s * t) has no coefficient of tq, sv:tq and sv:tr.
    expect(drop("y ~ s * t + (1 | g)").names).toEqual(["(Intercept)", "sv", "tr"]);
  });

  test("changes nothing where the columns are independent", () => {
    expect(drop("y ~ x * s + (1 | g)")).toEqual(mixedModel("y ~ x * s + (1 | g)", data));
  });

  test("applies under a normal prior too, when asked", () => {
    expect(drop("y ~ x + I(2 * x) + (1 | g)", { beta: normal({ sd: 10 }) }).names).toEqual([
      "(Intercept)",
      "x",
    ]);
  });

  test.each([
    [
      { beta: normal({ sd: [1, 2, 3] }) },
      "priors.beta has 3 spreads, the model has 2 coefficients, without the aliased I(2 * x)",
    ],
    [
      { beta: normal({ mean: [0, 0, 0], sd: 1 }) },
      "priors.beta mean has 3 elements, the model has 2 coefficients: (Intercept), x, without the aliased I(2 * x)",
    ],
    [
      {
        beta: normal({
          covariance: [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
        }),
      },
      "priors.beta covariance, without the aliased I(2 * x) must be 2 × 2, got 3 × 3",
    ],
  ])("priors are for the columns that stay", (priors, message) => {
    expect(() => drop("y ~ x + I(2 * x) + (1 | g)", priors)).toThrow(message);
    expect(drop("y ~ x + I(2 * x) + (1 | g)", { beta: normal({ sd: [1, 2] }) }).priors.beta.kind).toBe(
      "normal",
    );
  });

  test.each([
    { beta: flat() },
    { beta: zellner({ g: 10 }) },
    { sigma2: inverseGamma({ shape: 1, scale: 1 }) },
  ])("works under every prior: %j", (priors) => {
    const draws = sampleSync(drop("y ~ s * t + (1 | g)", { D: halfT({ df: 2, scale: 3 }), ...priors }), run);
    for (const variable of draws.variables) {
      for (const chain of draws.get(variable)) expect(chain.every(Number.isFinite)).toBe(true);
    }
  });

  test("when nothing is left there is an error", () => {
    expect(() => drop("y ~ 0 + I(0 * x) + (1 | g)")).toThrow("at least one fixed effect");
  });

  test("another word is refused", () => {
    const options = { aliased: "dorp" as "drop" };
    expect(() => mixedModel("y ~ x + (1 | g)", data, options)).toThrow(
      'aliased must be one of "error", "drop", got "dorp"; did you mean "drop"?',
    );
  });

  test("the report says it", async () => {
    const fitted = await fit("y ~ x + I(2 * x + 1) + (1 | g)", data, { ...run, aliased: "drop" });
    expect(report(fitted.draws)).toContain(
      "12 rows, 4 levels of g\n          left out of the fixed effects: I(2 * x + 1) = 2·x + 1·(Intercept)\n",
    );
  });
});

describe("predictions leave the column out too", () => {
  const formula = "y ~ x + I(2 * x + 1) + w + (1 | g)";
  const at = { sigma2: 1, D: [[2]] };
  const rows = { x: [1, 9], w: [2, 3], g: ["a", "new"] };

  test.each(["group", "population", "response"] as const)("of target %s", (target) => {
    const byHand = mixedModel("y ~ x + w + (1 | g)", data);
    expect(predict(drop(formula), at, rows, { target })).toEqual(predict(byHand, at, rows, { target }));
    const draws = sampleSync(byHand, run);
    expect(predict(drop(formula), draws, rows, { target })).toEqual(predict(byHand, draws, rows, { target }));
  });

  test("a row where the column is no longer the combination is refused: the data do not tell its coefficient", () => {
    const both = { ...data, z: data.x.map((x) => 2 * x + 1) };
    const model = mixedModel("y ~ x + z + (1 | g)", both, { aliased: "drop" });
    expect(predict(model, at, { x: [3], z: [7], g: ["a"] }).mean).toHaveLength(1);
    expect(() => predict(model, at, { x: [3, 3], z: [7, 7.001], g: ["a", "a"] })).toThrow(
      'row 2: "z" is 7.001, but the model left it out because z = 2·x + 1·(Intercept) in its data, which gives 7 here',
    );
  });
});

describe("a model from matrices", () => {
  const matrices = {
    y: data.y,
    X: data.x.map((x) => [1, x, 3 - x]),
    Z: data.x.map(() => [1]),
    groups: data.g,
  };

  test("names the dependency, or leaves the column out", () => {
    expect(() => mixedModelFromMatrices(matrices)).toThrow("x3 = 3·x1 − 1·x2");
    const model = mixedModelFromMatrices(matrices, { aliased: "drop" });
    expect(model.names).toEqual(["x1", "x2"]);
    const byHand = mixedModelFromMatrices({ ...matrices, X: data.x.map((x) => [1, x]) });
    expect(model.X).toEqual(byHand.X);
    expect(sampleSync(model, run).get("beta[x2]")).toEqual(sampleSync(byHand, run).get("beta[x2]"));
  });

  test("predicts at rows of X as it was written", () => {
    const model = mixedModelFromMatrices(matrices, { aliased: "drop" });
    const byHand = mixedModelFromMatrices({ ...matrices, X: data.x.map((x) => [1, x]) });
    const at = { sigma2: 1, D: [[2]] };
    const place = { Z: [[1]], groups: ["a"] };
    expect(predict(model, at, { X: [[1, 2, 1]], ...place })).toEqual(
      predict(byHand, at, { X: [[1, 2]], ...place }),
    );
    expect(() => predict(model, at, { X: [[1, 2, 2]], ...place })).toThrow('row 1: "x3" is 2');
    expect(() => predict(model, at, { X: [[1, 2]], ...place })).toThrow("rows of 3 numbers");
  });
});
