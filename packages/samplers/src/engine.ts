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
  /** What a saved chain needs besides its state; absent where the state is enough. */
  scratch?(): number[];
  /** Writes β, σ², D and, where asked, b in the layout of flat-state.ts, for recording. */
  write(flat: Float64Array, withEffects: boolean): void;
}

/** Makes kernels for the chains of one model. */
export interface Engine {
  readonly name: string;
  /** Whether it draws sums over b only, so that b can be neither kept, nor held fixed, nor given to a user's step. */
  readonly withoutEffects?: boolean;
  /** A kernel at the given state, and with the scratch that a saved kernel had. */
  kernel(state: State, scratch?: readonly number[]): Kernel;
}
