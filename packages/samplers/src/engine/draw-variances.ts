// Draws σ² and D from their sums, half-t auxiliaries first.
import type { CovariancePrior, RandomStream, VariancePrior } from "@lmm-gibbs/core";
import type { ReducedGroups } from "@lmm-gibbs/core/internal";
import type { ScaledBetaPrior } from "./scaled-priors.ts";
import { factorInPlace, solveLowerInPlace } from "./small-matrix.ts";
import type { Workspace } from "./workspace.ts";

/** α ~ IG((ν + q)/2, ν·inverse + 1/A²), the auxiliary of a half-t(ν, A) standard deviation. */
function drawAuxiliary(df: number, q: number, inverse: number, A: number, stream: RandomStream): number {
  return (df * inverse + 1 / (A * A)) / stream.gamma((df + q) / 2);
}

/**
 * σ² | β, b ~ IG(a₀ + N/2, s₀ + RSS/2); p/2 and δ(β − m₀)'X'X(β − m₀)/2 more under Zellner's prior; under a half-t(ν, A)
 * prior α | σ² first, then a₀ = ν/2, s₀ = ν/α.
 *
 * @param rss - Σ‖y_i − X_iβ − Z_ib_i‖²
 */
export function drawResidualVariance(
  { p, N, XX }: ReducedGroups,
  prior: VariancePrior,
  { mean, delta }: ScaledBetaPrior,
  rss: number,
  w: Workspace,
  stream: RandomStream,
): void {
  let shape = N / 2;
  let scale = rss / 2;
  if (prior.kind === "half-t") {
    const alpha = drawAuxiliary(prior.df, 1, 1 / w.sigma2, prior.scale, stream);
    shape += prior.df / 2;
    scale += prior.df / alpha;
  } else {
    shape += prior.shape;
    scale += prior.scale;
  }
  if (delta > 0) {
    shape += p / 2;
    let quadratic = 0;
    for (let k = 0; k < p; k++) {
      for (let l = 0; l < p; l++) quadratic += (w.beta[k] - mean[k]) * XX[k * p + l] * (w.beta[l] - mean[l]);
    }
    scale += (delta * quadratic) / 2;
  }
  w.sigma2 = scale / stream.gamma(shape);
}

/**
 * D | b ~ IW(ν + J, S + Σb_ib_i'); under half-t(ν, A_k) priors α_k | D first, then IW(ν + q − 1 + J, 2ν diag(1/α) + Σb_ib_i');
 * a diagonal D element by element, IG(a_k + J/2, s_k + Σb_ik²/2).
 *
 * @returns whether the scale is positive definite
 */
export function drawCovariance(
  { levels, q }: ReducedGroups,
  prior: CovariancePrior,
  w: Workspace,
  stream: RandomStream,
): boolean {
  const { D, bb, inverseD, factor: S, vector: alpha } = w;
  if (prior.kind === "diagonal") {
    const { columns } = prior;
    for (let k = 0; k < q; k++) {
      const column = columns[k];
      if (column.kind === "half-t") {
        alpha[k] = drawAuxiliary(column.df, 1, 1 / D[k * q + k], column.scale, stream);
      }
    }
    for (let k = 0; k < q; k++) {
      const column = columns[k];
      const isHalfT = column.kind === "half-t";
      const shape = isHalfT ? column.df / 2 : column.shape;
      const scale = isHalfT ? column.df / alpha[k] : column.scale;
      D[k * q + k] = (scale + bb[k * q + k] / 2) / stream.gamma(shape + levels / 2);
    }
    return true;
  }
  S.set(bb);
  let df = prior.df + levels;
  if (prior.kind === "half-t") {
    df += q - 1;
    for (let k = 0; k < q; k++) {
      alpha[k] = drawAuxiliary(prior.df, q, inverseD[k * q + k], prior.scale[k], stream);
    }
    for (let k = 0; k < q; k++) S[k * q + k] += (2 * prior.df) / alpha[k];
  } else {
    for (let k = 0; k < q; k++) {
      for (let l = 0; l < q; l++) S[k * q + l] += prior.scale[k][l];
    }
  }
  return drawInverseWishart(df, q, w, stream);
}

/**
 * D ~ IW(df, S), S in `factor`: with S = LL' and Bartlett's A (row by row: normals, then the gamma of the diagonal),
 * D = (A⁻¹L')'(A⁻¹L').
 *
 * @see Smith & Hocking 1972, algorithm AS 53
 */
function drawInverseWishart(df: number, q: number, w: Workspace, stream: RandomStream): boolean {
  const { D, factor: L, square: A, column, rows: root } = w;
  if (!factorInPlace(L, q)) return false;
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < i; j++) A[i * q + j] = stream.normal();
    A[i * q + i] = Math.sqrt(2 * stream.gamma((df - i) / 2));
  }
  for (let j = 0; j < q; j++) {
    for (let k = 0; k < q; k++) column[k] = k <= j ? L[j * q + k] : 0;
    solveLowerInPlace(A, q, 0, column, 0);
    for (let k = 0; k < q; k++) root[k * q + j] = column[k];
  }
  for (let i = 0; i < q; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += root[k * q + i] * root[k * q + j];
      D[i * q + j] = sum;
      D[j * q + i] = sum;
    }
  }
  return true;
}
