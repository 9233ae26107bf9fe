// Groups that share Z_i'Z_i, rotated into as few as carry their data: a sweep then costs the same for any number.
//
// Let J' groups share R. An orthogonal rotation of these groups turns the stack of their [B_i c_i], one row a group, into a
// triangular factor of K = min(J', q(p + 1)) rows and J' − K rows of zeros, and leaves Σb_ib_i', ΣB_i'Rb_i and
// Σ‖c_i − B_iβ − Rb_i‖² as they are, because the b_i of these groups have one covariance C and are rotated with them. So a
// sweep needs K groups with data; the others, without, have b ~ N(0, C), and Σbb' of them is Wishart(J' − K, C).
import type { RandomStream } from "@lmm-gibbs/core";
import { type ReducedGroups, triangularFactor } from "@lmm-gibbs/core/internal";
import { solveLowerTransposedInPlace } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/** Groups without data that share one R. */
export interface EmptyGroups {
  readonly pattern: number;
  readonly count: number;
}

/** Rotated data: groups that carry data, and how many carry none. */
export interface AggregatedGroups {
  readonly data: ReducedGroups;
  readonly empty: readonly EmptyGroups[];
}

/**
 * Rotates the groups that share Z_i'Z_i.
 *
 * @param data - a model's reduced groups
 * @returns the rotated groups
 * @throws {RangeError} when too few groups share for anything to be gained
 */
export function aggregatedGroups(data: ReducedGroups): AggregatedGroups {
  const { J, p, q, patterns, patternOf, Bc } = data;
  const width = q * (p + 1);
  const members = Array.from({ length: patterns }, (): number[] => []);
  patternOf.forEach((pattern, i) => members[pattern].push(i));
  const rows: Float64Array[] = [];
  const owner: number[] = [];
  const empty: EmptyGroups[] = [];
  members.forEach((groups, pattern) => {
    const rowOf = (i: number): Float64Array => Bc.subarray(i * width, (i + 1) * width);
    const factor = triangularFactor(
      (r, into, offset) => into.set(rowOf(groups[r]), offset),
      groups.length,
      width,
    );
    const count = groups.length - factor.rank;
    // A Wishart of fewer degrees of freedom than rows is singular: such groups stay as they are.
    const rotated = count >= q;
    const kept = rotated ? factor.rank : groups.length;
    for (let r = 0; r < kept; r++) {
      rows.push(rotated ? factor.R.subarray(r * width, (r + 1) * width) : rowOf(groups[r]));
      owner.push(pattern);
    }
    if (rotated) empty.push({ pattern, count });
  });
  if (empty.length === 0) {
    throw new RangeError(
      `engine "aggregated" needs many groups that share Z_i'Z_i, here are ${patterns} different ones among ${J} groups; ` +
        'use engine "fast"',
    );
  }
  const stacked = new Float64Array(rows.length * width);
  rows.forEach((row, i) => stacked.set(row, i * width));
  return { data: { ...data, J: rows.length, patternOf: Int32Array.from(owner), Bc: stacked }, empty };
}

/**
 * Draws Σbb' ~ Wishart(count, C) of the groups without data, into `emptySquares`, and tr(RΣbb'R'), into `emptyResidual`.
 *
 * With C⁻¹ = LL' and Bartlett's A, Σbb' = MM', M = L⁻ᵀA.
 */
export function drawEmptyGroups(
  empty: readonly EmptyGroups[],
  { q, R }: ReducedGroups,
  w: Workspace,
  stream: RandomStream,
): void {
  const { precisionFactor: L, emptySquares, rows: M, column } = w;
  emptySquares.fill(0);
  w.emptyResidual = 0;
  for (const { pattern, count } of empty) {
    const at = pattern * q * q;
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < i; j++) M[i * q + j] = stream.normal();
      M[i * q + i] = Math.sqrt(2 * stream.gamma((count - i) / 2));
      for (let j = i + 1; j < q; j++) M[i * q + j] = 0;
    }
    for (let j = 0; j < q; j++) {
      for (let i = 0; i < q; i++) column[i] = M[i * q + j];
      solveLowerTransposedInPlace(L, q, at, column, 0);
      for (let i = 0; i < q; i++) M[i * q + j] = column[i];
    }
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < q; j++) {
        let square = 0;
        let residual = 0;
        for (let k = 0; k < q; k++) square += M[i * q + k] * M[j * q + k];
        for (let k = i; k < q; k++) residual += R[at + i * q + k] * M[k * q + j];
        emptySquares[i * q + j] += square;
        w.emptyResidual += residual * residual;
      }
    }
  }
  for (let k = 0; k < q * q; k++) w.bb[k] += emptySquares[k];
  w.residual += w.emptyResidual;
}
