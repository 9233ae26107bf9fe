// Numbers and names as parts of a sentence.
import { shorten } from "./printable.ts";

/** More names than this are counted rather than told. */
const MOST_NAMES = 3;

/** Names in a sentence are cut only when they would fill most of a line. */
const LONGEST_NAME = 60;

/**
 * Names in a row, the first three told and the others counted.
 *
 * @param names - at least one
 * @returns such as "a, b, c and 4 more"
 */
export function nameList(names: readonly string[]): string {
  const told = names.slice(0, MOST_NAMES).map((name) => shorten(name, LONGEST_NAME));
  if (names.length > MOST_NAMES) return `${told.join(", ")} and ${names.length - MOST_NAMES} more`;
  return told.length > 1 ? `${told.slice(0, -1).join(", ")} and ${told.at(-1)}` : told[0];
}

/**
 * Chains in a row.
 *
 * @param numbers - counted from 1
 * @returns such as "chain 3" or "chains 1, 2"
 */
export function chainList(numbers: readonly number[]): string {
  return `chain${numbers.length === 1 ? "" : "s"} ${numbers.slice(0, 8).join(", ")}${numbers.length > 8 ? ", …" : ""}`;
}

/**
 * A number without digits that nobody reads.
 *
 * @param value - the number
 * @param digits - significant ones
 * @returns its shortest text with so many digits
 */
export function toDigits(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
