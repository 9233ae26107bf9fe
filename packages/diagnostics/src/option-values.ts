// Checks of the values that options have: fractions, positive numbers, yes or no.
import { shown } from "./shown.ts";

/**
 * Checks a number between 0 and 1, both excluded.
 *
 * @param name - of the option
 * @param value - what the caller passed
 * @throws RangeError when it is no such number
 */
export function checkFraction(name: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < 1) return;
  throw new RangeError(`${name} must be between 0 and 1; it is ${shown(value)}`);
}

/**
 * Checks a positive number.
 *
 * @param name - of the option
 * @param value - what the caller passed
 * @throws RangeError when it is no such number
 */
export function checkPositive(name: string, value: unknown): void {
  if (typeof value === "number" && value > 0) return;
  throw new RangeError(`${name} must be positive; it is ${shown(value)}`);
}

/**
 * Checks a yes or no.
 *
 * @param name - of the option
 * @param value - what the caller passed
 * @throws TypeError when it is no boolean
 */
export function checkFlag(name: string, value: unknown): void {
  if (typeof value !== "boolean") throw new TypeError(`${name} must be true or false; it is ${shown(value)}`);
}
