// The law of each b_i given the data and parameters, in the user's units.
import { conditionalCovariance, effectRows } from "./random-effects.ts";
import type { ReducedParameters } from "./parameters.ts";

/** b_i | y, β, σ², D ~ N(mean(β), covariance). */
export interface EffectLaw {
  /** b̂_i = D Z_i'V_i⁻¹(y_i − X_iβ), q. */
  readonly mean: (beta: ArrayLike<number>) => number[];
  /** C_i = D − D Z_i'V_i⁻¹Z_iD, q × q. */
  readonly covariance: number[][];
  /** −∂b̂_i/∂β = D Z_i'V_i⁻¹X_i, q × p. */
  readonly slope: number[][];
}

/**
 * The laws of the random effects at given σ² and D.
 *
 * @param parameters - checked parameters
 * @returns the law of b_i, by group
 * @see Laird & Ware 1982
 */
export function effectLaws({
  data,
  sigma,
  L,
}: Pick<ReducedParameters, "data" | "sigma" | "L">): (i: number) => EffectLaw {
  const { p, q, xScale, zScale, yScale, shift, patternOf } = data;
  const kept = new Map<number, Float64Array>();
  return (i) => {
    const C = kept.get(patternOf[i]) ?? conditionalCovariance(data, L, patternOf[i]);
    kept.set(patternOf[i], C);
    const rows = effectRows(data, C, i);
    const effects = Array.from(zScale, (z, k) => ({ k, unit: yScale / z }));
    const slope = effects.map(({ k }) =>
      Array.from(xScale, (x, l) => (rows[k * (p + 1) + l] * x) / zScale[k]),
    );
    return {
      mean: (beta) =>
        effects.map(({ k, unit }) => {
          let rest = rows[k * (p + 1) + p] * unit;
          for (let l = 0; l < p; l++) rest -= slope[k][l] * (beta[l] - shift[l]);
          return rest;
        }),
      covariance: effects.map(({ k, unit }) =>
        effects.map((other) => C[k * q + other.k] * (sigma * unit) * (sigma * other.unit)),
      ),
      slope,
    };
  };
}

/** FVF' for F (q × p) and symmetric V (p × p). */
export function sandwich(F: readonly (readonly number[])[], V: readonly (readonly number[])[]): number[][] {
  const FV = F.map((row) => V.map((_, l) => row.reduce((sum, value, k) => sum + value * V[k][l], 0)));
  return FV.map((row) => F.map((other) => row.reduce((sum, value, l) => sum + value * other[l], 0)));
}
