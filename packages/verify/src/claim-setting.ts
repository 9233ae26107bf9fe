// What a candidate is read with.
import type { Model } from "@lmm-gibbs/core";
import type { CheckedBlock } from "./block-table.ts";

/** What a density is one of: the block itself, its inverse (a precision), or its root (a standard deviation). */
export type DensityOf = "variance" | "precision" | "sd";

/** The model and block that a candidate is a claim about. */
export interface ClaimSetting {
  readonly model: Model;
  readonly block: CheckedBlock;
  readonly of: DensityOf;
}
