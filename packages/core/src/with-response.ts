// The same model with other data: what checks by simulation fit again and again.
import { finiteVector } from "./arguments.ts";
import { requireSquares } from "./design/magnitudes.ts";
import { type Model, requireModel } from "./model.ts";

/**
 * A model with another response on the same design, groups and priors; defaults that looked at the old response stay.
 *
 * @param model - the model; not changed
 * @param y - N responses, in the order of the model's rows
 * @returns the model of the new response
 * @throws {RangeError} when y has another length, is not finite, or has squares that a double does not hold
 */
export function withResponse(model: Model, y: ArrayLike<number>): Model {
  requireModel(model);
  const other: Model = { ...model, y: Float64Array.from(finiteVector(y, "y", model.rows)) };
  requireSquares(other);
  return other;
}
