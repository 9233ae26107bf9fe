// The y_i, X_i and Z_i of each group, as the notes write them.
import { type Model, requireModel } from "./model.ts";

/** One group's rows of the model. */
export interface Group {
  /** The level of the grouping factor. */
  readonly level: string;
  /** n_i responses. */
  readonly y: number[];
  /** n_i × p. */
  readonly X: number[][];
  /** n_i × q. */
  readonly Z: number[][];
}

/**
 * The groups of a model, i = 1..J, in order of appearance.
 *
 * @param model - the model
 * @returns y_i, X_i and Z_i of each group
 */
export function groupsOf(model: Model): Group[] {
  requireModel(model);
  const { levels, groupOf, names: effects, Z } = model.terms[0];
  const [p, q] = [model.names.length, effects.length];
  const groups = levels.map((level): Group => ({ level, y: [], X: [], Z: [] }));
  for (let row = 0; row < model.rows; row++) {
    const group = groups[groupOf[row]];
    group.y.push(model.y[row]);
    group.X.push(Array.from(model.X.subarray(row * p, (row + 1) * p)));
    group.Z.push(Array.from(Z.subarray(row * q, (row + 1) * q)));
  }
  return groups;
}
