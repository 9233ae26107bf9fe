// Distributes the chains of a stretch over workers, each of which takes the next chain when it has done one.
import { platform } from "#platform";
import { type ChainPart, type SavedPart, savePart } from "./chain-part.ts";
import { every } from "./clock.ts";
import { type Signal, throwIfAborted } from "./signal.ts";
import { type Stretch, sweepsOf } from "./run.ts";
import { type FromWorker, receivedError, sentError, sentSetup, type ToWorker } from "./worker-protocol.ts";

/** A worker and the chain it has. */
interface Member {
  readonly post: (message: ToWorker) => void;
  readonly terminate: () => void;
  /** Before it has its first chain, it may still turn out that workers cannot start here. */
  part?: ChainPart;
}

/** How often the signal is looked at. */
const SIGNAL_MS = 20;

/**
 * Runs what remains of a stretch in workers. Which worker runs a chain does not change its draws.
 *
 * @param stretch - its chains on this thread stay as they are
 * @param most - workers to start at most
 * @param signal - ends the workers when it aborts
 * @returns the chains at their ends, in order; undefined when no worker can start here
 * @throws {NumericalError} when a chain's numbers fail; {Error} when a worker dies; the signal's reason
 */
export async function runInWorkers(
  stretch: Stretch,
  most: number,
  signal: Signal | undefined,
): Promise<SavedPart[] | undefined> {
  throwIfAborted(signal);
  const crew = new Set<Member>();
  let stopLooking = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const guarded = (action: () => void): void => {
        try {
          action();
        } catch (error) {
          reject(error);
        }
      };
      if (signal !== undefined) {
        stopLooking = every(SIGNAL_MS, () => guarded(() => throwIfAborted(signal)));
      }
      startCrew(crew, stretch, most, guarded, resolve);
    });
  } finally {
    stopLooking();
    for (const member of crew) member.terminate();
    // What a worker has already sent is no longer listened to.
    crew.clear();
  }
}

/** Starts the workers and answers what they say until `end` is called or `guarded` has seen an error. */
function startCrew(
  crew: Set<Member>,
  stretch: Stretch,
  most: number,
  guarded: (action: () => void) => void,
  end: (parts: SavedPart[] | undefined) => void,
): void {
  const { plan, parts, distance, report } = stretch;
  const toDo = parts.filter(({ done }) => done < sweepsOf(stretch));
  const ended = parts.map((part) => (toDo.includes(part) ? undefined : savePart(part)));
  const done = parts.map((part) => part.done);
  let next = 0;

  const dismiss = (member: Member): void => {
    crew.delete(member);
    member.terminate();
  };
  const giveNext = (member: Member): void => {
    if (next === toDo.length) {
      dismiss(member);
      return;
    }
    member.part = toDo[next++];
    member.post({ kind: "chain", part: savePart(member.part) });
  };
  const hear = (member: Member, message: FromWorker): void => {
    if (message.kind === "ready") {
      member.post({ kind: "setup", setup: sentSetup(plan), distance });
      giveNext(member);
      return;
    }
    const { index } = member.part!.chain;
    if (message.kind === "failed") throw receivedError(message.failure, index);
    if (message.kind === "done") {
      ended[index] = message.part;
      done[index] = message.part.done;
      giveNext(member);
    } else done[index] = message.done;
    const sweeps = done.reduce((sum, one) => sum + one, 0);
    if (ended.every((part) => part !== undefined)) end(ended);
    else report(index, sweeps);
  };
  const lose = (member: Member, error: unknown): void => {
    dismiss(member);
    if (member.part !== undefined) throw receivedError(sentError(error), member.part.chain.index);
    if (crew.size === 0) end(undefined);
  };

  for (let k = 0; k < Math.min(most, toDo.length); k++) {
    const listening = (action: (member: Member) => void): void => {
      guarded(() => {
        if (crew.has(member)) action(member);
      });
    };
    let member: Member;
    try {
      member = platform.startWorker({
        message: (message) => listening((present) => hear(present, message as FromWorker)),
        failure: (error) => listening((present) => lose(present, error)),
      });
    } catch {
      break;
    }
    crew.add(member);
  }
  if (crew.size === 0) end(undefined);
}
