// What the groups' own regressions tell of the random effects, beside fixed effects that vary between groups or within.
import { basicSolution, DEPENDENT, echelon } from "../least-squares.ts";
import type { Model } from "../model.ts";
import { norm } from "./left-over.ts";

/** The groups' own fits. */
export interface OwnFits {
  /** Groups that determine their q random effects, beside the columns of X that are not combinations of Z's. */
  readonly groups: number;
  /**
   * r: with X_i = Z_iU_i for the columns that are, the least r for which every row of every U_i is a combination of r functions
   * of the group, so that X spans no more than those r times Z's columns.
   */
  readonly rank: number;
  /** √SSE of those groups' regressions, and whether it is 0 but for rounding. */
  readonly residual: number;
  readonly exact: boolean;
}

/** Residuals below this part of the response are rounding. */
const EXACT_FIT = 1e-13;

/**
 * Fits y_i on Z_i and the columns of X that Z does not span, in every group that allows it.
 *
 * @param model - the model
 * @returns how many groups do, the rank of X among them, and what is left
 */
export function ownFits({ names, rows, X, y, terms }: Model): OwnFits {
  const p = names.length;
  const [{ Z, groupOf, levels, names: effects }] = terms;
  const q = effects.length;
  const rowsOf = levels.map((): number[] => []);
  for (let row = 0; row < rows; row++) rowsOf[groupOf[row]].push(row);
  const stacked = (group: readonly number[], columns: readonly number[], withY: boolean): Float64Array => {
    const width = columns.length + q + (withY ? 1 : 0);
    const A = new Float64Array(group.length * width);
    group.forEach((row, i) => {
      columns.forEach((c, k) => (A[i * width + k] = X[row * p + c]));
      for (let k = 0; k < q; k++) A[i * width + columns.length + k] = Z[row * q + k];
      if (withY) A[i * width + width - 1] = y[row];
    });
    return A;
  };

  const full = rowsOf.filter(
    (group) => echelon(stacked(group, [], false), group.length, q, q, DEPENDENT).rank === q,
  );
  const solved = full.map((group) => {
    const A = new Float64Array(group.length * (q + p));
    group.forEach((row, i) => {
      for (let k = 0; k < q; k++) A[i * (q + p) + k] = Z[row * q + k];
      for (let c = 0; c < p; c++) A[i * (q + p) + q + c] = X[row * p + c];
    });
    return basicSolution(A, group.length, q + p, q);
  });
  const all = names.map((_, c) => c);
  const spanned = all.filter((c) => solved.every(({ exact }) => exact[c]));
  const others = all.filter((c) => !spanned.includes(c));

  const U: number[][] = [];
  const residuals: number[] = [];
  full.forEach((group, g) => {
    // The other columns first: the random effects must be determined beside them.
    const width = others.length + q + 1;
    const A = stacked(group, others, true);
    const { rank, dependent } = echelon(A, group.length, width, width - 1, DEPENDENT);
    if (dependent.some((k) => k >= others.length)) return;
    residuals.push(norm(group.length - rank, (i) => A[(rank + i) * width + width - 1]));
    const { coefficients } = solved[g];
    const lengthsOfZ = effects.map((_, k) => norm(group.length, (i) => Z[group[i] * q + k]));
    U.push(
      spanned.flatMap((c) => {
        const length = norm(group.length, (i) => X[group[i] * p + c]);
        // What rounding leaves where a coefficient is 0 must not count as a function of the group.
        return effects.map((_, k) => {
          const value = coefficients[k * p + c];
          return Math.abs(value) * lengthsOfZ[k] <= DEPENDENT * length ? 0 : value;
        });
      }),
    );
  });
  const residual = norm(residuals.length, (i) => residuals[i]);
  return {
    groups: U.length,
    rank: rankOf(U),
    residual,
    exact: !(residual > EXACT_FIT * norm(rows, (row) => y[row])),
  };
}

/** The rank of a matrix of few columns. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) return 0;
  return echelon(Float64Array.from(rows.flat()), rows.length, columns, columns, DEPENDENT).rank;
}
