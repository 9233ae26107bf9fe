// What a derivation is: steps from the joint density to a named law, and the law's parameters.
import type { Expression, Value } from "./expression.ts";
import type { NotationName } from "./notation.ts";

/** `left relation right`; without `left` the line goes on from the one before. */
export interface Line {
  readonly left: Expression | null;
  readonly relation: "=" | "∝" | "~";
  readonly right: Expression;
}

/** One step, with what it does in words. */
export interface Step {
  readonly kind: "model" | "factors" | "kernel" | "collected" | "law" | "second form";
  readonly says: string;
  readonly lines: readonly Line[];
}

/** A quantity by its name, its formula, and its present value. */
export interface Definition {
  readonly name: Expression;
  readonly formula: Expression;
  readonly value: Value;
}

/** The derivation of a full conditional in one notation, as data. */
export interface Derivation {
  readonly notation: NotationName;
  /** What the law is of, and what it is given. */
  readonly unknown: Expression;
  readonly given: readonly Expression[];
  readonly steps: readonly Step[];
  /** The named law in letters, as it follows from the last kernel. */
  readonly law: Expression;
  /** The present values of what the law is given, as far as they are few. */
  readonly at: readonly Omit<Definition, "formula">[];
  /** The law's parameters. */
  readonly definitions: readonly Definition[];
  /** The law with its parameters' present values, where they are numbers: one a column of a diagonal D. */
  readonly numbers: readonly Line[];
  /** The present values of the parameters, under the names of the course in plain text. */
  readonly parameters: Readonly<Record<string, Value>>;
}

/** `left = right`. */
export const equals = (left: Expression | null, right: Expression): Line => ({ left, relation: "=", right });

/** `left ∝ right`. */
export const proportional = (left: Expression | null, right: Expression): Line => ({
  left,
  relation: "∝",
  right,
});

/** `left ~ right`. */
export const distributed = (left: Expression, right: Expression): Line => ({ left, relation: "~", right });
