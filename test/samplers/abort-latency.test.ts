// How soon a run settles after an abort, at random moments on every path. `npm run calibrate` prints what it measures.
import { CheckpointError, sample, type SampleOptions, seededStream, streamDraws } from "@lmm-gibbs/samplers";
import { expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

const CALIBRATE = process.env["CALIBRATE"] === "1";
const model = randomModel(seededStream(4, 0), {}, { sizes: Array.from({ length: 60 }, () => 4) });
const endless = { draws: 1e6, keep: ["sigma2", "beta", "D"], seed: 1 };
const stream = seededStream("aborts", 0);
const written: Uint8Array[] = [];
const checkpoint = {
  every: 0,
  read: async () => undefined,
  write: async (content: Uint8Array) => {
    written[0] = content;
  },
};

/** Milliseconds from an abort, so many after the start, to the end of the run. */
async function latency(running: (signal: AbortSignal) => Promise<unknown>, moment: number): Promise<number> {
  const controller = new AbortController();
  const ended = running(controller.signal).then(
    () => performance.now(),
    () => performance.now(),
  );
  await new Promise((resolve) => {
    setTimeout(resolve, moment);
  });
  const aborted = performance.now();
  controller.abort(new Error("enough"));
  return (await ended) - aborted;
}

const inBatches = async (signal: AbortSignal): Promise<void> => {
  for await (const batch of streamDraws(model, { ...endless, batch: 50, signal })) {
    if (batch.iterations === 0) throw new CheckpointError("no draws", batch.saved);
  }
};
const whole =
  (more: SampleOptions) =>
  async (signal: AbortSignal): Promise<unknown> =>
    sample(model, { ...endless, ...more, signal });

test.each<[string, number, (signal: AbortSignal) => Promise<unknown>]>([
  ["on the calling thread", 300, whole({ workers: 0 })],
  ["on the calling thread, kept", 300, whole({ workers: 0, onAbort: "keep" })],
  ["on the calling thread, with a checkpoint", 300, whole({ workers: 0, checkpoint })],
  ["handing over to workers", 900, whole({})],
  ["in workers, loading or running", 900, whole({ workers: 2 })],
  ["in workers, kept", 1500, whole({ workers: 2, onAbort: "keep" })],
  ["in workers, kept, with a checkpoint", 1500, whole({ workers: 2, onAbort: "keep", checkpoint })],
  ["in batches", 300, inBatches],
])("an abort settles within a tenth of a second, %s", async (name, longest, running) => {
  const worst: number[] = [];
  for (let k = 0; k < (CALIBRATE ? 25 : 2); k++) {
    const moment = Math.floor(longest * stream.uniform());
    // The best of a few, so that a busy machine does not count.
    let best = Infinity;
    for (let tries = CALIBRATE ? 1 : 4; tries > 0 && best >= 100; tries--) {
      best = Math.min(best, await latency(running, moment));
    }
    worst.push(best);
  }
  worst.sort((a, b) => a - b);
  if (CALIBRATE) {
    process.stdout.write(
      `${name}: median ${worst[12].toFixed(1)} ms, worst ${worst[24].toFixed(1)} ms of 25 aborts\n`,
    );
  }
  // Of 25 on a machine that does something else too, one may be late.
  expect(worst.at(CALIBRATE ? -2 : -1)).toBeLessThan(100);
});
