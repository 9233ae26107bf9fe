// What somebody may claim a conditional to be, read as a log density at one state, with parameters where it has them.
import type {
  DiagonalLaw,
  GammaLaw,
  IndependentLaw,
  InverseGammaLaw,
  InverseWishartLaw,
  Law,
  NormalLaw,
  State,
  WishartLaw,
} from "@lmm-gibbs/core";
import { shown, stateOf } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import type { BlockValues, ConditionalName } from "./block-table.ts";
import type { ClaimSetting } from "./claim-setting.ts";
import { type CandidateParameters, lawOfParameters } from "./candidate-parameters.ts";
import { onScale } from "./density-scale.ts";
import { powerOf } from "./matrix-power.ts";
import { componentsOf, type LogDensity, logDensityOf, type NaturalLaw, type Value } from "./natural-law.ts";

/** A law with a log density; it may also be given the state and, for b, the index of the group. */
export interface ClaimedLaw<T> {
  logDensity(x: T, state: State, i: number): number;
}

type LawOfCore =
  | NormalLaw
  | InverseGammaLaw
  | InverseWishartLaw
  | GammaLaw
  | WishartLaw
  | IndependentLaw
  | DiagonalLaw;

/** A claim at one state: a law, its parameters, or a log density that need not be normalised. */
export type ClaimAtState<T> = LawOfCore | ClaimedLaw<T> | CandidateParameters | ((x: T) => number);

/** A claimed conditional: at any state (for b also of any group i, from 0), or a law as it is. */
export type Candidate<Name extends ConditionalName> =
  | ((state: State, i: number) => ClaimAtState<BlockValues[Name]>)
  | LawOfCore
  | ClaimedLaw<BlockValues[Name]>
  | CandidateParameters;

/** A claim read at one state. */
export interface Claim {
  readonly logDensity: LogDensity;
  /** Its parameters; null for a density. */
  readonly law: NaturalLaw | null;
}

/**
 * Reads a candidate at one state.
 *
 * @param candidate - as the user wrote it
 * @param setting - model, block, and what the density is one of
 * @param state - the state
 * @param i - the group, for b
 * @returns the claim
 * @throws {TypeError} when it is no candidate; {RangeError} when its parameters do not fit, or it fails
 */
export function claimAt(candidate: unknown, setting: ClaimSetting, state: State, i: number): Claim {
  // A copy, so that nobody can change the state that the other half of the comparison is made at.
  const copy = stateOf(setting.model, state);
  const claimed =
    typeof candidate === "function" ? called(() => (candidate as Callable)(copy, i)) : candidate;
  if (typeof claimed === "function") {
    return {
      logDensity: onScale(setting, (x) => called(() => (claimed as Callable)(x) as number)),
      law: null,
    };
  }
  if (typeof claimed !== "object" || claimed === null) {
    throw new TypeError(
      `the candidate must be a law, its parameters, or a function of the state that returns one of them or a log density of x; ` +
        `${typeof candidate === "function" ? "at a state it returned" : "got"} ${shown(claimed)}`,
    );
  }
  if (!("logDensity" in claimed)) {
    const law = lawOfParameters(claimed as CandidateParameters, setting);
    return { logDensity: logDensityOf(law), law };
  }
  return claimOfLaw(claimed as Law<Value>, setting, copy, i);
}

type Callable = (...args: unknown[]) => unknown;

/** Whether a candidate is fixed numbers, which hold at one state only. */
export function isFixed(candidate: unknown): boolean {
  if (typeof candidate !== "object" || candidate === null) return false;
  return !("logDensity" in candidate) || "family" in candidate;
}

function called<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new RangeError(`the candidate failed at a state: ${(error as Error).message}`, { cause: error });
  }
}

function claimOfLaw(law: Law<Value>, setting: ClaimSetting, state: State, i: number): Claim {
  const evaluate = (x: Value): number =>
    called(() => (law as unknown as ClaimedLaw<Value>).logDensity(x, state, i));
  switch (law.family) {
    case "gamma":
    case "inverse-gamma": {
      const one = (x: Value): number => evaluate(onlyComponent(x, law.family));
      const asPrecision = law.family === "gamma";
      const { shape, scale, rate } = law as unknown as InverseGammaLaw & GammaLaw;
      return {
        logDensity: onScale({ ...setting, of: asPrecision ? "precision" : setting.of }, one),
        law: lawOfParameters(asPrecision ? { shape, rate } : { shape, scale }, setting),
      };
    }
    case "wishart":
    case "inverse-wishart": {
      const asPrecision = law.family === "wishart";
      const { df, scale } = law as unknown as InverseWishartLaw;
      return {
        logDensity: onScale({ ...setting, of: asPrecision ? "precision" : setting.of }, (x) =>
          evaluate(typeof x === "number" ? [[x]] : x),
        ),
        law: lawOfParameters(
          asPrecision ? { df, scale: (powerOf(new Matrix(scale), -1) as Matrix).to2DArray() } : { df, scale },
          setting,
        ),
      };
    }
    case "normal": {
      const { mean, precision } = law as unknown as NormalLaw;
      return { logDensity: evaluate, law: lawOfParameters({ mean, precision }, setting) };
    }
    case "independent":
    case "diagonal": {
      const { components } = law as unknown as IndependentLaw;
      const all = components.every(({ family }) => family === "inverse-gamma");
      return {
        logDensity: onScale(setting, evaluate),
        law: all
          ? lawOfParameters(
              components.map((one) => ({
                shape: (one as InverseGammaLaw).shape,
                scale: (one as InverseGammaLaw).scale,
              })),
              setting,
            )
          : null,
      };
    }
    default:
      return { logDensity: onScale(setting, evaluate), law: null };
  }
}

function onlyComponent(x: Value, family: string): number {
  const components = componentsOf(x);
  if (components.length === 1) return components[0];
  throw new RangeError(`the candidate is one ${family} law, the block has ${components.length} components`);
}
