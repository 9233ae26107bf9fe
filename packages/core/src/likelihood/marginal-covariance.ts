// The marginal covariance of a group's responses, V_i = Z_iDZ_i' + σ²I, at its own rows or at any.
import { finiteRows } from "../arguments.ts";
import type { Draws } from "../draws/draws.ts";
import { type Model, requireModel } from "../model.ts";
import { sandwich } from "./effect-laws.ts";
import { groupOfLevel } from "./group-of-level.ts";
import { eachDraw, isDraws, parameterDraws } from "./parameter-draws.ts";
import { type ModelParameters, reducedParameters } from "./parameters.ts";

/**
 * The covariance of the responses of one group, b integrated out.
 *
 * With Z = [1, t] the element of times t and s is g₁₁ + (t + s)g₁₂ + ts·g₂₂, and σ² more where t = s are one response;
 * with a random intercept it is compound symmetry.
 *
 * @param model - the model
 * @param source - an estimate, a state, `{ sigma2, D }`, or draws, over which V_i is averaged
 * @param rows - a level of the grouping factor, or rows of Z (m × q), as `[[1, 8], [1, 10]]` for times 8 and 10
 * @returns n_i × n_i or m × m
 * @throws {RangeError} when the source does not fit the model, there is no such level, or the rows are not m × q
 */
export function marginalCovariance(
  model: Model,
  source: ModelParameters | Draws,
  rows: string | readonly (readonly number[])[],
): number[][] {
  requireModel(model);
  const { names } = model.terms[0];
  const Z = typeof rows === "string" ? groupOfLevel(model, rows).Z : finiteRows(rows, "the rows of Z");
  if (Z.length === 0 || Z[0].length !== names.length) {
    throw new RangeError(
      `the rows of Z must have ${names.length} columns (${names.join(", ")}), got ${Z[0]?.length ?? 0}`,
    );
  }
  const { sigma2, D } = isDraws(source) ? averaged(model, source) : reducedParameters(model, source);
  return sandwich(Z, D).map((row, i) => row.map((value, j) => value + (i === j ? sigma2 : 0)));
}

/** The mean of σ² and D over draws: V_i is linear in them. */
function averaged(model: Model, draws: Draws): { sigma2: number; D: number[][] } {
  const all = parameterDraws(model, draws);
  const count = all.chains * all.iterations;
  let sigma2 = 0;
  let D: number[][] = model.terms[0].names.map((_, __, names) => names.map(() => 0));
  eachDraw(all, (draw) => {
    sigma2 += draw.sigma2 / count;
    D = D.map((row, k) => row.map((value, l) => value + draw.D[k][l] / count));
  });
  return { sigma2, D };
}
