// Predicted random effects: BLUP, empirical Bayes, and averaged over posterior draws.
import type { Draws } from "../draws/draws.ts";
import type { Model } from "../model.ts";
import { effectLaws, sandwich } from "./effect-laws.ts";
import { glsOf } from "./gls.ts";
import { requireIndependentColumns } from "./identified.ts";
import { eachDraw, isDraws, parameterDraws } from "./parameter-draws.ts";
import { type ModelParameters, type ReducedParameters, reducedParameters } from "./parameters.ts";
import { reducedGls } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** Predicted random effects. */
export interface Blup {
  /** The J levels. */
  readonly levels: readonly string[];
  /** The q effects' names. */
  readonly names: readonly string[];
  /** J × q: b̂_i. */
  readonly b: number[][];
  /** J × q × q: Var(b_i | y, β, σ², D) = C_i; over draws its mean. */
  readonly varB: number[][][];
  /** J × q × q: the same with β integrated out under a flat prior; over draws with all unknowns integrated out. */
  readonly varBIntegrated: number[][][];
}

/**
 * The best linear unbiased predictors of the random effects, b̂_i = D Z_i'V_i⁻¹(y_i − X_iβ).
 *
 * At an estimate they are the empirical Bayes estimates. Over draws, E(b_i | y) is the mean of b̂_i over the draws of
 * (β, σ², D), and Var(b_i | y) = E(C_i | y) + Var(b̂_i | y); draws of b are not needed.
 *
 * @param model - the model
 * @param source - an estimate, a state, `{ beta, sigma2, D }` (β left out: its GLS estimate), or draws
 * @returns b̂_i with its variances
 * @throws {RangeError} when the source does not fit the model
 * @see Robinson 1991; Laird & Ware 1982
 */
export function blup(model: Model, source: ModelParameters | Draws): Blup {
  if (isDraws(source)) return averagedBlup(model, source);
  const reduced = reducedParameters(model, source);
  requireIndependentColumns(model, reduced.data);
  const fit = glsOf(model, reduced, reducedGls(reduced.data, whitenedGroups(reduced.data, reduced.L)));
  return blupOf(model, reduced, reduced.beta ?? fit.beta, fit.covBeta);
}

/** The predictors at checked parameters. */
export function blupOf(
  model: Model,
  reduced: Pick<ReducedParameters, "data" | "sigma" | "L">,
  beta: ArrayLike<number>,
  covBeta: number[][],
): Blup {
  const { levels, names } = model.terms[0];
  const lawOf = effectLaws(reduced);
  const laws = levels.map((_, i) => lawOf(i));
  return {
    levels,
    names,
    b: laws.map(({ mean }) => mean(beta)),
    varB: laws.map(({ covariance }) => covariance),
    varBIntegrated: laws.map(({ covariance, slope }) => sum(covariance, sandwich(slope, covBeta), 1)),
  };
}

function averagedBlup(model: Model, draws: Draws): Blup {
  const { levels, names } = model.terms[0];
  const all = parameterDraws(model, draws);
  const zeros = (): number[][] => names.map(() => names.map(() => 0));
  const b = levels.map(() => names.map(() => 0));
  const varB = levels.map(zeros);
  const between = levels.map(zeros);
  let count = 0;
  eachDraw(all, (parameters) => {
    const lawOf = effectLaws(reducedParameters(model, parameters, "a draw"));
    count++;
    for (let i = 0; i < levels.length; i++) {
      const { mean, covariance } = lawOf(i);
      const one = mean(parameters.beta);
      // Welford's update, because b̂ varies little about a mean that may be large.
      const before = one.map((value, k) => value - b[i][k]);
      b[i] = b[i].map((value, k) => value + before[k] / count);
      const after = one.map((value, k) => value - b[i][k]);
      between[i] = between[i].map((row, k) => row.map((value, l) => value + before[k] * after[l]));
      varB[i] = varB[i].map((row, k) => row.map((value, l) => value + (covariance[k][l] - value) / count));
    }
  });
  return {
    levels,
    names,
    b,
    varB,
    varBIntegrated: varB.map((matrix, i) => sum(matrix, between[i], 1 / count)),
  };
}

function sum(
  A: readonly (readonly number[])[],
  B: readonly (readonly number[])[],
  weight: number,
): number[][] {
  return A.map((row, k) => row.map((value, l) => value + weight * B[k][l]));
}
