// Ordinary least squares: what a mixed model is compared with, pooled over groups or with groups as a fixed factor.
import { recordOf, shown } from "../arguments.ts";
import { type AliasedColumn, aliasedColumns } from "../design/aliased.ts";
import { type AliasedOption, leftOut, notIdentified, withoutColumns } from "../design/aliased-option.ts";
import type { Contrasts } from "../design/contrasts.ts";
import { fixedDesign } from "../design/design.ts";
import { type DroppedRows, type MissingOption, rowsUsed } from "../design/drop-missing.ts";
import { parseFormula } from "../formula/formula.ts";
import { type Model, requireModel } from "../model.ts";
import { plainCopy } from "../reading.ts";
import { tableFrom } from "../table/table.ts";
import { type LeastSquares, leastSquaresOf } from "./ordinary-least-squares.ts";
import { fTail, twoSidedT } from "./tail-probabilities.ts";

/** A regression y = Xβ + ε, ε ~ N(0, σ²I). */
export interface Regression extends LeastSquares {
  readonly formula: string;
  readonly response: string;
  readonly rows: number;
  readonly y: Float64Array;
  /** N × p, row-major. */
  readonly X: Float64Array;
  /** The p coefficients' names. */
  readonly names: readonly string[];
  readonly tValues: number[];
  /** Two-sided, by the t law of `residualDf`. */
  readonly pValues: number[];
  /** 1 − RSS/TSS, TSS about the mean when a column of X is constant, else about 0. */
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** The F test of all coefficients but the intercept; NaN where there are none. */
  readonly F: { readonly value: number; readonly df1: number; readonly df2: number; readonly pValue: number };
  /** At RSS/N, the maximum. */
  readonly logLikelihood: number;
  /** At RSS/(N − p), the maximum of the restricted likelihood. */
  readonly logRestricted: number;
  /** p + 1. */
  readonly parameters: number;
  /** The columns that `{ aliased: "drop" }` left out of X; none otherwise. */
  readonly aliased: readonly AliasedColumn[];
  /** The rows that `{ na: "drop" }` left out; null when there are none. */
  readonly dropped: DroppedRows | null;
}

/** Options of `regression`, each as in `mixedModel`. */
export interface RegressionOptions {
  contrasts?: Contrasts;
  na?: MissingOption;
  aliased?: AliasedOption;
}

const KEYS = ["contrasts", "na", "aliased"];

/**
 * Fits a regression by least squares, as R's lm.
 *
 * @param formula - of fixed effects alone, such as `Richness ~ NAP + factor(Beach)`
 * @param data - rows, columns or a table, as in `mixedModel`
 * @param options - `contrasts`, `na` and `aliased` as in `mixedModel`
 * @returns the fit
 * @throws {RangeError} when formula or data do not fit, the columns of X depend on one another, or no row is left over
 * @throws {TypeError} when an argument is of another kind
 */
export function regression(formula: string, data: unknown, options: RegressionOptions = {}): Regression {
  if (typeof formula !== "string") {
    throw new TypeError(`a formula must be text such as "y ~ x", got ${shown(formula)}`);
  }
  const { contrasts = {}, na, aliased } = recordOf(options, KEYS, "regression's options");
  const parsed = parseFormula(formula);
  const { table, dropped } = rowsUsed(parsed, tableFrom(data), na);
  const whole = fixedDesign(parsed, table, { contrasts: plainCopy(contrasts, "contrasts") });
  const dependent = aliasedColumns(whole.X, whole.names);
  const left = withoutColumns(whole, leftOut(dependent, aliased));
  if (left.aliased.length < dependent.length) throw notIdentified(dependent);
  return regressionOf({ ...left, dropped });
}

/**
 * The regression that ignores a model's groups: y on X.
 *
 * It is the model with D = 0, so `likelihoodRatioTest` takes it as the smaller one.
 *
 * @param model - the model
 * @returns the fit
 * @throws {RangeError} when the columns of X depend on one another, or no row is left over
 */
export function pooledRegression(model: Model): Regression {
  requireModel(model);
  const { response, rows, y, X, names, aliased, dropped } = model;
  const terms = names.map((name) => (name === "(Intercept)" ? "1" : name));
  const formula = `${response} ~ ${terms.join(" + ")}`;
  const dependent = aliasedColumns(X, names);
  if (dependent.length > 0) throw notIdentified(dependent);
  return regressionOf({ formula, response, rows, y, X, names, aliased, dropped });
}

/** The fit of a design of which no column of X depends on the others. */
function regressionOf(
  design: Pick<Regression, "formula" | "response" | "rows" | "y" | "X" | "names" | "aliased" | "dropped">,
): Regression {
  const { rows, X, y, names } = design;
  const p = names.length;
  if (p === 0) throw new RangeError("a regression needs at least one column, such as the intercept: y ~ 1");
  const { logRss, logDeterminant, ...fit } = leastSquaresOf(X, y, rows, p);
  if (fit.residualDf === 0) {
    throw new RangeError(
      `the regression has ${rows} rows for ${p} coefficients, so nothing is left to estimate σ² from`,
    );
  }
  const { residualDf, beta, standardErrors } = fit;
  const constant = constantColumn(X, rows, p);
  const mean = constant ? y.reduce((sum, value) => sum + value / rows, 0) : 0;
  const size = y.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const total = y.reduce((sum, value) => sum + ((value - mean) / size) ** 2, 0);
  const left = Math.exp(logRss - 2 * Math.log(size)) / total;
  const df1 = p - (constant ? 1 : 0);
  const value = df1 === 0 ? NaN : (1 - left) / df1 / (left / residualDf);
  const tValues = beta.map((b, k) => b / standardErrors[k]);
  const normal = (n: number): number => -0.5 * n * (1 + Math.log((2 * Math.PI) / n) + logRss);
  return {
    ...design,
    ...fit,
    tValues,
    pValues: tValues.map((t) => twoSidedT(t, residualDf)),
    rSquared: 1 - left,
    adjustedRSquared: 1 - (left * (rows - (constant ? 1 : 0))) / residualDf,
    F: { value, df1, df2: residualDf, pValue: fTail(value, df1, residualDf) },
    logLikelihood: normal(rows),
    logRestricted: normal(residualDf) - 0.5 * logDeterminant,
    parameters: p + 1,
  };
}

function constantColumn(X: Float64Array, rows: number, p: number): boolean {
  for (let k = 0; k < p; k++) {
    let row = 0;
    while (row < rows && X[row * p + k] === X[k]) row++;
    if (row === rows && X[k] !== 0) return true;
  }
  return false;
}
