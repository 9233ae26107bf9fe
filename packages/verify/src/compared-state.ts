// A claim beside the joint density, at one state.
import type { State } from "@lmm-gibbs/core";
import type { Claim } from "./candidate.ts";
import type { Value } from "./natural-law.ts";

/** A claim and the joint density at two values of the block in one state. */
export interface ComparedState {
  readonly state: State;
  /** Another random state, from which parts may be taken. */
  readonly other: State;
  /** The group, for block b. */
  readonly i: number;
  readonly from: Value;
  readonly to: Value;
  readonly claim: Claim;
  /** The claimed log density at both. */
  readonly values: readonly [number, number];
  readonly change: { readonly joint: number; readonly claimed: number };
  /** |Δ joint − Δ claimed|. */
  readonly off: number;
  /** max(1, |log joint density|). */
  readonly size: number;
}
