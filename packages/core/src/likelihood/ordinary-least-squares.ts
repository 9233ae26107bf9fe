// One least-squares fit: coefficients, their covariance, and what is left.
import { echelon, triangularFactor } from "../least-squares.ts";

const DEPENDENT = 1e-10;

/** A least-squares fit of y on X. */
export interface LeastSquares {
  /** p; NaN for a column that depends on those before it. */
  readonly beta: number[];
  /** p × p: σ̂²(X'X)⁻¹. */
  readonly covBeta: number[][];
  readonly standardErrors: number[];
  /** RSS/residualDf; NaN when no row is left over. */
  readonly sigma2: number;
  /** N less the rank of X. */
  readonly residualDf: number;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
}

/**
 * Fits y on X by orthogonal reflections.
 *
 * @param X - N × p, row-major
 * @param y - N
 * @param rows - N
 * @param p - columns
 * @returns the fit; also log RSS and log|X'X|
 * @see Golub & Van Loan 2013, section 5.3
 */
export function leastSquaresOf(
  X: Float64Array,
  y: Float64Array,
  rows: number,
  p: number,
): LeastSquares & { logRss: number; logDeterminant: number } {
  const width = p + 1;
  const scale = Float64Array.from({ length: width }, (_, k) => {
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      largest = Math.max(largest, Math.abs(k < p ? X[row * p + k] : y[row]));
    }
    return largest === 0 ? 1 : 2 ** Math.round(Math.log2(largest));
  });
  const whole = triangularFactor(
    (row, into, offset) => {
      for (let k = 0; k < p; k++) into[offset + k] = X[row * p + k] / scale[k];
      into[offset + p] = y[row] / scale[p];
    },
    rows,
    width,
  );
  const R = whole.R.slice();
  const { rank, dependent } = echelon(R, whole.rank, width, p, DEPENDENT);
  const pivots = Array.from({ length: p }, (_, k) => k).filter((k) => !dependent.includes(k));
  const solved = new Float64Array(p);
  // The rows of the inverse of the pivots' triangle.
  const inverse = pivots.map(() => new Float64Array(rank));
  let logDeterminant = 0;
  for (let r = rank - 1; r >= 0; r--) {
    const diagonal = R[r * width + pivots[r]];
    let sum = R[r * width + p];
    for (let s = r + 1; s < rank; s++) sum -= R[r * width + pivots[s]] * solved[pivots[s]];
    solved[pivots[r]] = sum / diagonal;
    for (let j = r; j < rank; j++) {
      let rest = j === r ? 1 : 0;
      for (let s = r + 1; s <= j; s++) rest -= R[r * width + pivots[s]] * inverse[s][j];
      inverse[r][j] = rest / diagonal;
    }
    logDeterminant += 2 * Math.log(Math.abs(diagonal) * scale[pivots[r]]);
  }
  const beta = Array.from({ length: p }, (_, k) =>
    dependent.includes(k) ? NaN : (solved[k] * scale[p]) / scale[k],
  );
  const fitted = new Float64Array(rows);
  for (let row = 0; row < rows; row++) for (const k of pivots) fitted[row] += X[row * p + k] * beta[k];
  const residuals = y.map((value, row) => value - fitted[row]);
  const norm = residuals.reduce((length, value) => Math.hypot(length, value / scale[p]), 0);
  const residualDf = rows - rank;
  const sigma = (norm / Math.sqrt(residualDf)) * scale[p];
  const sigma2 = residualDf === 0 ? NaN : sigma ** 2;
  const unit = pivots.map((k, r) => inverse[r].map((value) => (value / scale[k]) * sigma));
  const covBeta = Array.from({ length: p }, () => Array.from({ length: p }, () => NaN));
  pivots.forEach((k, r) => {
    pivots.forEach((l, s) => {
      covBeta[k][l] = residualDf === 0 ? NaN : unit[r].reduce((sum, value, j) => sum + value * unit[s][j], 0);
    });
  });
  return {
    beta,
    covBeta,
    standardErrors: covBeta.map((row, k) => Math.sqrt(row[k])),
    sigma2,
    residualDf,
    fitted,
    residuals,
    logRss: 2 * (Math.log(norm) + Math.log(scale[p])),
    logDeterminant,
  };
}
