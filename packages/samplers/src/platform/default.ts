// Threads in a browser, by Web Workers; where there are none, startWorker throws. Checksums by its crypto.subtle.
import type { Platform } from "./platform.ts";

export const platform: Platform = {
  startWorker: ({ message, failure }) => {
    // Written out in one expression, by which bundlers find the worker.
    const worker = new Worker(new URL("../../dist/worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => message(data));
    worker.addEventListener("messageerror", () => failure(new Error("a message could not be read")));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      failure(new Error(event.message ?? "its script could not be loaded"));
    });
    return {
      post: (data) => worker.postMessage(data, []),
      terminate: () => worker.terminate(),
    };
  },
  serve: (receive) => {
    globalThis.addEventListener("message", ({ data }: MessageEvent) => receive(data));
    return (message, moved) =>
      globalThis.postMessage(message, { transfer: moved.map(({ buffer }) => buffer) });
  },
  sha256: async (bytes) => {
    const { crypto } = globalThis as { crypto?: Partial<Crypto> };
    if (crypto?.subtle === undefined) {
      throw new Error("checkpoints need crypto.subtle, which a page has from https or localhost only");
    }
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
  turn: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(null);
    }),
  processors: () => globalThis.navigator?.hardwareConcurrency ?? 1,
};
