// A regression for each group by itself: what shrinkage starts from.
import { groupsOf } from "../groups.ts";
import type { Model } from "../model.ts";
import { leastSquaresOf } from "./ordinary-least-squares.ts";

/** One group's regression. */
export interface GroupRegression {
  readonly level: string;
  readonly rows: number;
  /** p; NaN where the group's rows do not determine the coefficient. */
  readonly beta: number[];
  readonly standardErrors: number[];
  /** NaN when no row is left over. */
  readonly sigma2: number;
  readonly residualDf: number;
}

/**
 * Least squares of y_i on X_i, group by group.
 *
 * A coefficient that a group's rows do not determine (a group of too few rows, a covariate constant within the group) is
 * NaN, as R's NA.
 *
 * @param model - the model
 * @returns the coefficients' names, and a regression for every level in order of appearance
 */
export function separateRegressions(model: Model): { names: readonly string[]; fits: GroupRegression[] } {
  const fits = groupsOf(model).map(({ level, y, X }): GroupRegression => {
    const fit = leastSquaresOf(
      Float64Array.from(X.flat()),
      Float64Array.from(y),
      y.length,
      model.names.length,
    );
    const { beta, standardErrors, sigma2, residualDf } = fit;
    return { level, rows: y.length, beta, standardErrors, sigma2, residualDf };
  });
  return { names: model.names, fits };
}
