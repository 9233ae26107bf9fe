// b_i given β, σ², D: shrinkage of the group's residual towards zero.
import { type NormalLaw, normalLaw, type State } from "@lmm-gibbs/core";
import { choleskyFactor, invertFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import type { TextbookData } from "./textbook-data.ts";

/** C_i⁻¹ = D⁻¹ + Z_i'Z_i/σ², the precision of b_i given everything else. */
export function randomEffectPrecision(Z: Matrix, inverseD: Matrix, sigma2: number): Matrix {
  return Z.transpose().mmul(Z).div(sigma2).add(inverseD);
}

/**
 * b_i | β, σ², D, y ~ N(C_iZ_i'(y_i − X_iβ)/σ², C_i), C_i = (D⁻¹ + Z_i'Z_i/σ²)⁻¹, for i = 1..J in order of appearance.
 *
 * @see Chib & Carlin 1999, Algorithm 1
 */
export function randomEffects({ groups }: TextbookData, { beta, sigma2, terms }: State): NormalLaw[] {
  const inverseD = invertFactored(choleskyFactor(new Matrix(terms[0].D)));
  const columnBeta = Matrix.columnVector(beta);
  return groups.map(({ y, X, Z }) => {
    const residual = Matrix.sub(y, X.mmul(columnBeta));
    return normalLaw({
      precision: randomEffectPrecision(Z, inverseD, sigma2).to2DArray(),
      precisionMean: Z.transpose().mmul(residual).div(sigma2).to1DArray(),
    });
  });
}
