// The kinds of columns that a summary has, with the digits each is shown to.
import { roundToError, threeDecimals, twoDigits, wholeDraws } from "./round-to-error.ts";
import type { VariableDraws } from "./variable-draws.ts";

/** One column of a summary. */
export interface Column {
  /** The field of a row. */
  readonly name: string;
  /** What a printed table calls it. */
  readonly head: string;
  value(draws: VariableDraws): number;
  /** The Monte Carlo standard error that says how many digits to show; left out where the text does not depend on it. */
  error?(draws: VariableDraws): number;
  text(value: number, error: number): string;
  /** Which advised limit it is held to. */
  readonly limit?: "rhat" | "ess";
  /** A line that explains it under a table. */
  readonly legend?: string;
}

const DIGITS = "Digits end where the Monte Carlo error begins.";
const RHAT = "R-hat: agreement of the chains, near 1 when they have mixed; above 1.01 run longer.";

/** How a column is computed. */
export type Measured = Column["value"];

/** An estimate in the unit of the draws, shown to the digits that its error supports. */
export function estimate(name: string, value: Measured, error: Measured): Column {
  return {
    name,
    head: name,
    value,
    error,
    text: roundToError,
    legend: DIGITS,
  };
}

/** A Monte Carlo standard error. */
export function standardError(name: string, value: Measured): Column {
  return {
    name,
    head: name,
    value,
    text: twoDigits,
  };
}

/** An R-hat, held to its limit. */
export function rhatColumn(name: string, value: Measured): Column {
  return {
    name,
    head: name,
    value,
    text: threeDecimals,
    limit: "rhat",
    legend: RHAT,
  };
}

/** An effective sample size. */
export function essColumn(name: string, value: Measured): Column {
  return {
    name,
    head: name,
    value,
    text: wholeDraws,
    legend: "ess…: effective number of draws for that estimate.",
  };
}

/** A probability in percent, without the last digits of a product: 7 for 0.07. */
export function percent(p: number): number {
  return Number((100 * p).toPrecision(12));
}
