// The intraclass correlation: of two responses of one group.
import { finiteVector } from "../arguments.ts";
import type { Draws } from "../draws/draws.ts";
import { type Model, requireModel } from "../model.ts";
import { isDraws, parameterDraws } from "./parameter-draws.ts";
import { type ModelParameters, reducedParameters } from "./parameters.ts";

/**
 * The intraclass correlation z'Dz/(z'Dz + σ²): of two responses of one group at the same row z of Z. With a random
 * intercept alone it is τ²/(τ² + σ²).
 *
 * @param model - the model
 * @param source - an estimate, a state or `{ sigma2, D }`; or draws
 * @param z - q numbers, as [1, 8] for age 8; may be left out for a random intercept alone
 * @returns a number from 0 to 1; for draws one for every draw, an array a chain
 * @throws {RangeError} when the source does not fit the model, or z is left out of a model whose correlation depends on it
 * @see Fahrmeir, Kneib, Lang & Marx 2013, section 7.1
 */
export function intraclassCorrelation(model: Model, source: ModelParameters, z?: ArrayLike<number>): number;
export function intraclassCorrelation(model: Model, source: Draws, z?: ArrayLike<number>): Float64Array[];
export function intraclassCorrelation(
  model: Model,
  source: ModelParameters | Draws,
  z?: ArrayLike<number>,
): number | Float64Array[] {
  requireModel(model);
  if (!isDraws(source)) {
    const { sigma2, D } = reducedParameters(model, source);
    return correlation(rowOf(model, z), D, sigma2);
  }
  const { chains, iterations, at } = parameterDraws(model, source);
  const row = rowOf(model, z);
  return Array.from({ length: chains }, (_, chain) =>
    Float64Array.from({ length: iterations }, (__, t) => {
      const { D, sigma2 } = at(chain, t);
      return correlation(row, D, sigma2);
    }),
  );
}

function rowOf(model: Model, z: ArrayLike<number> | undefined): number[] {
  const { names, Z } = model.terms[0];
  if (z !== undefined) return finiteVector(z, "z", names.length);
  if (names.length === 1 && Z.every((value) => value === 1)) return [1];
  throw new RangeError(
    `the intraclass correlation depends on the row of Z; give z, ${names.length} numbers (${names.join(", ")})`,
  );
}

function correlation(z: readonly number[], D: readonly (readonly number[])[], sigma2: number): number {
  const between = z.reduce((sum, a, k) => sum + a * z.reduce((inner, b, l) => inner + b * D[k][l], 0), 0);
  return between / (between + sigma2);
}
