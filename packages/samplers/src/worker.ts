// What a worker does: it receives its orders, then runs chains.
import { platform } from "#platform";
import {
  type ChainPart,
  type ChainSetup,
  keptBy,
  restorePart,
  runPart,
  savePart,
  type Work,
} from "./chain-part.ts";
import { now } from "./clock.ts";
import { PROGRESS_MS } from "./progress.ts";
import {
  type FromWorker,
  newsOf,
  receivedSetup,
  sentError,
  type ToWorker,
  type WorkerOrders,
} from "./worker-protocol.ts";

/** A chain that this worker has. */
interface Held {
  readonly part: ChainPart;
  readonly work: Work<void>;
  /** Sweeps that were told. */
  told: number;
}

interface Common extends Omit<WorkerOrders, "setup"> {
  readonly setup: ChainSetup;
}

let common: Common | undefined;
/** The first is at work. */
const held: Held[] = [];
let isAtWork = false;

const reply = platform.serve((message) => {
  receive(message as ToWorker).catch((error: unknown) => {
    const index = held.shift()?.part.chain.index;
    isAtWork = false;
    send({ kind: "failed", index, failure: sentError(error) });
  });
});
send({ kind: "ready" });

function send(message: FromWorker, moved: readonly Float64Array<ArrayBuffer>[] = []): void {
  reply(message, moved);
}

async function receive(message: ToWorker): Promise<void> {
  if (message.kind === "setup") {
    const { orders } = message;
    common = { ...orders, setup: receivedSetup(orders.setup) };
  } else if (common === undefined) return;
  else if (message.kind === "show") show(common);
  else {
    const part = restorePart(common.setup, message.part);
    held.push({ part, work: runPart(part, common.setup, common.distance), told: part.done });
    if (!isAtWork) await workOn(common);
  }
}

async function workOn({ listens, inTurns }: Common): Promise<void> {
  isAtWork = true;
  let reported = now();
  while (held.length > 0) {
    const [{ part, work }] = held;
    if (inTurns || now() - reported >= PROGRESS_MS) {
      reported = now();
      send({ kind: "progress", index: part.chain.index, done: part.done });
    }
    if (work.next().done) {
      held.shift();
      send({ kind: "done", part: savePart(part) }, [part.values]);
    } else if (inTurns) held.push(held.shift()!);
    if (listens) await platform.turn();
  }
  isAtWork = false;
}

function show({ setup, distance }: Common): void {
  const news = held
    .filter(({ part, told }) => part.done > told)
    .map((chain) => {
      const { part, told } = chain;
      chain.told = part.done;
      const [from, to] = [told, part.done].map((done) => keptBy(done, distance, setup.thin));
      return newsOf(savePart(part), from, to, distance.draws);
    });
  send(
    { kind: "shown", news },
    news.map(({ values }) => values),
  );
}
