// Whether a claim changes with what it must not depend on, or does not with what it must.
import type { State } from "@lmm-gibbs/core";
import type { Part } from "./block-table.ts";
import { claimAt } from "./candidate.ts";
import type { ClaimSetting } from "./claim-setting.ts";
import type { ComparedState } from "./compared-state.ts";

const SYMBOLS: Readonly<Record<Part, string>> = {
  beta: "β",
  b: "b",
  sigma2: "σ²",
  D: "D",
  auxiliary: "the auxiliaries α of D",
  sigma2Auxiliary: "the auxiliary α of σ²",
};

/**
 * What is wrong with what a claim depends on.
 *
 * @param candidate - as the user wrote it; fixed numbers depend on nothing
 * @param setting - model and block
 * @param compared - the states at which it was compared
 * @param tolerance - relative, as in the comparison
 * @returns one sentence a part of the state with which something is wrong
 */
export function dependence(
  candidate: unknown,
  setting: ClaimSetting,
  compared: readonly ComparedState[],
  tolerance: number,
): string[] {
  if (typeof candidate !== "function") return [];
  const { block } = setting;
  const changesWith = (part: Part): boolean =>
    compared.some(({ state, other, i, from, to, change, values, size }) => {
      const moved = claimAt(candidate, setting, withPart(state, other, part), i);
      const off = Math.abs(moved.logDensity(to) - moved.logDensity(from) - change.claimed);
      return !(off <= tolerance * Math.max(size, Math.abs(values[0]), Math.abs(values[1])));
    });
  const parts = (Object.keys(SYMBOLS) as Part[]).filter((part) => hasPart(compared[0].state, part));
  return parts.flatMap((part) => {
    const isGiven = block.given.includes(part);
    if (isGiven === changesWith(part)) return [];
    const symbol = SYMBOLS[part];
    if (isGiven) return [`It does not change with ${symbol}, on which it must depend.`];
    return part === block.draws
      ? [`It changes with the present ${symbol}, which it draws anew.`]
      : [`It changes with ${symbol}, on which it must not depend.`];
  });
}

function hasPart({ auxiliary, terms }: State, part: Part): boolean {
  if (part === "auxiliary") return terms[0].auxiliary !== undefined;
  return part !== "sigma2Auxiliary" || auxiliary !== undefined;
}

function withPart(state: State, other: State, part: Part): State {
  if (part === "beta" || part === "sigma2") return { ...state, [part]: other[part] };
  if (part === "sigma2Auxiliary") return { ...state, auxiliary: other.auxiliary as number };
  return { ...state, terms: [{ ...state.terms[0], [part]: other.terms[0][part] }] };
}
