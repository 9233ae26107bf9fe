// Parametrisations of Λ in which one standard deviation or one correlation is a number of its own, and an estimate in them.
import { type FactorMap, standardMap } from "./factor-map.ts";
import { rotateRowInto } from "./rotate-row.ts";

/** The map with another coefficient of its first parameter, which has one place. */
export function withFirst(map: FactorMap, coefficient: number): FactorMap {
  return {
    ...map,
    entries: map.entries.map((entry) => (entry.parameter === 0 ? { ...entry, coefficient } : entry)),
  };
}

/** The map without the effect of one row of Λ. */
export function mapWithout({ q, entries }: FactorMap, without: number): FactorMap {
  const left = entries.filter(({ row, column }) => row !== without && column !== without);
  return { q, size: left.length, entries: left.map((entry, parameter) => ({ ...entry, parameter })) };
}

/**
 * Λ with rows a e₁ and (b, d), where the effects are c₁ a and (x a + c b, c d): their correlation is ρ when
 * x a + c b = ρu and c d = √(1 − ρ²)u, so Λ is linear in (a, u, …).
 */
export function correlationMap(q: number, rho: number, x: number, c: number): FactorMap {
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

/** The parameters of that map nearest to those of a triangular Λ, none of them 0. */
export function correlationStart(phi: Float64Array, x: number, c: number): Float64Array {
  const [a, b, d] = phi;
  const least = 1e-3;
  return Float64Array.of(
    Math.max(a, least),
    Math.max(Math.hypot(x * a + c * b, c * d), least),
    ...phi.subarray(3),
  );
}

/** The parameters of the triangular (or diagonal) Λ with C Λ Λ'C' = LL'. */
export function startFrom(
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
