// Completes a laid-out design: settles aliased columns and priors.
import { type AliasedColumn, aliasedColumns, notIdentified, withoutAliased } from "./design/aliased.ts";
import { requireSquares } from "./design/magnitudes.ts";
import type { Model } from "./model.ts";
import { type PriorsWritten, resolvePriors } from "./priors/resolve-priors.ts";

/** What to do with columns of X that are combinations of the columns before them. */
export type AliasedOption = (typeof ALIASED_OPTIONS)[number];

/** The words of the option; the first is the default. */
export const ALIASED_OPTIONS = ["error", "drop"] as const;

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
  aliased: AliasedOption = "error",
): Model {
  requireFixedEffect(layout.names);
  requireSquares(layout);
  const dependent = aliasedColumns(layout.X, layout.names);
  const settled = aliased === "drop" ? without(layout, dependent) : { ...layout, aliased: [] };
  requireFixedEffect(settled.names);
  const model = { ...settled, priors: resolvePriors(priors, settled) };
  if (settled.aliased.length < dependent.length && model.priors.beta.kind !== "normal") {
    throw refusal(dependent);
  }
  return model;
}

function requireFixedEffect(names: readonly string[]): void {
  if (names.length > 0) return;
  throw new RangeError("a model needs at least one fixed effect, such as the intercept: y ~ 1 + (1 | group)");
}

function refusal(dependent: readonly AliasedColumn[]): RangeError {
  const it = dependent.length === 1 ? "it" : "them";
  return notIdentified(
    dependent,
    `leave ${it} out, as the option { aliased: "drop" } does, or give beta a proper prior such as normal({ sd })`,
  );
}

function without(layout: Layout, aliased: readonly AliasedColumn[]): Omit<Model, "priors"> {
  const { X, names } = layout;
  const out = new Set(aliased.map(({ column }) => column));
  return {
    ...layout,
    X: withoutAliased(X, names.length, aliased),
    names: names.filter((_, k) => !out.has(k)),
    aliased,
  };
}
