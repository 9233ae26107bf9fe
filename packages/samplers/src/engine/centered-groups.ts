// What a hierarchically centered update of β reads: the U_i of every group beside room for its η_i.
import { columnsWithin } from "../centering.ts";
import type { WeightedRows } from "./marginal-precision.ts";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";

/** The data of a centered update. */
export interface CenteredGroups {
  /** Indices of the centered columns of X. */
  readonly centered: readonly number[];
  /** For every column of X whether it is centered. */
  readonly isCentered: readonly boolean[];
  /** For every group the q rows [U_i η_i]; η_i is written at every update. One pattern: all η_i have covariance D. */
  readonly rows: WeightedRows;
}

/**
 * U_i with R_iU_i = B_ci for every group: [Z_i X_i] has the same linear dependencies as [R_i B_i].
 *
 * @param data - reduced groups, rotated or not
 * @param centered - indices of centerable columns of X
 * @returns the U_i, in scaled units
 */
export function centeredGroups(data: ReducedGroups, centered: readonly number[]): CenteredGroups {
  const { J, p, q, patternOf, R, Bc } = data;
  const width = centered.length + 1;
  const rows = new Float64Array(J * q * width);
  for (let i = 0; i < J && centered.length > 0; i++) {
    const rowsOf = (A: Float64Array, at: number, length: number): Float64Array[] =>
      Array.from({ length: q }, (_, r) => A.subarray(at + r * length, at + (r + 1) * length));
    const Z = rowsOf(R, patternOf[i] * q * q, q);
    const { U } = columnsWithin(Z, rowsOf(Bc, i * q * (p + 1), p + 1));
    for (let r = 0; r < q; r++) {
      centered.forEach((k, c) => {
        rows[(i * q + r) * width + c] = U[r * (p + 1) + k];
      });
    }
  }
  return {
    centered,
    isCentered: Array.from({ length: p }, (_, k) => centered.includes(k)),
    rows: { J, p: centered.length, q, patternOf: new Int32Array(J), Bc: rows },
  };
}

/** The same groups with room of their own for η_i. */
export function withOwnEffects(groups: CenteredGroups): CenteredGroups {
  return { ...groups, rows: { ...groups.rows, Bc: groups.rows.Bc.slice() } };
}
