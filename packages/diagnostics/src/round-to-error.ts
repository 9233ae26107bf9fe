// Numbers as text, with the digits that their Monte Carlo error leaves meaningful and no more.

/** Decimals, after the first digit, that a double can tell apart. */
const DIGITS = 16;

/** The exponent of ten of a positive number, exact where a logarithm may be off by one. */
const exponentOf = (value: number): number => Number(value.toExponential().split("e")[1]);

const special = (value: number): string => (Number.isNaN(value) ? "NA" : value > 0 ? "Inf" : "-Inf");

/** The multiple of 10^place nearest to a number, by decimal text: a product with 10^place would not be exact. */
function roundToPlace(value: number, place: number): number {
  const digits = exponentOf(Math.abs(value)) - place;
  if (digits >= 0) return Number(value.toExponential(Math.min(digits, DIGITS)));
  const unit = Number(`1e${place}`);
  return Math.abs(value) >= unit / 2 ? Math.sign(value) * unit : 0;
}

/**
 * A number rounded so that its last digit is worth between a tenth of its standard error and all of it. Without a usable
 * error (a constant, a chain too short) five significant digits are shown.
 *
 * @param value - the estimate
 * @param error - its standard error, in the same unit
 * @returns decimal notation, scientific when that would be long; "NA", "Inf" or "-Inf" when not finite
 */
export function roundToError(value: number, error: number): string {
  if (!Number.isFinite(value)) return special(value);
  if (!(error > 0 && Number.isFinite(error))) return String(Number(value.toPrecision(5)));
  const place = exponentOf(error);
  const rounded = roundToPlace(value, place);
  if (rounded === 0) return place < 0 && place >= -6 ? (0).toFixed(-place) : "0";
  const magnitude = exponentOf(Math.abs(rounded));
  if (place < -6 || magnitude > 6)
    return rounded.toExponential(Math.min(Math.max(0, magnitude - place), DIGITS));
  return rounded.toFixed(Math.max(0, -place));
}

/**
 * A positive number with two significant digits, for standard errors themselves.
 *
 * @param value - the standard error
 * @returns its text, "NA" when NaN
 */
export function twoDigits(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return roundToError(rounded, rounded / 10);
}

/**
 * An effective sample size, rounded down.
 *
 * @param ess - a number of draws
 * @returns whole draws, "NA" when NaN
 */
export function wholeDraws(ess: number): string {
  return Number.isFinite(ess) ? String(Math.floor(ess)) : special(ess);
}

/**
 * A number with three decimals, for R-hat and correlations.
 *
 * @param value - a number of order one
 * @returns its text, scientific from 10,000 on; "NA" or "Inf" when not finite
 */
export function threeDecimals(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  if (Math.abs(value) >= 1e4) return value.toExponential(1);
  const text = value.toFixed(3);
  return Number(text) === 0 ? "0.000" : text;
}

/**
 * Effective draws a second: whole ones, or two digits when there are fewer than ten.
 *
 * @param rate - draws a second
 * @returns its text, "NA" when NaN
 */
export function drawsPerSecond(rate: number): string {
  return rate < 10 ? twoDigits(rate) : wholeDraws(rate);
}

/**
 * An integrated autocorrelation time: one decimal, or whole draws from a hundred.
 *
 * @param time - draws for each effective one
 * @returns its text, "NA" when not finite
 */
export function drawsForOne(time: number): string {
  return time < 100 ? time.toFixed(1) : Number.isFinite(time) ? time.toFixed(0) : "NA";
}
