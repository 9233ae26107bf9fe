// A block: one step of a sweep, and what it says of itself.
import type { Model, RandomStream, State, Unknown } from "@lmm-gibbs/core";

/** What a block says of its law, by which the order of a sweep is checked. */
export interface BlockLaw {
  /** What the step draws anew. */
  readonly draws: readonly Unknown[];
  /**
   * What it changes from its present value, such as b when β is drawn with η = Uβ + b held, or b and D when both are
   * scaled: it leaves their law with what it draws invariant, given the rest.
   */
  readonly moves?: readonly Unknown[];
  /** What its law conditions on. */
  readonly given: readonly Unknown[];
  /** What its law integrates out; it must be redrawn before anything conditions on it. */
  readonly integratedOut?: readonly Unknown[];
}

/** A step of a user's own in a sweep: it draws from the law that it declares, or leaves that law invariant. */
export interface Block extends BlockLaw {
  /** For messages; default the unknowns it draws. */
  readonly name?: string;
  /**
   * Takes the present state, a copy, to the next: returns it (parts left out are unchanged), or changes `state` and
   * returns nothing. It may change only what it draws or moves. What an earlier block integrated out and nothing has redrawn is
   * NaN in `state`, so that a step cannot depend on it: a Metropolis step for b cannot follow a marginal β.
   */
  step(stream: RandomStream, model: Model, state: State): Partial<State> | void;
}

/** The name of a block of ours. */
export type BlockName = "beta" | "betaMarginal" | "betaCentered" | "b" | "sigma2" | "D" | "scale";

/** The laws of our blocks. */
export const BLOCKS: Readonly<Record<BlockName, BlockLaw>> = {
  beta: { draws: ["beta"], given: ["b", "sigma2"] },
  betaMarginal: { draws: ["beta"], given: ["sigma2", "D"], integratedOut: ["b"] },
  betaCentered: { draws: ["beta"], moves: ["b"], given: ["sigma2", "D"] },
  b: { draws: ["b"], given: ["beta", "sigma2", "D"] },
  sigma2: { draws: ["sigma2"], given: ["beta", "b"] },
  D: { draws: ["D"], given: ["b"] },
  scale: { draws: [], moves: ["b", "D"], given: ["beta", "sigma2"] },
};

/** The unknowns that a block changes. */
export function changedBy({ draws, moves = [] }: BlockLaw): readonly Unknown[] {
  return [...draws, ...moves];
}

/** The name of a block in messages. */
export function blockName(block: BlockName | Block): string {
  return typeof block === "string" ? block : (block.name ?? `(${changedBy(block).join(", ")})`);
}
