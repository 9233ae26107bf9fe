// The deviance with one parameter held and all others at their best.
import { balancedBasis, inBasis } from "./basis.ts";
import { diagonalMap, multipleOfIdentity, standardMap } from "./factor-map.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { degreesOf, evaluateObjective, type Objective } from "./objective.ts";
import { correlationMap, correlationStart, mapWithout, startFrom } from "./profile-maps.ts";
import { minimize } from "./trust-region.ts";

/** A parameter in scaled units: β_k about the least-squares fit, σ, the sd of effect k, or the correlation of k and l. */
export type HeldParameter =
  | { readonly kind: "beta"; readonly k: number }
  | { readonly kind: "sigma" }
  | { readonly kind: "sd"; readonly k: number }
  | { readonly kind: "cor"; readonly k: number; readonly l: number };

/**
 * The profile of one parameter; each call starts where the one before ended.
 *
 * @param data - the reduced data
 * @param options - `diagonal` D, `restricted` for REML, and `L`, the factor of the estimate, to start from
 * @param held - the parameter
 * @returns the value at which it is held → minus twice the log likelihood less constants, n log σ̂² + n + log|M|
 *   (+ log|R_X'R_X|), the other parameters at their best
 */
export function profileDeviance(
  data: LikelihoodData,
  { diagonal, restricted, L }: { diagonal: boolean; restricted: boolean; L: Float64Array },
  held: HeldParameter,
): (value: number) => number {
  const { q } = data;
  const order = orderFor(held, q);
  const C = balancedBasis(data, diagonal, order);
  const turned = inBasis(data, C);
  const start = startFrom(C, L, order, diagonal);
  const map = diagonal ? diagonalMap(q, order) : standardMap(q, false);
  const base = { data: turned, map, restricted };
  const n = degreesOf(base);
  if (held.kind === "beta") {
    let phi = start;
    return (value) => {
      const objective: Objective = {
        ...base,
        data: withoutColumn(turned, held.k, value),
        residual: "profiled",
      };
      const found = bestOf(objective, phi);
      phi = found.at;
      return found.value - n * Math.log(n) + n;
    };
  }
  if (held.kind === "sigma") {
    let phi = start;
    return (value) => {
      const found = bestOf({ ...base, residual: { sigma2: value ** 2 } }, phi);
      phi = found.at;
      return found.value;
    };
  }
  const without = (k: number): number => {
    const first = orderFor({ kind: "sd", k }, q);
    const less = inBasis(data, balancedBasis(data, diagonal, first));
    const objective: Objective = {
      data: less,
      map: mapWithout(map, diagonal ? k : 0),
      restricted,
      residual: "profiled",
    };
    return bestOf(objective, null).value - n * Math.log(n) + n;
  };
  if (held.kind === "sd") {
    // D_kk = (σ c a)², a = φ[0].
    const c = Math.abs(C[held.k * q + (diagonal ? held.k : 0)]);
    let [phi, before] = [start, NaN];
    return (value) => {
      if (value === 0) return without(held.k);
      if (phi[0] === 0) phi = phi.map((x, k) => (k === 0 ? value / c : x));
      if (Number.isFinite(before)) phi = phi.map((x, k) => (k === 0 ? (x * value) / before : x));
      before = value;
      const found = bestOf({ ...base, residual: { sd: value / c } }, phi);
      phi = found.at;
      return found.value;
    };
  }
  let phi: Float64Array | null = null;
  const [x, c] = [C[held.l * q], C[held.l * q + 1]];
  const edges = [without(held.k), without(held.l)];
  return (rho) => {
    const objective: Objective = { ...base, map: correlationMap(q, rho, x, c), residual: "profiled" };
    phi ??= correlationStart(start, x, c);
    const evaluate = (at: Float64Array) =>
      at[0] * at[1] > 0
        ? evaluateObjective(objective, at, 2)
        : { value: NaN, gradient: new Float64Array(at.length), hessian: new Float64Array(at.length ** 2) };
    const found = minimize(evaluate, phi, 1);
    phi = found.at;
    // Where a standard deviation may go to 0 the correlation is anything.
    return Math.min(found.value - n * Math.log(n) + n, ...edges);
  };
}

function orderFor(held: HeldParameter, q: number): number[] {
  const first = held.kind === "cor" ? [held.k, held.l] : held.kind === "sd" ? [held.k] : [];
  return [...first, ...Array.from({ length: q }, (_, k) => k).filter((k) => !first.includes(k))];
}

/** The data with β_k held: its column taken from y. */
function withoutColumn(data: LikelihoodData, k: number, value: number): LikelihoodData {
  const { p } = data;
  const width = p + 1;
  const less = (rows: Float64Array): Float64Array => {
    const count = rows.length / width;
    const left = new Float64Array(count * p);
    for (let r = 0; r < count; r++) {
      let at = r * p;
      for (let column = 0; column < p; column++) if (column !== k) left[at++] = rows[r * width + column];
      left[at] = rows[r * width + p] - value * rows[r * width + k];
    }
    return left;
  };
  return { ...data, p: p - 1, Bc: less(data.Bc), within: less(data.within) };
}

function bestOf(objective: Objective, start: Float64Array | null): { at: Float64Array; value: number } {
  const { map } = objective;
  const starts = start === null ? [0.1, 1, 10].map((scale) => multipleOfIdentity(map, scale)) : [start];
  let best: { at: Float64Array; value: number } | null = null;
  for (const phi of starts) {
    const found = minimize((at) => evaluateObjective(objective, at, 2), phi, 1);
    if (best === null || found.value < best.value) best = found;
  }
  return best as { at: Float64Array; value: number };
}
