// Checks that what stands for a prior is one: made by a constructor, or a record that a constructor could have made.
import { shown } from "../arguments.ts";
import { flat, type FlatPrior, normal, type NormalPrior, zellner, type ZellnerPrior } from "./beta-priors.ts";
import { halfT, type HalfTPrior, inverseGamma, type InverseGammaPrior, jeffreys } from "./variance-priors.ts";
import { inverseWishart, type InverseWishartPrior } from "./covariance-priors.ts";

type AnyPrior = FlatPrior | NormalPrior | ZellnerPrior | InverseGammaPrior | HalfTPrior | InverseWishartPrior;

const CONSTRUCTORS: Record<AnyPrior["kind"], string> = {
  flat: "flat()",
  normal: "normal()",
  zellner: "zellner()",
  "inverse-gamma": "inverseGamma()",
  "half-t": "halfT()",
  "inverse-wishart": "inverseWishart()",
};

/**
 * The prior, made anew by its constructor.
 *
 * @param written - what a user wrote
 * @param kinds - the kinds that fit the parameter
 * @param name - of the parameter, for messages
 * @returns a valid prior of one of the kinds
 * @throws {RangeError} when it is none of them, or its parameters cannot be
 */
export function checkedPrior<K extends AnyPrior["kind"]>(
  written: unknown,
  kinds: readonly K[],
  name: string,
): Extract<AnyPrior, { kind: K }> {
  const prior = written as AnyPrior | null;
  const fits =
    typeof prior === "object" && prior !== null && (kinds as readonly string[]).includes(prior.kind);
  if (!fits) {
    const constructors = kinds.map((kind) => CONSTRUCTORS[kind]).join(", ");
    const what = typeof prior === "object" && prior !== null ? `kind ${shown(prior.kind)}` : shown(written);
    throw new RangeError(`${name} must be a prior made by one of ${constructors}; got ${what}`);
  }
  return remade(prior) as Extract<AnyPrior, { kind: K }>;
}

function remade(prior: AnyPrior): AnyPrior {
  if (prior.kind === "flat") return flat();
  if (prior.kind === "normal") return normal({ mean: prior.mean, ...prior.spread });
  if (prior.kind === "zellner") return zellner({ mean: prior.mean, delta: prior.delta });
  if (prior.kind === "half-t") return halfT({ df: prior.df, scale: prior.scale });
  const { improper = false } = prior;
  if (prior.kind === "inverse-wishart") {
    const { df, scale } = prior;
    return inverseWishart({ df, scale: improper && scale.length === 0 ? 0 : scale, improper });
  }
  const { shape, scale } = prior;
  return shape === 0 && scale === 0 ? jeffreys() : inverseGamma({ shape, scale, improper });
}
