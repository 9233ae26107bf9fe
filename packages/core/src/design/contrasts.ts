// Codes a factor as columns of numbers: treatment contrasts, sum contrasts, or an indicator a level.
import { oneOf, recordOf, shown } from "../arguments.ts";
import { didYouMean } from "../did-you-mean.ts";
import { shortly } from "../formula/formula-error.ts";

/** How one factor is coded where a term asks for contrasts. */
export interface ContrastOptions {
  /** "treatment" (default): an indicator for each level but the reference; "sum": R's contr.sum, the last level −1. */
  readonly type?: "treatment" | "sum";
  /** The level that treatment contrasts leave out; default the first level. */
  readonly reference?: string | number;
}

/** Contrasts by the name of a column, as `{ Sex: { reference: "Male" } }`, or by `factor(column)`. */
export type Contrasts = Readonly<Record<string, ContrastOptions>>;

/** A coding that is settled for a factor's levels; `reference` is the index of a level. */
export type Coding = { readonly type: "treatment"; readonly reference: number } | { readonly type: "sum" };

/** What a term makes of a factor: its contrasts, or an indicator for every level. */
export type FactorCoding = Coding | { readonly type: "indicators" };

/**
 * Settles the contrasts of a factor.
 *
 * @param name - the factor, for messages
 * @param levels - its levels, sorted
 * @param options - what the user asked for, if anything
 * @returns the coding
 * @throws RangeError when an option, its value or the reference level is unknown
 */
export function settleCoding(
  name: string,
  levels: readonly string[],
  options: ContrastOptions | undefined,
): Coding {
  if (options === undefined) return { type: "treatment", reference: 0 };
  const where = `contrasts of ${shortly(name)}`;
  const { type = "treatment", reference } = recordOf(options, ["type", "reference"], where);
  oneOf(type, ["treatment", "sum"], `${where}: type`);
  if (type === "sum") {
    if (reference === undefined) return { type };
    throw new RangeError(`contrasts of ${shortly(name)}: sum contrasts have no reference level`);
  }
  if (reference === undefined) return { type, reference: 0 };
  if (typeof reference !== "string" && typeof reference !== "number") {
    throw new TypeError(`${where}: reference must be a level, got ${shown(reference)}`);
  }
  const index = levels.indexOf(String(reference));
  if (index < 0) {
    const suggestion = didYouMean(String(reference), levels);
    const some = levels.length > 10 ? `${levels.slice(0, 10).join(", ")}, …` : levels.join(", ");
    throw new RangeError(
      `contrasts of ${shortly(name)}: ${shortly(String(reference))} is not one of its levels (${some})${suggestion}`,
    );
  }
  return { type, reference: index };
}

/**
 * The number of columns of a coded factor.
 *
 * @param levels - how many levels it has
 * @param coding - how it is coded
 * @returns L for indicators, L − 1 for contrasts
 */
export function codedColumns(levels: number, coding: FactorCoding): number {
  return coding.type === "indicators" ? levels : levels - 1;
}

/**
 * What R appends to a factor's name to name one of its columns.
 *
 * @param levels - the factor's levels
 * @param coding - how it is coded
 * @param column - 0-based
 * @returns the level the column indicates, or the column's number for sum contrasts
 */
export function columnSuffix(levels: readonly string[], coding: FactorCoding, column: number): string {
  return coding.type === "sum" ? String(column + 1) : levels[indicatedLevel(coding, column)];
}

/**
 * One column of the coding matrix.
 *
 * @param levels - how many levels the factor has
 * @param coding - how it is coded
 * @param column - 0-based
 * @returns the column's entry for each of the L levels
 */
export function codingColumn(levels: number, coding: FactorCoding, column: number): Float64Array {
  const entries = new Float64Array(levels);
  entries[coding.type === "sum" ? column : indicatedLevel(coding, column)] = 1;
  if (coding.type === "sum") entries[levels - 1] = -1;
  return entries;
}

function indicatedLevel(coding: Exclude<FactorCoding, { type: "sum" }>, column: number): number {
  return coding.type === "treatment" && column >= coding.reference ? column + 1 : column;
}
