// One chain's part of a run: its sweeps and kept draws, in slices that another thread can go on with.
import { type Model, NumericalError } from "@lmm-gibbs/core";
import { type Chain, restoreChain, runSweep, type SavedChain, saveChain } from "./chain.ts";
import { now } from "./clock.ts";
import type { Engine } from "./engine.ts";
import { flatLayout } from "./flat-state.ts";
import type { ResolvedSweep } from "./sweep.ts";
import type { Variable } from "./variables.ts";

/** What the chains of a run have in common. */
export interface ChainSetup {
  readonly model: Model;
  readonly engine: Engine;
  readonly sweep: ResolvedSweep;
  readonly seed: number | string;
  readonly variables: readonly Variable[];
  readonly thin: number;
}

/** How far chains go: sweeps before the first kept draw, and draws to keep a chain. */
export interface Distance {
  readonly warmup: number;
  readonly draws: number;
}

/** A chain on its way. */
export interface ChainPart {
  readonly chain: Chain;
  /** Sweeps of this part done, warm-up included. */
  done: number;
  /** The kept draws, variable after variable; empty before the first sweep. */
  values: Float64Array<ArrayBuffer>;
}

/** A chain on its way or at its end, as plain data. */
export interface SavedPart {
  readonly index: number;
  readonly saved: SavedChain;
  readonly done: number;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Work in slices: yields between them the milliseconds that a sweep took in the last one, returns the result. */
export type Work<T> = Generator<number, T, undefined>;

/** How long a slice lasts. */
export const SLICE_MS = 20;

/** The draws that a chain has kept after so many sweeps of its part. */
export function keptBy(done: number, { warmup }: Pick<Distance, "warmup">, thin: number): number {
  return Math.max(0, Math.floor((done - warmup) / thin));
}

/** A part with nothing done. */
export function newPart(chain: Chain): ChainPart {
  return { chain, done: 0, values: new Float64Array(0) };
}

/** The part as plain data; its values are shared, not copied. */
export function savePart({ chain, done, values }: ChainPart): SavedPart {
  return { index: chain.index, saved: saveChain(chain), done, values };
}

/** The part that `savePart` saved. @throws {RangeError} when it does not fit the model */
export function restorePart({ model, engine, seed }: ChainSetup, part: SavedPart): ChainPart {
  const { index, saved, done, values } = part;
  return { chain: restoreChain(model, engine, seed, index, saved), done, values };
}

/**
 * Advances one chain to the end of its part.
 *
 * @param part - advanced in place
 * @param setup - what the chains of the run have in common
 * @param distance - how far the part goes
 * @returns work in slices of about 20 ms
 * @throws {NumericalError} when the chain's numbers fail
 */
export function* runPart(part: ChainPart, setup: ChainSetup, { warmup, draws }: Distance): Work<void> {
  const { chain } = part;
  const { model, sweep, variables, thin } = setup;
  const flat = new Float64Array(flatLayout(model).length);
  const withEffects = variables.some(({ family }) => family.startsWith("b_"));
  if (part.done === 0) part.values = new Float64Array(variables.length * draws);
  const { values } = part;
  let slice = { start: now(), done: part.done };
  while (part.done < warmup + draws * thin) {
    runSweep(chain, model, sweep);
    const kept = ++part.done - warmup;
    if (kept > 0 && kept % thin === 0) {
      chain.kernel.write(flat, withEffects);
      variables.forEach(({ name, read }, v) => {
        const value = read(flat);
        if (!Number.isFinite(value)) {
          const place = { chain: chain.index + 1, iteration: chain.sweeps };
          throw new NumericalError(`${name} is ${value}`, place);
        }
        values[v * draws + kept / thin - 1] = value;
      });
    }
    const elapsed = now() - slice.start;
    if (elapsed >= SLICE_MS) {
      yield elapsed / (part.done - slice.done);
      slice = { start: now(), done: part.done };
    }
  }
}
