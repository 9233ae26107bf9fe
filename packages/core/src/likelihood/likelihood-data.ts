// What a likelihood reads of a model: its reduced groups, the response scaled too, kept while the model lives.
import { type Model, requireModel } from "../model.ts";
import { NumericalError } from "../numerical-error.ts";
import { reducedGroups } from "../reduction/reduced-groups.ts";

/** The reduced data of a model, in scaled columns and a scaled response; rows of matrices follow one another. */
export interface LikelihoodData {
  readonly J: number;
  readonly p: number;
  readonly q: number;
  readonly N: number;
  /** Powers of two by which the columns of X and Z and the response are divided. */
  readonly xScale: Float64Array;
  readonly zScale: Float64Array;
  readonly yScale: number;
  /** p: the least-squares fit that y is taken about, in the user's units. */
  readonly shift: Float64Array;
  /** For each group the index of its R_i among those that differ. */
  readonly patternOf: Int32Array;
  readonly patterns: number;
  /** patterns × q × q. */
  readonly R: Float64Array;
  /** J × q × (p + 1): the rows [B_i c_i]. */
  readonly Bc: Float64Array;
  /** withinRank × (p + 1): a triangular factor of [X y] of what is orthogonal to every Z_i. */
  readonly within: Float64Array;
  readonly withinRank: number;
}

const kept = new WeakMap<Model, LikelihoodData>();

/**
 * The data of a model as likelihoods read them, reduced once for each model.
 *
 * @param model - the model, which must not be written to
 * @returns the data
 * @throws {TypeError} when it is no model; {NumericalError} when its numbers overflow
 */
export function likelihoodData(model: Model): LikelihoodData {
  requireModel(model);
  let data = kept.get(model);
  if (data === undefined) {
    data = reduce(model);
    kept.set(model, data);
  }
  return data;
}

function reduce(model: Model): LikelihoodData {
  const { J, p, q, N, xScale, zScale, shift, patternOf, patterns, R, Bc, within } = reducedGroups(model);
  const width = p + 1;
  let largest = 0;
  for (const rows of [Bc, within.R]) {
    for (let at = p; at < rows.length; at += width) largest = Math.max(largest, Math.abs(rows[at]));
  }
  if (!(largest < Infinity && shift.every(Number.isFinite))) {
    throw new NumericalError(
      `the response "${model.response}" is too large: its least-squares fit overflows`,
    );
  }
  const yScale = largest === 0 ? 1 : 2 ** Math.round(Math.log2(largest));
  const scaled = (rows: Float64Array): Float64Array =>
    rows.map((value, at) => (at % width === p ? value / yScale : value));
  return {
    J,
    p,
    q,
    N,
    xScale,
    zScale,
    yScale,
    shift,
    patternOf,
    patterns,
    R,
    Bc: scaled(Bc),
    within: scaled(within.R),
    withinRank: within.rank,
  };
}
