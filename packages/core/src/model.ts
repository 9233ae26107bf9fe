// A linear mixed model: the design, its random-effect terms and settled priors, as one plain record.
import type { Contrasts } from "./contrasts.ts";
import { design, type RandomTerm } from "./design.ts";
import { didYouMean } from "./did-you-mean.ts";
import { requireProperPosterior } from "./propriety.ts";
import { type Priors, type PriorsWritten, resolvePriors } from "./resolve-priors.ts";
import { tableFrom } from "./table.ts";

/**
 * y_i = X_iβ + Z_ib_i + ε_i, b_i ~ N(0, D), ε_i ~ N(0, σ²I), with priors on β, σ² and D.
 *
 * Plain data: it may be printed, cloned and sent to a worker.
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
}

/** Options of `mixedModel`. */
export interface ModelOptions {
  /** Priors; those left out get documented defaults. */
  priors?: PriorsWritten;
  /** Contrasts of factors, `{ Sex: { reference: "Male" } }` or `{ Sex: { type: "sum" } }`. */
  contrasts?: Contrasts;
}

/**
 * A linear mixed model from a formula and a table.
 *
 * @param formula - in lme4's language, such as `distance ~ age + (age | Subject)`
 * @param data - rows (array of objects), columns (object of arrays or typed arrays) or a table; never changed
 * @param options - priors and contrasts
 * @returns the model, plain data
 * @throws {RangeError} when the formula, the data or a prior does not fit, or the posterior would be improper
 * @see Laird & Ware 1982; Bates, Mächler, Bolker & Walker 2015, section 2
 */
export function mixedModel(formula: string, data: unknown, options: ModelOptions = {}): Model {
  for (const key of Object.keys(options)) {
    if (key !== "priors" && key !== "contrasts") {
      throw new RangeError(`mixedModel has no option "${key}"${didYouMean(key, ["priors", "contrasts"])}`);
    }
  }
  const {
    y,
    X,
    names,
    terms,
    response,
    rows,
    formula: text,
  } = design(formula, tableFrom(data), {
    contrasts: options.contrasts ?? {},
  });
  return modelOf({ formula: text, response, rows, y, X, names, terms }, options.priors);
}

/**
 * Settles the priors of a laid-out design and checks that the posterior is proper.
 *
 * @param layout - everything of a model but its priors
 * @param priors - as the user wrote them
 * @returns the model
 * @throws {RangeError} when a prior does not fit or the posterior would be improper
 */
export function modelOf(layout: Omit<Model, "priors">, priors: PriorsWritten | undefined): Model {
  if (layout.names.length === 0) {
    throw new RangeError(
      "a model needs at least one fixed effect, such as the intercept: y ~ 1 + (1 | group)",
    );
  }
  const model = { ...layout, priors: resolvePriors(priors, layout) };
  requireProperPosterior(model);
  return model;
}
