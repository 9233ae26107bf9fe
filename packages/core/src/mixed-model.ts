// A linear mixed model from a formula and a table.
import { recordOf, shown } from "./arguments.ts";
import type { AliasedOption } from "./design/aliased-option.ts";
import type { Contrasts } from "./design/contrasts.ts";
import { design } from "./design/design.ts";
import { type MissingOption, rowsUsed } from "./design/drop-missing.ts";
import { parseFormula } from "./formula/formula.ts";
import type { Model } from "./model.ts";
import type { PriorsWritten } from "./priors/resolve-priors.ts";
import { plainCopy } from "./reading.ts";
import { settledModel } from "./settled-model.ts";
import { tableFrom } from "./table/table.ts";

/** Options of `mixedModel`. */
export interface ModelOptions {
  /** Priors; those left out get documented defaults. */
  priors?: PriorsWritten;
  /** Contrasts of factors, `{ Sex: { reference: "Male" } }` or `{ Sex: { type: "sum" } }`. */
  contrasts?: Contrasts;
  /**
   * What to do with a row that lacks a value (null, undefined, NaN; in CSV an empty cell, NA or NaN) in a column that the
   * formula uses. Default "error"; "drop" leaves it out, and the model and the report say so.
   */
  na?: MissingOption;
  /**
   * What to do with a column of X that is a combination of the columns before it. Default "error", unless beta has a
   * normal prior; "drop" leaves it out as R's lm does, and the model and the report say so.
   */
  aliased?: AliasedOption;
}

const KEYS = ["priors", "contrasts", "na", "aliased"];

/**
 * A linear mixed model from a formula and a table.
 *
 * @param formula - in lme4's language, such as `distance ~ age + (age | Subject)`
 * @param data - rows (array of objects), columns (object of arrays or typed arrays) or a table; never changed
 * @param options - priors, contrasts, and what to do with missing values (`na`) and dependent columns (`aliased`)
 * @returns the model, plain data
 * @throws {RangeError} when the formula, the data or a prior does not fit, or fixed effects are not identified
 * @throws {TypeError} when an argument is of another kind
 * @see Laird & Ware 1982; Bates, Mächler, Bolker & Walker 2015, section 2
 */
export function mixedModel(formula: string, data: unknown, options: ModelOptions = {}): Model {
  if (typeof formula !== "string") {
    throw new TypeError(`a formula must be text such as "y ~ x + (1 | group)", got ${shown(formula)}`);
  }
  const { priors, contrasts = {}, na, aliased } = recordOf(options, KEYS, "mixedModel's options");
  const parsed = parseFormula(formula);
  const { table, dropped } = rowsUsed(parsed, tableFrom(data), na);
  return settledModel(
    { ...design(parsed, table, { contrasts: plainCopy(contrasts, "contrasts") }), dropped },
    priors,
    aliased,
  );
}
