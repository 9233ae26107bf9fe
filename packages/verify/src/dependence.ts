// Whether a claim changes with what it must not depend on, or does not with what it must.
import type { State } from "@lmm-gibbs/core";
import type { Part } from "./block-table.ts";
import { claimAt } from "./candidate.ts";
import type { ClaimSetting } from "./claim-setting.ts";
import type { ComparedState } from "./compared-state.ts";
import type { LogDensity } from "./natural-law.ts";
import type { Pieces } from "./pieces.ts";

const SYMBOLS: Readonly<Record<Part, string>> = {
  beta: "β",
  b: "b",
  sigma2: "σ²",
  D: "D",
  auxiliary: "the auxiliaries α of D",
  sigma2Auxiliary: "the auxiliary α of σ²",
};

/** States at which it is looked whether a law changes. */
const STATES = 10;

/**
 * What is wrong with what a claim depends on: the right law says what it must.
 *
 * @param candidate - as the user wrote it; fixed numbers depend on nothing
 * @param setting - model and block
 * @param pieces - of the model
 * @param compared - states at which it was compared
 * @param tolerance - relative, as in the comparison
 * @returns one sentence a part of the state with which something is wrong
 */
export function dependence(
  candidate: unknown,
  setting: ClaimSetting,
  pieces: Pieces,
  compared: readonly ComparedState[],
  tolerance: number,
): string[] {
  if (typeof candidate !== "function") return [];
  const { block } = setting;
  /** Whether a density's change from one value of the block to the other is another once the part is. */
  const changesWith = (part: Part, densityAt: (state: State, i: number) => LogDensity | null): boolean =>
    compared.slice(0, STATES).some(({ state, other, i, from, to, values, size }) => {
      const [before, after] = [state, withPart(state, other, part)].map((one) => {
        const density = densityAt(one, i);
        return density === null ? NaN : density(to) - density(from);
      });
      const allowed = tolerance * Math.max(size, Math.abs(values[0]), Math.abs(values[1]));
      return !(Math.abs(after - before) <= allowed);
    });
  const claimed = (state: State, i: number): LogDensity => claimAt(candidate, setting, state, i).logDensity;
  const right = (state: State, i: number): LogDensity | null =>
    block.derivation(pieces, state, i).withFaults([]);
  const parts = (Object.keys(SYMBOLS) as Part[]).filter((part) => hasPart(compared[0].state, part));
  return parts.flatMap((part) => {
    const must = changesWith(part, right);
    if (must === changesWith(part, claimed)) return [];
    const symbol = SYMBOLS[part];
    if (must) return [`It does not change with ${symbol}, on which it must depend.`];
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
