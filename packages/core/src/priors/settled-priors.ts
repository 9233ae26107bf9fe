// The priors of a model with every dimension in place: the few forms that the updates know.
import type { InverseGammaPrior } from "./variance-priors.ts";
import type { InverseWishartPrior } from "./covariance-priors.ts";

/** The prior of β. */
export type BetaPrior =
  | { readonly kind: "flat" }
  | { readonly kind: "normal"; readonly mean: number[]; readonly precision: number[][] }
  | { readonly kind: "zellner"; readonly mean: number[]; readonly delta: number };

/** The prior of a variance: inverse-gamma, improper ones included, or half-t on its root. */
export type VariancePrior =
  | InverseGammaPrior
  | { readonly kind: "half-t"; readonly df: number; readonly scale: number };

/** The prior of a term's D. */
export type CovariancePrior =
  | InverseWishartPrior
  | { readonly kind: "half-t"; readonly df: number; readonly scale: number[] }
  | { readonly kind: "diagonal"; readonly columns: VariancePrior[] };

/** The priors of a model. */
export interface Priors {
  readonly beta: BetaPrior;
  readonly sigma2: VariancePrior;
  /** One a random-effect term. */
  readonly D: CovariancePrior[];
}

/** Whether a prior of a variance or of D is a law. */
export function isProper(prior: VariancePrior | CovariancePrior): boolean {
  if (prior.kind === "inverse-gamma") return prior.shape > 0 && prior.scale > 0;
  if (prior.kind === "diagonal") return prior.columns.every(isProper);
  return prior.kind === "half-t" || prior.improper !== true;
}

/**
 * The random effects whose standard deviation has a half-t prior, and so an auxiliary α.
 *
 * @param prior - the prior of D
 * @returns their column indices, with df ν and scale A_k
 */
export function halfTColumns(prior: CovariancePrior): { column: number; df: number; scale: number }[] {
  if (prior.kind === "inverse-wishart") return [];
  if (prior.kind === "half-t") return prior.scale.map((scale, column) => ({ column, df: prior.df, scale }));
  return prior.columns.flatMap((one, column) =>
    one.kind === "half-t" ? [{ column, df: one.df, scale: one.scale }] : [],
  );
}

/**
 * The auxiliary α of one random effect, of those that `halfTColumns` lists.
 *
 * @param prior - the prior of D
 * @param auxiliaries - one a column with a half-t prior, or none
 * @param column - index of the random effect
 * @returns α, or undefined when there are none or the column has no half-t prior
 */
export function auxiliaryOf(
  prior: CovariancePrior,
  auxiliaries: readonly number[] | undefined,
  column: number,
): number | undefined {
  return auxiliaries?.[halfTColumns(prior).findIndex((one) => one.column === column)];
}
