// The inverse-Wishart law of a covariance matrix.
import { Matrix } from "ml-matrix";
import { choleskyFactor, choleskyOrNull, logDeterminantFactored, solveLower } from "../cholesky.ts";
import { finiteAbove, positiveDefinite, recordOf, symmetric } from "../arguments.ts";
import type { Law } from "./law.ts";
import { streamOf } from "../random-stream.ts";
import { bartlettFactor, logMultivariateGamma } from "./wishart.ts";

/** IW(df, scale) on q × q matrices. */
export interface InverseWishartLaw extends Law<number[][]> {
  readonly family: "inverse-wishart";
  readonly df: number;
  readonly scale: number[][];
  /** scale/(df − q − 1); ±∞ or NaN elements when df ≤ q + 1. */
  readonly mean: number[][];
  /** Of each element; NaN when df ≤ q + 3. */
  readonly variance: number[][];
}

/**
 * The inverse-Wishart law, p(D) ∝ |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)): D⁻¹ ~ Wishart(df, scale⁻¹).
 *
 * Near df = q − 1 the law has so heavy a tail that draws overflow, or are singular to rounding.
 *
 * With scale = LL' and Bartlett's A for the precision, D = (A⁻¹L')'(A⁻¹L'), so no matrix is inverted.
 *
 * @param parameters - `df` > q − 1 and `scale`, q × q positive definite
 * @returns the law
 * @throws {RangeError} when df ≤ q − 1 or scale is not positive definite
 */
export function inverseWishartLaw(parameters: { df: number; scale: number[][] }): InverseWishartLaw {
  recordOf(parameters, ["df", "scale"], "inverseWishartLaw's parameters");
  const scale = positiveDefinite(parameters.scale, "the inverse-Wishart law's scale");
  const q = scale.length;
  const df = finiteAbove(parameters.df, q - 1, "the inverse-Wishart law's df");
  const L = choleskyFactor(new Matrix(scale));
  const logConstant =
    (-df * q * Math.LN2) / 2 + (df / 2) * logDeterminantFactored(L) - logMultivariateGamma(q, df / 2);
  const [a, c] = [df - q, df - q - 1];
  const varianceDenominator = a * c ** 2 * (c - 2);
  return {
    family: "inverse-wishart",
    df,
    scale,
    mean: scale.map((row) => row.map((s) => (c > 0 ? s / c : s * Infinity))),
    variance: scale.map((row, i) =>
      row.map((s, j) =>
        c > 2 ? ((a + 1) * s * s + c * scale[i][i] * scale[j][j]) / varianceDenominator : NaN,
      ),
    ),
    logDensity(D) {
      const root = choleskyOrNull(new Matrix(symmetric(D, "the matrix", q)));
      if (root === null) return -Infinity;
      const trace = solveLower(root, L).norm("frobenius") ** 2;
      return logConstant - ((df + q + 1) / 2) * logDeterminantFactored(root) - trace / 2;
    },
    sample(stream) {
      const root = solveLower(bartlettFactor(streamOf(stream), df, q), L.transpose());
      return root.transpose().mmul(root).to2DArray();
    },
  };
}
