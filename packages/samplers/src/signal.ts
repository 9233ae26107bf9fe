// Aborting a run from outside.
import { shown } from "@lmm-gibbs/core/internal";
import { every } from "./clock.ts";

/** The part of an `AbortSignal` that a run looks at. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** How often a signal is looked at where nothing else goes on. */
export const LOOK_MS = 10;

/** Refuses what is no signal. @throws {TypeError} */
export function requireSignal(signal: Signal | undefined): void {
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new TypeError(`signal must be an AbortSignal, got ${shown(signal)}`);
  }
}

/** Ends a run that was aborted. @throws the signal's reason */
export function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw signal.reason ?? new Error("sampling was aborted");
}

/**
 * Waits for something that cannot be stopped, but no longer than until an abort.
 *
 * @param waited - goes on unheard after an abort
 * @param signal - the signal
 * @returns what was waited for
 * @throws the signal's reason, soon after it aborts
 */
export async function orAborted<T>(waited: Promise<T>, signal: Signal | undefined): Promise<T> {
  if (signal === undefined) return waited;
  let stopLooking = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stopLooking = every(LOOK_MS, () => {
      try {
        throwIfAborted(signal);
      } catch (reason) {
        reject(reason);
      }
    });
  });
  try {
    return await Promise.race([waited, aborted]);
  } finally {
    stopLooking();
  }
}
