// The rows to predict at, laid out as a model's: X, Z and which of its groups each belongs to.
import { requireSameDependencies, withoutAliased } from "../design/aliased.ts";
import { finiteRows, recordOf, shown } from "../arguments.ts";
import { designMatrices, fixedMatrix } from "../design/design.ts";
import { labelsOf } from "../group-labels.ts";
import type { Model } from "../model.ts";
import { tableFrom } from "../table/table.ts";

/** Rows laid out. */
export interface PredictionRows {
  readonly rows: number;
  /** m × p, row-major. */
  readonly X: Float64Array;
  /** m × q, row-major; of zeros where only the population is asked for. */
  readonly Z: Float64Array;
  /** For each row the index of its group, −1 for a group the model does not know. */
  readonly groupOf: Int32Array;
}

/** Matrices of rows, for a model that was built from matrices. */
interface MatrixRows {
  readonly X: readonly ArrayLike<number>[];
  readonly Z?: readonly ArrayLike<number>[];
  readonly groups?: ArrayLike<string | number>;
}

/**
 * Lays rows out.
 *
 * @param model - the model
 * @param newData - a table as in `mixedModel`; for a model from matrices `{ X, Z, groups }`; undefined for its own rows
 * @param isPopulation - whether groups play no part, so that the data need not have them
 * @returns the rows
 * @throws {RangeError} when the data do not fit the model
 */
export function predictionRows(model: Model, newData: unknown, isPopulation: boolean): PredictionRows {
  const { rows, X, terms, recipe } = model;
  const [{ Z, groupOf, levels, names }] = terms;
  if (newData === undefined) return { rows, X, Z, groupOf };
  if (recipe === null) return matrixRows(model, newData, isPopulation);
  const table = tableFrom(newData);
  if (isPopulation) {
    return {
      rows: table.rows,
      X: fixedEffectsOf(model, fixedMatrix(recipe, table)),
      Z: new Float64Array(table.rows * names.length),
      groupOf: new Int32Array(table.rows).fill(-1),
    };
  }
  const laidOut = designMatrices(recipe, table);
  const [term] = laidOut.terms;
  return {
    rows: laidOut.rows,
    X: fixedEffectsOf(model, laidOut.X),
    Z: term.Z,
    groupOf: term.groupOf.map((index) => (index < levels.length ? index : -1)),
  };
}

function matrixRows(model: Model, newData: unknown, isPopulation: boolean): PredictionRows {
  const { names, aliased, terms } = model;
  const [{ names: effects, levels }] = terms;
  const given = recordOf(newData as MatrixRows, ["X", "Z", "groups"], "the rows of a model from matrices");
  const columns = names.length + aliased.length;
  const written = matrixOf(given.X, columns, "X");
  const rows = written.length / columns;
  const X = fixedEffectsOf(model, written);
  if (isPopulation) {
    return {
      rows,
      X,
      Z: new Float64Array(rows * effects.length),
      groupOf: new Int32Array(rows).fill(-1),
    };
  }
  const Z = matrixOf(given.Z, effects.length, "Z");
  const groups = given.groups === undefined ? undefined : labelsOf(given.groups);
  if (groups === undefined || groups.length !== rows || Z.length !== rows * effects.length) {
    throw new RangeError(
      `X, Z and groups must have one length: ${rows}, ${Z.length / effects.length} and ${groups === undefined ? "no" : groups.length} rows`,
    );
  }
  const indexOf = new Map(levels.map((level, i) => [level, i]));
  return { rows, X, Z, groupOf: Int32Array.from(groups, (label) => indexOf.get(label) ?? -1) };
}

/** X of new rows as it was written, without the columns that the model left out. */
function fixedEffectsOf({ names, aliased }: Model, X: Float64Array): Float64Array {
  const columns = names.length + aliased.length;
  requireSameDependencies(X, columns, aliased);
  return withoutAliased(X, columns, aliased);
}

function matrixOf(value: unknown, columns: number, name: string): Float64Array {
  if (value === undefined) throw new RangeError(`${name} is missing`);
  const rows = finiteRows(value, name);
  if (rows.length === 0 || rows[0].length !== columns) {
    throw new RangeError(`${name} must have rows of ${columns} numbers, got ${shown(rows[0] ?? [])}`);
  }
  return Float64Array.from(rows.flat());
}
