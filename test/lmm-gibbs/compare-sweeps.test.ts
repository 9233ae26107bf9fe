// The comparison of sweeps: prediction beside measurement, and what it may be asked.
import {
  balancedOneWay,
  compareSweeps,
  halfT,
  inverseWishart,
  mixedModel,
  mixedModelFromMatrices,
  mixingTheory,
  sample,
  seededStream,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import { describe, expect, test } from "vitest";

const csv = (name: string): unknown => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));
const sleepstudy = mixedModel("Reaction ~ Days + (Days | Subject)", csv("sleepstudy"), {
  priors: { D: halfT({ df: 2, scale: [100, 20] }) },
});
const short = { chains: 2, warmup: 50, draws: 100, seed: 1, workers: 0 } as const;

test("sleepstudy, 4 × 1,000: the uncentered slope fails, centering mends it, the joint block does best", async () => {
  const { rows } = await compareSweeps(sleepstudy, { seed: 601, workers: 0 });
  const slope = (sweep: string): number =>
    rows.find((row) => row.sweep === sweep && row.variable === "beta[Days]")!.essBulk;
  expect(slope("uncentered")).toBeLessThan(250);
  expect(slope("centered")).toBeGreaterThan(1800);
  expect(slope("interweaved")).toBeGreaterThan(3000);
  expect(slope("marginal")).toBeGreaterThan(3000);
  for (const row of rows.filter(({ variable }) => variable.startsWith("beta"))) {
    expect(Math.abs(row.lag1 - row.predictedLag1)).toBeLessThan(0.05);
  }
});

test("the dental study: the scale move at least doubles the worst standard deviation's effective draws", async () => {
  const dental = mixedModel("distance ~ age + (age | Subject)", csv("orthodont"), {
    priors: { D: halfT({ df: 2, scale: [10, 1] }) },
  });
  const { rows } = await compareSweeps(dental, {
    sweeps: { with: "marginal", without: { sweep: "marginal", scaleMove: "none" } },
    draws: 15_000,
    seed: 601,
    workers: 0,
    keep: ["sd_Subject"],
    variables: ["sd_Subject"],
  });
  const worst = (sweep: string): number =>
    Math.min(...rows.filter((row) => row.sweep === sweep).map(({ essBulk }) => essBulk));
  expect(worst("with")).toBeGreaterThan(2 * worst("without"));
});

describe("what it gives", () => {
  test("a row a variable and sweep, the draws that sample gives, and the variances it predicts at", async () => {
    const { rows, draws, variances } = await compareSweeps(sleepstudy, short);
    expect(Object.keys(draws)).toEqual(["marginal", "uncentered", "centered", "interweaved"]);
    expect(rows).toHaveLength(4 * 6);
    const alone = await sample(sleepstudy, { ...short, sweep: "centered" });
    expect(draws["centered"].get("beta[Days]")).toEqual(alone.get("beta[Days]"));
    const theory = mixingTheory(sleepstudy, variances);
    for (const { sweep, variable, predictedLag1 } of rows) {
      const [, name] = /^beta\[(.*)\]$/.exec(variable) ?? [];
      expect(predictedLag1).toBe(name === undefined ? NaN : theory[sweep as keyof typeof theory].lag1[name]);
    }
  });

  test("a table of at most 100 columns that says at which variances it predicts", async () => {
    const text = String(await compareSweeps(sleepstudy, { ...short, sweeps: ["uncentered", "centered"] }));
    for (const part of ["| uncentered", "| centered", "theory", "time", "Predicted with σ² and D held"]) {
      expect(text).toContain(part);
    }
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("sweeps under names of one's own, with their own centering and scale move; no prediction for a list", async () => {
    const { rows, draws } = await compareSweeps(sleepstudy, {
      ...short,
      sweeps: {
        slope: { sweep: "centered", centering: { "(Intercept)": false }, scaleMove: "none" },
        list: ["beta", "b", "sigma2", "D"],
      },
      variables: ["beta[Days]"],
    });
    expect(draws["slope"].description).toMatchObject({ centered: ["Days"], scaleMove: "none" });
    const [slope, list] = rows;
    expect(slope.predictedLag1).toBeGreaterThan(0);
    expect(list.predictedLag1).toBeNaN();
  });

  test("autocorrelations and traces of each sweep, ready to plot", async () => {
    const comparison = await compareSweeps(sleepstudy, { ...short, sweeps: ["uncentered", "marginal"] });
    const { uncentered, marginal } = comparison.autocorrelations("beta[Days]", { maxLag: 5 });
    expect([uncentered.lags, marginal.chains.length]).toEqual([[0, 1, 2, 3, 4, 5], 2]);
    const mean = uncentered.chains.reduce((sum, chain) => sum + chain[1], 0) / 2;
    const { lag1 } = comparison.rows.find(
      (row) => row.variable === "beta[Days]" && row.sweep === "uncentered",
    )!;
    expect(mean).toBeCloseTo(lag1, 12);
    const lines = comparison.traces("beta[Days]");
    expect(lines["marginal"].chains[1]).toEqual(
      Array.from(comparison.draws["marginal"].get("beta[Days]")[1]),
    );
    expect(() => comparison.traces("slope")).toThrow("slope");
  });

  test("a diagonal D, and one random effect", async () => {
    const diagonal = mixedModel("Reaction ~ Days + (Days || Subject)", csv("sleepstudy"));
    const { variances } = await compareSweeps(diagonal, { ...short, sweeps: ["centered"] });
    expect(variances.D[0][1]).toBe(0);
    const rikz = mixedModel("Richness ~ NAP + (1 | Beach)", csv("rikz"));
    expect((await compareSweeps(rikz, { ...short, sweeps: ["centered"] })).variances.D).toHaveLength(1);
  });

  test.each([
    ["an unknown sweep", { sweeps: ["centred"] }, 'did you mean "centered"?'],
    ["no sweep", { sweeps: [] }, "sweeps must name at least one sweep"],
    ["no list", { sweeps: 7 }, "sweeps must be an object"],
    ["an unknown part", { sweeps: { a: { sweep: "centered", thin: 2 } } }, 'cannot have "thin"'],
    [
      "an option of sample that is one of the sweeps",
      { sweep: "centered" },
      "compareSweeps has no option sweep",
    ],
    [
      "to keep what an abort leaves",
      { onAbort: "keep" },
      "compareSweeps has no option onAbort, which is for one run",
    ],
    ["one checkpoint for several runs", { checkpoint: {} }, "compareSweeps has no option checkpoint"],
    ["an unknown variable", { ...short, variables: ["beta[days]"] }, "is not in the draws"],
  ])("refuses %s", async (_, options, message) => {
    await expect(compareSweeps(sleepstudy, options as never)).rejects.toThrow(message);
  });
});

test("the one-way layout: the crossover lies at κ = ½, measured as predicted", async () => {
  const [J, n, sigma2] = [50, 4, 1];
  const groups = Array.from({ length: J * n }, (_, row) => Math.floor(row / n));
  const ones = groups.map(() => [1]);
  for (const kappa of [0.2, 0.8]) {
    const tau2 = (kappa / (1 - kappa)) * (sigma2 / n);
    const stream = seededStream("one-way", 0);
    const effects = Array.from({ length: J }, () => Math.sqrt(tau2) * stream.normal());
    const y = groups.map((i) => effects[i] + Math.sqrt(sigma2) * stream.normal());
    const D = inverseWishart({ df: 1e6, scale: [[1e6 * tau2]] });
    const model = mixedModelFromMatrices({ y, X: ones, Z: ones, groups }, { priors: { D } });
    const { rows } = await compareSweeps(model, { seed: 601, workers: 0, variables: ["beta"] });
    const lag1 = Object.fromEntries(rows.map((row) => [row.sweep, row.lag1]));
    const closed = balancedOneWay({ tau2, sigma2, n }).lag1;
    expect(lag1["uncentered"]).toBeCloseTo(closed.uncentered, 1);
    expect(lag1["centered"]).toBeCloseTo(closed.centered, 1);
    expect(lag1["centered"] < lag1["uncentered"]).toBe(kappa > 0.5);
  }
});
