// Groups that share Z_i'Z_i, rotated into as few as carry their data: a sweep then costs the same for any number.
//
// Let J' groups share R. An orthogonal rotation of these groups turns the stack of their [B_i c_i], one row a group, into a
// triangular factor of K = min(J', q(p + 1)) rows and J' − K rows of zeros, and leaves Σb_ib_i', ΣB_i'Rb_i and
// Σ‖c_i − B_iβ − Rb_i‖² as they are, because the b_i of these groups have one covariance C and are rotated with them. So a
// sweep needs K groups with data; the others, without, have b ~ N(0, C), and Σbb' of them is Wishart(J' − K, C).
import type { RandomStream } from "@lmm-gibbs/core";
import { echelon, type ReducedGroups, triangularFactor } from "@lmm-gibbs/core/internal";
import { solveLowerTransposedInPlace } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/** Groups without data that share one R; only Σbb' over them matters, and q columns of a factor of it stand for them. */
interface EmptyGroups {
  readonly pattern: number;
  readonly count: number;
  /** Index of the first of the q groups whose b are the columns. */
  readonly at: number;
}

/** What of a column is less, relative to it, is rounding: a group for it would draw what rounding decides. */
const ROUNDING = 1e-12;

/** Groups as a kernel takes them. */
export interface AggregatedGroups {
  /** All groups: those that carry data first, then q without data for each of `empty`. */
  readonly data: ReducedGroups;
  /** How many carry data. */
  readonly carrying: number;
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
  const withoutData: { pattern: number; count: number }[] = [];
  members.forEach((groups, pattern) => {
    const rowOf = (i: number): Float64Array => Bc.subarray(i * width, (i + 1) * width);
    const tall = triangularFactor(
      (r, into, offset) => into.set(rowOf(groups[r]), offset),
      groups.length,
      width,
    );
    const factor = echelon(tall.R.slice(), tall.rank, width, width, ROUNDING);
    const count = groups.length - factor.rank;
    // A Wishart of fewer degrees of freedom than rows is singular: such groups stay as they are.
    const rotated = count >= q;
    const kept = rotated ? factor.rank : groups.length;
    for (let r = 0; r < kept; r++) {
      rows.push(rotated ? factor.R.subarray(r * width, (r + 1) * width) : rowOf(groups[r]));
      owner.push(pattern);
    }
    if (rotated) withoutData.push({ pattern, count });
  });
  if (withoutData.length === 0) {
    throw new RangeError(
      `engine "aggregated" needs many groups that share Z_i'Z_i, here are ${patterns} different ones among ${J} groups; ` +
        'use engine "fast"',
    );
  }
  const carrying = rows.length;
  const empty = withoutData.map(({ pattern, count }, e) => ({ pattern, count, at: carrying + e * q }));
  for (const { pattern } of empty) for (let k = 0; k < q; k++) owner.push(pattern);
  const stacked = new Float64Array(owner.length * width);
  rows.forEach((row, i) => stacked.set(row, i * width));
  const rotated = { ...data, J: owner.length, patternOf: Int32Array.from(owner), Bc: stacked };
  return { data: rotated, carrying, empty };
}

/**
 * Draws Σbb' ~ Wishart(count, C) of the groups without data, as the columns of a factor of it, and adds it to `bb` and
 * Σ‖Rb‖² to `residual`.
 *
 * With C⁻¹ = LL' and Bartlett's A, Σbb' = MM', M = L⁻ᵀA.
 */
export function drawEmptyGroups(
  empty: readonly EmptyGroups[],
  { q, R }: ReducedGroups,
  w: Workspace,
  stream: RandomStream,
): void {
  const { precisionFactor: L, rows: A, b, bb } = w;
  for (const { pattern, count, at } of empty) {
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < i; j++) A[i * q + j] = stream.normal();
      A[i * q + i] = Math.sqrt(2 * stream.gamma((count - i) / 2));
    }
    for (let j = 0; j < q; j++) {
      const from = (at + j) * q;
      for (let i = 0; i < q; i++) b[from + i] = i < j ? 0 : A[i * q + j];
      solveLowerTransposedInPlace(L, q, pattern * q * q, b, from);
      for (let r = 0; r < q; r++) {
        let shifted = 0;
        for (let k = r; k < q; k++) shifted += R[pattern * q * q + r * q + k] * b[from + k];
        w.residual += shifted * shifted;
        for (let k = 0; k < q; k++) bb[r * q + k] += b[from + r] * b[from + k];
      }
    }
  }
}
