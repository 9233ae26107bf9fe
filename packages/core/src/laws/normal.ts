// The multivariate normal law, by its precision or its covariance.
import { Matrix } from "ml-matrix";
import {
  choleskyFactor,
  invertFactored,
  logDeterminantFactored,
  solveFactored,
  solveLower,
  solveLowerTransposed,
} from "../cholesky.ts";
import { finiteRows, finiteVector, recordOf } from "../arguments.ts";
import type { Law } from "./law.ts";
import { streamOf } from "../random-stream.ts";

/** N(mean, precision⁻¹) on vectors. */
export interface NormalLaw extends Law<number[]> {
  readonly family: "normal";
  readonly mean: number[];
  readonly precision: number[][];
  readonly covariance: number[][];
}

/** How a normal law is given: by P, by P and P·mean as a Gibbs update yields them, or by its covariance. */
export type NormalParameters =
  | { mean: ArrayLike<number>; precision: number[][] }
  | { precisionMean: ArrayLike<number>; precision: number[][] }
  | { mean: ArrayLike<number>; covariance: number[][] };

/**
 * The multivariate normal law N(m, P⁻¹).
 *
 * By precision P = LL' a draw is m + L⁻ᵀz, by covariance C = LL' it is m + Lz; z are standard normals in index order.
 *
 * @param parameters - `mean` (length n) with `precision` or `covariance` (n × n); or `precision` with
 *   `precisionMean` = P·mean, the form in which full conditionals come out
 * @returns the law
 * @throws {RangeError} when sizes disagree or a number is not finite
 * @throws {NumericalError} when the matrix is not symmetric positive definite
 * @see Rue & Held 2005, algorithms 2.3 to 2.5
 */
export function normalLaw(parameters: NormalParameters): NormalLaw {
  recordOf(parameters, ["mean", "precision", "precisionMean", "covariance"], "normalLaw's parameters");
  const byPrecision = "precision" in parameters;
  const rows = byPrecision ? parameters.precision : parameters.covariance;
  const given = new Matrix(finiteRows(rows, `normalLaw's ${byPrecision ? "precision" : "covariance"}`));
  const L = choleskyFactor(given);
  const mean =
    "precisionMean" in parameters
      ? solveFactored(L, columnOf(parameters.precisionMean, "normalLaw's precisionMean", L)).to1DArray()
      : columnOf(parameters.mean, "normalLaw's mean", L).to1DArray();
  const logDeterminantPrecision = (byPrecision ? 1 : -1) * logDeterminantFactored(L);

  return {
    family: "normal",
    mean,
    get precision() {
      return (byPrecision ? given : invertFactored(L)).to2DArray();
    },
    get covariance() {
      return (byPrecision ? invertFactored(L) : given).to2DArray();
    },
    logDensity(x) {
      const residual = columnOf(x, "the vector", L).sub(Matrix.columnVector(mean));
      const standardized = byPrecision ? L.transpose().mmul(residual) : solveLower(L, residual);
      const quadratic = standardized.norm("frobenius") ** 2;
      return 0.5 * (logDeterminantPrecision - mean.length * Math.log(2 * Math.PI) - quadratic);
    },
    sample(stream) {
      streamOf(stream);
      const z = Matrix.columnVector(mean.map(() => stream.normal()));
      const deviation = byPrecision ? solveLowerTransposed(L, z) : L.mmul(z);
      return mean.map((m, k) => m + deviation.get(k, 0));
    },
  };
}

function columnOf(vector: ArrayLike<number>, name: string, L: Matrix): Matrix {
  return Matrix.columnVector(finiteVector(vector, name, L.rows));
}
