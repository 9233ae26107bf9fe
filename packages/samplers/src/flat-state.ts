// The layout of a state as one vector, from which draws are recorded: β, σ², D, b.
import type { Model, State } from "@lmm-gibbs/core";

/** Where the parts of a state start in its flat vector. */
export interface FlatLayout {
  /** p numbers from 0. */
  readonly sigma2: number;
  /** q × q, row-major. */
  readonly D: number;
  /** J × q, row-major. */
  readonly b: number;
  readonly length: number;
}

/** The layout of a model's states. */
export function flatLayout(model: Model): FlatLayout {
  const p = model.names.length;
  const { names, levels } = model.terms[0];
  const D = p + 1;
  const b = D + names.length ** 2;
  return { sigma2: p, D, b, length: b + levels.length * names.length };
}

/** Writes a state into a flat vector. */
export function flatten(
  { beta, sigma2, terms }: State,
  { sigma2: at, D, b }: FlatLayout,
  flat: Float64Array,
): void {
  flat.set(beta);
  flat[at] = sigma2;
  const q = terms[0].D.length;
  terms[0].D.forEach((row, k) => flat.set(row, D + k * q));
  terms[0].b.forEach((row, i) => flat.set(row, b + i * q));
}
