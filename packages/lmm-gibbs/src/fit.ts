// Fits a model in one call, and prints what came of it.
import { type Model, mixedModel, type ModelOptions } from "@lmm-gibbs/core";
import { recordOf } from "@lmm-gibbs/core/internal";
import { sample, type SampledDraws, type SampleOptions } from "@lmm-gibbs/samplers";
import { report } from "./report.ts";

/** A fitted model: `String(fit)` is its report. */
export interface Fit {
  readonly model: Model;
  readonly draws: SampledDraws;
  /** The report of the fit. */
  toString(): string;
}

/** Options of `fit`: those of the model and those of the run. */
export interface FitOptions extends ModelOptions, SampleOptions {}

/**
 * Draws from the posterior of a linear mixed model, from a formula and a table.
 *
 * @param formula - in lme4's language, such as `distance ~ age + (age | Subject)`
 * @param data - rows, columns or a table, as in `mixedModel`
 * @param options - `priors`, `contrasts`, `na` and `aliased` as in `mixedModel`, all others as in `sample`
 * @returns the model, its draws, and as text the report
 * @throws {RangeError} when formula, data, priors or options do not fit, or the posterior is improper
 */
export async function fit(formula: string, data: unknown, options: FitOptions = {}): Promise<Fit> {
  const { priors, contrasts, na, aliased, ...run } = recordOf(options, undefined, "fit's options");
  const model = mixedModel(formula, data, {
    ...(priors === undefined ? {} : { priors }),
    ...(contrasts === undefined ? {} : { contrasts }),
    ...(na === undefined ? {} : { na }),
    ...(aliased === undefined ? {} : { aliased }),
  });
  const draws = await sample(model, run);
  return { model, draws, toString: () => report(draws, model) };
}
