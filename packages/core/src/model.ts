// The record of a linear mixed model: the design, its random-effect terms and settled priors.
import { shown } from "./arguments.ts";
import type { AliasedColumn } from "./design/aliased.ts";
import type { RandomTerm } from "./design/design.ts";
import type { DroppedRows } from "./design/drop-missing.ts";
import type { DesignRecipe } from "./design/design-recipe.ts";
import type { Priors } from "./priors/settled-priors.ts";

/**
 * y_i = X_iβ + Z_ib_i + ε_i, b_i ~ N(0, D), ε_i ~ N(0, σ²I), with priors on β, σ² and D.
 *
 * Plain data: it may be printed, cloned and sent to a worker. Read it, never write to it.
 */
export interface Model {
  readonly formula: string;
  readonly response: string;
  /** Number of rows, N. */
  readonly rows: number;
  /** The N responses. */
  readonly y: Float64Array;
  /** N × p, row-major. */
  readonly X: Float64Array;
  /** The p coefficient names. */
  readonly names: readonly string[];
  /** The random-effect terms; this release samples exactly one. */
  readonly terms: readonly RandomTerm[];
  readonly priors: Priors;
  /** The columns that `{ aliased: "drop" }` left out of X; none otherwise. */
  readonly aliased: readonly AliasedColumn[];
  /** The rows that `{ na: "drop" }` left out; null when there are none. */
  readonly dropped: DroppedRows | null;
  /** How other rows are laid out the same way; null when the model was built from matrices. */
  readonly recipe: DesignRecipe | null;
}

/** Refuses what is not a model. @throws {TypeError} */
export function requireModel(value: unknown): asserts value is Model {
  if (!isModel(value)) {
    throw new TypeError(`a model must come from mixedModel or mixedModelFromMatrices, got ${shown(value)}`);
  }
}

function isModel(value: unknown): boolean {
  try {
    const { y, X, terms } = (value ?? {}) as Partial<Model>;
    return y instanceof Float64Array && X instanceof Float64Array && Array.isArray(terms);
  } catch {
    return false;
  }
}
