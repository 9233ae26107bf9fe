// Maximises a likelihood over the relative factor of D, from several starts, and knows an optimum at the boundary.
import { balancedBasis, inBasis, outOfBasis } from "./basis.ts";
import { factorAt, type FactorMap, standardMap } from "./factor-map.ts";
import type { WithinFit } from "./identified.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { lowerRank } from "./lower-rank.ts";
import { degreesOf, evaluateObjective, type Objective } from "./objective.ts";
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

/** Values closer than this are equal to rounding. */
const ROUNDING = 1e-9;
const MOST_GROUPS_SCATTERED = 200;
const SCATTERED = 6;
/** Numbers from −2 to 2 that are evenly spread and the same in every run: multiples of the golden ratio. */
const SCATTER = (k: number): number => 4 * ((k * 0.6180339887498949) % 1) - 2;

/**
 * Maximises a likelihood of a model.
 *
 * @param data - the reduced data
 * @param options - whether D is diagonal, REML, and what X and Z leave of y, by which starts are chosen
 * @returns the best of the optima found
 * @see Bates, Mächler, Bolker & Walker 2015, section 3.4
 */
export function maximumOf(
  data: LikelihoodData,
  { diagonal, restricted, within }: { diagonal: boolean; restricted: boolean; within: WithinFit },
): Maximum {
  const { q } = data;
  const C = balancedBasis(data, diagonal);
  const map = standardMap(q, diagonal);
  const objective: Objective = { data: inBasis(data, C), map, restricted, residual: "profiled" };
  const minimumOn = (parameters: FactorMap, start: Float64Array, radius: number): Minimum =>
    minimize((phi) => evaluateObjective({ ...objective, map: parameters }, phi, 2), start, radius);
  let best: Minimum = { at: new Float64Array(map.size), value: Infinity, converged: false, iterations: 0 };
  for (const { start, radius } of startsFor(objective, within)) {
    const found = minimumOn(map, start, radius);
    if (found.value < best.value - ROUNDING) best = found;
  }
  const full = factorAt(map, best.at);
  const lower = lowerRank(full, q, diagonal);
  const { at, value, converged } = lower === null ? best : minimumOn(lower.map, lower.phi, 1);
  const L = outOfBasis(C, lower === null ? full : factorAt(lower.map, at), q);
  return { L, value, converged, singular: lower !== null };
}

/**
 * Where to start: multiples of the identity, of the size that the mean squares between and within groups suggest and of
 * others; with few groups and several effects, where a likelihood may have several maxima, also scattered Λ of that size.
 */
function startsFor(
  objective: Objective,
  { squares, degreesOfFreedom }: WithinFit,
): { start: Float64Array; radius: number }[] {
  const {
    data,
    map: { entries, size },
  } = objective;
  const whitened = whitenedGroups(data, new Float64Array(data.q ** 2));
  const { rss } = reducedGls(data, whitened);
  const between = (rss - squares) / Math.max(1, degreesOf(objective) - degreesOfFreedom);
  const ratio = between / (squares / Math.max(1, degreesOfFreedom));
  const suggested = Math.sqrt(Math.max(0.25, Number.isFinite(ratio) ? ratio - 1 : 1));
  const regular = [suggested, 0.125, 8 * suggested].map((scale) => ({
    start: Float64Array.from(entries, ({ row, column }) => (row === column ? scale : 0)),
    radius: scale,
  }));
  if (size === 1 || data.J > MOST_GROUPS_SCATTERED) return regular;
  const scattered = Array.from({ length: SCATTERED }, (_, i) => ({
    start: Float64Array.from(entries, (__, k) => suggested * SCATTER(1 + i * size + k)),
    radius: suggested,
  }));
  return [...regular, ...scattered];
}
