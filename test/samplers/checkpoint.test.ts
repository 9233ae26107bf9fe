// Checkpoints: from each of them a run goes on bit for bit, and what is not one, whole and of the same run, is refused.
import { halfT, type Model } from "@lmm-gibbs/core";
import {
  type Block,
  type Checkpoint,
  CheckpointError,
  type InterruptedError,
  type RunOptions,
  sample,
  type SampledDraws,
  type SampleOptions,
  sampleSync,
  seededStream,
} from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { drawsSum } from "../draws-sum.ts";
import { properD, randomModel } from "../random-model.ts";

const model = randomModel(seededStream(4, 0), { D: properD });
const withAuxiliaries = randomModel(seededStream(4, 0), { sigma2: halfT({ df: 2, scale: 3 }) });
const twins = randomModel(seededStream(4, 0), {}, { sizes: Array.from({ length: 40 }, () => 3), effects: 1 });

const whole = (draws: SampledDraws): unknown => [
  drawsSum(draws),
  draws.description,
  JSON.stringify(draws.saved),
];

/** What a call rejects with. */
async function rejection(running: Promise<unknown>): Promise<Error> {
  return running.then(
    () => new Error("it did not reject"),
    (error: Error) => error,
  );
}

/** A checkpoint in memory that remembers everything that was written. */
function memory(start?: Uint8Array, every = 0): Checkpoint & { readonly written: Uint8Array[] } {
  const written: Uint8Array[] = [];
  return {
    written,
    every,
    read: async () => written.at(-1) ?? start,
    write: async (content) => {
      await new Promise((resolve) => {
        setTimeout(resolve, 1);
      });
      written.push(content);
    },
  };
}

const still: Block = {
  name: "still",
  draws: ["sigma2"],
  given: ["beta", "b"],
  step: (stream, _, state) => ({ ...state, sigma2: 1 + stream.gamma(2) }),
};
const own = ["beta", "b", still, "D"] as const;
const earlier = sampleSync(model, { chains: 3, warmup: 5, draws: 5, seed: 1 }).saved;
const run: RunOptions = { chains: 3, warmup: 20, draws: 200, seed: 11 };

test.each<[string, Model, RunOptions]>([
  ["the fast engine", model, { ...run, draws: 4000, keep: ["sigma2", "beta"], thin: 3 }],
  ["the textbook engine, half-t priors", withAuxiliaries, { ...run, engine: "textbook", draws: 60 }],
  ["the aggregated engine", twins, { ...run, engine: "aggregated", draws: 4000 }],
  ["a block of one's own", model, { ...run, sweep: own, draws: 1500 }],
  ["a refined sweep", model, { ...run, sweep: "interweaved", centering: { t: false }, scaleMove: "none" }],
  ["initial states", model, { ...run, initial: { beta: Float64Array.of(1, 2, 3), sigma2: 4 } }],
  ["a run that goes on from another", model, { resume: earlier, draws: 300, warmup: 3 }],
  ["a text as the seed", model, { ...run, seed: "-0 é\n☃" }],
])("a run goes on from every one of its checkpoints: %s", async (_, m, options) => {
  const once = sampleSync(m, options);
  const checkpoint = memory();
  const draws = await sample(m, { ...options, checkpoint, workers: 0 });
  expect(whole(draws)).toEqual(whole(once));
  const { written } = checkpoint;
  // Before the first sweep, and after the last.
  expect(written.length).toBeGreaterThanOrEqual(2);
  const some = [0, 0.3, 0.6, 1].map((part) => written[Math.floor(part * (written.length - 1))]);
  for (const content of some) {
    const after = memory(content);
    const going = await sample(m, { ...options, checkpoint: after, workers: 0 });
    expect(whole(going)).toEqual(whole(once));
  }
  // At its end there is nothing to do, and nothing to write.
  const again = memory(written.at(-1));
  expect(whole(await sample(m, { ...options, checkpoint: again }))).toEqual(whole(once));
  expect(again.written).toHaveLength(0);
});

test("checkpoints of workers are gone on from on the calling thread, and the other way round", async () => {
  const options = { chains: 3, warmup: 100, draws: 12_000, seed: 5, keep: ["sigma2", "beta"] };
  const once = sampleSync(model, options);
  const there = memory();
  expect(whole(await sample(model, { ...options, checkpoint: there, workers: 2 }))).toEqual(whole(once));
  const half = there.written[Math.floor(there.written.length / 2)];
  const here = memory(half);
  expect(whole(await sample(model, { ...options, checkpoint: here, workers: 0 }))).toEqual(whole(once));
  const quarter = memory(here.written[0]);
  expect(whole(await sample(model, { ...options, checkpoint: quarter, workers: 1 }))).toEqual(whole(once));
});

test("every double survives, the sign of 0 too", async () => {
  const initial = { beta: [-0, 5e-324, 1 / 3] };
  const options: RunOptions = {
    chains: 2,
    warmup: 0,
    draws: 5,
    seed: 1,
    sweep: ["b", "sigma2", "D"],
    initial,
  };
  const checkpoint = memory();
  await sample(model, { ...options, checkpoint });
  const going = await sample(model, { ...options, checkpoint: memory(checkpoint.written[0]) });
  expect(Object.is(going.get("beta[one]")[1][4], -0)).toBe(true);
  expect(going.get("beta[t]")[0][4]).toBe(5e-324);
  expect(Object.is(going.saved.chains[0].state.beta[0], -0)).toBe(true);
});

test("a run without a seed goes on with the one that was drawn for it", async () => {
  const checkpoint = memory();
  const options = { chains: 2, warmup: 3, draws: 20 };
  const draws = await sample(model, { ...options, checkpoint });
  const again = await sample(model, { ...options, checkpoint: memory(checkpoint.written[0]) });
  expect(again.seed).toBe(draws.seed);
  expect(whole(again)).toEqual(whole(draws));
});

test("seconds are those of the whole run, and an interrupted run has its checkpoint", async () => {
  const controller = new AbortController();
  const options = { ...run, draws: 20_000, keep: ["sigma2"] };
  const checkpoint = memory(undefined, 1000);
  const error = await rejection(
    sample(model, {
      ...options,
      checkpoint,
      workers: 0,
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done > 6_000) controller.abort(new Error("enough"));
      },
    }),
  );
  expect(error.message).toBe("enough");
  // The last writing may still go on when the abort has settled.
  await expect.poll(() => checkpoint.written.length).toBe(2);
  const done: number[] = [];
  const going = await sample(model, {
    ...options,
    checkpoint: memory(checkpoint.written[1], 1000),
    workers: 0,
    onProgress: (progress) => done.push(progress.done),
  });
  expect(done[0]).toBeGreaterThan(6_000);
  expect(drawsSum(going)).toEqual(drawsSum(sampleSync(model, options)));
});

describe("refused, and left as it is", async () => {
  const checkpoint = memory();
  const options: SampleOptions = { ...run, draws: 30, keep: ["sigma2", "D"] };
  await sample(model, { ...options, checkpoint });
  const good = checkpoint.written[0];

  const refusal = async (content: unknown, more: SampleOptions = {}, m = model): Promise<Error> => {
    const place = memory(content as Uint8Array);
    const error = await rejection(sample(m, { ...options, ...more, checkpoint: place }));
    expect(place.written).toHaveLength(0);
    return error;
  };
  const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
  const text = (letters: string): Uint8Array => new TextEncoder().encode(letters);

  test("cut short, at any byte", async () => {
    for (let length = 0; length < good.length; length += length < 300 ? 1 : 997) {
      const error = await refusal(good.subarray(0, length));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message, String(length)).toMatch(/^the checkpoint is (empty|cut short)/);
    }
  });

  test("with one bit flipped, anywhere", async () => {
    const stream = seededStream("flips", 0);
    for (let flip = 0; flip < 300; flip++) {
      const at = flip < 110 ? flip : Math.floor(stream.uniform() * good.length);
      const changed = Uint8Array.from(good);
      changed[at] ^= 1 << Math.floor(stream.uniform() * 8);
      const error = await refusal(changed);
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toMatch(/^the checkpoint .*; nothing of it is used, nor overwritten/);
    }
  });

  test.each<[string, unknown, string]>([
    ["twice the same", joined(good, good), `the checkpoint has ${good.length} bytes after its end`],
    ["a byte more", joined(good, text("\n")), "the checkpoint has 1 bytes after its end"],
    [
      "another file",
      text("chain,iteration,sigma2\n1,1,3.5\n"),
      'the checkpoint starts with "chain,iteration,sigm',
    ],
    ["zeros", new Uint8Array(good.length), "the checkpoint starts with"],
    [
      "a later format",
      joined(text("lmm-gibbs checkpoint 2"), good.subarray(22)),
      "the checkpoint is of format 2, this release reads format 1",
    ],
    ["text", "lmm-gibbs checkpoint", 'checkpoint.read must give a Uint8Array or undefined, got "lmm-gibbs'],
  ])("%s", async (_, content, message) => {
    expect((await refusal(content)).message).toContain(message);
  });

  test.each<[string, SampleOptions, string]>([
    ["another seed", { seed: 12 }, "its seed is 11, asked is 12"],
    ["the seed as text", { seed: "11" }, 'its seed is 11, asked is "11"'],
    ["another sweep", { sweep: "uncentered" }, 'its sweep is "marginal", asked is "uncentered"'],
    ["another scale move", { scaleMove: "none" }, 'its scaleMove is "sandwich", asked is "none"'],
    ["another engine", { engine: "textbook" }, 'its engine is "fast", asked is "textbook"'],
    ["more chains", { chains: 4 }, "its number of chains is 3, asked is 4"],
    ["another warm-up", { warmup: 21 }, "its warmup is 20, asked is 21"],
    ["more draws", { draws: 31 }, "its draws is 30, asked is 31"],
    ["thinned", { thin: 2 }, "its thin is 1, asked is 2"],
    ["other variables", { keep: ["sigma2"] }, 'its keep is ["sigma2", "D_group[one,one]"'],
    ["other starts", { initial: { sigma2: 3 } }, 'its start (by initial or resume) is "overdispersed"'],
    ["two things", { seed: 1, thin: 2 }, "its seed is 11, asked is 1; its thin is 1, asked is 2"],
  ])("%s", async (_, more, message) => {
    const error = await refusal(good, more);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain("the checkpoint is of another run: ");
    expect(error.message).toContain(message);
  });

  test("another model", async () => {
    const other = randomModel(seededStream(5, 0), { D: properD });
    expect((await refusal(good, {}, other)).message).toContain(
      "its model (the checksum of data, design and priors)",
    );
  });

  test("a checkpoint that is none", async () => {
    for (const none of [null, 5, {}, { read: 1, write: 2 }, "run.checkpoint"]) {
      const error = await rejection(sample(model, { checkpoint: none as never }));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain("checkpoint must be { read(), write(content), every? }");
    }
    for (const every of [-1, NaN, Infinity, "30"]) {
      const error = await rejection(sample(model, { checkpoint: { ...memory(), every: every as number } }));
      expect(error.message).toContain("checkpoint.every must be a number of seconds of at least 0");
    }
  });
});

describe("a place that fails", () => {
  const settled = { chains: 2, warmup: 10, draws: 20_000, seed: 3, keep: ["sigma2"] };
  const options: SampleOptions = { ...settled, workers: 0 };

  test("at reading, with its own error", async () => {
    const checkpoint = { ...memory(), read: async () => Promise.reject(new Error("EACCES")) };
    expect((await rejection(sample(model, { ...options, checkpoint }))).message).toBe("EACCES");
  });

  test("at its first writing: before the first sweep", async () => {
    const checkpoint = { ...memory(), write: async () => Promise.reject(new Error("EROFS")) };
    const error = (await rejection(sample(model, { ...options, checkpoint }))) as CheckpointError;
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toBe(
      "the checkpoint could not be written: EROFS; sample(model, { resume: error.saved }) goes on from there",
    );
    expect(error.saved.unfinished!.done).toEqual([0, 0]);
  });

  test.each([0, 2])("later: the run ends at once and loses nothing; workers %i", async (workers) => {
    let first = Infinity;
    const checkpoint = {
      every: 0,
      read: async () => undefined,
      write: async ({ length }: Uint8Array) => {
        // When draws have been kept.
        if (length > first + 1000) throw new Error("ENOSPC");
        first = Math.min(first, length);
      },
    };
    const error = (await rejection(sample(model, { ...options, workers, checkpoint }))) as CheckpointError;
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toContain("could not be written: ENOSPC");
    expect(Math.max(...error.saved.unfinished!.done)).toBeGreaterThan(0);
    expect(drawsSum(sampleSync(model, { resume: error.saved }))).toEqual(
      drawsSum(sampleSync(model, settled)),
    );
  });

  test.each(["throw", "keep"] as const)(
    "a writing that never ends does not hold up an abort: %s",
    async (onAbort) => {
      const checkpoint = { every: 0, read: async () => undefined, write: () => new Promise<void>(() => {}) };
      const delays: number[] = [];
      for (let attempt = 0; attempt < 3; attempt++) {
        const controller = new AbortController();
        let aborted = 0;
        setTimeout(() => {
          aborted = performance.now();
          controller.abort(new Error("enough"));
        }, 30);
        const ended = rejection(
          sample(model, { ...options, onAbort, checkpoint, signal: controller.signal }),
        );
        const error = (await ended) as InterruptedError;
        delays.push(performance.now() - aborted);
        expect(error.message).toMatch(onAbort === "throw" ? /^enough$/ : /^interrupted before every chain/);
      }
      // The best of three, so that a busy machine does not count.
      expect(Math.min(...delays)).toBeLessThan(100);
    },
  );

  test("nor does a reading that never ends", async () => {
    const checkpoint = { ...memory(), read: () => new Promise<undefined>(() => {}) };
    const signal = AbortSignal.timeout(20);
    expect((await rejection(sample(model, { ...options, checkpoint, signal }))).name).toBe("TimeoutError");
  });
});

test("one writing ends before the next begins, and the last one holds what was drawn until the abort", async () => {
  const controller = new AbortController();
  const written: Uint8Array[] = [];
  let begun = 0;
  let writing = 0;
  let most = 0;
  const checkpoint: Checkpoint = {
    every: 0,
    read: async () => undefined,
    write: async (content) => {
      most = Math.max(most, ++writing);
      // The abort asks for a last writing while the second still goes on.
      if (++begun === 2) controller.abort(new Error("enough"));
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
      writing--;
      written.push(content);
    },
  };
  const options = { ...run, draws: 1_000_000, thin: 10, keep: ["sigma2"], workers: 0 };
  const error = await rejection(sample(model, { ...options, checkpoint, signal: controller.signal }));
  expect(error.message).toBe("enough");
  await expect.poll(() => written.length).toBe(3);
  expect(most).toBe(1);
  expect(written[2].length).toBeGreaterThan(written[1].length);
});
