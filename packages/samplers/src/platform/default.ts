// Threads in a browser, by Web Workers; where there are none, startWorker throws.
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
      globalThis.postMessage(message, { transfer: moved === undefined ? [] : [moved.buffer] });
  },
  processors: () => globalThis.navigator?.hardwareConcurrency ?? 1,
};
