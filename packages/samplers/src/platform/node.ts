// Threads in Node, by node:worker_threads, and checksums by node:crypto.
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { parentPort, Worker } from "node:worker_threads";
import type { Platform } from "./platform.ts";

/** Bytes summed before other tasks have a turn: some milliseconds. */
const PIECE = 2 ** 22;

export const platform: Platform = {
  startWorker: ({ message, failure }) => {
    // The built worker, also when running from source; without this process's options, which may only suit its own files.
    // Without warnings: a worker that is no longer needed while it loads would have Node 24 warn of half-read modules.
    const worker = new Worker(new URL("../../dist/worker.js", import.meta.url), {
      execArgv: ["--no-warnings"],
    });
    worker.on("message", message);
    worker.on("messageerror", failure);
    worker.on("error", failure);
    worker.on("exit", (code) => failure(new Error(`it exited with code ${code}`)));
    return {
      post: (data) => worker.postMessage(data, []),
      terminate: () => void worker.terminate(),
    };
  },
  serve: (receive) => {
    if (parentPort === null) throw new Error("worker.js must run in a worker thread");
    const port = parentPort;
    port.on("message", receive);
    return (message, moved) =>
      port.postMessage(
        message,
        moved.map(({ buffer }) => buffer),
      );
  },
  sha256: async (bytes) => {
    const hash = createHash("sha256");
    for (let at = 0; at < bytes.length; at += PIECE) {
      if (at > 0) await setImmediate();
      hash.update(bytes.subarray(at, at + PIECE));
    }
    return hash.digest("hex");
  },
  turn: () => setImmediate(),
  processors: () => availableParallelism(),
};
