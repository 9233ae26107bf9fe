// Likelihood-ratio tests of nested models, with the mixture of χ² laws that a variance of 0 at the boundary has.
import { reading } from "../reading.ts";
import { type Estimate, requireEstimate } from "./estimate.ts";
import { covarianceParameters, isCovarianceNested, isWithinSpan } from "./nesting.ts";
import type { Regression } from "./regression.ts";
import { chiSquaredTail } from "./tail-probabilities.ts";

/** A likelihood-ratio test. */
export interface LikelihoodRatioTest {
  /** 2(ℓ₁ − ℓ₀). */
  readonly statistic: number;
  /** Its law under the smaller model, asymptotically in the number of groups: χ²_df with these weights. */
  readonly law: readonly { readonly df: number; readonly weight: number }[];
  readonly pValue: number;
  /** Parameters of the larger model less those of the smaller. */
  readonly parameters: number;
  /** Why the p-value may not be what it seems; empty when nothing is known against it. */
  readonly caveats: readonly string[];
}

/** Below this a larger model's log likelihood that is less than a smaller one's is rounding. */
const ROUNDING = 1e-6;

/**
 * Tests a smaller model against a larger one that contains it.
 *
 * With as many random effects in both, the statistic is χ²; with one more in the larger, ½χ²_{k−1} + ½χ²_k for k more
 * parameters, because the variance is at its boundary 0: from none to one, ½χ²₀ + ½χ²₁. Two or more at once have another
 * mixture and are refused.
 *
 * @param smaller - an estimate, or a regression: the model without random effects
 * @param larger - an estimate by the same method from the same rows
 * @returns the test
 * @throws {RangeError} when the models are not nested, are equal, differ in two or more random effects, are of other rows,
 *   or are REML fits whose fixed effects differ
 * @throws {TypeError} when an argument is of another kind
 * @see Self & Liang 1987; Stram & Lee 1994
 */
export function likelihoodRatioTest(smaller: Estimate | Regression, larger: Estimate): LikelihoodRatioTest {
  requireEstimate(larger, "the larger model");
  const isPooled = isRegression(smaller);
  if (!isPooled) requireEstimate(smaller, "the smaller model");
  const inner = isPooled ? smaller : smaller.model;
  const outer = larger.model;
  const restricted = larger.method === "REML";
  if (!isPooled && smaller.method !== larger.method) {
    throw new RangeError(
      `the models must be estimated by one method, here ${smaller.method} and ${larger.method}`,
    );
  }
  if (inner.rows !== outer.rows || inner.y.some((value, row) => value !== outer.y[row])) {
    throw new RangeError("the models must have the same response in the same rows");
  }
  const [p0, p1] = [inner.names.length, outer.names.length];
  if (restricted && !(p0 === p1 && inner.X.every((value, at) => value === outer.X[at]))) {
    throw new RangeError(
      "REML fits whose fixed effects differ have no likelihood ratio: each is the likelihood of other error contrasts; " +
        'estimate both with method: "ML"',
    );
  }
  const [q0, q1] = [isPooled ? 0 : smaller.model.terms[0].names.length, outer.terms[0].names.length];
  const nested =
    isWithinSpan(inner.X, p0, outer.X, p1, inner.rows) &&
    (isPooled || isCovarianceNested(smaller.model, outer));
  const parameters =
    p1 - p0 + covarianceParameters(outer) - (isPooled ? 0 : covarianceParameters(smaller.model));
  if (!nested) {
    throw new RangeError(
      `the smaller model is not a special case of the larger: ${inner.formula} in ${outer.formula}`,
    );
  }
  if (parameters === 0)
    throw new RangeError("the models have as many parameters, so there is nothing to test");
  if (q1 - q0 > 1) {
    throw new RangeError(
      `the larger model has ${q1 - q0} random effects more; the law of the ratio is known here for one at a time`,
    );
  }
  const statistic =
    2 * (larger.logLikelihood - (isPooled && restricted ? smaller.logRestricted : smaller.logLikelihood));
  if (statistic < -ROUNDING * Math.max(1, Math.abs(larger.logLikelihood))) {
    throw new RangeError(
      `the larger model's log likelihood is less than the smaller's by ${-statistic / 2}: it has not converged`,
    );
  }
  const law =
    q1 === q0
      ? [{ df: parameters, weight: 1 }]
      : [
          { df: parameters - 1, weight: 0.5 },
          { df: parameters, weight: 0.5 },
        ];
  return {
    statistic,
    law,
    pValue: law.reduce((sum, { df, weight }) => sum + weight * chiSquaredTail(statistic, df), 0),
    parameters,
    caveats: caveatsOf(isPooled ? null : smaller, larger),
  };
}

function caveatsOf(smaller: Estimate | null, larger: Estimate): string[] {
  return [
    ...(smaller?.singular === true
      ? ["the smaller model's own D is singular; the law holds where it is positive definite"]
      : []),
    ...([smaller, larger].some((one) => one?.converged === false) ? ["an estimate has not converged"] : []),
  ];
}

function isRegression(value: Estimate | Regression): value is Regression {
  return reading(
    () => "the smaller model",
    () => typeof (value as Partial<Regression> | null)?.logRestricted === "number",
  );
}
