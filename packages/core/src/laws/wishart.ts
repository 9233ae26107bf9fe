// The Wishart law, by Bartlett's decomposition.
import gammaln from "@stdlib/math-base-special-gammaln";
import { Matrix } from "ml-matrix";
import { choleskyFactor, choleskyOrNull, logDeterminantFactored, solveLower } from "../cholesky.ts";
import { type RandomStream, streamOf } from "../random-stream.ts";
import { finiteAbove, positiveDefinite, recordOf, symmetric } from "../arguments.ts";
import type { Law } from "./law.ts";

/** Wishart(df, scale) on q × q matrices, mean df·scale. */
export interface WishartLaw extends Law<number[][]> {
  readonly family: "wishart";
  readonly df: number;
  readonly scale: number[][];
  readonly mean: number[][];
  /** Of each element. */
  readonly variance: number[][];
}

/**
 * Bartlett's lower factor A: AA' ~ Wishart(df, I).
 *
 * The draw contract fixes the order of its random numbers here, row by row: the normals left of the diagonal, then
 * the gamma of the diagonal, A_ii² ~ χ² with df − i degrees of freedom (i from 0).
 *
 * @see Smith & Hocking 1972, algorithm AS 53
 */
export function bartlettFactor(stream: RandomStream, df: number, q: number): Matrix {
  const A = Matrix.zeros(q, q);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < i; j++) A.set(i, j, stream.normal());
    A.set(i, i, Math.sqrt(2 * stream.gamma((df - i) / 2)));
  }
  return A;
}

/** log of the multivariate gamma function Γ_q(a). */
export function logMultivariateGamma(q: number, a: number): number {
  let sum = (q * (q - 1) * Math.log(Math.PI)) / 4;
  for (let i = 0; i < q; i++) sum += gammaln(a - i / 2);
  return sum;
}

/**
 * The Wishart law, p(W) ∝ |W|^((df−q−1)/2) exp(−½ tr(scale⁻¹W)).
 *
 * @param parameters - `df` > q − 1 and `scale`, q × q positive definite
 * @returns the law
 * @throws {RangeError} when df ≤ q − 1 or scale is not positive definite
 */
export function wishartLaw(parameters: { df: number; scale: number[][] }): WishartLaw {
  recordOf(parameters, ["df", "scale"], "wishartLaw's parameters");
  const scale = positiveDefinite(parameters.scale, "the Wishart law's scale");
  const q = scale.length;
  const df = finiteAbove(parameters.df, q - 1, "the Wishart law's df");
  const L = choleskyFactor(new Matrix(scale));
  const logConstant =
    (-df * q * Math.LN2) / 2 - (df / 2) * logDeterminantFactored(L) - logMultivariateGamma(q, df / 2);
  return {
    family: "wishart",
    df,
    scale,
    mean: scale.map((row) => row.map((v) => df * v)),
    variance: scale.map((row, i) => row.map((v, j) => df * (v * v + scale[i][i] * scale[j][j]))),
    logDensity(W) {
      const root = choleskyOrNull(new Matrix(symmetric(W, "the matrix", q)));
      if (root === null) return -Infinity;
      const trace = solveLower(L, root).norm("frobenius") ** 2;
      return logConstant + ((df - q - 1) / 2) * logDeterminantFactored(root) - trace / 2;
    },
    sample(stream) {
      const root = L.mmul(bartlettFactor(streamOf(stream), df, q));
      return root.mmul(root.transpose()).to2DArray();
    },
  };
}
