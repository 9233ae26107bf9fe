// D given b, and the auxiliaries α of half-t priors on its standard deviations.
import {
  type DiagonalLaw,
  diagonalLaw,
  type IndependentLaw,
  independentLaw,
  inverseGammaLaw,
  type InverseWishartLaw,
  inverseWishartLaw,
  type State,
} from "@lmm-gibbs/core";
import { auxiliaryOf, choleskyFactor, halfTColumns, invertFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { auxiliaryLaw, givenAuxiliary, missingAuxiliary } from "./half-t-auxiliary.ts";
import type { TextbookData } from "./textbook-data.ts";

/**
 * D | b ~ IW(ν + J, S + Σb_ib_i').
 *
 * A half-t prior stands as IW(ν + q − 1, 2ν diag(1/α)) given its auxiliaries α. A diagonal D has independent elements
 * d_k | b ~ IG(a_k + J/2, s_k + Σb_ik²/2).
 *
 * @see Chib & Carlin 1999, Algorithm 1; Huang & Wand 2013, section 4.2
 */
export function randomCovariance({ model }: TextbookData, { terms }: State): InverseWishartLaw | DiagonalLaw {
  const { b, auxiliary } = terms[0];
  const prior = model.priors.D[0];
  const stack = new Matrix(b);
  const sumOfSquares = stack.transpose().mmul(stack);
  const J = b.length;
  if (prior.kind === "diagonal") {
    return diagonalLaw(
      prior.columns.map((column, k) => {
        const alpha = auxiliaryOf(prior, auxiliary, k);
        const { shape, scale } = givenAuxiliary(column, alpha, "state.terms[0].auxiliary");
        return inverseGammaLaw({ shape: shape + J / 2, scale: scale + sumOfSquares.get(k, k) / 2 });
      }),
    );
  }
  if (prior.kind === "inverse-wishart") {
    const scale = sumOfSquares.add(new Matrix(prior.scale));
    return inverseWishartLaw({ df: prior.df + J, scale: scale.to2DArray() });
  }
  if (auxiliary === undefined) throw missingAuxiliary("state.terms[0].auxiliary");
  const scale = sumOfSquares.add(Matrix.diag(auxiliary.map((alpha) => (2 * prior.df) / alpha)));
  return inverseWishartLaw({ df: prior.df + prior.scale.length - 1 + J, scale: scale.to2DArray() });
}

/** α_k | D, independently, of the half-t priors on the standard deviations of D; null when there is none. */
export function covarianceAuxiliary({ model }: TextbookData, { terms }: State): IndependentLaw | null {
  const prior = model.priors.D[0];
  const columns = halfTColumns(prior);
  if (columns.length === 0) return null;
  const q = prior.kind === "diagonal" ? 1 : columns.length;
  const inverse = invertFactored(choleskyFactor(new Matrix(terms[0].D)));
  return independentLaw(
    columns.map(({ column, df, scale }) => auxiliaryLaw(df, q, inverse.get(column, column), scale)),
  );
}
