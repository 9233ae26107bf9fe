// Predictions with bands: population means, group curves and new responses, at an estimate or over posterior draws.
import { recordOf, shown } from "../arguments.ts";
import type { Draws } from "../draws/draws.ts";
import { type Model, requireModel } from "../model.ts";
import { type EffectLaw, effectLaws } from "./effect-laws.ts";
import { glsOf } from "./gls.ts";
import { requireIndependentColumns } from "./identified.ts";
import { mixtureQuantile } from "./normal-mixture.ts";
import { eachDraw, isDraws, parameterDraws } from "./parameter-draws.ts";
import { type ModelParameters, reducedParameters } from "./parameters.ts";
import { levelOf } from "./profile-interval.ts";
import { predictionRows, type PredictionRows } from "./prediction-rows.ts";
import { reducedGls } from "./reduced-gls.ts";
import { normalBound } from "./tail-probabilities.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** What is predicted: x'β, x'β + z'b_i, or a response with its own ε. */
export type PredictionTarget = "population" | "group" | "response";

/** Predictions, in the order of the rows. */
export interface Predictions {
  readonly target: PredictionTarget;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** The bounds of the central interval of probability `level`. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly level: number;
  /** Whether the row's group is one the model was built with, so that its b_i is known from data. */
  readonly isKnownGroup: boolean[];
}

const TARGETS: readonly PredictionTarget[] = ["population", "group", "response"];

/**
 * Predicts at new rows, for groups of the data and for new ones (b ~ N(0, D)).
 *
 * At an estimate the law is normal with β integrated out under a flat prior and σ², D held at their values; over draws it
 * is the equal mixture of p(· | β, σ², D, y), so draws of b are not needed and no random number is used.
 *
 * @param model - the model
 * @param source - an estimate, a state or `{ sigma2, D }`; or draws
 * @param newData - rows or columns as in `mixedModel`, without the response; for a model from matrices
 *   `{ X, Z, groups }`; left out: the model's own rows
 * @param options - `target`: "group" (default) for curves x'β + z'b_i, "population" for x'β (groups then need not be in
 *   the data), "response" for new responses; `level`: 0.95
 * @returns mean, sd and bounds of each row
 * @throws {RangeError} when the data, the source or an option does not fit
 * @see Robinson 1991; Henderson 1975
 */
export function predict(
  model: Model,
  source: ModelParameters | Draws,
  newData?: unknown,
  options: { target?: PredictionTarget; level?: number } = {},
): Predictions {
  requireModel(model);
  const { target = "group", ...given } = recordOf(options, ["target", "level"], "predict's options");
  if (!TARGETS.includes(target)) {
    throw new RangeError(`target must be one of ${TARGETS.join(", ")}, got ${shown(target)}`);
  }
  const level = levelOf(given.level);
  const rows = predictionRows(model, newData, target === "population");
  const law = isDraws(source)
    ? overDraws(model, source, rows, target, level)
    : atParameters(model, source, rows, target, level);
  return { target, ...law, level, isKnownGroup: Array.from(rows.groupOf, (i) => i >= 0) };
}

type Law = Pick<Predictions, "mean" | "sd" | "lower" | "upper">;

/** x'β + z'b_i ~ N(x'β̂ + z'b̂_i, (x − F_i'z)'Cov(β̂)(x − F_i'z) + z'C_iz), F_i = DZ_i'V_i⁻¹X_i. */
function atParameters(
  model: Model,
  source: ModelParameters,
  { rows, X, Z, groupOf }: PredictionRows,
  target: PredictionTarget,
  level: number,
): Law {
  const reduced = reducedParameters(model, source);
  const { data, D, sigma2 } = reduced;
  requireIndependentColumns(model, data);
  const { beta, covBeta } = glsOf(model, reduced, reducedGls(data, whitenedGroups(data, reduced.L)));
  const lawOf = effectLaws(reduced);
  const laws = new Map<number, EffectLaw & { b: number[] }>();
  const mean = new Float64Array(rows);
  const sd = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = Array.from(X.subarray(row * data.p, (row + 1) * data.p));
    const z = Array.from(Z.subarray(row * data.q, (row + 1) * data.q));
    const i = groupOf[row];
    let own = i < 0 || target === "population" ? null : laws.get(i);
    if (own === undefined) {
      const found = lawOf(i);
      own = { ...found, b: found.mean(beta) };
      laws.set(i, own);
    }
    mean[row] = dot(x, beta) + (own === null ? 0 : dot(z, own.b));
    const weights =
      own === null
        ? x
        : x.map(
            (value, k) =>
              value -
              dot(
                z,
                own.slope.map((line) => line[k]),
              ),
          );
    const spread = target === "population" ? 0 : quadratic(z, own === null ? D : own.covariance);
    sd[row] = Math.sqrt(quadratic(weights, covBeta) + spread + (target === "response" ? sigma2 : 0));
  }
  const bound = normalBound(level);
  return {
    mean,
    sd,
    lower: mean.map((value, row) => value - bound * sd[row]),
    upper: mean.map((value, row) => value + bound * sd[row]),
  };
}

function overDraws(
  model: Model,
  source: Draws,
  { rows, X, Z, groupOf }: PredictionRows,
  target: PredictionTarget,
  level: number,
): Law {
  const draws = parameterDraws(model, source);
  const parametersOf: ReturnType<typeof reducedParameters>[] = [];
  eachDraw(draws, (parameters) => parametersOf.push(reducedParameters(model, parameters, "a draw")));
  const count = draws.chains * draws.iterations;
  const p = model.names.length;
  const q = model.terms[0].names.length;
  const law: Law = {
    mean: new Float64Array(rows),
    sd: new Float64Array(rows),
    lower: new Float64Array(rows),
    upper: new Float64Array(rows),
  };
  // Group by group, so that what is held at a time is one group's law in every draw.
  const rowsOf = new Map<number, number[]>();
  groupOf.forEach((group, row) => {
    const i = target === "population" ? -1 : group;
    const members = rowsOf.get(i);
    if (members === undefined) rowsOf.set(i, [row]);
    else members.push(row);
  });
  for (const [i, members] of rowsOf) {
    const means = members.map(() => new Float64Array(count));
    const sds = members.map(() => new Float64Array(count));
    parametersOf.forEach((parameters, s) => {
      const { sigma2, D } = parameters;
      const beta = parameters.beta as number[];
      const known = i < 0 ? null : effectLaws(parameters)(i);
      const b = known?.mean(beta);
      const covariance = known?.covariance ?? D;
      members.forEach((row, at) => {
        const z = Z.subarray(row * q, (row + 1) * q);
        means[at][s] = dot(X.subarray(row * p, (row + 1) * p), beta) + (b === undefined ? 0 : dot(z, b));
        const spread = target === "population" ? 0 : quadratic(z, covariance);
        sds[at][s] = Math.sqrt(spread + (target === "response" ? sigma2 : 0));
      });
    });
    members.forEach((row, at) => {
      const mean = means[at].reduce((sum, value) => sum + value / count, 0);
      const square = means[at].reduce(
        (sum, value, s) => sum + ((value - mean) ** 2 + sds[at][s] ** 2) / count,
        0,
      );
      law.mean[row] = mean;
      law.sd[row] = Math.sqrt(square);
      law.lower[row] = mixtureQuantile(means[at], sds[at], (1 - level) / 2);
      law.upper[row] = mixtureQuantile(means[at], sds[at], (1 + level) / 2);
    });
  }
  return law;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function quadratic(a: ArrayLike<number>, A: readonly (readonly number[])[]): number {
  return A.reduce((sum, row, k) => sum + a[k] * dot(row, a), 0);
}
