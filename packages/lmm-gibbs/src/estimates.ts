// Estimates, tests and regressions of core, with their reports as text.
import * as core from "@lmm-gibbs/core";
import { estimateReport } from "./estimate-report.ts";
import { printed, type Printed } from "./printed.ts";
import { regressionReport } from "./regression-report.ts";
import { testReport } from "./test-report.ts";

/**
 * Estimates a model by REML or ML, as core's `estimate`; as text it is a report like lme4's summary.
 *
 * @param model - the model; its priors play no part
 * @param options - `method`: "REML" (default) or "ML"
 * @returns the estimate
 * @throws {RangeError} when the likelihood has no maximum with σ² above 0, or the data do not identify the parameters
 */
export function estimate(model: core.Model, options: { method?: core.Method } = {}): Printed<core.Estimate> {
  return printed(core.estimate(model, options), estimateReport);
}

/**
 * Tests a smaller model against a larger one, as core's `likelihoodRatioTest`; as text it is a few lines.
 *
 * @param smaller - an estimate, or a regression: the model without random effects
 * @param larger - an estimate by the same method from the same rows
 * @returns the test
 * @throws {RangeError} when the models are not nested, or are REML fits whose fixed effects differ
 */
export function likelihoodRatioTest(
  smaller: core.Estimate | core.Regression,
  larger: core.Estimate,
): Printed<core.LikelihoodRatioTest> {
  return printed(core.likelihoodRatioTest(smaller, larger), testReport);
}

/**
 * Fits a regression by least squares, as core's `regression`; as text it is a report like that of R's lm.
 *
 * @param formula - of fixed effects alone, such as `Richness ~ NAP + factor(Beach)`
 * @param data - rows, columns or a table
 * @param options - `contrasts`, `na` and `aliased` as in `mixedModel`
 * @returns the fit
 * @throws {RangeError} when formula or data do not fit
 */
export function regression(
  formula: string,
  data: unknown,
  options: core.RegressionOptions = {},
): Printed<core.Regression> {
  return printed(core.regression(formula, data, options), regressionReport);
}

/**
 * The regression that ignores a model's groups, as core's `pooledRegression`, with its report.
 *
 * @param model - the model
 * @returns the fit
 * @throws {RangeError} when the columns of X depend on one another, or no row is left over
 */
export function pooledRegression(model: core.Model): Printed<core.Regression> {
  return printed(core.pooledRegression(model), regressionReport);
}
