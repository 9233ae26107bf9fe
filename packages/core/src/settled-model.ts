// Completes a laid-out design: settles its priors and refuses an improper posterior.
import type { Model } from "./model.ts";
import { type PriorsWritten, resolvePriors } from "./priors/resolve-priors.ts";
import { requireProperPosterior } from "./propriety.ts";

/**
 * Settles the priors of a laid-out design and checks that the posterior is proper.
 *
 * @param layout - everything of a model but its priors
 * @param priors - as the user wrote them
 * @returns the model
 * @throws {RangeError} when a prior does not fit or the posterior would be improper
 */
export function settledModel(layout: Omit<Model, "priors">, priors: PriorsWritten | undefined): Model {
  if (layout.names.length === 0) {
    throw new RangeError(
      "a model needs at least one fixed effect, such as the intercept: y ~ 1 + (1 | group)",
    );
  }
  const model = { ...layout, priors: resolvePriors(priors, layout) };
  requireProperPosterior(model);
  return model;
}
