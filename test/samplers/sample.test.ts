// Runs: reproducible bit for bit, resumable, cancellable, and plain about what cannot be run.
import { type Draws, drawsFromJson, halfT, mapDraws, type Model, type State, toCsv } from "@lmm-gibbs/core";
import {
  type Block,
  type Progress,
  type RunOptions,
  sample,
  type SampledDraws,
  sampleSync,
  type SavedRun,
  seededStream,
  streamDraws,
} from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { properD, randomModel } from "../random-model.ts";

const model = randomModel(seededStream(4, 0), { D: properD });
const withAuxiliaries = randomModel(seededStream(4, 0), { sigma2: halfT({ df: 2, scale: 3 }) });
const options = { chains: 2, warmup: 7, draws: 40, seed: 11 };

const numbers = (draws: Draws): unknown => draws.toJSON().values;
const kept = (draws: Draws, from: number, to: number): unknown =>
  draws.toJSON().values.map((chain) => chain.map((column) => column.slice(from, to)));

describe.each([
  ["conjugate priors, fast engine", model, { ...options, engine: "fast" }],
  ["half-t priors with auxiliaries, fast engine", withAuxiliaries, { ...options, engine: "fast" }],
  ["conjugate priors, textbook engine", model, { ...options, engine: "textbook" }],
  ["half-t priors with auxiliaries, textbook engine", withAuxiliaries, { ...options, engine: "textbook" }],
] as const)("with %s", (_, m: Model, options: RunOptions) => {
  test("the same seed gives the same draws, bit for bit; another seed others", () => {
    expect(numbers(sampleSync(m, options))).toEqual(numbers(sampleSync(m, options)));
    expect(numbers(sampleSync(m, { ...options, seed: 12 }))).not.toEqual(numbers(sampleSync(m, options)));
  });

  test("sample, sampleSync and streamDraws laid end to end give the same draws", async () => {
    const once = numbers(sampleSync(m, options));
    expect(numbers(await sample(m, options))).toEqual(once);
    const batches: SampledDraws[] = [];
    for await (const batch of streamDraws(m, { ...options, batch: 15 })) batches.push(batch);
    expect(batches.map(({ iterations }) => iterations)).toEqual([15, 15, 10]);
    const parts = batches.map((batch) => batch.toJSON().values);
    const joined = parts[0].map((chain, c) => chain.map((_column, v) => parts.flatMap((part) => part[c][v])));
    expect(joined).toEqual(once);
  });

  // A scale move ends the sums that a draw of b leaves, so without one they could outlive the sweep.
  test.each(["none", "sandwich"] as const)(
    "σ² and D drawn before b resume bit for bit, scale move %s",
    (scaleMove) => {
      const run = { ...options, sweep: ["sigma2", "D", "beta", "b"], scaleMove } as const;
      const whole = sampleSync(m, run);
      const first = sampleSync(m, { ...run, draws: 25 });
      expect(numbers(sampleSync(m, { draws: 15, resume: first.saved }))).toEqual(kept(whole, 25, 40));
    },
  );

  test("a run resumed half-way, through JSON, goes on bit for bit", () => {
    const whole = sampleSync(m, options);
    const first = sampleSync(m, { ...options, draws: 25 });
    const resume = JSON.parse(JSON.stringify(first.saved)) as SavedRun;
    const second = sampleSync(m, { draws: 15, resume });
    expect(numbers(first)).toEqual(kept(whole, 0, 25));
    expect(numbers(second)).toEqual(kept(whole, 25, 40));
    expect(second.saved).toEqual(whole.saved);
  });
});

test("a chain does not depend on how many others run, nor on what is kept", () => {
  const two = sampleSync(model, options).toJSON().values;
  const four = sampleSync(model, { ...options, chains: 4 }).toJSON().values;
  expect(four.slice(0, 2)).toEqual(two);
  const all = sampleSync(model, options);
  const some = sampleSync(model, { ...options, keep: ["sigma2", "beta"] });
  expect(some.variables).toEqual(["beta[one]", "beta[t]", "beta[x]", "sigma2"]);
  for (const variable of some.variables) expect(some.get(variable)).toEqual(all.get(variable));
});

test("thinning keeps every k-th draw of the same chain", () => {
  const all = sampleSync(model, options).get("beta[x]");
  const thinned = sampleSync(model, { ...options, draws: 8, thin: 5 }).get("beta[x]");
  thinned.forEach((chain, c) =>
    expect([...chain]).toEqual([4, 9, 14, 19, 24, 29, 34, 39].map((t) => all[c][t])),
  );
});

test("chains start overdispersed: their first states vary more than the posterior", () => {
  const starts: State[] = [];
  const watch: Block = {
    draws: ["sigma2"],
    given: ["beta", "b"],
    step: (_stream, _model, state) => {
      starts.push(state);
      return state;
    },
  };
  const initial = {
    terms: [
      {
        D: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
  };
  sampleSync(model, { chains: 400, warmup: 0, draws: 1, seed: 3, sweep: [watch, "beta", "b"], initial });
  const posterior = sampleSync(model, { chains: 1, draws: 4000, seed: 3 });
  const drawn = (name: string): number[] => posterior.get(name).flatMap((chain) => [...chain]);
  const sd = (values: number[]): number => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  };
  expect(starts).toHaveLength(400);
  expect(sd(starts.map(({ beta }) => beta[1]))).toBeGreaterThan(1.5 * sd(drawn("beta[t]")));
  expect(sd(starts.map(({ sigma2 }) => Math.log(sigma2)))).toBeGreaterThan(
    1.5 * sd(drawn("sigma2").map(Math.log)),
  );
});

test("the initial state is where a chain starts", () => {
  const fixed = {
    beta: [1, 2, 3],
    sigma2: 4,
    terms: [
      {
        D: [
          [1, 0],
          [0, 1],
        ],
        b: model.terms[0].levels.map(() => [0, 1]),
      },
    ],
  };
  const draws = sampleSync(model, { ...options, sweep: ["sigma2"], initial: fixed });
  expect(draws.get("beta[t]")[1][39]).toBe(2);
  expect(draws.get("b_group[g3,t]")[0][39]).toBe(1);
  const each = sampleSync(model, {
    ...options,
    sweep: ["sigma2"],
    initial: [fixed, { ...fixed, beta: [7, 8, 9] }],
  });
  expect(each.get("beta[t]").map((chain) => chain[0])).toEqual([2, 8]);
});

test("variables come in display order, each a function of the same state", () => {
  const draws = sampleSync(model, { ...options, draws: 3 });
  expect(draws.variables.slice(0, 11)).toEqual([
    "beta[one]",
    "beta[t]",
    "beta[x]",
    "sigma",
    "sd_group[one]",
    "sd_group[t]",
    "cor_group[one,t]",
    "sigma2",
    "D_group[one,one]",
    "D_group[one,t]",
    "D_group[t,t]",
  ]);
  expect(draws.variables.slice(11, 14)).toEqual(["b_group[g0,one]", "b_group[g0,t]", "b_group[g1,one]"]);
  expect(draws.variables).toHaveLength(11 + 16);
  const at = (variable: string): number => draws.get(variable)[1][2];
  expect(at("sigma")).toBe(Math.sqrt(at("sigma2")));
  expect(at("sd_group[t]")).toBe(Math.sqrt(at("D_group[t,t]")));
  expect(at("cor_group[one,t]")).toBeCloseTo(
    at("D_group[one,t]") / (at("sd_group[one]") * at("sd_group[t]")),
    14,
  );
});

test("above 1,000 groups b is kept only when asked for", () => {
  const many = randomModel(
    seededStream(4, 0),
    { D: properD },
    { sizes: Array.from({ length: 1001 }, () => 3) },
  );
  const tiny = { chains: 1, warmup: 0, draws: 1, seed: 1 };
  expect(sampleSync(many, tiny).variables.some((name) => name.startsWith("b_"))).toBe(false);
  expect(sampleSync(many, { ...tiny, keep: ["b"] }).variables).toHaveLength(2002);
});

describe("progress and cancellation", () => {
  test("progress counts every sweep of every chain and ends at the total", async () => {
    const seen: Progress[] = [];
    await sample(model, { ...options, draws: 300, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ chain: 2, chains: 2, done: 614, total: 614 });
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).toSorted((a, b) => a - b));
  });

  test("an abort ends the run with the signal's reason, within a tenth of a second", async () => {
    const delays: number[] = [];
    // The best of three, so that a busy machine does not count.
    for (let attempt = 0; attempt < 3; attempt++) {
      const controller = new AbortController();
      const running = sample(model, { draws: 1e6, keep: ["sigma2"], seed: 1, signal: controller.signal });
      let aborted = 0;
      setTimeout(() => {
        aborted = performance.now();
        controller.abort(new Error("enough"));
      }, 50);
      await expect(running).rejects.toThrow("enough");
      delays.push(performance.now() - aborted);
    }
    expect(Math.min(...delays)).toBeLessThan(100);
  });

  test("an aborted signal starts nothing", async () => {
    await expect(sample(model, { ...options, signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow(
      "no",
    );
  });

  test("an endless stream ends when its reader has enough", async () => {
    let total = 0;
    for await (const batch of streamDraws(model, { ...options, draws: Infinity, batch: 10 })) {
      total += batch.iterations;
      if (total >= 50) break;
    }
    expect(total).toBe(50);
  });
});

describe("refused", () => {
  const saved = sampleSync(model, options).saved;
  test.each<[string, RunOptions, string]>([
    ["an unknown option", { chain: 4 } as never, 'the options cannot have "chain"'],
    ["no chain", { chains: 0 }, "chains must be an integer of at least 1, got 0"],
    ["half a draw", { draws: 0.5 }, "draws must be an integer of at least 1, got 0.5"],
    ["a negative warm-up", { warmup: -1 }, "warmup must be an integer of at least 0, got -1"],
    ["thin as text", { thin: "2" as never }, 'thin must be an integer of at least 1, got "2"'],
    ["a NaN seed", { seed: NaN }, "seed must be a finite number, got NaN"],
    [
      "an unknown engine",
      { engine: "quick" as never },
      'engine must be one of fast, textbook, aggregated, got "quick"',
    ],
    ["an unknown variable", { keep: ["sigma3"] }, 'keep: no variable "sigma3"; did you mean "sigma'],
    ["nothing kept", { keep: [] }, "keep must be a list of at least one variable"],
    [
      "too much",
      { draws: 2 ** 30 },
      "4 chains × 1073741824 draws × 27 variables are more than 2147483648 numbers",
    ],
    ["initial states for other chains", { initial: [{}, {}] }, "initial has 2 states for 4 chains"],
    [
      "an initial state that does not fit",
      { initial: { beta: [1] } },
      "state.beta must have 3 elements, got 1",
    ],
    [
      "resuming with another number of chains",
      { resume: saved, chains: 3 },
      "resume has 2 chains, asked are 3",
    ],
    [
      "resuming with another seed",
      { resume: saved, seed: 5 },
      "resume goes on from seed 11, asked is seed 5",
    ],
    [
      "resuming with another sweep",
      { resume: saved, sweep: "uncentered" },
      'resume goes on with sweep "marginal", asked is "uncentered"',
    ],
    ["too many chains", { chains: 1e9 }, "chains must be at most 10000, got 1000000000"],
    ["an initial state that is none", { initial: 5 as never }, "initial must be an object, got 5"],
    [
      "a misspelt part of it",
      { initial: { betta: [1] } as never },
      'initial cannot have "betta" (beta, sigma2, terms); did you mean "beta"?',
    ],
    ["terms for another model", { initial: { terms: [{}, {}] } }, "initial.terms must be a list of 1"],
    ["options that are none", null as never, "the options must be an object, got null"],
    ["sweep null", { sweep: null as never }, "sweep must be"],
    [
      "resuming with another engine",
      { resume: saved, engine: "textbook" },
      'resume goes on with engine "fast", asked is "textbook"',
    ],
    ["progress that is no function", { onProgress: 3 as never }, "onProgress must be a function, got 3"],
  ])("%s", (_, bad, message) => {
    expect(() => sampleSync(model, bad === null ? bad : { draws: 1, warmup: 0, ...bad })).toThrow(message);
  });

  const tampered = (change: (run: SavedRun) => unknown): SavedRun =>
    change(JSON.parse(JSON.stringify(saved)) as SavedRun) as SavedRun;
  const firstChain = (part: object) => (run: SavedRun) => ({
    ...run,
    chains: [{ ...run.chains[0], ...part }, run.chains[1]],
  });
  test.each<[string, (run: SavedRun) => unknown, string]>([
    ["no seed", (run) => ({ ...run, seed: undefined }), "resume.seed must be a finite number"],
    ["a stream missing", firstChain({ stream: undefined }), "resume.chains[0].stream must be an object"],
    [
      "a word that is none",
      (run) => firstChain({ stream: { ...run.chains[0].stream, normal: ["x"] } })(run),
      "the saved state of a random stream is not one",
    ],
    [
      "sweeps that are no count",
      firstChain({ sweeps: -5 }),
      "resume.chains[0].sweeps must be a count, got -5",
    ],
    [
      "one chain twice",
      (run) => ({ ...run, chains: [run.chains[0], run.chains[0]] }),
      "resume has one chain twice",
    ],
    ["a state that is none", firstChain({ state: { beta: [1] } }), "a state must be"],
    [
      "another scale move",
      (run) => ({ ...run, scaleMove: "yes" }),
      'resume.scaleMove must be "none" or "sandwich", got "yes"',
    ],
    [
      "fixed effects that are none",
      (run) => ({ ...run, centered: ["colour"] }),
      "resume.centered must be a list of fixed effects",
    ],
    ["something else saved with it", (run) => ({ ...run, colour: 1 }), 'resume cannot have "colour"'],
    ["no chain", (run) => ({ ...run, chains: [] }), "resume.chains must be the chains of a saved run"],
    ["nothing", () => null, "resume must be an object, got null"],
  ])("resuming what was changed: %s", (_, change, message) => {
    expect(() => sampleSync(model, { resume: tampered(change) })).toThrow(message);
  });

  test("resuming goes on with the saved sweep, without its being named", () => {
    for (const sweep of ["uncentered", ["beta", "b", "D", "sigma2"]] as const) {
      const first = sampleSync(model, { ...options, sweep });
      const whole = sampleSync(model, { ...options, sweep, draws: 50 });
      expect(numbers(sampleSync(model, { resume: first.saved, draws: 10 }))).toEqual(kept(whole, 40, 50));
    }
  });

  test("resuming goes on with the saved centering and scale move, and with no other", () => {
    const refined = { sweep: "centered", centering: { t: false }, scaleMove: "none" } as const;
    const first = sampleSync(model, { ...options, ...refined });
    const resume = JSON.parse(JSON.stringify(first.saved)) as SavedRun;
    const whole = sampleSync(model, { ...options, ...refined, draws: 50 });
    expect(first.description).toMatchObject({ centered: ["one"], scaleMove: "none" });
    expect(numbers(sampleSync(model, { resume, draws: 10 }))).toEqual(kept(whole, 40, 50));
    expect(() => sampleSync(model, { resume, centering: {} })).toThrow(
      'resume goes on with ["one"] centered, asked is ["one", "t"]',
    );
    expect(() => sampleSync(model, { resume, scaleMove: "sandwich" })).toThrow(
      'resume goes on with scaleMove "none", asked is "sandwich"',
    );
  });

  test("resuming another model", () => {
    const other = randomModel(seededStream(4, 0), { D: properD }, { sizes: [3, 3, 3] });
    expect(() => sampleSync(other, { resume: saved })).toThrow(
      "resume is of another model: its data, design or priors differ",
    );
  });
});

describe("draws as data", () => {
  const draws = sampleSync(model, { ...options, draws: 5, keep: ["beta", "sigma2"] });

  test("JSON and back", () => {
    const back = drawsFromJson(JSON.parse(JSON.stringify(draws)) as Parameters<typeof drawsFromJson>[0]);
    expect(back.toJSON()).toEqual(draws.toJSON());
    expect(back.get("sigma2")).toEqual(draws.get("sigma2"));
    expect(() => drawsFromJson({} as never)).toThrow("this is not the JSON of draws");
  });

  test("NaN and infinities survive JSON; a cell that is no number is named", () => {
    const odd = mapDraws(draws, { nan: () => NaN, up: () => Infinity, down: () => -Infinity });
    const back = drawsFromJson(JSON.parse(JSON.stringify(odd)) as Parameters<typeof drawsFromJson>[0]);
    for (const name of ["nan", "up", "down"]) expect(back.get(name)).toEqual(odd.get(name));
    const json = JSON.parse(JSON.stringify(draws)) as { values: unknown[][][] };
    json.values[1][0][3] = null;
    expect(() => drawsFromJson(json as never)).toThrow(
      "chain 2, beta[one], iteration 4: a number must come, got null",
    );
  });

  test("a derived quantity may not read what is no variable, nor be anything but a number", () => {
    expect(() => mapDraws(draws, { r: (d) => d["beta[tt]"] })).toThrow(
      'no variable "beta[tt]" in the draws; did you mean "beta[t]"?',
    );
    expect(() => mapDraws(draws, { r: () => "5" as never })).toThrow('r must be a number, got "5"');
  });

  test("derived quantities are computed draw by draw and appended", () => {
    const more = mapDraws(draws, { ratio: (d) => d["beta[t]"] / d.sigma2 });
    expect(more.variables).toEqual([...draws.variables, "ratio"]);
    const expected = draws
      .get("beta[t]")
      .map((chain, c) => chain.map((x, t) => x / draws.get("sigma2")[c][t]));
    expect(more.get("ratio")).toEqual(expected);
    expect(() => mapDraws(draws, { sigma2: () => 1 })).toThrow('two variables are called "sigma2"');
  });

  test("CSV has chain, iteration and a column a variable, in full precision", () => {
    const lines = toCsv(draws).split("\n");
    expect(lines[0]).toBe("chain,iteration,beta[one],beta[t],beta[x],sigma2");
    expect(lines).toHaveLength(11);
    const row = lines[8].split(",").map(Number);
    expect(row).toEqual([2, 3, ...draws.variables.map((variable) => draws.get(variable)[1][2])]);
  });

  test("an unknown variable is named, with a suggestion", () => {
    expect(() => draws.get("beta[tt]")).toThrow(
      'no variable "beta[tt]" in the draws; did you mean "beta[t]"?',
    );
  });
});
