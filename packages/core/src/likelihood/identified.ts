// Refuses what no likelihood can estimate: dependent fixed effects, exact fits, variances the data cannot tell apart.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { aliasedColumns, dependenciesText } from "../design/aliased.ts";
import { echelon } from "../least-squares.ts";
import type { Model } from "../model.ts";
import { balancedBasis, inBasis, stackedFactor } from "./basis.ts";
import { criterionDerivatives, lowerTriangle } from "./criterion-derivatives.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { reducedGls } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

const DEPENDENT = 1e-10;
const EXACT_FIT = 1e-13;
const UNTOLD = 1e-10;

/** What is left of the response beside X and Z. */
export interface WithinFit {
  /** ‖y‖² of what is orthogonal to X and every Z_i, scaled. */
  readonly squares: number;
  readonly degreesOfFreedom: number;
}

/**
 * Refuses fixed effects that depend on one another.
 *
 * @throws {RangeError} naming the dependent columns
 */
export function requireIndependentColumns({ X, names }: Model, data: LikelihoodData): void {
  const { p, Bc, within } = data;
  const stacked = new Float64Array(Bc.length + within.length);
  stacked.set(Bc);
  stacked.set(within, Bc.length);
  const { dependent } = echelon(stacked, stacked.length / (p + 1), p + 1, p, DEPENDENT);
  if (dependent.length === 0) return;
  const columns = dependent.map((k) => `"${names[k]}"`).join(", ");
  throw new RangeError(
    `the fixed effects are not identified: ${columns} ${dependent.length === 1 ? "is a combination" : "are combinations"} ` +
      `of the columns before (${dependenciesText(aliasedColumns(X, names))}); a likelihood needs them left out, as ` +
      'mixedModel\'s option { aliased: "drop" } does',
  );
}

/**
 * Refuses data to which the likelihood has no maximum, or no single one.
 *
 * @param model - the model
 * @param data - its reduced data
 * @param restricted - for REML instead of ML
 * @returns what X and Z leave of the response
 * @throws {RangeError} when X and Z fit the response exactly, or the data cannot tell σ² and the elements of D apart
 */
export function requireIdentified(model: Model, data: LikelihoodData, restricted: boolean): WithinFit {
  requireIndependentColumns(model, data);
  const within = withinFit(model, data);
  const { group, names, diagonal } = model.terms[0];
  const order = names.map((_, k) => k);
  const T = stackedFactor(data, order);
  const { dependent } = echelon(T, data.q, data.q, data.q, DEPENDENT);
  if (dependent.length > 0 && !(diagonal && dependent.every((k) => columnSquare(data, k) > 0))) {
    throw new RangeError(
      `the random effects of ${group} are not identified: ${dependent.map((k) => `"${names[k]}"`).join(", ")} depend on ` +
        "the columns before in every group; leave them out",
    );
  }
  requireDistinctComponents(model, inBasis(data, balancedBasis(data, diagonal)), restricted);
  return within;
}

function columnSquare({ q, R }: LikelihoodData, k: number): number {
  let sum = 0;
  for (let at = k; at < R.length; at += q) sum += R[at] ** 2;
  return sum;
}

function withinFit(model: Model, data: LikelihoodData): WithinFit {
  const { p, q, N, R, Bc, within, withinRank, patternOf, patterns } = data;
  const width = p + 1;
  const ranks = Array.from(
    { length: patterns },
    (_, i) => echelon(R.slice(i * q * q, (i + 1) * q * q), q, q, q, DEPENDENT).rank,
  );
  const rankZ = patternOf.reduce((sum, pattern) => sum + ranks[pattern], 0);
  // A column of X in the span of Z leaves only rounding errors within groups, which must not count as a column.
  const rest = within.slice();
  for (let k = 0; k < p; k++) {
    const inside = columnNorm(within, width, k);
    if (inside > DEPENDENT * Math.hypot(inside, columnNorm(Bc, width, k))) continue;
    for (let at = k; at < rest.length; at += width) rest[at] = 0;
  }
  const { rank } = echelon(rest, withinRank, width, p, DEPENDENT);
  const residual = columnNorm(rest.subarray(rank * width), width, p);
  const size = columnNorm(
    model.y.map((value) => value / data.yScale),
    1,
    0,
  );
  const isExact = !(residual > EXACT_FIT * size);
  const degreesOfFreedom = N - rankZ - rank;
  if (isExact) {
    throw new RangeError(
      `fixed and random effects fit "${model.response}" exactly, so no likelihood has a maximum with σ² above 0 to be ` +
        "relied on; simplify the model, or sample it with a proper prior of sigma2",
    );
  }
  return { squares: residual ** 2, degreesOfFreedom };
}

function columnNorm(rows: Float64Array, width: number, k: number): number {
  let norm = 0;
  for (let at = k; at < rows.length; at += width) norm = Math.hypot(norm, rows[at]);
  return norm;
}

/**
 * Refuses variance components whose derivatives of V are linearly dependent, after X is projected out for REML: V_σ² = I,
 * V_ab = Z_i(e_ae_b' + e_be_a')Z_i'. Their Gram matrix tr(PV_jPV_k) is what the Hessian parts are at D = 0.
 */
function requireDistinctComponents(model: Model, data: LikelihoodData, restricted: boolean): void {
  const { p, q, N } = data;
  const { group, diagonal } = model.terms[0];
  const whitened = whitenedGroups(data, new Float64Array(q * q));
  const { logDeterminant, logDeterminantX } = criterionDerivatives(
    data,
    whitened,
    reducedGls(data, whitened),
    restricted,
  );
  const pairs = lowerTriangle(q);
  const m = pairs.length;
  const used = pairs.flatMap(([a, b], j) => (a === b || !diagonal ? [j] : []));
  const traces = used.map((j) => logDeterminant.gradient[j] + (logDeterminantX?.gradient[j] ?? 0));
  const lengths = used.map((j) => Math.sqrt(-logDeterminant.hessian[j * m + j]));
  const n = restricted ? N - p : N;
  const gram = used.map((j, a) =>
    used.map((k, b) => {
      const at = j * m + k;
      const product = -logDeterminant.hessian[at] - (logDeterminantX?.hessian[at] ?? 0);
      return (product - (traces[a] * traces[b]) / n) / (lengths[a] * lengths[b]);
    }),
  );
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(gram), { assumeSymmetric: true });
  if (Math.min(...realEigenvalues) > UNTOLD) return;
  throw new RangeError(
    `the data cannot tell σ² and the ${pairs.length > 1 && !diagonal ? "elements" : "variance"} of D_${group} apart` +
      `${restricted ? " once the fixed effects are projected out" : ""}: there are too few rows a group, or too few groups ` +
      `(${N} rows, ${data.J} ${data.J === 1 ? "level" : "levels"} of ${group}, ${q} random effects each)`,
  );
}
