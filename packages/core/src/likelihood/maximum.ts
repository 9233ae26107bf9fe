// Maximises a likelihood over the relative factor of D, from several starts, and knows an optimum at the boundary.
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { balancedBasis, inBasis, outOfBasis } from "./basis.ts";
import { criterionDerivatives, lowerTriangle } from "./criterion-derivatives.ts";
import { factorAt, type FactorMap, standardMap } from "./factor-map.ts";
import type { WithinFit } from "./identified.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { degreesOf, evaluateObjective, type Objective, type ResidualVariance } from "./objective.ts";
import { reducedGls } from "./reduced-gls.ts";
import { minimize, type Minimum } from "./trust-region.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** Where a likelihood is largest. */
export interface Maximum {
  /** q × q row-major: D = σ²LL' in scaled units. */
  readonly L: Float64Array;
  /** Minus twice the log likelihood, less constants. */
  readonly value: number;
  readonly converged: boolean;
  /** Whether D is not positive definite. */
  readonly singular: boolean;
}

/** Random effects that explain less than the square of this of σ² in a group's fit count as none. */
const SINGULAR = 1e-4;
/** Values closer than this are equal to rounding. */
const ROUNDING = 1e-9;
const MOST_ESCAPES = 5;
const MOST_GROUPS_SCATTERED = 200;
const SCATTERED = 6;
/** Numbers from −2 to 2 that are evenly spread and the same in every run: multiples of the golden ratio. */
const SCATTER = (k: number): number => 4 * ((k * 0.6180339887498949) % 1) - 2;

/**
 * Maximises a likelihood of a model.
 *
 * @param data - the reduced data
 * @param options - whether D is diagonal, REML, how σ² is had, and what X and Z leave of y, by which starts are chosen
 * @returns the best of the optima found
 * @see Bates, Mächler, Bolker & Walker 2015, section 3.4
 */
export function maximumOf(
  data: LikelihoodData,
  {
    diagonal,
    restricted,
    residual = "profiled",
    within,
  }: { diagonal: boolean; restricted: boolean; residual?: ResidualVariance; within: WithinFit },
): Maximum {
  const { q } = data;
  const C = balancedBasis(data, diagonal);
  const objective: Objective = {
    data: inBasis(data, C),
    map: standardMap(q, diagonal),
    restricted,
    residual,
  };
  let best: Minimum | null = null;
  for (const { start, radius } of startsFor(objective, within)) {
    const found = secondOrderMinimum(objective, start, radius);
    if (Number.isFinite(found.value) && (best === null || found.value < best.value - ROUNDING)) best = found;
  }
  if (best === null)
    return { L: new Float64Array(q * q).fill(NaN), value: NaN, converged: false, singular: false };
  const { L, value, singular } = atBoundary(objective, factorAt(objective.map, best.at), best.value);
  return { L: outOfBasis(C, L, q), value, converged: best.converged, singular };
}

/**
 * Where to start: multiples of the identity, of the size that the mean squares between and within groups suggest and of
 * others; with few groups and several effects, where a likelihood may have several maxima, also scattered Λ of that size.
 */
function startsFor(
  objective: Objective,
  { squares, degreesOfFreedom }: WithinFit,
): { start: Float64Array; radius: number }[] {
  const { data, map } = objective;
  const whitened = whitenedGroups(data, new Float64Array(data.q ** 2));
  const { rss } = reducedGls(data, whitened);
  const between = (rss - squares) / Math.max(1, degreesOf(objective) - degreesOfFreedom);
  const ratio = between / (squares / Math.max(1, degreesOfFreedom));
  const suggested = Math.sqrt(Math.max(0.25, Number.isFinite(ratio) ? ratio - 1 : 1));
  const regular = [suggested, 0.125, 8 * suggested].map((scale) => ({
    start: startAt(map, scale),
    radius: scale,
  }));
  if (map.size === 1 || data.J > MOST_GROUPS_SCATTERED) return regular;
  const scattered = Array.from({ length: SCATTERED }, (_, i) => ({
    start: Float64Array.from({ length: map.size }, (__, k) => suggested * SCATTER(1 + i * map.size + k)),
    radius: suggested,
  }));
  return [...regular, ...scattered];
}

function startAt({ size, entries }: FactorMap, scale: number): Float64Array {
  const phi = new Float64Array(size);
  for (const { row, column, parameter } of entries) if (row === column) phi[parameter] = scale;
  return phi;
}

/**
 * A minimum that no positive semidefinite change of E lowers. A triangular Λ with a column of zeros can hide one: then E
 * gets a part along the eigenvector of the most negative slope, and the search goes on.
 */
function secondOrderMinimum(objective: Objective, start: Float64Array, radius: number): Minimum {
  const evaluate = (phi: Float64Array) => evaluateObjective(objective, phi, 2);
  let found = minimize(evaluate, start, radius);
  for (let escape = 0; escape < MOST_ESCAPES; escape++) {
    const away = escapeFrom(objective, found);
    if (away === null) break;
    found = minimize(evaluate, away, radius);
  }
  return found;
}

function escapeFrom(objective: Objective, found: Minimum): Float64Array | null {
  const { data, map } = objective;
  const { q } = data;
  if (map.size !== (q * (q + 1)) / 2 || !Number.isFinite(found.value)) return null;
  const L = factorAt(map, found.at);
  const { slopes, scale } = slopesOfE(objective, L);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(slopes, {
    assumeSymmetric: true,
  });
  const least = Math.min(...realEigenvalues);
  if (!(least < -1e-6 * scale)) return null;
  const v = eigenvectorMatrix.getColumn(realEigenvalues.indexOf(least));
  for (const size of [1, 0.1, 0.01, 1e-3]) {
    const E = Array.from({ length: q }, (_, a) =>
      Array.from({ length: q }, (__, b) => {
        let sum = size * v[a] * v[b];
        for (let k = 0; k < q; k++) sum += L[a * q + k] * L[b * q + k];
        return sum;
      }),
    );
    const phi = semidefiniteTriangle(E);
    if (evaluateObjective(objective, phi, 0).value < found.value) return phi;
  }
  return null;
}

/** The gradient with respect to E as a symmetric matrix, and the size it would be judged by. */
function slopesOfE(
  { data, restricted, residual }: Objective,
  L: Float64Array,
): { slopes: Matrix; scale: number } {
  const { q } = data;
  const whitened = whitenedGroups(data, L);
  const gls = reducedGls(data, whitened);
  const { logDeterminant, rss, logDeterminantX } = criterionDerivatives(data, whitened, gls, restricted);
  const n = degreesOf({ data, restricted });
  const weight = typeof residual === "object" && "sigma2" in residual ? 1 / residual.sigma2 : n / gls.rss;
  const slopes = Matrix.zeros(q, q);
  let scale = 0;
  lowerTriangle(q).forEach(([a, b], j) => {
    const slope =
      (logDeterminant.gradient[j] + weight * rss.gradient[j] + (logDeterminantX?.gradient[j] ?? 0)) /
      (a === b ? 1 : 2);
    slopes.set(a, b, slope);
    slopes.set(b, a, slope);
    scale = Math.max(scale, Math.abs(logDeterminant.gradient[j]), Math.abs(weight * rss.gradient[j]));
  });
  return { slopes, scale };
}

/** The lower triangle, row by row, of a factor of a positive semidefinite matrix. */
function semidefiniteTriangle(E: readonly (readonly number[])[]): Float64Array {
  const q = E.length;
  const L = E.map(() => new Float64Array(q));
  for (let j = 0; j < q; j++) {
    let d = E[j][j];
    for (let k = 0; k < j; k++) d -= L[j][k] ** 2;
    L[j][j] = Math.sqrt(Math.max(d, 0));
    for (let i = j + 1; i < q && L[j][j] > 0; i++) {
      let sum = E[i][j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      L[i][j] = sum / L[j][j];
    }
  }
  return Float64Array.from(lowerTriangle(q), ([a, b]) => L[a][b]);
}

/**
 * The factor itself; where it is nearly singular the best one of exactly that rank, if that is as likely.
 *
 * Of lower rank, Λ is written with its leading columns alone, its rows in pivoted order: so its parameters are unique, and
 * Newton steps find them to full accuracy, which along the near-singular Λ they do not.
 */
function atBoundary(
  objective: Objective,
  L: Float64Array,
  value: number,
): { L: Float64Array; value: number; singular: boolean } {
  const { data, map } = objective;
  const { q } = data;
  const isDiagonal = map.entries.every(({ row, column }) => row === column);
  const lower = isDiagonal ? withoutSmallVariances(L, q) : withoutSmallDirections(L, q);
  if (lower === null) return { L, value, singular: false };
  const reduced: Objective = { ...objective, map: lower.map };
  const found = minimize((phi) => evaluateObjective(reduced, phi, 2), lower.phi, 1);
  return found.value <= value + ROUNDING
    ? { L: factorAt(lower.map, found.at), value: found.value, singular: true }
    : { L, value, singular: true };
}

/** A diagonal Λ without the elements below the bound, or null when there are none. */
function withoutSmallVariances(L: Float64Array, q: number): { map: FactorMap; phi: Float64Array } | null {
  const kept = Array.from({ length: q }, (_, k) => k).filter((k) => Math.abs(L[k * q + k]) >= SINGULAR);
  if (kept.length === q) return null;
  return {
    map: {
      q,
      size: kept.length,
      entries: kept.map((k, parameter) => ({ row: k, column: k, parameter, coefficient: 1 })),
    },
    phi: Float64Array.from(kept, (k) => L[k * q + k]),
  };
}

/** The rank r that singular values below the bound leave, as r columns of a pivoted factor, or null for full rank. */
function withoutSmallDirections(L: Float64Array, q: number): { map: FactorMap; phi: Float64Array } | null {
  const { diagonal } = new SingularValueDecomposition(Matrix.from1DArray(q, q, L));
  const rank = diagonal.filter((value) => value >= SINGULAR).length;
  if (rank === q) return null;
  const rest = Array.from({ length: q }, (_, a) =>
    Float64Array.from({ length: q }, (__, b) => {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += L[a * q + k] * L[b * q + k];
      return sum;
    }),
  );
  const order: number[] = [];
  const entries: { row: number; column: number; parameter: number; coefficient: number }[] = [];
  const phi: number[] = [];
  for (let column = 0; column < rank; column++) {
    const left = rest.map((_, k) => k).filter((k) => !order.includes(k));
    const pivot = left.reduce((best, k) => (rest[k][k] > rest[best][best] ? k : best));
    order.push(pivot);
    const root = Math.sqrt(rest[pivot][pivot]);
    const values = left.map((k) => rest[k][pivot] / root);
    left.forEach((row, i) => {
      entries.push({ row, column, parameter: phi.length, coefficient: 1 });
      phi.push(values[i]);
      left.forEach((other, j) => (rest[row][other] -= values[i] * values[j]));
    });
  }
  return { map: { q, size: phi.length, entries }, phi: Float64Array.from(phi) };
}
