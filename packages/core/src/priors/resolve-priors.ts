// Settles a model's priors: fills in defaults, gives scalars their full size, checks that each fits its parameter.
import { recordOf } from "../arguments.ts";
import { plainCopy } from "../reading.ts";
import type { RandomTerm } from "../design/design.ts";
import { checkedPrior } from "./checked-prior.ts";
import { resolveBetaPrior } from "./resolve-beta-prior.ts";
import { resolveCovariancePrior } from "./resolve-covariance-prior.ts";
import type { BetaPriorWritten } from "./beta-priors.ts";
import type { CovariancePriorWritten } from "./covariance-priors.ts";
import { jeffreys, type VariancePriorWritten } from "./variance-priors.ts";
import { oneScale } from "./one-scale.ts";
import type { Priors } from "./settled-priors.ts";

/** The priors as a user writes them; what is left out gets its default. */
export interface PriorsWritten {
  /** Default `flat()`. */
  beta?: BetaPriorWritten;
  /** Default `jeffreys()`, p(σ²) ∝ 1/σ². */
  sigma2?: VariancePriorWritten;
  /**
   * One prior; or for `(… || g)` one a column; or `{ [grouping factor]: … }`.
   * Default half-t(2) standard deviations with scale 2.5·sd(y)/rms(z_k).
   */
  D?:
    | CovariancePriorWritten
    | readonly CovariancePriorWritten[]
    | { readonly [group: string]: CovariancePriorWritten | readonly CovariancePriorWritten[] };
}

/** What the priors must fit: the coefficients, the terms and the response they scale with. */
export interface PriorContext {
  readonly names: readonly string[];
  readonly terms: readonly RandomTerm[];
  readonly y: Float64Array;
  /** The coefficients that the model left out. */
  readonly aliased: readonly { readonly name: string }[];
}

/**
 * The settled priors of a model.
 *
 * @param written - what the user wrote, `undefined` for all defaults
 * @param context - names of the p coefficients, the random-effect terms, the response
 * @returns priors with every dimension in place
 * @throws {RangeError} when a prior does not fit its parameter, or a default cannot be scaled to the data
 */
export function resolvePriors(written: PriorsWritten | undefined, context: PriorContext): Priors {
  const {
    beta,
    sigma2 = jeffreys(),
    D,
  } = recordOf(plainCopy(written ?? {}, "priors"), ["beta", "sigma2", "D"], "priors");
  return {
    beta: resolveBetaPrior(beta, context.names, context.aliased),
    sigma2: oneScale(checkedPrior(sigma2, ["inverse-gamma", "half-t"], "priors.sigma2"), "priors.sigma2"),
    D: context.terms.map((term) => resolveCovariancePrior(D, term, context.y)),
  };
}
