// Does work slice by slice, so that other tasks have their turns.
import type { Work } from "./chain-part.ts";
import { otherTasks } from "./clock.ts";

/**
 * Does the work slice by slice, with a turn for other tasks after each.
 *
 * @param work - in slices
 * @param goesOn - asked after every turn, with the milliseconds that a sweep took in the slice before it; what it throws
 *   ends the work
 * @returns the result; undefined when the rest was left undone
 */
export async function driven<T>(
  work: Work<T>,
  goesOn: (pace: number) => boolean,
): Promise<{ readonly value: T } | undefined> {
  for (;;) {
    const slice = work.next();
    if (slice.done) return slice;
    await otherTasks();
    if (!goesOn(slice.value)) return undefined;
  }
}

/** Does the work at once. */
export function done<T>(work: Work<T>): T {
  for (;;) {
    const slice = work.next();
    if (slice.done) return slice.value;
  }
}
