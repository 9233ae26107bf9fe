// What every probability law offers: its log density and a draw from it.
import type { RandomStream } from "../random-stream.ts";

/** A probability law on values of type T: a number, a vector or a matrix. */
export interface Law<T> {
  /** The field's name of the family, such as "inverse-gamma". */
  readonly family: string;
  /** The log density at x with every constant; −∞ outside the support. */
  logDensity(x: T): number;
  /** One draw, from the stream's numbers. */
  sample(stream: RandomStream): T;
}
