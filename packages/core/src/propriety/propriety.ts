// Decides whether a model's posterior is proper, by which rule, and what prior would make it so.
import { type Model, requireModel } from "../model.ts";
import type { Unknown } from "../state.ts";
import { judge } from "./judge.ts";
import { nearImproperNotes } from "./near-improper.ts";
import { remedyOf } from "./remedy.ts";

/** Whether a posterior is proper, as plain data. */
export interface ProprietyRecord {
  /** "not covered" where no rule that is known here decides. */
  readonly verdict: "proper" | "improper" | "not covered";
  /** The rule's name, with author, year and theorem. */
  readonly rule: string;
  /** Why, with the numbers of the model. */
  readonly why: string;
  /** The nearest proper prior, as code; null unless the posterior is improper. */
  readonly remedy: string | null;
  /** What else to know: priors that are nearly improper. */
  readonly notes: readonly string[];
}

/** A record that prints: `String(propriety)` says it in words. */
export interface Propriety extends ProprietyRecord {
  toString(): string;
}

/**
 * Whether the posterior of a model is proper, that is, has a finite integral.
 *
 * @param model - the model
 * @returns verdict, rule, reason, remedy and notes; a prior nearly improper costs a REML fit, all else O(N(p + q)²)
 * @throws {TypeError} when it is no model
 * @see Hobert & Casella 1996, theorem 1; Sun, Tsutakawa & He 2001, theorem 2
 */
export function propriety(model: Model): Propriety {
  requireModel(model);
  const found: ProprietyRecord = { ...proprietyGiven(model, []), notes: nearImproperNotes(model) };
  return Object.defineProperty(found, "toString", { value: () => proprietyText(found) });
}

/**
 * The verdict on the law that a sweep draws from, without notes.
 *
 * @param model - the model
 * @param held - the unknowns that no block draws
 * @returns plain data
 */
export function proprietyGiven(model: Model, held: readonly Unknown[]): ProprietyRecord {
  const { verdict, rule, why } = judge(model, held);
  return { verdict, rule, why, remedy: verdict === "improper" ? remedyOf(model) : null, notes: [] };
}

/** A verdict in words. */
function proprietyText({ verdict, rule, why, remedy, notes }: ProprietyRecord): string {
  const head =
    verdict === "not covered"
      ? "not covered by a rule: whether the posterior is proper is not known"
      : verdict;
  return [
    `${head}, by ${rule}: ${why}`,
    ...(remedy === null ? [] : [`nearest proper prior: ${remedy}`]),
    ...notes.map((one) => `note: ${one}`),
  ].join("\n");
}
