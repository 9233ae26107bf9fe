// Priors elicited from a regression in each group, as Hoff does where there is no better guess.
import { type Model, requireModel } from "../model.ts";
import { separateRegressions } from "../likelihood/separate-regressions.ts";
import { inverseWishart, type InverseWishartPrior } from "./covariance-priors.ts";
import { type InverseGammaPrior, scaledInverseChiSquared } from "./variance-priors.ts";
import { normal, type NormalPrior } from "./beta-priors.ts";

/** Priors of β, σ² and D. */
export interface HoffPriors {
  readonly beta: NormalPrior;
  readonly sigma2: InverseGammaPrior;
  readonly D: InverseWishartPrior;
}

/**
 * Hoff's weak priors for a model whose random effects are all its fixed effects (X_i = Z_i): with the groups' least-squares
 * estimates β̂_i, β ~ N(their mean, their covariance S), D ~ IW(q + 2, S), so that E(D) = S, and σ² ~ scaled-inverse-χ²(1,
 * mean of the groups' residual variances). They use the data twice.
 *
 * @param model - the model, whatever its priors; groups too small for a regression are left out
 * @returns priors for `mixedModel`
 * @throws {RangeError} unless X = Z and D is unstructured, or when fewer than q + 1 groups determine a regression, or none
 *   has rows left over
 * @see Hoff 2009, section 11.2
 */
export function hoffPriors(model: Model): HoffPriors {
  requireModel(model);
  const { names, X, terms } = model;
  const [{ names: effects, Z, diagonal }] = terms;
  const q = names.length;
  if (diagonal || effects.length !== q || X.some((value, at) => value !== Z[at])) {
    throw new RangeError(
      `hoffPriors needs random effects that are all the fixed effects, as y ~ x + (x | g); the model is ${model.formula}`,
    );
  }
  const { fits } = separateRegressions(model);
  const whole = fits.filter(({ beta }) => beta.every(Number.isFinite));
  const over = whole.filter(({ residualDf }) => residualDf > 0);
  if (whole.length <= q || over.length === 0) {
    throw new RangeError(
      `hoffPriors needs ${q + 1} groups with a regression each, one with rows left over; ${whole.length} of ${fits.length} ` +
        `determine one, ${over.length} with rows left over`,
    );
  }
  const mean = names.map((_, k) => whole.reduce((sum, { beta }) => sum + beta[k] / whole.length, 0));
  const covariance = names.map((_, k) =>
    names.map((__, l) =>
      whole.reduce(
        (sum, { beta }) => sum + ((beta[k] - mean[k]) * (beta[l] - mean[l])) / (whole.length - 1),
        0,
      ),
    ),
  );
  const sigma2 = over.reduce((sum, fit) => sum + fit.sigma2 / over.length, 0);
  return {
    beta: normal({ mean, covariance }),
    sigma2: scaledInverseChiSquared({ df: 1, scale: sigma2 }),
    D: inverseWishart({ mean: covariance }),
  };
}
