// What a fit leaves of the response: about the population's mean, about the group's, and in units of σ.
import type { Model } from "../model.ts";
import { blup } from "./blup.ts";
import { fittedValues } from "./fitted-values.ts";
import { gls } from "./gls.ts";
import type { ModelParameters } from "./parameters.ts";

/** Residuals, in the order of the rows. */
export interface Residuals {
  /** y_i − X_iβ̂, with covariance V_i. */
  readonly marginal: Float64Array;
  /** y_i − X_iβ̂ − Z_ib̂_i. */
  readonly conditional: Float64Array;
  /** Conditional residuals over σ, as lme4's summary has them. */
  readonly scaled: Float64Array;
}

/**
 * The residuals of a model.
 *
 * @param model - the model
 * @param parameters - an estimate, a state or `{ beta, sigma2, D }`; β left out: its GLS estimate
 * @returns both kinds, and the scaled ones
 * @throws {RangeError} when the parameters do not fit the model
 */
export function residuals(model: Model, parameters: ModelParameters): Residuals {
  const { b } = blup(model, parameters);
  const beta = parameters.beta ?? gls(model, parameters).beta;
  const less = (fitted: Float64Array): Float64Array => model.y.map((value, row) => value - fitted[row]);
  const conditional = less(fittedValues(model, beta, b));
  const sigma = Math.sqrt(parameters.sigma2);
  return {
    marginal: less(fittedValues(model, beta, null)),
    conditional,
    scaled: conditional.map((value) => value / sigma),
  };
}
