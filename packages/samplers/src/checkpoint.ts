// Where a run is kept while it goes on, and the writing of it every so often.
import { shown } from "@lmm-gibbs/core/internal";
import { encodeCheckpoint, type RunHead } from "./checkpoint-format.ts";
import type { SavedPart } from "./chain-part.ts";
import { now } from "./clock.ts";

/** A place that keeps one run: a file (`fileCheckpoint` of lmm-gibbs/node), IndexedDB, anything that holds bytes. */
export interface Checkpoint {
  /** What was written last; undefined or null when nothing was. */
  read(): Promise<Uint8Array | undefined | null>;
  /** Puts `content` in the place of what was written before, all of it or nothing; it is not called again before it has ended. */
  write(content: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Seconds from one writing to the next, at least; default 30. */
  readonly every?: number;
}

const EVERY = 30;
/** Writing takes at most one part in so many of the calling thread's time. */
const SHARE = 100;

/** Refuses what is no checkpoint. @throws {TypeError} without read and write; {RangeError} when `every` is no time */
export function requireCheckpoint(checkpoint: Checkpoint | undefined): void {
  if (checkpoint === undefined) return;
  const { read, write, every = EVERY } = (checkpoint as Partial<Checkpoint> | null) ?? {};
  if (typeof read !== "function" || typeof write !== "function") {
    throw new TypeError(`checkpoint must be { read(), write(content), every? }, got ${shown(checkpoint)}`);
  }
  if (typeof every !== "number" || !(every >= 0 && every < Infinity)) {
    throw new RangeError(`checkpoint.every must be a number of seconds of at least 0, got ${shown(every)}`);
  }
}

/** Writes a run now and then. */
export interface Keeper {
  /** Why it could not be written. */
  readonly failure: { readonly error: unknown } | undefined;
  /** Whether it is time to write, and nothing is being written. */
  isDue(): boolean;
  /** Takes the parts as they are now and writes them, after what is being written. It resolves also when that fails. */
  write(take: () => readonly SavedPart[]): Promise<void>;
}

/** The keeper of one run. */
export function keeperOf(checkpoint: Checkpoint, head: () => RunHead): Keeper {
  const every = 1000 * (checkpoint.every ?? EVERY);
  let failure: Keeper["failure"];
  let next = 0;
  let writing = 0;
  let last = Promise.resolve();
  const write = async (take: () => readonly SavedPart[], before: Promise<void>): Promise<void> => {
    try {
      const start = now();
      const parts = take();
      const taking = now() - start;
      const { content, busy } = await encodeCheckpoint(head(), parts);
      await before;
      await checkpoint.write(content);
      failure = undefined;
      next = now() + Math.max(every, SHARE * (taking + busy));
    } catch (error) {
      failure = { error };
    } finally {
      writing--;
    }
  };
  return {
    get failure() {
      return failure;
    },
    isDue: () => writing === 0 && now() >= next,
    write: (take) => {
      writing++;
      last = write(take, last);
      return last;
    },
  };
}
