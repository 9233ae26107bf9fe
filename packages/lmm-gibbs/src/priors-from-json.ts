// Priors from JSON text, for the command line: each parameter names a constructor and its parameters.
import {
  flat,
  flatSd,
  flatVariance,
  gammaPrecision,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  normal,
  type PriorsWritten,
  scaledInverseChiSquared,
  wishartPrecision,
  zellner,
} from "@lmm-gibbs/core";
import { didYouMean } from "@lmm-gibbs/core/internal";

const CONSTRUCTORS = new Map<string, (parameters: never) => unknown>(
  Object.entries({
    flat,
    normal,
    zellner,
    inverseGamma,
    jeffreys,
    flatVariance,
    flatSd,
    halfT,
    scaledInverseChiSquared,
    gammaPrecision,
    inverseWishart,
    wishartPrecision,
  }),
);

/**
 * Priors from JSON such as `{"sigma2": {"inverseGamma": {"shape": 1, "scale": 1}}, "beta": {"flat": {}}}`.
 *
 * @param text - the JSON; an array in place of a constructor gives one prior a column
 * @returns the priors, for `mixedModel`
 * @throws {RangeError} when the text is not such JSON, or a prior's parameters cannot be
 */
export function priorsFromJson(text: string): PriorsWritten {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`priors are not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new RangeError('priors must be a JSON object, such as {"beta": {"flat": {}}}');
  }
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, priorOf(name, value)]),
  ) as PriorsWritten;
}

function priorOf(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => priorOf(name, one));
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const [constructor, parameters] = entries[0] ?? ["", undefined];
  const construct = CONSTRUCTORS.get(constructor);
  if (entries.length !== 1 || construct === undefined) {
    throw new RangeError(
      `the prior of ${name} must be {"CONSTRUCTOR": {…}} with one of ${[...CONSTRUCTORS.keys()].join(", ")}` +
        didYouMean(constructor, CONSTRUCTORS.keys()),
    );
  }
  return construct((parameters ?? {}) as never);
}
