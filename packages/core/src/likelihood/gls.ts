// Generalised least squares: β̂ and its covariance at given σ² and D.
import type { Model } from "../model.ts";
import { requireIndependentColumns } from "./identified.ts";
import { type ModelParameters, type ReducedParameters, reducedParameters } from "./parameters.ts";
import { type ReducedGls, reducedGls } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** A GLS estimate of the fixed effects. */
export interface Gls {
  /** The p coefficients' names. */
  readonly names: readonly string[];
  /** p. */
  readonly beta: number[];
  /** p × p: (ΣX_i'V_i⁻¹X_i)⁻¹. */
  readonly covBeta: number[][];
  /** p. */
  readonly standardErrors: number[];
}

/**
 * β̂(σ², D) = (ΣX_i'V_i⁻¹X_i)⁻¹ΣX_i'V_i⁻¹y_i with its covariance.
 *
 * @param model - the model
 * @param parameters - σ² and D: an estimate, a state or `{ sigma2, D }`
 * @returns the estimate, in the units of the coefficients
 * @throws {RangeError} when the parameters do not fit the model, or its fixed effects depend on one another
 * @see Laird & Ware 1982
 */
export function gls(model: Model, parameters: ModelParameters): Gls {
  const reduced = reducedParameters(model, parameters);
  requireIndependentColumns(model, reduced.data);
  return glsOf(model, reduced, reducedGls(reduced.data, whitenedGroups(reduced.data, reduced.L)));
}

/** A reduced fit in the user's units. */
export function glsOf(
  { names }: Model,
  { data, sigma }: Pick<ReducedParameters, "data" | "sigma">,
  { RX, delta }: ReducedGls,
): Gls {
  const { p, shift, xScale, yScale } = data;
  // The rows of σR_X⁻¹ in the user's units, a row a coefficient: their products are the covariances.
  const rows = names.map((_, k) => {
    const row = new Float64Array(p);
    for (let j = k; j < p; j++) {
      let sum = j === k ? 1 : 0;
      for (let l = k; l < j; l++) sum -= row[l] * RX[l * p + j];
      row[j] = sum / RX[j * p + j];
    }
    return row.map((value) => (value * sigma * yScale) / xScale[k]);
  });
  const covBeta = rows.map((one) =>
    rows.map((other) => one.reduce((sum, value, j) => sum + value * other[j], 0)),
  );
  return {
    names,
    beta: names.map((_, k) => shift[k] + (delta[k] * yScale) / xScale[k]),
    covBeta,
    standardErrors: covBeta.map((row, k) => Math.sqrt(row[k])),
  };
}
