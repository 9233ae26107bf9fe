// Maximises a likelihood over the relative factor of D, from several starts, and knows an optimum at the boundary.
import { balancedBasis, inBasis, outOfBasis } from "./basis.ts";
import { factorAt, type FactorMap, standardMap } from "./factor-map.ts";
import type { WithinFit } from "./identified.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { lowerRank } from "./lower-rank.ts";
import { evaluateObjective, type Objective } from "./objective.ts";
import { type Start, startsFor } from "./starts.ts";
import { minimize, type Minimum } from "./trust-region.ts";

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
  const minimumOn = (parameters: FactorMap, { phi: start, radius }: Start): Minimum =>
    minimize((phi) => evaluateObjective({ ...objective, map: parameters }, phi, 2), start, radius);
  let best: Minimum = { at: new Float64Array(map.size), value: Infinity, converged: false, iterations: 0 };
  for (const start of startsFor(objective, within)) {
    const found = minimumOn(map, start);
    if (found.value < best.value - ROUNDING) best = found;
  }
  const full = factorAt(map, best.at);
  const lower = lowerRank(full, q, diagonal);
  const { at, value, converged } = lower === null ? best : minimumOn(lower.map, lower);
  const L = outOfBasis(C, lower === null ? full : factorAt(lower.map, at), q);
  return { L, value, converged, singular: lower !== null };
}
