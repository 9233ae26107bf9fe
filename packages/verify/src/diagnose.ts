// Turns a comparison into a diagnosis: known faults, or the direction in which the claim is off, and the numbers.
import { type Model, NumericalError, type State } from "@lmm-gibbs/core";
import { halfTColumns } from "@lmm-gibbs/core/internal";
import type { Claim } from "./candidate.ts";
import type { ClaimSetting } from "./claim-setting.ts";
import type { ComparedState } from "./compared-state.ts";
import type { Diagnosis } from "./conditional-check.ts";
import { dependence } from "./dependence.ts";
import { direction, type LawPair } from "./direction.ts";
import { evidenceOf } from "./evidence.ts";
import { explanations, type Pair, tooSmallToSee } from "./find-faults.ts";
import type { NaturalLaw, Value } from "./natural-law.ts";
import { once } from "./once.ts";
import type { Pieces } from "./pieces.ts";
import type { Derivation } from "./recipes/recipe.ts";
import { recoverLaw } from "./recover-law.ts";

interface Question {
  readonly candidate: unknown;
  readonly setting: ClaimSetting;
  readonly pieces: Pieces;
  readonly compared: readonly ComparedState[];
  readonly ok: boolean;
  readonly tolerance: number;
}

/** States at which parameters are compared when no known fault explains a claim. */
const DIRECTION_STATES = 5;

/**
 * What is wrong with a claim; of one that is right, what the check could not have seen.
 *
 * @param question - the claim, and how it compares
 * @returns the diagnosis
 */
export function diagnose({ candidate, setting, pieces, compared, ok, tolerance }: Question): Diagnosis {
  const { model, block } = setting;
  const derivations = lackingAuxiliary(model, compared[0].state)
    ? []
    : compared.map(({ state, i }) => once(() => block.derivation(pieces, state, i)));
  if (ok) {
    const pairs = derivations.map((derivation, k) => pairOf(compared[k], derivation, tolerance));
    return {
      diagnosis: null,
      faults: [],
      alternatives: [],
      undetected: pairs.length === 0 ? [] : tooSmallToSee(pairs),
      evidence: [],
    };
  }
  const none = { alternatives: [], undetected: [], evidence: [] };
  const undefinedAt = compared.find(({ values }) => !values.every(Number.isFinite));
  if (undefinedAt !== undefined) {
    const value = undefinedAt.values.find((one) => !Number.isFinite(one));
    const diagnosis = `The claimed log density is ${value} where the joint density is finite and positive.`;
    return { ...none, diagnosis, faults: [{ id: "not-finite", says: `the log density is ${value}` }] };
  }
  const resolution = resolutionOf(compared, derivations, tolerance);
  const pairs = derivations.map((derivation, k) => pairOf(compared[k], derivation, resolution));
  const [first, ...alternatives] = pairs.length === 0 ? [] : explanations(pairs);
  const reads =
    first === undefined && pairs.length > 0
      ? dependence(candidate, setting, pieces, compared, resolution)
      : [];
  const remark = block.remark?.(pieces) ?? null;
  const laws = derivations.length === 0 ? null : lawPairs(compared, derivations);
  return {
    faults: first ?? [],
    alternatives,
    undetected: [],
    evidence: laws === null ? [] : evidenceOf(laws[0], block.names(model)),
    diagnosis:
      first === undefined
        ? [
            "No known fault explains the claim.",
            ...reads,
            ...directionOf(laws, derivations),
            ...(remark === null ? [] : [remark]),
          ].join(" ")
        : sentence(first.map(({ says }) => says).join("; and ")) + alsoSaid(alternatives),
  };
}

/**
 * What differences mean something: the tolerance, or more where the numbers of the model lose so many digits that the right
 * law itself is off.
 *
 * @throws {NumericalError} when the claim is hardly further off than the right law
 */
function resolutionOf(
  compared: readonly ComparedState[],
  derivations: readonly (() => Derivation)[],
  tolerance: number,
): number {
  const rightOff = derivations.reduce((most, derivation, k) => {
    const { from, to, change, size } = compared[k];
    const density = derivation().withFaults([]);
    const off = density === null ? NaN : Math.abs(density(to) - density(from) - change.joint);
    return Math.max(most, off / size);
  }, 0);
  const off = compared.reduce((most, one) => Math.max(most, one.off / one.size), 0);
  if (rightOff > tolerance / 10 && off < 1000 * rightOff) {
    throw new NumericalError(
      `this model's numbers lose too many digits for a verdict: the claim's log ratios are off by ${off.toExponential(1)}, those of ` +
        `the right law by ${rightOff.toExponential(1)}; centre and scale the covariates`,
    );
  }
  return Math.max(tolerance, 10 * rightOff);
}

function alsoSaid(alternatives: readonly (readonly { says: string }[])[]): string {
  if (alternatives.length === 0) return "";
  const most = 3;
  const said = alternatives.slice(0, most).map((faults) => faults.map(({ says }) => says).join("; and "));
  const more = alternatives.length > most ? `; or one of ${alternatives.length - most} more` : "";
  return ` In this model that is the same as: ${said.join("; or ")}${more}.`;
}

/** With a capital, unless it starts with a symbol: b is not B. */
const sentence = (text: string): string =>
  `${/^[a-z]{2}/.test(text) ? text[0].toUpperCase() + text.slice(1) : text}.`;

/** Without the α of a half-t prior the law is of no family that is known here. */
function lackingAuxiliary({ priors }: Model, { auxiliary, terms }: State): boolean {
  return (
    (halfTColumns(priors.D[0]).length > 0 && terms[0].auxiliary === undefined) ||
    (priors.sigma2.kind === "half-t" && auxiliary === undefined)
  );
}

function pairOf(
  { from, to, change, values, size }: ComparedState,
  derivation: () => Derivation,
  tolerance: number,
): Pair {
  const largest = Math.max(size, Math.abs(values[0]), Math.abs(values[1]));
  return { from, to, claimed: change.claimed, allowed: tolerance * largest, derivation };
}

/** The claimed and the right parameters at some states; null when the claim is of another family. */
function lawPairs(
  compared: readonly ComparedState[],
  derivations: readonly (() => Derivation)[],
): LawPair[] | null {
  const pairs: LawPair[] = [];
  for (const [k, { claim, state, from }] of compared.slice(0, DIRECTION_STATES).entries()) {
    const { law: right } = derivations[k]();
    const claimed = claim.law ?? recovered(claim, right, from);
    if (claimed === null) return null;
    pairs.push({ claimed, right, sigma2: state.sigma2 });
  }
  return pairs;
}

function recovered({ logDensity }: Claim, like: NaturalLaw, from: Value): NaturalLaw | null {
  try {
    return recoverLaw(logDensity, like, from);
  } catch (error) {
    if (error instanceof NumericalError) return null;
    throw error;
  }
}

function directionOf(laws: readonly LawPair[] | null, derivations: readonly (() => Derivation)[]): string[] {
  if (derivations.length === 0) {
    return [
      "(The catalogue of faults is for laws given the auxiliaries α; this one has them integrated out.)",
    ];
  }
  if (laws !== null) return direction(laws).map(sentence);
  const { family } = derivations[0]().law;
  const form = {
    normal: "its log is not quadratic",
    "inverse-gamma": "its log is not linear in log x and 1/x",
    "inverse-wishart": "its log is not linear in log|D| and D⁻¹",
  };
  return [`The claim is not a density of the ${family} family: ${form[family]}.`];
}
