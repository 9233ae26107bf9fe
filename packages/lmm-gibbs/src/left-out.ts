// What the options na and aliased left out of a model, for its reports.
import type { AliasedColumn, DroppedRows } from "@lmm-gibbs/core";
import { dependenciesText, droppedText } from "@lmm-gibbs/core/internal";

/**
 * What was left out, in words.
 *
 * @param from - a model, a regression or the description of draws
 * @returns a line for the rows and one for the fixed effects; none where nothing was
 */
export function leftOutLines({
  dropped,
  aliased = [],
}: {
  readonly dropped?: DroppedRows | null;
  readonly aliased?: readonly AliasedColumn[];
}): string[] {
  return [
    ...(dropped ? [droppedText(dropped)] : []),
    ...(aliased.length > 0 ? [`left out of the fixed effects: ${dependenciesText(aliased)}`] : []),
  ];
}
