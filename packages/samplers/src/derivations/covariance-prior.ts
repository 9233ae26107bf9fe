// The prior of a full D in a derivation: an inverse-Wishart, or a half-t given its auxiliaries, which is one too.
import type { CovariancePrior } from "@lmm-gibbs/core";
import { isProper } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { distributed, type Line, proportional } from "./derivation.ts";
import {
  density,
  determinant,
  doubled,
  type Expression,
  gaussian,
  given,
  halved,
  inverse,
  law,
  negative,
  plus,
  power,
  reciprocal,
  repeated,
  times,
  trace,
  valued,
  valueOf,
} from "./expression.ts";
import type { Notation } from "./notation.ts";

/** The prior of a full D. */
export type FullPrior = Exclude<CovariancePrior, { readonly kind: "diagonal" }>;

/** The inverse-Wishart as the course writes it. */
export function inverseWishart(
  { inverseWishart: { name, inverted } }: Notation,
  df: Expression,
  S: Expression,
): Expression {
  return law(name, df, inverted ? inverse(S) : S);
}

/** Degrees of freedom and S in letters: ν and S, or ν + q − 1 and 2ν diag(1/α_k). */
export function covarianceLetters({ kind }: FullPrior, n: Notation): readonly [Expression, Expression] {
  if (kind === "inverse-wishart") return n.covariance.prior;
  const df = n.halfT.df("");
  const diagonal = repeated("diagonal", n.column, n.q, reciprocal(n.halfT.auxiliary(n.column)));
  return [plus(df, n.q, valueOf(-1)), times(doubled(df), diagonal)];
}

/** Degrees of freedom and S with their present values. */
export function covarianceParts(
  prior: FullPrior,
  auxiliary: readonly number[] | undefined,
  n: Notation,
): [Expression, Expression] {
  const [df, S] = covarianceLetters(prior, n);
  if (prior.kind === "inverse-wishart") return [valued(df, prior.df), valued(S, prior.scale)];
  const diagonal = Matrix.diag((auxiliary ?? []).map((alpha) => (2 * prior.df) / alpha));
  return [valued(df, prior.df + prior.scale.length - 1), valued(S, diagonal.to2DArray())];
}

/** |D|^(−(degrees+q+1)/2). */
export const determinantPower = (degrees: Expression, n: Notation): Expression =>
  power(determinant(n.D), negative(halved(plus(degrees, n.q, valueOf(1)))));

/** D ~ IW(ν, S), given α for a half-t; an improper prior by its kernel. */
export function covariancePriorLine(prior: FullPrior, n: Notation): Line {
  if (!isProper(prior)) {
    const [df, S] = covarianceLetters(prior, n);
    const kernel = times(determinantPower(df, n), gaussian(trace(times(S, inverse(n.D)))));
    return proportional(density(n.D), kernel);
  }
  const on = prior.kind === "half-t" ? [n.halfT.auxiliary("")] : [];
  return distributed(given(n.D, on), inverseWishart(n, ...covarianceLetters(prior, n)));
}
