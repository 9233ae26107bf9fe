// A linear mixed model from the X_i, Z_i, y_i of the notes, or from their stacks.
import type { AliasedOption } from "./design/aliased-option.ts";
import type { RandomTerm } from "./design/design.ts";
import { finiteRows, finiteVector, recordOf, shown } from "./arguments.ts";
import { labelsOf } from "./group-labels.ts";
import type { Model } from "./model.ts";
import type { PriorsWritten } from "./priors/resolve-priors.ts";
import { settledModel } from "./settled-model.ts";

type Vector = ArrayLike<number>;
type Rows = readonly ArrayLike<number>[];

/** The matrices of a model: stacked over all rows with a group label each, or one of each a group. */
export interface ModelMatrices {
  /** N responses, or an array y_i a group. */
  y: Vector | readonly Vector[];
  /** N × p, or an n_i × p matrix a group. */
  X: Rows | readonly Rows[];
  /** N × q, or an n_i × q matrix a group. */
  Z: Rows | readonly Rows[];
  /** N labels when stacked; J labels, or none ("1", "2", …), when by group. */
  groups?: ArrayLike<string | number>;
  /** Names of the p coefficients; default `x1`, `x2`, …. */
  names?: readonly string[];
  /** Names of the q random effects; default `z1`, `z2`, …. */
  randomNames?: readonly string[];
  /** Name of the grouping factor; default `group`. */
  group?: string;
  /** Name of the response; default `y`. */
  response?: string;
}

const KEYS = ["y", "X", "Z", "groups", "names", "randomNames", "group", "response"];

/**
 * A linear mixed model from matrices, for who has the X_i, Z_i and y_i of the notes.
 *
 * @param matrices - `y`, `X`, `Z` stacked with `groups`, or as arrays of y_i, X_i, Z_i
 * @param options - `priors` as in `mixedModel`; `diagonal: true` for a diagonal D; `aliased` as in `mixedModel`
 * @returns the model, plain data
 * @throws {RangeError} when dimensions disagree, an entry is not finite, a prior does not fit, or fixed
 *   effects are not identified
 * @see Laird & Ware 1982
 */
export function mixedModelFromMatrices(
  matrices: ModelMatrices,
  options: { priors?: PriorsWritten; diagonal?: boolean; aliased?: AliasedOption } = {},
): Model {
  recordOf(matrices, KEYS, "mixedModelFromMatrices's matrices");
  const {
    priors,
    diagonal = false,
    aliased,
  } = recordOf(options, ["priors", "diagonal", "aliased"], "mixedModelFromMatrices's options");
  if (typeof diagonal !== "boolean")
    throw new TypeError(`diagonal must be true or false, got ${shown(diagonal)}`);
  const { y, X, Z, groups } = stacked(matrices);
  const rows = y.length;
  if (rows === 0) throw new RangeError("y has no elements");
  if (X.length !== rows || Z.length !== rows || groups.length !== rows) {
    throw new RangeError(
      `y, X, Z and groups must have one length: ${rows}, ${X.length}, ${Z.length} and ${groups.length} rows`,
    );
  }
  const names = namesOf(matrices.names, X[0].length, "names", "x");
  const effects = namesOf(matrices.randomNames, Z[0].length, "randomNames", "z");
  if (effects.length === 0) throw new RangeError("Z must have at least one column");

  const levels = [...new Set(groups)];
  const indexOf = new Map(levels.map((level, i) => [level, i]));
  const term: RandomTerm = {
    group: nameOf(matrices.group ?? "group", "group"),
    levels,
    groupOf: Int32Array.from(groups, (label) => indexOf.get(label)!),
    names: effects,
    Z: flattened(Z, effects.length),
    diagonal,
  };
  const response = nameOf(matrices.response ?? "y", "response");
  return settledModel(
    {
      formula: matrixFormula(response, names, term),
      response,
      rows,
      y: Float64Array.from(y),
      X: flattened(X, names.length),
      names,
      terms: [term],
      recipe: null,
      dropped: null,
    },
    priors,
    aliased,
  );
}

interface Stacked {
  y: number[];
  X: number[][];
  Z: number[][];
  groups: string[];
}

function stacked({ y, X, Z, groups }: ModelMatrices): Stacked {
  const byGroup = Array.isArray(y) && y.length > 0 && typeof y[0] === "object";
  if (!byGroup) {
    if (groups === undefined) throw new RangeError("groups must give one label a row, it is missing");
    return {
      y: finiteVector(y, "y"),
      X: finiteRows(X, "X"),
      Z: finiteRows(Z, "Z"),
      groups: labelsOf(groups),
    };
  }
  const J = y.length;
  const labels = labelsOf(groups ?? Array.from({ length: J }, (_, i) => String(i + 1)));
  for (const [name, list] of [
    ["X", X],
    ["Z", Z],
  ] as const) {
    if (!Array.isArray(list))
      throw new TypeError(`${name} must be an array of matrices, one a group, got ${shown(list)}`);
  }
  const lengths = [X.length, Z.length, labels.length];
  if (lengths.some((length) => length !== J)) {
    throw new RangeError(`y has ${J} groups, X, Z and groups have ${lengths.join(", ")}`);
  }
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated !== undefined) throw new RangeError(`group "${repeated}" appears twice`);
  const whole: Stacked = { y: [], X: [], Z: [], groups: [] };
  for (let i = 0; i < J; i++) {
    const yi = finiteVector((y as readonly Vector[])[i], `y of group ${labels[i]}`);
    const Xi = finiteRows(X[i], `X of group ${labels[i]}`);
    const Zi = finiteRows(Z[i], `Z of group ${labels[i]}`);
    if (yi.length === 0) throw new RangeError(`group ${labels[i]} has no rows`);
    if (Xi.length !== yi.length || Zi.length !== yi.length) {
      throw new RangeError(
        `group ${labels[i]}: y, X and Z must have one length, got ${yi.length}, ${Xi.length} and ${Zi.length} rows`,
      );
    }
    yi.forEach((value, row) => {
      whole.y.push(value);
      whole.X.push(Xi[row]);
      whole.Z.push(Zi[row]);
      whole.groups.push(labels[i]);
    });
  }
  finiteRows(whole.X, "X");
  finiteRows(whole.Z, "Z");
  return whole;
}

function namesOf(
  given: readonly string[] | undefined,
  count: number,
  what: string,
  prefix: string,
): string[] {
  if (given === undefined) return Array.from({ length: count }, (_, k) => `${prefix}${k + 1}`);
  if (!Array.isArray(given) || !given.every((name) => typeof name === "string" && name !== "")) {
    throw new TypeError(`${what} must be an array of names, got ${shown(given)}`);
  }
  if (given.length !== count) throw new RangeError(`${what} has ${given.length} names for ${count} columns`);
  const repeated = given.find((name, i) => given.indexOf(name) !== i);
  if (repeated !== undefined) throw new RangeError(`${what} has "${repeated}" twice`);
  return [...given];
}

function nameOf(given: unknown, what: string): string {
  if (typeof given === "string" && given !== "") return given;
  throw new TypeError(`${what} must be a name, got ${shown(given)}`);
}

function flattened(rows: number[][], columns: number): Float64Array {
  const flat = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => flat.set(row, i * columns));
  return flat;
}

function matrixFormula(response: string, names: readonly string[], term: RandomTerm): string {
  const bar = term.diagonal ? "||" : "|";
  const fixed = ["0", ...names].join(" + ");
  return `${response} ~ ${fixed} + (${["0", ...term.names].join(" + ")} ${bar} ${term.group})`;
}
