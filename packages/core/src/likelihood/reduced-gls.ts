// Generalised least squares in reduced units: β̂, what it leaves, and the factor of ΣX_i'V_i⁻¹X_i.
import type { LikelihoodData } from "./likelihood-data.ts";
import { rotateRowInto } from "./rotate-row.ts";
import type { WhitenedGroups } from "./whitened-groups.ts";

/** A GLS fit in scaled units about the least-squares fit, σ² = 1. */
export interface ReducedGls {
  /** p × p upper triangular: R_X'R_X = ΣX_i'(V_i/σ²)⁻¹X_i. */
  readonly RX: Float64Array;
  /** p: β̂ less the least-squares fit. */
  readonly delta: Float64Array;
  /** min over β of Σ(y_i − X_iβ)'(V_i/σ²)⁻¹(y_i − X_iβ). */
  readonly rss: number;
  /** log|R_X'R_X|. */
  readonly logDeterminantX: number;
}

/**
 * Fits β by GLS: the whitened rows K_i[B_i c_i] and the rows within groups, rotated into one triangular factor.
 *
 * @param data - the reduced data
 * @param whitened - the factors at one L
 * @returns the fit
 * @see Laird & Ware 1982; Bates, Mächler, Bolker & Walker 2015, section 3
 */
export function reducedGls(data: LikelihoodData, whitened: WhitenedGroups): ReducedGls {
  const { p, within, withinRank } = data;
  const width = p + 1;
  const T = new Float64Array(width * width);
  for (let r = 0; r < withinRank; r++) rotateRowInto(T, width, within.slice(r * width, (r + 1) * width));
  eachWhitenedRow(data, whitened, width, (row) => rotateRowInto(T, width, row));
  const RX = new Float64Array(p * p);
  const delta = new Float64Array(p);
  let logDeterminantX = 0;
  for (let i = p - 1; i >= 0; i--) {
    let sum = T[i * width + p];
    for (let k = i; k < p; k++) RX[i * p + k] = T[i * width + k];
    for (let k = i + 1; k < p; k++) sum -= RX[i * p + k] * delta[k];
    delta[i] = sum / RX[i * p + i];
    logDeterminantX += 2 * Math.log(RX[i * p + i]);
  }
  return { RX, delta, rss: T[width * width - 1] ** 2, logDeterminantX };
}

/**
 * Σ(y_i − X_iβ)'(V_i/σ²)⁻¹(y_i − X_iβ) at a given β.
 *
 * @param data - the reduced data
 * @param whitened - the factors at one L
 * @param delta - p: β less the least-squares fit, scaled
 * @returns the sum of squares
 */
export function weightedSquares(
  data: LikelihoodData,
  whitened: WhitenedGroups,
  delta: ArrayLike<number>,
): number {
  const { p, within, withinRank } = data;
  let sum = 0;
  const add = (rows: Float64Array, at: number): void => {
    let rest = rows[at + p];
    for (let k = 0; k < p; k++) rest -= rows[at + k] * delta[k];
    sum += rest * rest;
  };
  for (let r = 0; r < withinRank; r++) add(within, r * (p + 1));
  eachWhitenedRow(data, whitened, p + 1, (row) => add(row, 0));
  return sum;
}

/** Visits the rows of K_i[B_i c_i], group by group; the row is scratch that the visitor may overwrite. */
function eachWhitenedRow(
  { J, q, patternOf, Bc }: LikelihoodData,
  { K }: WhitenedGroups,
  width: number,
  visit: (row: Float64Array) => void,
): void {
  const row = new Float64Array(width);
  for (let i = 0; i < J; i++) {
    const pattern = patternOf[i] * q * q;
    for (let r = 0; r < q; r++) {
      row.fill(0);
      for (let k = 0; k <= r; k++) {
        const weight = K[pattern + r * q + k];
        const at = (i * q + k) * width;
        for (let column = 0; column < width; column++) row[column] += weight * Bc[at + column];
      }
      visit(row);
    }
  }
}
