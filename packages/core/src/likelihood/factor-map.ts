// How the numbers an optimiser moves make the relative factor Λ, D = σ²ΛΛ': lower triangular, diagonal, or with one
// correlation held; and how derivatives with respect to E = ΛΛ' become derivatives with respect to those numbers.
import { lowerTriangle, type PartDerivatives } from "./criterion-derivatives.ts";

/** Λ is linear in its m parameters: Λ[row, column] = Σ coefficient·φ[parameter] over the entries. */
export interface FactorMap {
  readonly q: number;
  readonly size: number;
  readonly entries: readonly {
    readonly row: number;
    readonly column: number;
    readonly parameter: number;
    readonly coefficient: number;
  }[];
}

/** The map of a lower triangular Λ, row by row, or of a diagonal one. */
export function standardMap(q: number, diagonal: boolean): FactorMap {
  const rows = Array.from({ length: q }, (_, k) => k);
  return diagonal ? diagonalMap(q, rows) : mapOf(q, lowerTriangle(q));
}

/** The map of a diagonal Λ with these rows, one parameter each, and zeros for the others. */
export function diagonalMap(q: number, rows: readonly number[]): FactorMap {
  return mapOf(
    q,
    rows.map((k) => [k, k]),
  );
}

/** The map of a Λ with one parameter at each of these places, and zeros elsewhere. */
export function mapOf(q: number, places: readonly (readonly [number, number])[]): FactorMap {
  return {
    q,
    size: places.length,
    entries: places.map(([row, column], parameter) => ({ row, column, parameter, coefficient: 1 })),
  };
}

/** The parameters of a multiple of the identity, or of what the map has of it. */
export function multipleOfIdentity({ size, entries }: FactorMap, scale: number): Float64Array {
  const phi = new Float64Array(size);
  for (const { row, column, parameter } of entries) if (row === column) phi[parameter] = scale;
  return phi;
}

/** Λ, q × q row-major, at the parameters φ. */
export function factorAt({ q, entries }: FactorMap, phi: Float64Array): Float64Array {
  const L = new Float64Array(q * q);
  for (const { row, column, parameter, coefficient } of entries) {
    L[row * q + column] += coefficient * phi[parameter];
  }
  return L;
}

/**
 * The derivatives of a part with respect to φ: dE = dΛΛ' + ΛdΛ', and d²E = 2·dΛdΛ' for Λ linear in φ.
 *
 * @param map - how φ makes Λ
 * @param L - Λ at φ
 * @param part - derivatives with respect to the lower triangle of E
 * @returns gradient and Hessian with respect to φ
 */
export function throughFactor(
  { q, size, entries }: FactorMap,
  L: Float64Array,
  { gradient, hessian }: PartDerivatives,
): PartDerivatives {
  const pairs = lowerTriangle(q);
  const m = pairs.length;
  const index = (a: number, b: number): number => (a >= b ? (a * (a + 1)) / 2 + b : (b * (b + 1)) / 2 + a);
  // V[·, j] holds the lower triangle of dE along φ_j.
  const V = new Float64Array(m * size);
  for (const { row, column, parameter, coefficient } of entries) {
    for (let k = 0; k < q; k++) {
      V[index(row, k) * size + parameter] += coefficient * L[k * q + column] * (k === row ? 2 : 1);
    }
  }
  const g = new Float64Array(size);
  const HV = new Float64Array(m * size);
  for (let a = 0; a < m; a++) {
    for (let j = 0; j < size; j++) {
      g[j] += gradient[a] * V[a * size + j];
      for (let b = 0; b < m; b++) HV[a * size + j] += hessian[a * m + b] * V[b * size + j];
    }
  }
  const H = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < size; k++) {
      for (let a = 0; a < m; a++) H[j * size + k] += V[a * size + j] * HV[a * size + k];
    }
  }
  for (const one of entries) {
    for (const other of entries) {
      if (one.column !== other.column) continue;
      // The gradient of an off-diagonal coordinate counts ab and ba.
      const weight = gradient[index(one.row, other.row)] * (one.row === other.row ? 2 : 1);
      H[one.parameter * size + other.parameter] += weight * one.coefficient * other.coefficient;
    }
  }
  return { gradient: g, hessian: H };
}
