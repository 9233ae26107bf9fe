// Interrupted runs: what is kept, that nothing is lost, and that they go on to the draws of an uninterrupted run.
import { type Draws, halfT, type Model } from "@lmm-gibbs/core";
import {
  type Block,
  InterruptedError,
  type RunOptions,
  sample,
  type SampledDraws,
  type SampleOptions,
  sampleSync,
  type SavedRun,
  seededStream,
  type Signal,
  streamDraws,
  WorkerError,
} from "@lmm-gibbs/samplers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { platform } from "../../packages/samplers/src/platform/node.ts";
import { drawsSum } from "../draws-sum.ts";
import { properD, randomModel } from "../random-model.ts";

const model = randomModel(seededStream(4, 0), { D: properD });
const withAuxiliaries = randomModel(seededStream(4, 0), { sigma2: halfT({ df: 2, scale: 3 }) });
const twins = randomModel(seededStream(4, 0), {}, { sizes: Array.from({ length: 40 }, () => 3), effects: 1 });

const numbers = (draws: Draws): number[][][] => draws.toJSON().values as number[][][];
const first = (draws: Draws, count: number): unknown =>
  numbers(draws).map((chain) => chain.map((column) => column.slice(0, count)));

/** What a call rejects with. */
async function rejection(running: Promise<unknown>): Promise<unknown> {
  return running.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** A signal that aborts when it is looked at for so many times: a moment that no clock moves. */
function abortedAt(looks: number): Signal {
  let seen = 0;
  return {
    get aborted() {
      return ++seen >= looks;
    },
    reason: new Error("enough"),
  };
}

/** A signal that aborts once so many sweeps are done, and the progress that tells it. */
function abortedAfter(sweeps: number): Pick<SampleOptions, "signal" | "onProgress"> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done >= sweeps) controller.abort(new Error("enough"));
    },
  };
}

/** A block that takes a millisecond, so that a run has many slices, and aborts in the middle of so many sweeps of all chains. */
function slow(sweeps: number): Block & { signal: Signal } {
  let done = 0;
  const controller = new AbortController();
  return {
    name: "slow",
    draws: ["sigma2"],
    given: ["beta", "b"],
    signal: controller.signal,
    step: (stream, _, state) => {
      const start = performance.now();
      while (performance.now() - start < 1);
      if (++done === sweeps) controller.abort(new Error("enough"));
      return { ...state, sigma2: 1 + stream.gamma(2) };
    },
  };
}

const run = { chains: 3, warmup: 20, draws: 35, thin: 2, seed: 11, keep: ["beta", "sigma2", "D"] };

describe.each<[string, Model, RunOptions]>([
  ["the fast engine", model, run],
  ["the textbook engine, half-t priors", withAuxiliaries, { ...run, engine: "textbook", keep: ["b"] }],
])("with %s", (_, m, options) => {
  // Late enough that every chain is past its 22nd sweep, the first it keeps, when a busy machine cuts a turn short.
  test.each([
    ["after β", 150, (block: Block) => [block, "beta", "b", "D"] as const],
    ["before D", 170, (block: Block) => [block, "D", "beta", "b"] as const],
  ])(
    "an abort keeps the draws that all chains have, and nothing is lost: σ² %s",
    async (__, sweeps, sweepOf) => {
      const whole = sampleSync(m, { ...options, sweep: sweepOf(slow(0)) });
      const aborting = slow(sweeps);
      const draws = await sample(m, {
        ...options,
        sweep: sweepOf(aborting),
        onAbort: "keep",
        signal: aborting.signal,
      });
      const { iterations, saved, description } = draws;
      expect(iterations).toBeGreaterThan(0);
      expect(iterations).toBeLessThan(35);
      expect(numbers(draws)).toEqual(first(whole, iterations));
      expect(description).toEqual({ ...whole.description, interrupted: { draws: 35 } });
      const { done, values } = saved.unfinished!;
      const kept = done.map((count) => Math.max(0, Math.floor((count - 20) / 2)));
      expect(iterations).toBe(Math.min(...kept));
      expect(values.map(({ length }) => length / draws.variables.length)).toEqual(kept);
      for (const resume of [saved, structuredClone(saved), JSON.parse(JSON.stringify(saved)) as SavedRun]) {
        const rest = sampleSync(m, { resume, sweep: sweepOf(slow(0)) });
        expect(numbers(rest)).toEqual(numbers(whole));
        expect(rest.saved).toEqual(whole.saved);
        expect(rest.description).toEqual(whole.description);
      }
    },
  );
});

test("a run interrupted again and again comes to the same end", async () => {
  const options = { ...run, engine: "textbook", draws: 150 } as const;
  const whole = sampleSync(model, options);
  let draws: SampledDraws | undefined;
  let stops = 0;
  let resume: SavedRun | undefined;
  while (draws === undefined) {
    const going = resume === undefined ? options : { resume };
    try {
      const some = await sample(model, { ...going, workers: 0, onAbort: "keep", signal: abortedAt(5) });
      if (some.saved.unfinished === undefined) draws = some;
      else resume = JSON.parse(JSON.stringify(some.saved)) as SavedRun;
    } catch (error) {
      resume = (error as InterruptedError).saved;
    }
    stops++;
  }
  expect(stops).toBeGreaterThan(3);
  expect(numbers(draws)).toEqual(numbers(whole));
  expect(draws.saved).toEqual(whole.saved);
});

test("an abort in warm-up throws an error that has the run", async () => {
  const options = { chains: 2, warmup: 400, draws: 5, seed: 3, engine: "textbook" } as const;
  const error = await rejection(
    sample(model, { ...options, workers: 0, onAbort: "keep", signal: abortedAt(8) }),
  );
  expect(error).toBeInstanceOf(InterruptedError);
  const { message, cause, saved } = error as InterruptedError;
  expect(message).toMatch(
    /^interrupted before every chain had kept a draw: after \d+ sweeps, 400 of them warm-up/,
  );
  expect((cause as Error).message).toBe("enough");
  expect(saved.unfinished!.done.every((sweeps) => sweeps > 0 && sweeps < 405)).toBe(true);
  expect(numbers(sampleSync(model, { resume: saved }))).toEqual(numbers(sampleSync(model, options)));
});

test("the aggregated engine goes on from where it was interrupted", async () => {
  const options = {
    chains: 2,
    warmup: 20,
    draws: 20_000,
    seed: 3,
    engine: "aggregated",
    keep: ["sigma2"],
  } as const;
  const draws = await sample(twins, { ...options, workers: 0, onAbort: "keep", ...abortedAfter(10_000) });
  expect(draws.iterations).toBeLessThan(20_000);
  expect(drawsSum(sampleSync(twins, { resume: draws.saved }))).toBe(drawsSum(sampleSync(twins, options)));
});

test("by default an abort throws its reason, also when draws were kept", async () => {
  for (const onAbort of [undefined, "throw"] as const) {
    const aborting = { ...run, engine: "textbook", draws: 2000, workers: 0, signal: abortedAt(8) } as const;
    await expect(sample(model, onAbort === undefined ? aborting : { ...aborting, onAbort })).rejects.toThrow(
      "enough",
    );
  }
});

test("a signal that aborts when the run has ended changes nothing", async () => {
  const draws = await sample(model, { ...run, onAbort: "keep", ...abortedAfter(3 * 90) });
  expect(numbers(draws)).toEqual(numbers(sampleSync(model, run)));
  expect(draws.description.interrupted).toBeUndefined();
  expect(draws.saved.unfinished).toBeUndefined();
});

test("chains that are short, or are being started, are looked between too", async () => {
  let looks = 0;
  const signal = {
    get aborted() {
      looks++;
      return false;
    },
  };
  const start = performance.now();
  await sample(model, { chains: 1500, warmup: 0, draws: 1, seed: 1, keep: ["sigma2"], workers: 0, signal });
  expect(looks).toBeGreaterThan((performance.now() - start) / 100);
});

test("a signal that is aborted from the beginning is seen before the model is looked at", async () => {
  const signal = AbortSignal.abort(new Error("no"));
  await expect(sample(undefined as never, { signal, onAbort: "keep" })).rejects.toThrow("no");
  await expect(streamDraws(undefined as never, { signal }).next()).rejects.toThrow("no");
});

test("a stream that is aborted between batches ends at the next, and goes on from the last", async () => {
  const controller = new AbortController();
  const options = { chains: 2, warmup: 3, seed: 5 };
  const stream = streamDraws(model, { ...options, draws: 40, batch: 10, signal: controller.signal });
  await stream.next();
  const { value } = await stream.next();
  controller.abort(new Error("enough"));
  await expect(stream.next()).rejects.toThrow("enough");
  const rest = sampleSync(model, { resume: (value as SampledDraws).saved, draws: 20 });
  const whole = numbers(sampleSync(model, { ...options, draws: 40 }));
  expect(numbers(rest)).toEqual(whole.map((chain) => chain.map((column) => column.slice(20))));
});

describe("refused", () => {
  const interrupted = async (): Promise<SavedRun> => {
    const options = { ...run, engine: "textbook", warmup: 0, thin: 1, draws: 2000 } as const;
    const manner = { workers: 0, onAbort: "keep", signal: abortedAt(6) } as const;
    const ended = await sample(model, { ...options, ...manner }).catch((error: unknown) => error);
    return (ended as SampledDraws | InterruptedError).saved;
  };

  test("another end than the run's own, or a stream", async () => {
    const resume = await interrupted();
    for (const [more, message] of [
      [{ draws: 7 }, "resume takes an interrupted run to its end with draws 2000, asked is 7"],
      [{ warmup: 3 }, "with warmup 0, asked is 3"],
      [{ thin: 2 }, "with thin 1, asked is 2"],
      [{ keep: ["sigma2"] }, 'with keep ["beta[one]", "beta[t]"'],
      [{ chains: 2 }, "resume has 3 chains, asked are 2"],
      [{ seed: 1 }, "resume goes on from seed 11, asked is seed 1"],
      [{ engine: "fast" }, 'resume goes on with engine "textbook", asked is "fast"'],
    ] as const) {
      expect(() => sampleSync(model, { resume, ...more })).toThrow(message);
    }
    await expect(streamDraws(model, { resume }).next()).rejects.toThrow(
      "streamDraws cannot take an interrupted run to its end",
    );
  });

  type Unfinished = NonNullable<SavedRun["unfinished"]>;
  test.each<[string, (u: Unfinished) => unknown, string]>([
    ["nothing", () => null, "resume.unfinished must be an object, got null"],
    ["one word too many", (u) => ({ ...u, colour: 1 }), 'resume.unfinished cannot have "colour"'],
    [
      "half a draw",
      (u) => ({ ...u, draws: 1.5 }),
      "resume.unfinished.draws must be an integer of at least 1, got 1.5",
    ],
    ["no start", (u) => ({ ...u, start: 5 }), "resume.unfinished.start must be a text, got 5"],
    ["no time", (u) => ({ ...u, seconds: NaN }), "resume.unfinished.seconds must be a finite number"],
    ["a chain less", (u) => ({ ...u, done: u.done.slice(1) }), "is of 2 and 3 chains, the saved run of 3"],
    [
      "too many sweeps",
      (u) => ({ ...u, done: [1e9, 0, 0] }),
      "resume.unfinished.done[0] must be a count of sweeps",
    ],
    [
      "draws that are missing",
      (u) => ({ ...u, values: u.values.map(() => "AAAAAAAAAAA=") }),
      "resume.unfinished.values[0] must have",
    ],
    [
      "a NaN",
      (u) => ({ ...u, values: u.values.map((kept) => (kept as Float64Array).fill(NaN)) }),
      "finite numbers, got [NaN",
    ],
    ["text that is none", (u) => ({ ...u, values: ["%", "", ""] }), "values[0] must be numbers in base64"],
    ["a byte less", (u) => ({ ...u, values: ["AAAA", "", ""] }), "values[0] is cut short: 3 bytes"],
    ["lists of numbers", (u) => ({ ...u, values: [[1], [], []] }), "values[0] must be a Float64Array"],
    ["no list", (u) => ({ ...u, values: 3 }), "resume.unfinished.values must be a list, got 3"],
  ])("an interrupted run that was changed: %s", async (_, change, message) => {
    const saved = await interrupted();
    const resume = { ...saved, unfinished: change(saved.unfinished!) } as SavedRun;
    expect(() => sampleSync(model, { resume })).toThrow(message);
  });

  test("an onAbort that is none", async () => {
    await expect(sample(model, { onAbort: "save" as never })).rejects.toThrow(
      'onAbort must be "throw" or "keep", got "save"',
    );
  });
});

describe("in workers", () => {
  const options = { chains: 3, warmup: 100, draws: 20_000, seed: 2, keep: ["sigma2", "beta"] };
  const whole = sampleSync(model, options);
  const sum = drawsSum(whole);
  const short = { ...options, draws: 200 };
  const startWorker = platform.startWorker.bind(platform);
  const spy = vi.spyOn(platform, "startWorker");
  afterEach(() => spy.mockReset());

  test("more chains than workers get about equally far, and go on bit for bit", async () => {
    spy.mockImplementation(startWorker);
    const seen = new Set<number>();
    const controller = new AbortController();
    const draws = await sample(model, {
      ...options,
      workers: 2,
      onAbort: "keep",
      signal: controller.signal,
      onProgress: ({ chain, done }) => {
        if (done > 10_000) seen.add(chain);
        if (seen.size > 1 && done > 20_000) controller.abort();
      },
    }).catch((error: unknown) => error as InterruptedError);
    // On a busy machine one worker may have loaded only now, so that its chains have kept nothing.
    const { done, values } = draws.saved.unfinished!;
    expect(Math.max(...done)).toBeGreaterThan(0);
    expect(Math.min(...done)).toBeLessThan(20_100);
    const columns = whole.variables.map((name) => whole.get(name));
    for (const [c, kept] of (values as Float64Array[]).entries()) {
      const count = kept.length / columns.length;
      const expected = columns.flatMap((column) => [...column[c].subarray(0, count)]);
      expect(Buffer.compare(Buffer.from(kept.buffer), Buffer.from(Float64Array.from(expected).buffer))).toBe(
        0,
      );
    }
    const resume = JSON.parse(JSON.stringify(draws.saved)) as SavedRun;
    const rest = await sample(model, { resume, workers: 1 });
    expect(drawsSum(rest)).toBe(sum);
    expect(rest.saved).toEqual(whole.saved);
  });

  /** Ends the first worker, truly, when it has a chain, or in turns after it has told of its second. */
  const killFirst = (after: number): void => {
    let started = 0;
    spy.mockImplementation(({ message, failure }) => {
      const isFirst = started++ === 0;
      let told = 0;
      const worker = startWorker({
        message: (news) => {
          message(news);
          if (isFirst && (news as { kind: string }).kind === "progress" && ++told === after)
            worker.terminate();
        },
        failure,
      });
      return {
        ...worker,
        post: (sent) => {
          worker.post(sent);
          if (isFirst && after === 0 && (sent as { kind: string }).kind === "chain") worker.terminate();
        },
      };
    });
  };

  test.each<[string, SampleOptions, number]>([
    ["one chain after the other", {}, 0],
    ["chains in turns", { onAbort: "keep" }, 4],
  ])("a worker that dies is reported with its chain, the others end: %s", async (_, more, after) => {
    killFirst(after);
    const error = (await rejection(sample(model, { ...options, ...more, workers: 2 }))) as WorkerError;
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.name).toBe("WorkerError");
    expect(error.chains).toHaveLength(1);
    const [dead] = error.chains;
    expect(error.message).toBe(
      `the worker of chain ${dead} failed: it exited with code 1; error.draws has the 2 that ended; ` +
        "sample(model, { resume: error.saved }) goes on from there",
    );
    expect(numbers(error.draws!)).toEqual(numbers(whole).filter((__, c) => c + 1 !== dead));
    const done = error.saved.unfinished!.done.map((sweeps) => sweeps === 20_100);
    expect(done).toEqual([1, 2, 3].map((chain) => chain !== dead));
    const rest = sampleSync(model, { resume: error.saved });
    expect(drawsSum(rest)).toBe(sum);
    expect(rest.saved).toEqual(whole.saved);
  });

  test("when every worker dies all chains are reported, and nothing is lost", async () => {
    spy.mockImplementation(({ message, failure }) => {
      let posted = 0;
      const soon = (): unknown =>
        setTimeout(
          () => (posted === 0 ? message({ kind: "ready" }) : failure(new Error("out of memory"))),
          1,
        );
      soon();
      return { post: () => (posted++, soon()), terminate: () => {} };
    });
    const error = (await rejection(sample(model, { ...short, chains: 5, workers: 2 }))) as WorkerError;
    expect(error.chains).toEqual([1, 2, 3, 4, 5]);
    expect(error.draws).toBeUndefined();
    expect(error.message).toMatch(/of chain 3 failed: out of memory; and 2 more; no chain has ended; sample/);
    expect(spy).toHaveBeenCalledTimes(5);
    const rest = sampleSync(model, { resume: error.saved });
    expect(drawsSum(rest)).toBe(drawsSum(sampleSync(model, { ...short, chains: 5 })));
  });

  test("a worker that does not answer does not hold up an abort: its chains are as they started", async () => {
    spy.mockImplementation(({ message }) => {
      setTimeout(() => message({ kind: "ready" }), 1);
      return { post: () => {}, terminate: () => {} };
    });
    const signal = AbortSignal.timeout(30);
    const error = await rejection(sample(model, { ...short, workers: 2, onAbort: "keep", signal }));
    expect((error as InterruptedError).saved.unfinished!.done).toEqual([0, 0, 0]);
    const rest = sampleSync(model, { resume: (error as InterruptedError).saved });
    expect(drawsSum(rest)).toBe(drawsSum(sampleSync(model, short)));
  });
});
