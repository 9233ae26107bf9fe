// The table that sets ML and REML beside the posterior.
import {
  besideEstimates,
  estimate,
  inverseWishart,
  mixedModel,
  mixedModelFromMatrices,
  sampleSync,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import { expect, test } from "vitest";

const csv = (name: string): unknown => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));
const short = { chains: 2, warmup: 100, draws: 200, seed: 1 };

test("the dental study: the notes' figures, at the digits they print", () => {
  const model = mixedModel("distance ~ age + (age | Subject)", csv("orthodont"));
  const text = besideEstimates(model, sampleSync(model, short));
  expect(text).toMatch(/posterior.*\| ML.*\| REML/);
  const numbers = (name: string): number[] => {
    const line = text.split("\n").find((one) => one.startsWith(name))!;
    return line
      .slice(name.length)
      .match(/-?\d+(\.\d+)?/g)!
      .map(Number);
  };
  const [, , ml, mlError, reml, remlError] = numbers("beta[(Intercept)]");
  expect([ml, mlError, reml, remlError].map((value) => value.toFixed(2))).toEqual([
    "16.76",
    "0.76",
    "16.76",
    "0.78",
  ]);
  expect(numbers("sd_Subject[(Intercept)]").slice(2)).toEqual(
    [2.1941, 2.327].map((x) => expect.closeTo(x, 3)),
  );
  expect(numbers("cor_Subject[(Intercept),age]").slice(2)).toEqual(
    [-0.581, -0.609].map((x) => expect.closeTo(x, 3)),
  );
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("a singular fit is called so, and what was not kept is left out", () => {
  const model = mixedModel("distance ~ age + (age || Subject)", csv("orthodont"));
  const draws = sampleSync(model, { ...short, keep: ["beta"] });
  expect(besideEstimates(model, draws)).not.toContain("sd_");
  const groups = [0, 0, 0, 1, 1, 1, 2, 2, 2];
  const ones = groups.map(() => [1]);
  const y = [1, 2, 3, 1.1, 2, 2.9, 0.9, 2, 3.1];
  const flatGroups = mixedModelFromMatrices({ y, X: ones, Z: ones, groups });
  expect(estimate(flatGroups).singular).toBe(true);
  expect(besideEstimates(flatGroups, sampleSync(flatGroups, short))).toContain("REML, singular");
  expect(besideEstimates(model, sampleSync(model, { ...short, keep: ["b"] }))).toContain(
    "Nothing to compare",
  );
});

test("where likelihood has no maximum, it says why", () => {
  const priors = {
    D: inverseWishart({ df: 3, scale: [[1]] }),
    sigma2: { kind: "inverse-gamma", shape: 2, scale: 1 },
  };
  const ones = [[1], [1], [1]];
  const one = mixedModelFromMatrices(
    { y: [1, 2, 4], X: ones, Z: ones, groups: [0, 1, 2] },
    { priors: priors as never },
  );
  expect(besideEstimates(one, sampleSync(one, short))).toMatch(/^No ML or REML estimate: .*\.$/);
});
