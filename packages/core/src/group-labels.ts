// The labels of groups that come with matrices.
import { shown } from "./arguments.ts";

/**
 * Group labels as text.
 *
 * @param groups - text or finite numbers; 1 and "1" are one group
 * @returns a label a row
 * @throws {TypeError} when they are no array; {RangeError} when a label is neither text nor a finite number
 */
export function labelsOf(groups: ArrayLike<string | number>): string[] {
  if (!Array.isArray(groups) && !ArrayBuffer.isView(groups)) {
    throw new TypeError(`groups must be an array of labels, got ${shown(groups)}`);
  }
  return Array.from(groups, (label, i) => {
    if (typeof label === "string" || Number.isFinite(label)) return String(label);
    throw new RangeError(`groups must be text or finite numbers, got ${shown(label)} at position ${i + 1}`);
  });
}
