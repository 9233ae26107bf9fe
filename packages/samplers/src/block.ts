// A block: one step of a sweep, and what it says of itself.
import type { Model, RandomStream, State } from "@lmm-gibbs/core";

/** An unknown of the model. */
export type Unknown = "beta" | "b" | "sigma2" | "D";

/** One step of a Gibbs sweep, ours or a user's. */
export interface Block {
  /** For messages; default the unknowns it draws. */
  readonly name?: string;
  /** What the step draws anew. */
  readonly draws: readonly Unknown[];
  /** What its law conditions on. */
  readonly given: readonly Unknown[];
  /** What its law integrates out; it must be redrawn before anything conditions on it. */
  readonly integratedOut?: readonly Unknown[];
  /** Draws from the law: returns the next state, or changes `state` in place and returns nothing. */
  step(stream: RandomStream, model: Model, state: State): State | void;
}

/** The name of a block in messages. */
export function blockName(block: Block): string {
  return block.name ?? `(${block.draws.join(", ")})`;
}
