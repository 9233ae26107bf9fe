// Chains in worker threads: the same draws, progress, aborts and errors as on the calling thread.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mixedModel, NumericalError, type Draws, type Model } from "@lmm-gibbs/core";
import {
  type Block,
  type Progress,
  type RunOptions,
  sample,
  sampleSync,
  seededStream,
  streamDraws,
  type Workers,
} from "@lmm-gibbs/samplers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { platform } from "../../packages/samplers/src/platform/node.ts";
import { properD, randomModel } from "../random-model.ts";

const model = randomModel(seededStream(4, 0), { D: properD });
const withAuxiliaries = randomModel(seededStream(4, 0), {});
const options = { chains: 3, warmup: 5, draws: 40, seed: 11 };
/** Each worker takes a quarter of a second to start, so only one run tries every number. */
const EVERY: readonly Workers[] = [0, 1, 2, 4, "auto"];

const numbers = (draws: Draws): unknown => draws.toJSON().values;
const ownBlock: Block = { name: "still", draws: ["sigma2"], given: ["beta", "b"], step: () => {} };

/** What a call rejects with. */
async function rejection(running: Promise<unknown>): Promise<unknown> {
  return running.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe.each<[string, Model, RunOptions, readonly Workers[]]>([
  ["the fast engine", model, options, EVERY],
  [
    "the fast engine, few variables kept, thinned",
    model,
    { ...options, keep: ["sigma2", "b"], thin: 3 },
    [2],
  ],
  ["the fast engine, half-t priors", withAuxiliaries, options, [2]],
  ["the textbook engine", model, { ...options, engine: "textbook" }, [2]],
  ["the textbook engine, half-t priors", withAuxiliaries, { ...options, engine: "textbook" }, [2]],
  ["a list of blocks of ours", model, { ...options, sweep: ["sigma2", "D", "beta", "b"] }, [2]],
])("%s", (_, m, run, counts) => {
  const once = sampleSync(m, run);
  const resumed = sampleSync(m, { ...run, resume: once.saved, warmup: 2, draws: 9 });

  test.each(counts)("workers %s: the same draws, bit for bit, resumed too", async (workers) => {
    const draws = await sample(m, { ...run, workers });
    expect(numbers(draws)).toEqual(numbers(once));
    expect(draws.saved).toEqual(once.saved);
    const more = await sample(m, { ...run, workers, resume: draws.saved, warmup: 2, draws: 9 });
    expect(numbers(more)).toEqual(numbers(resumed));
    expect(more.saved).toEqual(resumed.saved);
  });
});

test("auto, handing chains over on their way, gives the same draws and takes progress along", async () => {
  const long = { chains: 3, warmup: 1000, draws: 40_000, seed: 2, keep: ["sigma2"] };
  const seen: Progress[] = [];
  const draws = await sample(model, { ...long, onProgress: (progress) => seen.push(progress) });
  expect(numbers(draws)).toEqual(numbers(await sample(model, { ...long, workers: 0 })));
  expect(seen.at(-1)).toEqual({ chain: 3, chains: 3, done: 123_000, total: 123_000 });
});

test("a model of a formula, with factors and scaled columns, is sent whole", async () => {
  const rows = Array.from({ length: 24 }, (_, i) => ({
    y: Math.sin(7 * i) + i,
    t: i % 4,
    sex: i % 3 === 0 ? "F" : "M",
    who: `p${Math.floor(i / 4)}`,
  }));
  const m = mixedModel("y ~ scale(t) * sex + (t | who)", rows);
  const run = { chains: 2, warmup: 3, draws: 10, seed: 5 };
  expect(numbers(await sample(m, { ...run, workers: 2 }))).toEqual(numbers(sampleSync(m, run)));
});

test("progress never falls and reaches the total once", async () => {
  const seen: Progress[] = [];
  await sample(model, {
    chains: 4,
    warmup: 0,
    draws: 50_000,
    keep: ["sigma2"],
    seed: 1,
    workers: 2,
    onProgress: (progress) => seen.push(progress),
  });
  const done = seen.map((progress) => progress.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.filter((sweeps) => sweeps === 200_000)).toHaveLength(1);
  expect(seen.at(-1)).toEqual({ chain: 4, chains: 4, done: 200_000, total: 200_000 });
  expect(seen.length).toBeGreaterThan(1);
});

test("an abort ends the workers with the signal's reason, within a tenth of a second", async () => {
  const delays: number[] = [];
  // The best of three, so that a busy machine does not count.
  for (let attempt = 0; attempt < 3; attempt++) {
    const controller = new AbortController();
    const { signal } = controller;
    const running = sample(model, { draws: 1e6, keep: ["sigma2"], seed: 1, workers: 2, signal });
    let aborted = 0;
    setTimeout(() => {
      aborted = performance.now();
      controller.abort(new Error("enough"));
    }, 400);
    await expect(running).rejects.toThrow("enough");
    delays.push(performance.now() - aborted);
  }
  expect(Math.min(...delays)).toBeLessThan(100);
});

test("an aborted signal starts nothing", async () => {
  const signal = AbortSignal.abort(new Error("no"));
  await expect(sample(model, { ...options, workers: 2, signal })).rejects.toThrow("no");
});

test("numbers that fail in a worker reject as on the calling thread, with block, chain and iteration", async () => {
  // The second chain's residuals are so large that their squares overflow.
  const start = {
    beta: [0, 0, 0],
    sigma2: 1,
    terms: [
      {
        D: [
          [1, 0],
          [0, 1],
        ],
        b: model.terms[0].levels.map(() => [0, 0]),
      },
    ],
  };
  const wild = { ...start, terms: [{ ...start.terms[0], b: model.terms[0].levels.map(() => [1e200, 0]) }] };
  const run: RunOptions = { chains: 2, seed: 3, sweep: ["sigma2", "D", "beta", "b"], initial: [start, wild] };
  const here = await rejection(sample(model, { ...run, workers: 0 }));
  const there = await rejection(sample(model, { ...run, workers: 2 }));
  expect(here).toBeInstanceOf(NumericalError);
  expect(there).toBeInstanceOf(NumericalError);
  const { message, place, reason, name } = here as NumericalError;
  expect(place).toEqual({ block: "sigma2", chain: 2, iteration: 1 });
  expect(there).toMatchObject({ message, place, reason, name });
});

test("an error of onProgress rejects", async () => {
  const onProgress = (): void => {
    throw new Error("no more paper");
  };
  await expect(sample(model, { ...options, workers: 2, onProgress })).rejects.toThrow("no more paper");
});

test("with a user's own block auto means none", async () => {
  const sweep = [ownBlock, "beta", "b", "D"] as const;
  const draws = await sample(model, { ...options, sweep });
  expect(numbers(draws)).toEqual(numbers(sampleSync(model, { ...options, sweep })));
});

test.each<[string, object, string]>([
  [
    "a user's own block",
    { workers: 2, sweep: [ownBlock, "beta", "b", "D"] },
    'workers must be "auto" or 0 with a block of your own, still',
  ],
  ["less than none", { workers: -1 }, 'workers must be "auto" or an integer of at least 0, got -1'],
  ["half a worker", { workers: 0.5 }, 'workers must be "auto" or an integer of at least 0, got 0.5'],
  ["text", { workers: "2" }, 'workers must be "auto" or an integer of at least 0, got "2"'],
  ["null", { workers: null }, 'workers must be "auto" or an integer of at least 0, got null'],
])("refused: %s", async (_, bad, message) => {
  const error = await rejection(sample(model, { ...options, ...bad }));
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toContain(message);
});

test("sampleSync and streamDraws know no workers", async () => {
  const bad = { ...options, workers: 2 };
  expect(() => sampleSync(model, bad)).toThrow('the options cannot have "workers"');
  await expect(streamDraws(model, bad as RunOptions).next()).rejects.toThrow('cannot have "workers"');
});

test("the process ends by itself after sample, done or aborted", () => {
  const script = `
    import { mixedModelFromMatrices, sample } from "lmm-gibbs";
    const groups = Array.from({ length: 30 }, (_, i) => i % 6);
    const X = groups.map((_, i) => [1, Math.cos(i)]);
    const y = X.map(([, x], i) => x + Math.sin(13 * i));
    const model = mixedModelFromMatrices({ y, X, Z: X.map(() => [1]), groups });
    const signal = new AbortController().signal;
    const draws = await sample(model, { workers: 2, seed: 1, draws: 10, signal });
    const stopped = await sample(model, { workers: 2, draws: 1e6, signal: AbortSignal.timeout(300) }).catch((e) => e);
    console.log(draws.chains, stopped.name);
  `;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", script],
    // Where lmm-gibbs is installed.
    { cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8", timeout: 20_000 },
  );
  expect({ stdout, stderr, status }).toEqual({ stdout: "4 TimeoutError\n", stderr: "", status: 0 });
});

describe("on another host", () => {
  const run = { ...options, workers: 2 };
  const startWorker = vi.spyOn(platform, "startWorker");
  afterEach(() => startWorker.mockReset());

  /** A worker that says what it is told to, some turns after it was started or sent something. */
  const scripted = (
    say: (listener: Parameters<typeof platform.startWorker>[0], posted: number) => void,
  ): void => {
    startWorker.mockImplementation((listener) => {
      let posted = 0;
      const soon = (): unknown => setTimeout(() => say(listener, posted), 5);
      soon();
      return { post: () => (posted++, soon()), terminate: () => {} };
    });
  };

  test("where workers cannot be made, the calling thread runs", async () => {
    startWorker.mockImplementation(() => {
      throw new Error("no threads here");
    });
    expect(numbers(await sample(model, run))).toEqual(numbers(sampleSync(model, options)));
  });

  test("where their script cannot be loaded, the calling thread runs", async () => {
    scripted(({ failure }) => failure(new Error("not found")));
    expect(numbers(await sample(model, run))).toEqual(numbers(sampleSync(model, options)));
  });

  test("a worker that dies at work rejects, naming its chain", async () => {
    scripted(({ message, failure }, posted) =>
      posted === 0 ? message({ kind: "ready" }) : failure(new Error("out of memory")),
    );
    await expect(sample(model, run)).rejects.toThrow("the worker of chain 1 failed: out of memory");
  });

  test("auto with one processor starts none", async () => {
    const processors = vi.spyOn(platform, "processors").mockReturnValue(1);
    await sample(model, { chains: 2, draws: 20_000, keep: ["sigma2"], seed: 1 });
    expect(startWorker).not.toHaveBeenCalled();
    processors.mockRestore();
  });

  test("auto starts none for little work", async () => {
    await sample(model, options);
    expect(startWorker).not.toHaveBeenCalled();
  });
});
