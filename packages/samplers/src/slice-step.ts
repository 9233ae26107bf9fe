// One step of slice sampling in one dimension, from 0.
import { NumericalError, type RandomStream } from "@lmm-gibbs/core";
import ln from "@stdlib/math-base-special-ln";

/** A log density up to a constant, unimodal or not. */
export interface LogDensity {
  at(x: number): number;
}

/** Width of the first interval, and of every step out. */
const WIDTH = 1;

/** Beyond e^±745 doubles are 0 or infinite; a slice that is wider has no end. */
const FARTHEST = 2000;

/**
 * Moves from 0 by a slice step with stepping out and shrinkage, which leaves the density invariant.
 *
 * @param density - finite at 0, falling to −∞ on both sides
 * @param stream - two uniforms, and one for every point tried
 * @returns the next point
 * @throws {NumericalError} when the density is not finite at 0, or does not fall on a side
 * @see Neal 2003, figures 3 and 5
 */
export function sliceStep(density: LogDensity, stream: RandomStream): number {
  const start = density.at(0);
  if (!Number.isFinite(start)) throw new NumericalError(`a log density is ${start} where its slice starts`);
  const height = start + ln(stream.uniform());
  let left = -WIDTH * stream.uniform();
  let right = left + WIDTH;
  while (density.at(left) > height) left = steppedOut(left, -WIDTH);
  while (density.at(right) > height) right = steppedOut(right, WIDTH);
  for (;;) {
    const x = left + (right - left) * stream.uniform();
    if (density.at(x) > height || x === 0) return x;
    if (x < 0) left = x;
    else right = x;
  }
}

function steppedOut(end: number, by: number): number {
  if (Math.abs(end) < FARTHEST) return end + by;
  throw new NumericalError(`a slice reaches beyond ${end.toFixed(0)}: the density does not fall there`);
}
