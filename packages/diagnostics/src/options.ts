// Refuses options that a function does not have, so that a misspelt one is not ignored.

import { shown } from "./chains.ts";

/**
 * Checks the names of options.
 *
 * @param options - what the caller passed
 * @param names - the options there are
 * @param where - whose options, for the message
 * @throws TypeError when they are not an object
 * @throws RangeError when one is unknown
 */
export function checkOptions(options: unknown, names: readonly string[], where: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`the options of ${where} must be an object; they are ${shown(options)}`);
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`${where} has no option ${JSON.stringify(unknown)} (${names.join(", ")})`);
  }
}
