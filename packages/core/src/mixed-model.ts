// A linear mixed model from a formula and a table.
import { recordOf, shown } from "./arguments.ts";
import type { Contrasts } from "./design/contrasts.ts";
import { design } from "./design/design.ts";
import type { Model } from "./model.ts";
import type { PriorsWritten } from "./priors/resolve-priors.ts";
import { settledModel } from "./settled-model.ts";
import { tableFrom } from "./table/table.ts";

/** Options of `mixedModel`. */
export interface ModelOptions {
  /** Priors; those left out get documented defaults. */
  priors?: PriorsWritten;
  /** Contrasts of factors, `{ Sex: { reference: "Male" } }` or `{ Sex: { type: "sum" } }`. */
  contrasts?: Contrasts;
}

/**
 * A linear mixed model from a formula and a table.
 *
 * @param formula - in lme4's language, such as `distance ~ age + (age | Subject)`
 * @param data - rows (array of objects), columns (object of arrays or typed arrays) or a table; never changed
 * @param options - priors and contrasts
 * @returns the model, plain data
 * @throws {RangeError} when the formula, the data or a prior does not fit, or the posterior would be improper
 * @throws {TypeError} when an argument is of another kind
 * @see Laird & Ware 1982; Bates, Mächler, Bolker & Walker 2015, section 2
 */
export function mixedModel(formula: string, data: unknown, options: ModelOptions = {}): Model {
  if (typeof formula !== "string") {
    throw new TypeError(`a formula must be text such as "y ~ x + (1 | group)", got ${shown(formula)}`);
  }
  const { priors, contrasts = {} } = recordOf(options, ["priors", "contrasts"], "mixedModel's options");
  const { formula: text, ...layout } = design(formula, tableFrom(data), { contrasts });
  return settledModel({ formula: text, ...layout }, priors);
}
