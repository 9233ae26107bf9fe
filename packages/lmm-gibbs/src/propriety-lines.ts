// What a report says of propriety: an improper posterior first of all, and what is not known or nearly improper.
import { type DrawsDescription, type Model, propriety } from "@lmm-gibbs/core";
import { wrap } from "@lmm-gibbs/diagnostics";

/**
 * The first lines of a report on draws from an improper posterior.
 *
 * @param description - of the draws
 * @returns lines at most 100 columns wide, with an empty one at the end; none where the posterior is not known to be improper
 */
export function improperLines({ propriety: found }: DrawsDescription): string[] {
  if (found?.verdict !== "improper") return [];
  const text =
    "THE POSTERIOR IS IMPROPER; it was sampled because allowImproper is true, and nothing below estimates anything: " +
    `${found.why}. Rule: ${found.rule}. Nearest proper prior: ${found.remedy}.`;
  return [wrap(text, ""), ""];
}

/**
 * The lines of a report's head about propriety, each with its label.
 *
 * @param description - of the draws
 * @param model - of the draws; without it nearly improper priors are not looked for
 * @returns none where the posterior is proper and no prior nearly improper
 */
export function proprietyLines(
  { propriety: found }: DrawsDescription,
  model: Model | undefined,
): [string, string][] {
  const lines: [string, string][] = [];
  if (found?.verdict === "not covered") {
    lines.push(["  proper? ", `no rule decides whether the posterior is proper: ${found.why}`]);
  }
  const notes = model === undefined ? [] : propriety(model).notes;
  return [...lines, ...notes.map((note): [string, string] => ["  note    ", note])];
}
