// Finds one group of a model by its label.
import { shown } from "../arguments.ts";
import { didYouMean } from "../did-you-mean.ts";
import { type Group, groupsOf } from "../groups.ts";
import { type Model, requireModel } from "../model.ts";

/** The group of a level. @throws {RangeError} when there is none, with a suggestion */
export function groupOfLevel(model: Model, level: string): Group {
  requireModel(model);
  const { levels, group } = model.terms[0];
  const index = levels.indexOf(level);
  if (index >= 0) return groupsOf(model)[index];
  const suggestion = typeof level === "string" ? didYouMean(level, levels) : "";
  throw new RangeError(`${group} has no level ${shown(level)}${suggestion}`);
}
