// What a worker does: it receives a setup, then runs one chain after another.
import { platform } from "#platform";
import {
  type ChainSetup,
  type Distance,
  restorePart,
  runPart,
  type SavedPart,
  savePart,
} from "./chain-part.ts";
import { now } from "./clock.ts";
import { PROGRESS_MS } from "./progress.ts";
import { type FromWorker, receivedSetup, sentError, type ToWorker } from "./worker-protocol.ts";

let common: { setup: ChainSetup; distance: Distance } | undefined;

const reply = platform.serve((message) => {
  try {
    receive(message as ToWorker);
  } catch (error) {
    send({ kind: "failed", failure: sentError(error) });
  }
});
send({ kind: "ready" });

function send(message: FromWorker, moved?: Float64Array<ArrayBuffer>): void {
  reply(message, moved);
}

function receive(message: ToWorker): void {
  if (message.kind === "setup") {
    common = { setup: receivedSetup(message.setup), distance: message.distance };
  } else if (common !== undefined) {
    const part = finishedPart(message.part, common.setup, common.distance);
    send({ kind: "done", part }, part.values);
  }
}

function finishedPart(saved: SavedPart, setup: ChainSetup, distance: Distance): SavedPart {
  const part = restorePart(setup, saved);
  let reported = now();
  for (const _ of runPart(part, setup, distance)) {
    if (now() - reported >= PROGRESS_MS) {
      reported = now();
      send({ kind: "progress", done: part.done });
    }
  }
  return savePart(part);
}
