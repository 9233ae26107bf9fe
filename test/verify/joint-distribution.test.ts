// Geweke's test passes every sweep and engine under every proper prior, and right steps of one's own; it fails wrong ones.
import {
  flat,
  flatSd,
  inverseGamma,
  inverseWishart,
  jeffreys,
  mixedModelFromMatrices,
  normal,
  type Model,
} from "@lmm-gibbs/core";
import { type SweepName, sweeps } from "@lmm-gibbs/samplers";
import { jointDistributionTest } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";
import { rightSweeps, wrongSweeps } from "./own-blocks.ts";
import { conjugateModel, smallModel, smallModels } from "./small-models.ts";

const quick = { replicates: 100, draws: 10 };

describe.each(Object.entries(smallModels))("%s", (_, model) => {
  test.each(Object.keys(sweeps) as SweepName[])("%s sweep keeps the joint law", (sweep) => {
    const result = jointDistributionTest(model, { ...quick, sweep });
    expect(result.ok, String(result)).toBe(true);
  });
});

test.each(["none", "sandwich"] as const)("scale move %s keeps the joint law", (scaleMove) => {
  const model = Object.values(smallModels)[1];
  const result = jointDistributionTest(model, { ...quick, sweep: "uncentered", scaleMove });
  expect(result.ok, String(result)).toBe(true);
});

test("centering some columns keeps the joint law", () => {
  const result = jointDistributionTest(conjugateModel, {
    ...quick,
    sweep: "centered",
    centering: { t: false },
  });
  expect(result.ok, String(result)).toBe(true);
});

test("the textbook engine keeps the joint law", () => {
  const result = jointDistributionTest(conjugateModel, { replicates: 60, draws: 10, engine: "textbook" });
  expect(result.ok, String(result)).toBe(true);
});

test("the aggregated engine keeps the joint law, from one state to the next with b drawn afresh", () => {
  const groups = Array.from({ length: 24 }, (_, row) => Math.floor(row / 3));
  const X = groups.map((_, row) => [1, (row % 3) - 1]);
  const balanced = mixedModelFromMatrices(
    { y: groups.map((_, row) => Math.cos(row)), X, Z: X, groups },
    {
      priors: {
        beta: normal({ sd: 1 }),
        sigma2: inverseGamma({ shape: 3, scale: 2 }),
        D: conjugateModel.priors.D[0] as never,
      },
    },
  );
  const result = jointDistributionTest(balanced, { ...quick, engine: "aggregated" });
  expect(result.ok, String(result)).toBe(true);
  expect(result.rows.map(({ quantity }) => quantity)).not.toContain("RSS/sigma2");
  expect(() =>
    jointDistributionTest(balanced, { ...quick, engine: "aggregated", sweep: "uncentered" }),
  ).toThrow('engine "aggregated" keeps no b, so sweep "uncentered", which reads b before it draws it');
});

describe("a step of one's own", () => {
  test.each(Object.entries(rightSweeps))("%s passes", (_, sweep) => {
    const result = jointDistributionTest(conjugateModel, { ...quick, sweep: sweep() });
    expect(result.ok, String(result)).toBe(true);
  });

  test.each(Object.entries(wrongSweeps))("%s fails", (_, { sweep, isSmall }) => {
    const size = isSmall ? { replicates: 300, draws: 20 } : { replicates: 50, draws: 8 };
    const result = jointDistributionTest(conjugateModel, { ...size, sweep: sweep() });
    expect(result.ok).toBe(false);
    // σ² is what is drawn wrongly.
    const mean = result.rows.find((row) => row.quantity === "log sigma2" && row.statistic === "mean");
    expect(mean).toMatchObject({ ok: false });
    expect(String(result)).toMatch(/^The sampler does not keep the joint law/);
  });

  test("a block left out is held fixed, which keeps the joint law too", () => {
    const result = jointDistributionTest(conjugateModel, { ...quick, sweep: ["betaMarginal", "b"] });
    expect(result.ok, String(result)).toBe(true);
  });
});

describe("error rates", () => {
  test("of 60 seeds on a right sampler 3 of 1,200 p-values are expected below 0.0025: at most 10 are", () => {
    const pValues = Array.from({ length: 60 }, (_, seed) =>
      jointDistributionTest(conjugateModel, { replicates: 40, draws: 2, seed }).rows.map(
        ({ pValue }) => pValue,
      ),
    ).flat();
    const below = (level: number): number => pValues.filter((p) => p < level).length / pValues.length;
    expect(pValues).toHaveLength(1200);
    expect(below(0.0025) * 1200).toBeLessThanOrEqual(10);
    // Rows of one test depend on one another, as if there were about a fifth as many.
    for (const level of [0.5, 0.1, 0.05]) {
      expect(Math.abs(below(level) - level)).toBeLessThan(4 * Math.sqrt((5 * level * (1 - level)) / 1200));
    }
  });

  test("adjusted p-values are Holm's", () => {
    const { rows } = jointDistributionTest(conjugateModel, {
      replicates: 40,
      draws: 2,
      sweep: wrongSweeps["the b of the sweep before"].sweep(),
    });
    const sorted = rows.toSorted((a, b) => a.pValue - b.pValue);
    sorted.forEach((row, k) => {
      const raised = sorted.slice(0, k + 1).map(({ pValue }, j) => (sorted.length - j) * pValue);
      expect(row.adjusted).toBeCloseTo(Math.min(1, Math.max(...raised)), 12);
    });
  });
});

describe("the result", () => {
  const options = { replicates: 30, draws: 3, seed: "s" };
  const result = jointDistributionTest(conjugateModel, {
    ...options,
    quantities: { "first y": (_, { y }) => y[0], constant: () => 2 },
  });

  test("is a function of the seed", () => {
    const { rows } = jointDistributionTest(conjugateModel, options);
    expect(jointDistributionTest(conjugateModel, options).rows).toEqual(rows);
    expect(jointDistributionTest(conjugateModel, { ...options, seed: "t" }).rows).not.toEqual(rows);
  });

  test("does not read the response", () => {
    const other: Model = { ...conjugateModel, y: conjugateModel.y.map((value) => 1e3 * value) };
    expect(jointDistributionTest(other, options).rows).toEqual(
      jointDistributionTest(conjugateModel, options).rows,
    );
  });

  test("has quantities of one's own; one that is constant and the same is no difference", () => {
    expect(result.rows.filter(({ quantity }) => quantity === "first y")).toHaveLength(2);
    expect(result.rows.find(({ quantity }) => quantity === "constant")).toMatchObject({
      t: 0,
      pValue: 1,
      marginal: 2,
      successive: 2,
    });
  });

  test("prints within 100 columns, and the same content is data", () => {
    const text = String(result);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).toMatch(/^No difference .* 30 chains of 3 draws against\n {2}90 independent draws\./);
    expect(Object.keys(JSON.parse(JSON.stringify(result)) as object)).toEqual([
      "ok",
      "level",
      "replicates",
      "draws",
      "rows",
    ]);
  });
});

describe("refusals", () => {
  const run = jointDistributionTest as (...args: unknown[]) => unknown;
  test("of improper priors, naming them", () => {
    expect(() => jointDistributionTest(smallModel({ beta: flat() }))).toThrow(
      "every prior must be proper: priors.beta is flat; give it normal({ mean, sd }) or zellner({ g })",
    );
    expect(() => jointDistributionTest(smallModel({ beta: normal({ sd: 1 }), sigma2: jeffreys() }))).toThrow(
      "priors.sigma2 is 1/σ²",
    );
    const improperD = inverseWishart({ df: -3, scale: 0, improper: true });
    const others = { beta: normal({ sd: 1 }), sigma2: inverseGamma({ shape: 3, scale: 1 }) };
    expect(() => jointDistributionTest(smallModel({ ...others, sigma2: flatSd() }))).toThrow(
      "priors.sigma2 is improper",
    );
    expect(() => jointDistributionTest(smallModel({ ...others, D: improperD }))).toThrow(
      "priors.D is improper; give it halfT({ df, scale })",
    );
  });

  test("of priors whose draws overflow", () => {
    const vague = smallModel({
      beta: normal({ sd: 1 }),
      sigma2: inverseGamma({ shape: 0.001, scale: 0.001 }),
    });
    expect(() => jointDistributionTest(vague, quick)).toThrow("a draw from the prior is not finite");
  });

  test.each([
    [{ replicates: 5 }, "replicates must be an integer of at least 20, got 5"],
    [{ draws: 0 }, "draws must be an integer of at least 1, got 0"],
    [{ level: 1 }, "level must be below 1"],
    [{ seed: Infinity }, "seed must be a finite number"],
    [{ sweep: "centred" }, "sweep must be"],
    [{ engine: "quick" }, "engine must be one of"],
    [{ replicate: 50 }, 'did you mean "replicates"?'],
    [{ quantities: { "log sigma2": () => 1 } }, '"log sigma2" is there already'],
    [{ quantities: { mine: 3 } }, '"mine" must be a function'],
    [{ quantities: { mine: () => NaN } }, 'the quantity "mine" is NaN'],
  ])("%o", (options, message) => {
    expect(() => run(conjugateModel, { ...quick, ...options })).toThrow(message);
  });

  test("of what is no model", () => {
    expect(() => run({})).toThrow(TypeError);
  });

  test("a sampler whose numbers fail names the replicate", () => {
    const failing = {
      draws: ["sigma2"] as const,
      given: ["beta", "b"] as const,
      step: () => ({ sigma2: -1 }),
    };
    expect(() =>
      jointDistributionTest(conjugateModel, { ...quick, sweep: ["betaMarginal", "b", failing, "D"] }),
    ).toThrow(/in replicate 1/);
  });
});
