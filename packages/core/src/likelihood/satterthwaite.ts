// Degrees of freedom for tests of fixed effects that account for the variances being estimated.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { choleskyOrNull, invertFactored } from "../cholesky.ts";
import type { Estimate } from "./estimate.ts";
import { scaledInformation } from "./information.ts";
import { reducedParameters } from "./parameters.ts";
import { componentSums } from "./variance-components.ts";

/**
 * The degrees of freedom of L Cov(β̂) L' for the rows of L.
 *
 * For one row l: ν = 2(l'Cl)²/(g'Ag), g = ∂(l'Cl)/∂α, A the inverse observed information of α = (σ², D). For r rows the
 * ν of the eigenvectors of LCL' are combined so that the mean of F is right.
 *
 * @param estimate - an estimate
 * @param L - r × p, of full row rank
 * @returns ν; NaN at a boundary, where α̂ has no such covariance
 * @see Satterthwaite 1946; Fai & Cornelius 1996; Kuznetsova, Brockhoff & Christensen 2017
 */
export function satterthwaite(estimate: Estimate, L: readonly (readonly number[])[]): number {
  const { model, sigma2, D } = estimate;
  const components = componentCovariance(estimate);
  if (components === null) return NaN;
  // In scaled units; ν does not depend on them.
  const reduced = reducedParameters(model, { sigma2, D });
  const { xScale } = reduced.data;
  const { single, inverse } = componentSums(model, reduced, null);
  const rows = new Matrix(L.map((row) => row.map((weight, k) => weight / xScale[k])));
  // ∂Cov(β̂)/∂α_j = Cov(β̂) X'V⁻¹V_jV⁻¹X Cov(β̂).
  const slopes = single.map((T) => inverse.mmul(T).mmul(inverse));
  const covariance = rows
    .mmul(inverse)
    .mmul(rows.transpose())
    .mul(reduced.sigma ** 2);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const turned = eigenvectorMatrix.transpose().mmul(rows);
  const degrees = realEigenvalues.map((variance, r) => {
    const row = turned.getRowVector(r);
    const g = Matrix.columnVector(slopes.map((slope) => row.mmul(slope).mmul(row.transpose()).get(0, 0)));
    return (2 * variance ** 2) / g.transpose().mmul(components.covariance).mmul(g).get(0, 0);
  });
  return combined(degrees);
}

/** ν of an F statistic that is the mean of squared t statistics with these degrees of freedom. */
function combined(degrees: readonly number[]): number {
  const r = degrees.length;
  if (r === 1) return degrees[0];
  if (degrees.some((nu) => nu <= 2)) return 2;
  const E = degrees.reduce((sum, nu) => sum + nu / (nu - 2), 0);
  return E > r ? (2 * E) / (E - r) : Infinity;
}

/**
 * The covariance of σ̂² and the elements of D̂: their block of the inverse observed information, in scaled units.
 *
 * @param estimate - an estimate
 * @returns m × m, σ² first, and what a scaled unit of each is in the user's; null at a boundary, or where the information
 *   is not positive definite
 */
export function componentCovariance({
  model,
  sigma2,
  D,
  method,
  singular,
}: Estimate): { covariance: Matrix; units: number[] } | null {
  if (singular) return null;
  const { names, observed, units } = scaledInformation(model, { sigma2, D }, method);
  const scale = observed.map((row, k) => Math.sqrt(row[k]));
  const scaled = new Matrix(observed.map((row, j) => row.map((value, k) => value / scale[j] / scale[k])));
  const factor = choleskyOrNull(scaled);
  if (factor === null) return null;
  const inverse = invertFactored(factor);
  const components = names.flatMap((name, k) => (name.startsWith("beta[") ? [] : [k]));
  return {
    covariance: new Matrix(
      components.map((j) => components.map((k) => inverse.get(j, k) / scale[j] / scale[k])),
    ),
    units: components.map((k) => units[k]),
  };
}
