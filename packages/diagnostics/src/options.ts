// Refuses options that a function does not have, so that a misspelt one is not ignored.

import { shown } from "./shown.ts";

/**
 * Checks the names of options.
 *
 * @param options - what the caller passed, undefined for none
 * @param names - the options there are
 * @param where - whose options, for the message
 * @throws TypeError when they are not an object
 * @throws RangeError when one is unknown
 */
export function checkOptions(options: unknown, names: readonly string[], where: string): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null || isArray(options)) {
    throw new TypeError(`the options of ${where} must be an object; they are ${shown(options)}`);
  }
  const unknown = namesOf(options, where).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`${where} has no option ${JSON.stringify(unknown)} (${names.join(", ")})`);
  }
}

function namesOf(options: object, where: string): string[] {
  try {
    return Object.keys(options);
  } catch (cause) {
    throw new TypeError(`the options of ${where} cannot be read`, { cause });
  }
}

/** Array.isArray throws at a proxy that was revoked. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}
