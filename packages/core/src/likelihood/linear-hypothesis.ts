// Tests of linear hypotheses Lβ = c about the fixed effects.
import { Matrix } from "ml-matrix";
import { finiteAbove, finiteRows, finiteVector, recordOf, shown } from "../arguments.ts";
import { choleskyOrNull, solveFactored } from "../cholesky.ts";
import { didYouMean } from "../did-you-mean.ts";
import { echelon } from "../least-squares.ts";
import { type Estimate, requireEstimate } from "./estimate.ts";
import { satterthwaite } from "./satterthwaite.ts";
import { chiSquaredTail, fTail } from "./tail-probabilities.ts";

/** A test of Lβ = c. */
export interface LinearHypothesis {
  /** Lβ̂ − c, r. */
  readonly difference: number[];
  /** Wald's (Lβ̂ − c)'(L Cov(β̂) L')⁻¹(Lβ̂ − c). */
  readonly chiSquared: number;
  /** r, the rank of L. */
  readonly df: number;
  /** Of `chiSquared` against χ²_r, as if σ² and D were known. */
  readonly pValue: number;
  /** chiSquared/r. */
  readonly F: number;
  /** Satterthwaite's, unless given; NaN at a boundary. */
  readonly denominatorDf: number;
  /** Of `F` against F with these degrees of freedom. */
  readonly pValueF: number;
}

/**
 * Tests Lβ = c.
 *
 * @param estimate - of `estimate`
 * @param L - r rows of p weights of full rank, or names of coefficients that are 0 under the hypothesis
 * @param options - `value`: c, r numbers, default 0; `denominatorDf`: degrees of freedom of F in place of Satterthwaite's
 * @returns Wald's χ² and the F statistic with their p-values
 * @throws {RangeError} when L does not fit the estimate or its rows depend on one another
 * @see Fai & Cornelius 1996; Kuznetsova, Brockhoff & Christensen 2017
 */
export function linearHypothesis(
  estimate: Estimate,
  L: readonly ArrayLike<number>[] | readonly string[],
  options: { value?: ArrayLike<number>; denominatorDf?: number } = {},
): LinearHypothesis {
  requireEstimate(estimate, "the estimate");
  const { beta, covBeta, names } = estimate;
  const given = recordOf(options, ["value", "denominatorDf"], "linearHypothesis's options");
  const rows = rowsOf(L, names);
  const r = rows.length;
  const value = given.value === undefined ? rows.map(() => 0) : finiteVector(given.value, "value", r);
  // Columns in units of their standard errors, so that the rank does not depend on the covariates' units.
  const sized = Float64Array.from(
    rows.flatMap((row) => row.map((weight, k) => weight * Math.sqrt(covBeta[k][k]))),
  );
  const { dependent } = echelon(transposed(sized, r, beta.length), beta.length, r, r, 1e-10);
  if (dependent.length > 0) {
    throw new RangeError(`L: row ${dependent[0] + 1} depends on the rows before`);
  }
  const difference = rows.map(
    (row, i) => row.reduce((sum, weight, k) => sum + weight * beta[k], 0) - value[i],
  );
  const matrix = new Matrix(rows);
  const covariance = matrix.mmul(new Matrix(covBeta)).mmul(matrix.transpose());
  const sds = covariance.diagonal().map(Math.sqrt);
  const correlation = new Matrix(
    covariance.to2DArray().map((row, i) => row.map((c, j) => c / sds[i] / sds[j])),
  );
  const factor = choleskyOrNull(correlation);
  if (factor === null) throw new RangeError("L Cov(β̂) L' is not positive definite");
  const t = Matrix.columnVector(difference.map((d, i) => d / sds[i]));
  const chiSquared = t.transpose().mmul(solveFactored(factor, t)).get(0, 0);
  const denominatorDf =
    given.denominatorDf === undefined
      ? satterthwaite(estimate, rows)
      : given.denominatorDf === Infinity
        ? Infinity
        : finiteAbove(given.denominatorDf, 0, "denominatorDf");
  const F = chiSquared / r;
  return {
    difference,
    chiSquared,
    df: r,
    pValue: chiSquaredTail(chiSquared, r),
    F,
    denominatorDf,
    pValueF: fTail(F, r, denominatorDf),
  };
}

function rowsOf(L: unknown, names: readonly string[]): number[][] {
  if (!Array.isArray(L) || L.length === 0) {
    throw new RangeError(`L must be a list of rows, or of coefficients' names, got ${shown(L)}`);
  }
  if (L.every((name) => typeof name === "string")) {
    return L.map((name) => {
      const index = names.indexOf(name);
      if (index < 0) throw new RangeError(`L: no coefficient ${shown(name)}${didYouMean(name, names)}`);
      return names.map((_, k) => (k === index ? 1 : 0));
    });
  }
  const rows = finiteRows(L, "L");
  if (rows[0].length !== names.length) {
    throw new RangeError(`L must have ${names.length} columns, one a coefficient, got ${rows[0].length}`);
  }
  return rows;
}

function transposed(A: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(A, (_, at) => A[(at % rows) * columns + Math.floor(at / rows)]);
}
