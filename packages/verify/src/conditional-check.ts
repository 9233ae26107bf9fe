// The result of checking a conditional, which explains itself in print.
import { textTable, wrap } from "@lmm-gibbs/diagnostics";
import { significant } from "./numbers-shown.ts";
import type { Fault } from "./recipes/recipe.ts";

/** A parameter as claimed and as it should be, at the first state. */
export interface Evidence {
  readonly quantity: string;
  readonly yours: number;
  readonly right: number;
}

/** What is wrong with a claim. */
export interface Diagnosis {
  /** What is wrong, in sentences; null when the claim is right. */
  readonly diagnosis: string | null;
  /** The known fault that explains the claim, or two that do together; empty when none does, or the claim is right. */
  readonly faults: readonly Fault[];
  /** Other explanations, which in this model come to the same. */
  readonly alternatives: readonly (readonly Fault[])[];
  /** Of a claim that is right: known faults that would change it by less than the tolerance. */
  readonly undetected: readonly Fault[];
  readonly evidence: readonly Evidence[];
}

/** What `checkConditional` found, as data. */
export interface ConditionalCheckRecord extends Diagnosis {
  readonly ok: boolean;
  readonly block: string;
  /** Such as "β given b, σ²". */
  readonly title: string;
  /** The right law in letters. */
  readonly formula: string;
  /** Largest |Δ log p − Δ log g| / max(1, |log p|). */
  readonly spread: number;
  /** What the spread may be: 1e−8. */
  readonly tolerance: number;
  readonly states: number;
}

/** What `checkConditional` found. */
export interface ConditionalCheck extends ConditionalCheckRecord {
  /** The data alone. */
  toJSON(): ConditionalCheckRecord;
  /** An explanation of at most 100 columns. */
  toString(): string;
}

/** The record with its explanation. */
export function conditionalCheck(record: ConditionalCheckRecord): ConditionalCheck {
  return { ...record, toJSON: () => record, toString: () => explained(record) };
}

function explained(check: ConditionalCheckRecord): string {
  const { ok, title, formula, spread, tolerance, states, diagnosis, evidence, undetected } = check;
  const measured =
    `at ${states} random ${states === 1 ? "state" : "states"} its log ratios ` +
    `${ok ? "equal those of the joint density" : "differ from those of the joint density"}, ` +
    `${ok ? "within" : "by up to"} ${spread.toExponential(1)} of max(1, |log density|); allowed is ${tolerance.toExponential(0)}.`;
  const lines = [`The law of ${title} is ${ok ? "right" : "wrong"}: ${measured}`];
  if (ok) {
    if (undetected.length > 0) {
      lines.push(
        "",
        "Too small to be seen in this model, so not excluded:",
        ...undetected.map(({ says }) => `  - ${says}`),
      );
    }
    return lines.map((line) => wrap(line, "  ")).join("\n");
  }
  lines.push("", `${diagnosis}`, "", `Right is ${formula}.`);
  const text = lines.map((line) => wrap(line, "  "));
  if (evidence.length > 0) {
    text.push(
      "",
      "At the first state:",
      textTable(
        "",
        evidence.map(({ quantity }) => `  ${quantity}`),
        [
          {
            columns: [
              { head: "yours", cells: evidence.map(({ yours }) => significant(yours)) },
              { head: "right", cells: evidence.map(({ right }) => significant(right)) },
            ],
          },
        ],
      ),
    );
  }
  return text.join("\n");
}
