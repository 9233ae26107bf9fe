// Refuses, before any draw, the improper posteriors that an unbounded prior of σ² can lead to.
import { DEPENDENT, type Echelon, echelon, triangularFactor } from "./least-squares.ts";
import type { Model } from "./model.ts";
import { halfTColumns } from "./priors/settled-priors.ts";

const EXACT_FIT = 1e-13;

/**
 * Checks what an improper or unbounded prior of σ² asks of the data, every prior of D being proper and X of full column
 * rank where β needs it (design/aliased.ts): a response that X and Z do not fit exactly.
 *
 * @param model - the model
 * @throws {RangeError} naming the prior that the exact fit makes improper
 * @see Hobert & Casella 1996, theorem 1; Sun, Tsutakawa & He 2001
 */
export function requireProperPosterior(model: Model): void {
  const { names, response, priors } = model;
  const p = names.length;
  const factor = factorOfXAndY(model);
  const onX = sweepOut(factor, p + 1, p);
  if (priors.sigma2.kind === "inverse-gamma" && priors.sigma2.scale > 0) return;
  const exact = EXACT_FIT * norm(columnOf(factor.R, factor.rank, p + 1, p));
  const onBoth = residualOfXAndZ(model, factor);
  if (onBoth.residual > exact) return;
  // A half-t σ has a density like σ^(−1) dσ² at 0, which an exact fit without degrees of freedom leaves integrable,
  // unless X alone fits and the variances of D may go to 0 with σ².
  const onlyTogether = onX.residual > exact || halfTColumns(priors.D[0]).length === 0;
  if (priors.sigma2.kind === "half-t" && onBoth.degreesOfFreedom === 0 && onlyTogether) return;
  throw new RangeError(
    `fixed and random effects fit "${response}" exactly, so with ${priors.sigma2.kind === "half-t" ? "a half-t σ" : "p(σ²) ∝ 1/σ²"} ` +
      "the posterior is improper at σ² = 0; give sigma2 a proper prior such as inverseGamma({ shape, scale }), or " +
      "simplify the model",
  );
}

function factorOfXAndY({ rows, X, y, names: { length: p } }: Model): Echelon {
  return triangularFactor(
    (i, into, offset) => {
      for (let k = 0; k < p; k++) into[offset + k] = X[i * p + k];
      into[offset + p] = y[i];
    },
    rows,
    p + 1,
  );
}

/** Sweeps the leading columns out of the last one. */
function sweepOut(
  { R, rank }: Echelon,
  columns: number,
  leading: number,
): { rank: number; dependent: number[]; residual: number } {
  const A = R.slice();
  const swept = echelon(A, rank, columns, leading, DEPENDENT);
  const residual = norm(columnOf(A, rank, columns, columns - 1).slice(swept.rank));
  return { rank: swept.rank, dependent: swept.dependent, residual };
}

/** The residual of y on (X, Z): Z_i swept out of [X_i, y_i] group by group, then X. */
function residualOfXAndZ(model: Model, whole: Echelon): { residual: number; degreesOfFreedom: number } {
  const { names, rows, X, y, terms } = model;
  const p = names.length;
  const { Z, groupOf, levels, names: effects } = terms[0];
  const q = effects.length;
  const width = q + p + 1;
  const rowsOf = levels.map((): number[] => []);
  for (let i = 0; i < rows; i++) rowsOf[groupOf[i]].push(i);

  let rankZ = 0;
  const swept: Float64Array[] = [];
  for (const group of rowsOf) {
    const factor = triangularFactor(
      (i, into, offset) => {
        const row = group[i];
        for (let k = 0; k < q; k++) into[offset + k] = Z[row * q + k];
        for (let k = 0; k < p; k++) into[offset + q + k] = X[row * p + k];
        into[offset + q + p] = y[row];
      },
      group.length,
      width,
    );
    const { rank } = echelon(factor.R, factor.rank, width, q, DEPENDENT);
    rankZ += rank;
    for (let i = rank; i < factor.rank; i++) swept.push(factor.R.subarray(i * width + q, (i + 1) * width));
  }

  // A column of X that lies in the span of Z leaves only rounding errors, which must not count as a column.
  const inZ = names.map((_, k) => {
    const left = norm(swept.map((row) => row[k]));
    return left <= DEPENDENT * norm(columnOf(whole.R, whole.rank, p + 1, k));
  });
  const rest = triangularFactor(
    (i, into, offset) => {
      for (let k = 0; k <= p; k++) into[offset + k] = k < p && inZ[k] ? 0 : swept[i][k];
    },
    swept.length,
    p + 1,
  );
  const onX = sweepOut(rest, p + 1, p);
  return { residual: onX.residual, degreesOfFreedom: rows - rankZ - onX.rank };
}

function columnOf(R: Float64Array, rank: number, n: number, k: number): number[] {
  return Array.from({ length: rank }, (_, i) => R[i * n + k]);
}

function norm(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0
    ? 0
    : largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}
