// The parts of a normal block's law, P = prior + data and P·mean = prior term + data term, and their names.
import type { Matrix } from "ml-matrix";
import type { NaturalNormal } from "../natural-law.ts";
import type { KnownFault } from "./recipe.ts";

/** The parts of a normal law; vectors are columns. */
export interface NormalParts {
  readonly priorPrecision: Matrix;
  /** What the prior adds to P·mean. */
  readonly priorTerm: Matrix;
  readonly dataPrecision: Matrix;
  /** What the data add to P·mean. */
  readonly dataTerm: Matrix;
  /** What is made of P and P·mean at last. */
  readonly finish: (precision: Matrix, precisionMean: Matrix) => NaturalNormal;
}

/** How messages call the parts. */
export interface NormalWords {
  /** Such as "β's prior precision Ψ₀". */
  readonly prior: string;
  /** Such as "Ψ₀m₀". */
  readonly priorTerm: string;
  /** Such as "β's prior covariance stands where its precision Ψ₀ belongs". */
  readonly priorInverted: string;
  /** Such as "ΣX_i'X_i". */
  readonly data: string;
  /** Such as "ΣX_i'(y_i − Z_ib_i)". */
  readonly dataTerm: string;
  /** Whether σ² divides the data's parts, stands within V_i, or in a part of them only. */
  readonly sigma2: "divides" | "within V_i" | "in a part";
}

/** A fault in a normal block. */
export type NormalFault = KnownFault<NormalParts>;

/** The right law of the parts. */
export const normalFinish: NormalParts["finish"] = (precision, precisionMean) => ({
  family: "normal",
  precision,
  precisionMean,
});
