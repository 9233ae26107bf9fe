// Aborting a run from outside.
import { shown } from "@lmm-gibbs/core/internal";

/** The part of an `AbortSignal` that a run looks at. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

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
