// Completes a laid-out design: settles aliased columns and priors.
import { aliasedColumns } from "./design/aliased.ts";
import { type AliasedOption, leftOut, notIdentified, withoutColumns } from "./design/aliased-option.ts";
import { requireSquares } from "./design/magnitudes.ts";
import type { Model } from "./model.ts";
import { type PriorsWritten, resolvePriors } from "./priors/resolve-priors.ts";

/** Everything of a model but what is settled here. */
export type Layout = Omit<Model, "priors" | "aliased">;

/**
 * Settles the priors of a laid-out design; whether the posterior is proper is asked before sampling.
 *
 * @param layout - everything of a model but its priors
 * @param priors - as the user wrote them
 * @param aliased - "drop" leaves dependent columns of X out; "error" refuses them unless β has a normal prior
 * @returns the model
 * @throws {RangeError} when a prior does not fit, or fixed effects are not identified
 */
export function settledModel(
  layout: Layout,
  priors: PriorsWritten | undefined,
  aliased?: AliasedOption,
): Model {
  requireFixedEffect(layout.names);
  requireSquares(layout);
  const dependent = aliasedColumns(layout.X, layout.names);
  const settled = withoutColumns(layout, leftOut(dependent, aliased));
  requireFixedEffect(settled.names);
  const model = { ...settled, priors: resolvePriors(priors, settled) };
  if (settled.aliased.length < dependent.length && model.priors.beta.kind !== "normal") {
    throw notIdentified(dependent, ", or give beta a proper prior such as normal({ sd })");
  }
  return model;
}

function requireFixedEffect(names: readonly string[]): void {
  if (names.length > 0) return;
  throw new RangeError("a model needs at least one fixed effect, such as the intercept: y ~ 1 + (1 | group)");
}
