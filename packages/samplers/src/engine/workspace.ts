// The numbers that one chain of the fast engine works on, all allocated once.
import type { ReducedGroups } from "@lmm-gibbs/core/internal";

/** A chain's state in scaled units about the least-squares fit, its sums and its scratch. */
export interface Workspace {
  /** p: the scaled β − β̂. */
  readonly beta: Float64Array;
  /** q × q, scaled. */
  readonly D: Float64Array;
  /** J × q, scaled. */
  readonly b: Float64Array;
  sigma2: number;
  /** q × q: D⁻¹. */
  readonly inverseD: Float64Array;
  /** q × q: Σb_ib_i', of the present b. */
  readonly bb: Float64Array;
  /** Σ‖c_i − B_iβ − R_ib_i‖², of the present β and b where `residualIsCurrent`. */
  residual: number;
  residualIsCurrent: boolean;
  bbIsCurrent: boolean;
  /** patterns × q × q: lower factors of C_i⁻¹ = D⁻¹ + R_i'R_i/σ². */
  readonly precisionFactor: Float64Array;
  /** patterns × q × q: inverses K of the lower factors of W_i = σ²I + R_iDR_i', so W_i⁻¹ = K'K. */
  readonly whitening: Float64Array;
  /** (p + 1) × (p + 1), lower: the precision of β with its P·mean as the last row. */
  readonly normalEquations: Float64Array;
  /** The precision of β alone, p × p, factored in place. */
  readonly precision: Float64Array;
  /** Scratch: q × (max(p, q) + 1), q × q twice, and vectors of max(p, q) + 1. */
  readonly rows: Float64Array;
  readonly square: Float64Array;
  readonly factor: Float64Array;
  readonly vector: Float64Array;
  readonly column: Float64Array;
  /** q: random effects' draws of one group. */
  readonly effect: Float64Array;
}

/** A workspace for a model's reduced data. */
export function workspace({ J, p, q, patterns }: ReducedGroups): Workspace {
  const longest = Math.max(p, q) + 1;
  return {
    beta: new Float64Array(p),
    D: new Float64Array(q * q),
    b: new Float64Array(J * q),
    sigma2: NaN,
    inverseD: new Float64Array(q * q),
    bb: new Float64Array(q * q),
    residual: NaN,
    residualIsCurrent: false,
    bbIsCurrent: false,
    precisionFactor: new Float64Array(patterns * q * q),
    whitening: new Float64Array(patterns * q * q),
    normalEquations: new Float64Array((p + 1) * (p + 1)),
    precision: new Float64Array(p * p),
    rows: new Float64Array(q * (Math.max(p, q) + 1)),
    square: new Float64Array(q * q),
    factor: new Float64Array(q * q),
    vector: new Float64Array(longest),
    column: new Float64Array(longest),
    effect: new Float64Array(q),
  };
}
