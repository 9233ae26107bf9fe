// The deviance with one parameter held and all others at their best.
import { balancedBasis, inBasis } from "./basis.ts";
import { type FactorMap, standardMap } from "./factor-map.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { degreesOf, evaluateObjective, type Objective } from "./objective.ts";
import { rotateRowInto } from "./rotate-row.ts";
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
  const map = diagonal ? diagonalMap(order) : standardMap(q, false);
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

/** A diagonal Λ whose first parameter belongs to the first effect of the order. */
function diagonalMap(order: readonly number[]): FactorMap {
  return {
    q: order.length,
    size: order.length,
    entries: order.map((k, parameter) => ({ row: k, column: k, parameter, coefficient: 1 })),
  };
}

/** The map without the effect of one row of Λ. */
function mapWithout({ q, entries }: FactorMap, without: number): FactorMap {
  const left = entries.filter(({ row, column }) => row !== without && column !== without);
  return { q, size: left.length, entries: left.map((entry, parameter) => ({ ...entry, parameter })) };
}

/**
 * Λ with rows a e₁ and (b, d), where the effects are c₁ a and (x a + c b, c d): their correlation is ρ when
 * x a + c b = ρu and c d = √(1 − ρ²)u, so Λ is linear in (a, u, …).
 */
function correlationMap(q: number, rho: number, x: number, c: number): FactorMap {
  const rest = standardMap(q, false).entries.filter(({ row }) => row > 1);
  return {
    q,
    size: rest.length + 2,
    entries: [
      { row: 0, column: 0, parameter: 0, coefficient: 1 },
      { row: 1, column: 0, parameter: 0, coefficient: -x / c },
      { row: 1, column: 0, parameter: 1, coefficient: rho / c },
      { row: 1, column: 1, parameter: 1, coefficient: Math.sqrt(1 - rho ** 2) / c },
      ...rest.map((entry, k) => ({ ...entry, parameter: k + 2 })),
    ],
  };
}

function correlationStart(phi: Float64Array, x: number, c: number): Float64Array {
  const [a, b, d] = phi;
  const least = 1e-3;
  return Float64Array.of(
    Math.max(a, least),
    Math.max(Math.hypot(x * a + c * b, c * d), least),
    ...phi.subarray(3),
  );
}

/** The parameters of the triangular (or diagonal) Λ with C Λ Λ'C' = LL'. */
function startFrom(
  C: Float64Array,
  L: Float64Array,
  order: readonly number[],
  diagonal: boolean,
): Float64Array {
  const q = order.length;
  if (diagonal) return Float64Array.from(order, (k) => rowNorm(L, k, q) / C[k * q + k]);
  const solved = inverseTimes(C, L, order);
  const T = new Float64Array(q * q);
  for (let column = 0; column < q; column++) {
    rotateRowInto(
      T,
      q,
      Float64Array.from({ length: q }, (_, k) => solved[k * q + column]),
    );
  }
  return Float64Array.from(standardMap(q, false).entries, ({ row, column }) => T[column * q + row]);
}

/** C⁻¹L for C lower triangular in the order of the effects. */
function inverseTimes(C: Float64Array, L: Float64Array, order: readonly number[]): Float64Array {
  const q = order.length;
  const solved = new Float64Array(q * q);
  order.forEach((k, i) => {
    for (let column = 0; column < q; column++) {
      let sum = L[k * q + column];
      for (let j = 0; j < i; j++) sum -= C[k * q + j] * solved[j * q + column];
      solved[i * q + column] = sum / C[k * q + i];
    }
  });
  return solved;
}

function rowNorm(L: Float64Array, k: number, q: number): number {
  return L.subarray(k * q, (k + 1) * q).reduce((norm, value) => Math.hypot(norm, value), 0);
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
  const starts = start === null ? [0.1, 1, 10].map((scale) => identityStart(map, scale)) : [start];
  let best: { at: Float64Array; value: number } | null = null;
  for (const phi of starts) {
    const found = minimize((at) => evaluateObjective(objective, at, 2), phi, 1);
    if (best === null || found.value < best.value) best = found;
  }
  return best as { at: Float64Array; value: number };
}

function identityStart({ size, entries }: FactorMap, scale: number): Float64Array {
  const phi = new Float64Array(size);
  for (const { row, column, parameter } of entries) if (row === column) phi[parameter] = scale;
  return phi;
}
