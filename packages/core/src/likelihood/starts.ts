// Where searches for the maximum of a likelihood begin.
import { multipleOfIdentity } from "./factor-map.ts";
import type { WithinFit } from "./identified.ts";
import { degreesOf, type Objective } from "./objective.ts";
import { reducedGls } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

const MOST_GROUPS_SCATTERED = 200;
const SCATTERED = 6;
/** Numbers from −2 to 2 that are evenly spread and the same in every run: multiples of the golden ratio. */
const SCATTER = (k: number): number => 4 * ((k * 0.6180339887498949) % 1) - 2;

/** The parameters of Λ that a search begins at, and the radius of its first trust region. */
export interface Start {
  readonly phi: Float64Array;
  readonly radius: number;
}

/**
 * Multiples of the identity, of the size that the mean squares between and within groups suggest and of others; with few
 * groups and several effects, where a likelihood may have several maxima, also scattered Λ of that size.
 *
 * The size suggested is the maximum itself in a balanced one-way layout.
 *
 * @param objective - the likelihood, in the basis in which a group's information is about the identity
 * @param within - what X and Z leave of y
 * @returns the starts, the most likely first
 */
export function startsFor(objective: Objective, { squares, degreesOfFreedom }: WithinFit): Start[] {
  const { data, map } = objective;
  const whitened = whitenedGroups(data, new Float64Array(data.q ** 2));
  const { rss } = reducedGls(data, whitened);
  const between = (rss - squares) / Math.max(1, degreesOf(objective) - degreesOfFreedom);
  const ratio = between / (squares / Math.max(1, degreesOfFreedom));
  const suggested = Math.sqrt(Math.max(0.25, Number.isFinite(ratio) ? ratio - 1 : 1));
  const regular = [suggested, 0.125, 8 * suggested].map((scale) => ({
    phi: multipleOfIdentity(map, scale),
    radius: scale,
  }));
  if (map.size === 1 || data.J > MOST_GROUPS_SCATTERED) return regular;
  const scattered = Array.from({ length: SCATTERED }, (_, i) => ({
    phi: Float64Array.from({ length: map.size }, (__, k) => suggested * SCATTER(1 + i * map.size + k)),
    radius: suggested,
  }));
  return [...regular, ...scattered];
}
