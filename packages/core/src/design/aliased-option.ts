// What is done with columns of X that depend on those before them: they are refused, or left out when asked.
import { oneOf } from "../arguments.ts";
import { shortly } from "../formula/formula-error.ts";
import { type AliasedColumn, dependenciesText, withoutAliased } from "./aliased.ts";

/** What to do with columns of X that are combinations of the columns before them. */
export type AliasedOption = (typeof ALIASED_OPTIONS)[number];

const ALIASED_OPTIONS = ["error", "drop"] as const;
const MOST_COLUMNS = 4;

/**
 * The columns of a design that are left out.
 *
 * @param dependent - the columns of X that depend on those before them
 * @param aliased - the option as it was written; default "error"
 * @returns all of them for "drop", none otherwise
 * @throws RangeError when the option is neither
 */
export function leftOut(
  dependent: readonly AliasedColumn[],
  aliased: AliasedOption = "error",
): readonly AliasedColumn[] {
  return oneOf(aliased, ALIASED_OPTIONS, "aliased") === "drop" ? dependent : [];
}

/**
 * A design without some of its columns.
 *
 * @param layout - with X, N × p, and the names of its columns
 * @param aliased - the columns to leave out
 * @returns the design with the others, and what was left out
 */
export function withoutColumns<T extends { X: Float64Array; names: readonly string[] }>(
  layout: T,
  aliased: readonly AliasedColumn[],
): T & { names: string[]; aliased: readonly AliasedColumn[] } {
  const { X, names } = layout;
  const out = new Set(aliased.map(({ column }) => column));
  return {
    ...layout,
    X: withoutAliased(X, names.length, aliased),
    names: names.filter((_, k) => !out.has(k)),
    aliased,
  };
}

/**
 * The error of columns that nothing tells apart.
 *
 * @param dependent - at least one column
 * @param otherwise - what a user can do but leave them out
 * @returns the error, to be thrown
 */
export function notIdentified(dependent: readonly AliasedColumn[], otherwise = ""): RangeError {
  const columns = dependent.slice(0, MOST_COLUMNS).map(({ name }) => shortly(name));
  const more = dependent.length > MOST_COLUMNS ? ` and ${dependent.length - MOST_COLUMNS} more` : "";
  const [are, them] = dependent.length === 1 ? ["is a combination", "it"] : ["are combinations", "them"];
  return new RangeError(
    `the fixed effects are not identified: ${columns.join(", ")}${more} ${are} of the columns before: ` +
      `${dependenciesText(dependent)}; leave ${them} out, as the option { aliased: "drop" } does${otherwise}`,
  );
}
