// The posterior of variances with β and b integrated out, on a grid of their logarithms: whether its integral is finite.
import { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";

/** A block of the response's covariance, up to a rotation: m eigenvalues c_e σ² + Σ c_k τ_k² + c₀, and the squares in it. */
export interface Mode {
  readonly multiplicity: number;
  /** c_e, then one c_k a variance of D. */
  readonly coefficients: readonly number[];
  /** c₀, of a normal prior of β. */
  readonly constant?: number;
  readonly squares: number;
}

/** The log density of a variance's prior, up to a constant, at its logarithm. */
export type LogPrior = (logX: number) => number;

/** p(x) ∝ x^(−shape−1) e^(−scale/x). */
export const power =
  (shape: number, scale = 0): LogPrior =>
  (u) =>
    -(shape + 1) * u - (scale === 0 ? 0 : scale * Math.exp(-u));

/** Half-t on the root of the variance. */
export const halfTOnRoot =
  (df: number, A: number): LogPrior =>
  (u) =>
    -u / 2 - ((df + 1) / 2) * Math.log1p(Math.exp(u) / (df * A * A));

/** log N(modes), at the logarithms of σ² and the variances of D. */
export function logLikelihood(modes: readonly Mode[], logs: readonly number[]): number {
  let sum = 0;
  for (const { multiplicity, coefficients, constant = 0, squares } of modes) {
    let eigenvalue = constant;
    for (let k = 0; k < logs.length; k++) eigenvalue += coefficients[k] * Math.exp(logs[k]);
    sum -= multiplicity * Math.log(eigenvalue);
    if (squares > 0) sum -= squares / eigenvalue;
  }
  return sum / 2;
}

/**
 * The modes of y = Xβ + Zb + ε with a flat β and one variance τ²: eigenvalues of ZZ' where X is projected out.
 *
 * @param y - N
 * @param X - N × p, of full column rank
 * @param Z - N × anything: the columns of all groups
 */
export function modesOf(y: readonly number[], X: number[][], Z: number[][]): Mode[] {
  const N = y.length;
  const W = new Matrix(X);
  const hat = W.mmul(inverse(W.transpose().mmul(W))).mmul(W.transpose());
  const projector = new EigenvalueDecomposition(Matrix.sub(Matrix.eye(N), hat), { assumeSymmetric: true });
  const beside = projector.realEigenvalues.flatMap((value, j) => (value > 0.5 ? [j] : []));
  if (beside.length === 0) return [];
  const K = projector.eigenvectorMatrix.subMatrixColumn(beside);
  const KZ = K.transpose().mmul(new Matrix(Z));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(KZ.mmul(KZ.transpose()), {
    assumeSymmetric: true,
  });
  const w = eigenvectorMatrix.transpose().mmul(K.transpose().mmul(Matrix.columnVector([...y])));
  const size = y.reduce((sum, value) => sum + value ** 2, 0);
  return realEigenvalues.map((value, j) => ({
    multiplicity: 1,
    coefficients: [1, value > 1e-9 ? value : 0],
    squares: w.get(j, 0) ** 2 > 1e-20 * size ? w.get(j, 0) ** 2 : 0,
  }));
}

/**
 * Whether the integral of exp(logDensity) over all of R^dimension is finite, from its growth over three nested cubes.
 *
 * The mass between the second cube and the third is set against that between the first and the second: where the density
 * falls along every direction, as a power of the variances of at least ½, the ratio is below 1e−3; where it does not, the
 * region is larger and the ratio above 1.
 *
 * @param dimension - 2 or 3
 * @param logDensity - of logarithms, their Jacobian included
 * @param reach - half the side of the first cube
 * @param step - of the grid
 * @returns the ratio
 */
export function growth(
  dimension: number,
  logDensity: (logs: readonly number[]) => number,
  reach = 16,
  step = 1,
): number {
  const far = 4 * reach;
  const inner = logSum();
  const outer = logSum();
  const visit = (logs: number[], distance: number): void => {
    if (logs.length < dimension) {
      for (let u = -far; u <= far; u += step) visit([...logs, u], Math.max(distance, Math.abs(u)));
      return;
    }
    if (distance > reach) (distance <= 2 * reach ? inner : outer).add(logDensity(logs));
  };
  visit([], 0);
  return Math.exp(outer.value() - inner.value());
}

/** The log of a sum of exponentials, term by term. */
function logSum(): { add(log: number): void; value(): number } {
  let most = -Infinity;
  let sum = 0;
  return {
    add(log) {
      if (log === -Infinity) return;
      if (log > most) {
        sum = sum * Math.exp(most - log) + 1;
        most = log;
      } else sum += Math.exp(log - most);
    },
    value: () => most + Math.log(sum),
  };
}
