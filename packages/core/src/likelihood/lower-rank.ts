// A nearly singular factor of D written with fewer parameters, so that the best factor of exactly that rank can be sought.
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { diagonalMap, type FactorMap, mapOf } from "./factor-map.ts";
import type { Start } from "./starts.ts";

/** Random effects that explain less than the square of this of σ² in a group's fit count as none. */
const SINGULAR = 1e-4;

/** The map of factors of one rank, and where on it a search begins. */
export interface LowerRank extends Start {
  readonly map: FactorMap;
}

/**
 * The factors of the rank that what is small in Λ leaves.
 *
 * Along a nearly singular Λ the likelihood is flat to the fourth order, and no step finds its maximum to full accuracy.
 *
 * @param L - Λ, q × q row-major, in the basis in which a group's information is about the identity
 * @param q - its order
 * @param diagonal - whether Λ is diagonal
 * @returns the map and Λ's own parameters there, or null when Λ is of full rank
 */
export function lowerRank(L: Float64Array, q: number, diagonal: boolean): LowerRank | null {
  return diagonal ? withoutSmallVariances(L, q) : withoutSmallDirections(L, q);
}

function withoutSmallVariances(L: Float64Array, q: number): LowerRank | null {
  const kept = Array.from({ length: q }, (_, k) => k).filter((k) => Math.abs(L[k * q + k]) >= SINGULAR);
  if (kept.length === q) return null;
  const phi = Float64Array.from(kept, (k) => L[k * q + k]);
  return { map: diagonalMap(q, kept), phi, radius: 1 };
}

/** The leading columns of the factor with its rows in pivoted order: of that rank, its parameters are unique. */
function withoutSmallDirections(L: Float64Array, q: number): LowerRank | null {
  const factor = Matrix.from1DArray(q, q, L);
  const rank = new SingularValueDecomposition(factor).diagonal.filter((value) => value >= SINGULAR).length;
  if (rank === q) return null;
  const rest = factor.mmul(factor.transpose());
  const left = Array.from({ length: q }, (_, k) => k);
  const places: [number, number][] = [];
  const phi: number[] = [];
  for (let column = 0; column < rank; column++) {
    const pivot = left.reduce((best, k) => (rest.get(k, k) > rest.get(best, best) ? k : best));
    const values = rest.getColumnVector(pivot).div(Math.sqrt(rest.get(pivot, pivot)));
    for (const row of left) {
      places.push([row, column]);
      phi.push(values.get(row, 0));
    }
    rest.sub(values.mmul(values.transpose()));
    left.splice(left.indexOf(pivot), 1);
  }
  return { map: mapOf(q, places), phi: Float64Array.from(phi), radius: 1 };
}
