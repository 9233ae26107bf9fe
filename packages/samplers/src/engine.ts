// What an engine is: it holds one chain's state in a form of its own and runs our blocks on it.
import type { RandomStream, State } from "@lmm-gibbs/core";
import type { BlockName } from "./block.ts";

/** One chain's state, in whatever form an engine computes with. */
export interface Kernel {
  /** Draws a block's unknowns anew from its law, in place. */
  step(block: BlockName, stream: RandomStream): void;
  /** Ends a sweep: what follows depends on the state alone, so that a saved chain goes on bit for bit. */
  endSweep(): void;
  /** A copy of the present state. */
  save(): State;
  /** Goes on from another state. */
  load(state: State): void;
  /** Writes β, σ², D and, where asked, b in the layout of flat-state.ts, for recording. */
  write(flat: Float64Array, withEffects: boolean): void;
}

/** Makes kernels for the chains of one model. */
export interface Engine {
  readonly name: string;
  /** A kernel at the given state. */
  kernel(state: State): Kernel;
}
