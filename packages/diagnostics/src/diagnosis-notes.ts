// What else a reader of a verdict should know.
import { essCap } from "./ess-diagnostics.ts";
import type { Examined } from "./examine.ts";
import type { SelectedChains } from "./select-chains.ts";
import { isStill } from "./stuck-chains.ts";
import { nameList } from "./words.ts";

/**
 * Notes on draws: a capped effective sample size, a single chain, what was not looked at, what moves though it should not.
 *
 * @param examined - the variables
 * @param selected - their selection
 * @param held - variables that are said to be held fixed
 * @returns sentences, mostly none
 */
export function notesOn(
  examined: readonly Examined[],
  { chains, leftOut }: SelectedChains,
  held: ReadonlySet<string>,
): string[] {
  const namesWhere = (holds: (each: Examined) => boolean): string[] =>
    examined.filter(holds).map(({ variable }) => variable);
  const capped = namesWhere(({ values, draws }) =>
    [values.essBulk, values.essTail].some((ess) => ess === essCap(draws.chains)),
  );
  const moving = namesWhere(({ variable, draws }) => held.has(variable) && !draws.chains.every(isStill));
  return [
    ...(capped.length > 0
      ? [
          `ESS of ${nameList(capped)} is capped at S log10 S, S the number of draws: the draws alternate about their ` +
            "mean, so estimates are at least that good.",
        ]
      : []),
    ...(moving.length > 0 ? [`${nameList(moving)}: said to be held fixed, but not constant.`] : []),
    ...(chains === 1
      ? [
          "One chain is compared with itself only; run at least 4 from different starts to see whether they agree.",
        ]
      : []),
    ...(leftOut > 0
      ? [
          `${leftOut} random effect${leftOut === 1 ? "" : "s"} (b_...) not looked at; variables: ["b"] asks for them.`,
        ]
      : []),
  ];
}
