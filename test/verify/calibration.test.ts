// Simulation-based calibration passes our sweeps under proper priors and fails wrong samplers. The long calibration
// (`npm run calibrate`) has 1,000 replicates of every sweep, prior and engine.
import { flat, type Model, mixedModelFromMatrices } from "@lmm-gibbs/core";
import { type Block, type Sweep, type SweepName, sweeps } from "@lmm-gibbs/samplers";
import { type Calibration, priorDraws, simulationBasedCalibration } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";
import { rightSweeps, wrongSweeps } from "./own-blocks.ts";
import { conjugate, conjugateModel, smallModel, smallModels } from "./small-models.ts";

const isLong = process.env["CALIBRATE"] !== undefined;
const names = Object.keys(sweeps) as SweepName[];

const balancedGroups = Array.from({ length: 24 }, (_, row) => Math.floor(row / 3));
const balancedX = balancedGroups.map((_, row) => [1, (row % 3) - 1]);
/** Eight groups that share Z_i'Z_i, for the aggregated engine. */
const balanced = mixedModelFromMatrices(
  { y: balancedX.map(([, t]) => t), X: balancedX, Z: balancedX, groups: balancedGroups, names: ["one", "t"] },
  { priors: conjugate },
);

const quick = { replicates: 50, draws: 19 };

interface Run {
  name: string;
  model: Model;
  sweep: SweepName;
  engine: "fast" | "aggregated";
}
const every: Run[] = [
  ...Object.entries(smallModels).flatMap(([name, model]) =>
    names.map((sweep): Run => ({ name, model, sweep, engine: "fast" })),
  ),
  ...names.map((sweep): Run => ({ name: "shared Z_i'Z_i", model: balanced, sweep, engine: "aggregated" })),
];
const three = every.filter(({ name, sweep }) =>
  [
    "inverse-gamma σ², inverse-Wishart D, marginal",
    "Zellner's β, inverse-Wishart D, uncentered",
    "half-t σ, diagonal D with an inverse-gamma and a half-t column, marginal",
  ].includes(`${name}, ${sweep}`),
);

describe("our samplers are calibrated", () => {
  // The family of all runs has level 0.001.
  const runs = isLong ? every : three;
  const options = {
    replicates: isLong ? 1000 : 200,
    draws: isLong ? 99 : 49,
    level: 0.001 / runs.length,
  };
  test("three of them in every run of the tests", () => expect(three).toHaveLength(3));

  test.each(runs)("$name: $sweep sweep, $engine engine", ({ name, model, sweep, engine }) => {
    const result = simulationBasedCalibration(model, {
      ...options,
      sweep,
      engine,
      seed: `${name}, ${sweep}, ${engine}`,
    });
    expect(result.ok, String(result)).toBe(true);
    if (isLong) process.stdout.write(tableRow(name, sweep, engine, result));
    // The p-values suppose independent draws. A lag-1 autocorrelation r widens the variance of ranks among L draws by the
    // fraction 4r/((1 − r)L): at 0.15 a quarter of that variance's own standard error here, √(0.8/replicates).
    for (const { quantity, lag1 } of result.rows) expect(lag1, quantity).toBeLessThan(0.15);
    expect(result.rows.map(({ quantity }) => quantity)).toContain("log likelihood");
  });
});

/** A row of the table in docs/reliability.md. */
function tableRow(name: string, sweep: string, engine: string, { rows, thin }: Calibration): string {
  const least = rows.reduce((a, b) => (b.pValue < a.pValue ? b : a));
  const p = `${least.pValue.toFixed(3)} (${least.quantity})`;
  return `| ${name} | ${sweep} | ${engine} | ${thin} | ${rows.length} | ${p} | ${least.adjusted.toFixed(2)} |\n`;
}

describe("a step of one's own", () => {
  test("that is right passes", () => {
    const sweep = rightSweeps["a Metropolis step on log σ² with its Jacobian"]();
    const result = simulationBasedCalibration(conjugateModel, { ...quick, sweep, thin: 10 });
    expect(result.ok, String(result)).toBe(true);
  });

  test("that uses the b of the sweep before fails", () => {
    const sweep = wrongSweeps["the b of the sweep before"].sweep();
    const result = simulationBasedCalibration(conjugateModel, { ...quick, sweep, thin: 5 });
    expect(result.ok).toBe(false);
    expect(result.rows.find(({ quantity }) => quantity === "log likelihood")).toMatchObject({ ok: false });
    expect(String(result)).toMatch(/^The sampler is not calibrated/);
  });

  test("that never moves fails, which the joint distribution test cannot see", () => {
    const still: Block = {
      draws: ["sigma2"],
      given: ["beta", "b"],
      step: (_, __, { sigma2 }) => ({ sigma2 }),
    };
    const sweep: Sweep = ["betaMarginal", "b", still, "D"];
    const result = simulationBasedCalibration(conjugateModel, { ...quick, sweep, thin: 5 });
    expect(result.rows.find(({ quantity }) => quantity === "sigma2")).toMatchObject({ ok: false });
    expect(String(result)).toContain("Kept draws of sigma2 still depend on one another");
    expect(() => simulationBasedCalibration(conjugateModel, { ...quick, sweep })).toThrow(
      '"sigma2" does not move in pilot replicates',
    );
  });

  test("that draws from the prior and ignores the data is seen by the log likelihood alone", () => {
    const draw = priorDraws(conjugateModel);
    const prior: Block = { draws: ["beta", "sigma2", "b", "D"], given: [], step: (stream) => draw(stream) };
    const result = simulationBasedCalibration(conjugateModel, {
      ...quick,
      sweep: [prior],
      thin: 1,
      warmup: 0,
    });
    expect(result.rows.filter(({ ok }) => !ok).map(({ quantity }) => quantity)).toEqual(["log likelihood"]);
  });
});

describe("the result", () => {
  const options = { replicates: 40, draws: 19, thin: 4, seed: 5 };
  const result = simulationBasedCalibration(conjugateModel, {
    ...options,
    quantities: { "first residual": ({ beta }, { y }) => y[0] - beta[0], "a constant": () => 1 },
  });

  test("is a function of the seed, and does not read the response", () => {
    const ranks = (seed: number, model = conjugateModel): unknown =>
      simulationBasedCalibration(model, { ...options, seed }).rows.map((row) => row.ranks);
    expect(ranks(5)).toEqual(result.rows.slice(0, -2).map((row) => row.ranks));
    expect(ranks(6)).not.toEqual(ranks(5));
    expect(ranks(5, { ...conjugateModel, y: conjugateModel.y.map((value) => value - 1e3) })).toEqual(
      ranks(5),
    );
  });

  test("has one row a quantity, those of one's own too; ties are broken at random", () => {
    expect(result.rows.map(({ quantity }) => quantity)).toEqual([
      "beta[one]",
      "beta[t]",
      "sigma2",
      "D_group[one,one]",
      "D_group[t,t]",
      "cor_group[one,t]",
      "b_group[0,one]",
      "b_group[0,t]",
      "log likelihood",
      "first residual",
      "a constant",
    ]);
    for (const { ranks } of result.rows) {
      expect(ranks).toHaveLength(40);
      expect(ranks.every((rank) => Number.isInteger(rank) && rank >= 0 && rank <= 19)).toBe(true);
    }
    const { ranks, ok } = result.rows[10];
    expect(ok).toBe(true);
    expect(new Set(ranks).size).toBeGreaterThan(10);
  });

  test("gives the ranks' distribution with its band", () => {
    const { at, ecdf, lower, upper } = result.ecdf("sigma2");
    const { ranks } = result.rows[2];
    expect(at).toHaveLength(21);
    expect(ecdf[5]).toBe(ranks.filter((rank) => rank < 5).length / 40);
    expect([ecdf[0], ecdf[20], lower[20], upper[0]]).toEqual([0, 1, 1, 0]);
    expect(ecdf.every((value, k) => lower[k] <= value && value <= upper[k])).toBe(true);
    expect(result.ecdf("sigma2", { probability: 0.5 }).upper[10]).toBeLessThan(upper[10]);
    expect(() => result.ecdf("sigma")).toThrow('no quantity "sigma"');
  });

  test("prints within 100 columns, and the same content is data", () => {
    for (const line of String(result).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    const record = JSON.parse(JSON.stringify(result)) as object;
    expect(Object.keys(record)).toEqual([
      "ok",
      "level",
      "replicates",
      "draws",
      "thin",
      "warmup",
      "rethinned",
      "rows",
    ]);
  });

  test("progress is told after every replicate", () => {
    const done: number[] = [];
    simulationBasedCalibration(conjugateModel, {
      ...options,
      replicates: 20,
      onProgress: (p) => done.push(p.done),
    });
    expect(done).toEqual(Array.from({ length: 20 }, (_, r) => r + 1));
  });

  test("draws that are too narrow, too wide, too large or too small are said to be", () => {
    const drawState = priorDraws(conjugateModel);
    const scaled = (factor: number, shift: number): string => {
      const wrong: Block = {
        draws: ["beta", "sigma2", "b", "D"],
        given: [],
        // The right law of β given no data, distorted.
        step: (stream) => {
          const state = drawState(stream);
          return {
            ...state,
            beta: state.beta.map((value, k) => (value - [1, -1][k]) * factor + [1, -1][k] + shift),
          };
        },
      };
      return String(
        simulationBasedCalibration(conjugateModel, {
          replicates: 100,
          draws: 19,
          sweep: [wrong],
          thin: 1,
          warmup: 0,
        }),
      );
    };
    expect(scaled(0.2, 0)).toMatch(/beta\[one\].*draws too narrow/);
    expect(scaled(6, 0)).toMatch(/beta\[one\].*draws too wide/);
    expect(scaled(1, 3)).toMatch(/beta\[one\].*draws too large/);
    expect(scaled(1, -3)).toMatch(/beta\[one\].*draws too small/);
  });
});

describe("refusals", () => {
  const run = simulationBasedCalibration as (...args: unknown[]) => unknown;
  test.each([
    [{ replicates: 19 }, "replicates must be an integer of at least 20, got 19"],
    [{ draws: 3 }, "draws must be an integer of at least 4, got 3"],
    [{ thin: 0 }, "thin must be an integer of at least 1, got 0"],
    [{ thin: "none" }, 'thin must be an integer of at least 1, got "none"'],
    [{ warmup: -1 }, "warmup must be an integer of at least 0, got -1"],
    [{ onProgress: 1 }, "onProgress must be a function"],
    [{ level: 0 }, "level must be a finite number above 0"],
    [{ thim: 3 }, 'did you mean "thin"?'],
    [{ sweep: ["betaMarginal", "b"], thin: 1 }, "the sweep holds sigma2 fixed"],
    [{ sweep: ["betaMarginal", "sigma2", "b", "D"], thin: 1 }, "the stationary law would be wrong"],
    [{ engine: "aggregated", thin: 1 }, 'engine "aggregated" needs many groups'],
  ])("%o", (options, message) => {
    expect(() => run(conjugateModel, { ...quick, ...options })).toThrow(message);
  });

  test("of an improper prior, and of what is no model", () => {
    expect(() => run(smallModel({ beta: flat() }))).toThrow("priors.beta is flat");
    expect(() => run(null)).toThrow(TypeError);
  });

  test("of chains too slow to be thinned", () => {
    const slow: Block = {
      draws: ["sigma2"],
      given: ["beta", "b"],
      // Leaves the law as it is, a thousandth of the time by moving.
      step: (stream, _, { sigma2 }) => ({
        sigma2: stream.uniform() < 0.002 ? 2 * stream.uniform() + 0.1 : sigma2,
      }),
    };
    expect(() => run(conjugateModel, { ...quick, sweep: ["betaMarginal", "b", slow, "D"] })).toThrow(
      /"sigma2" (has an integrated autocorrelation time of \d+ sweeps|does not move) in pilot replicates/,
    );
  });
});
