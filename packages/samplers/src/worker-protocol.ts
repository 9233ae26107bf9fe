// The messages between the calling thread and its workers, all plain data, and errors as such.
import { type Model, NumericalError } from "@lmm-gibbs/core";
import type { ChainSetup, Distance, SavedPart } from "./chain-part.ts";
import { type EngineName, ENGINES } from "./engines.ts";
import { putDraws, someDraws } from "./kept-values.ts";
import type { ResolvedSweep } from "./sweep.ts";
import { keptVariables } from "./variables.ts";

/** What the chains of a run have in common, as plain data. */
export interface SentSetup {
  readonly model: Model;
  readonly engine: EngineName;
  /** Of our own blocks only. */
  readonly sweep: ResolvedSweep;
  readonly seed: number | string;
  readonly keep: readonly string[];
  readonly thin: number;
}

/** What a worker is told before its first chain. */
export interface WorkerOrders {
  readonly setup: SentSetup;
  readonly distance: Distance;
  /** Whether it listens while it is at work, so that it can be asked to show its chains. */
  readonly listens: boolean;
  /** Whether it runs all the chains that it has in turns, not one after the other. */
  readonly inTurns: boolean;
}

/** To a worker: first its orders, once, then chains. */
export type ToWorker =
  | { readonly kind: "setup"; readonly orders: WorkerOrders }
  | { readonly kind: "chain"; readonly part: SavedPart }
  | { readonly kind: "show" };

/** From a worker: that it has started; the chain at work and how far it is; how its chains are; a chain's end, good or bad. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly index: number; readonly done: number }
  | { readonly kind: "shown"; readonly news: readonly ChainNews[] }
  | { readonly kind: "done"; readonly part: SavedPart }
  | { readonly kind: "failed"; readonly index: number | undefined; readonly failure: SentError };

/** A chain on its way as it is now, with the draws that were not told yet. */
export interface ChainNews {
  readonly index: number;
  readonly saved: SavedPart["saved"];
  readonly done: number;
  /** Draws that were told before. */
  readonly from: number;
  /** The draws since, variable after variable. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** An error as plain data. */
export interface SentError {
  readonly message: string;
  /** Of a NumericalError. */
  readonly place?: NumericalError["place"];
}

/** The setup of a run as plain data. */
export function sentSetup({ model, engine, sweep, seed, variables, thin }: ChainSetup): SentSetup {
  const keep = variables.map(({ name }) => name);
  return { model, engine: engine.name as EngineName, sweep, seed, keep, thin };
}

/** The setup that was sent. */
export function receivedSetup({ model, engine: name, sweep, seed, keep, thin }: SentSetup): ChainSetup {
  const engine = ENGINES[name](model, sweep.centered);
  const variables = keptVariables(model, keep, engine.withoutEffects ?? false);
  return { model, engine, sweep, seed, variables, thin };
}

/**
 * What is new in a part.
 *
 * @param part - the part
 * @param from - draws that were told before
 * @param to - draws that it has kept
 * @param draws - that it has room for
 * @returns the news, sharing nothing with the part
 */
export function newsOf(
  { index, saved, done, values }: SavedPart,
  from: number,
  to: number,
  draws: number,
): ChainNews {
  return { index, saved, done, from, values: someDraws(values, draws, from, to) };
}

/**
 * A part with its news.
 *
 * @param part - as last told; its values are added to
 * @param news - what is new in it
 * @param draws - that it has room for
 * @param variables - their number
 * @returns the part as it is now
 */
export function withNews(
  { index, values }: SavedPart,
  { saved, done, from, values: since }: ChainNews,
  draws: number,
  variables: number,
): SavedPart {
  const all = values.length === 0 ? new Float64Array(variables * draws) : values;
  const count = since.length / variables;
  if (count > 0) putDraws(all, draws, from, since, count, 0, count);
  return { index, saved, done, values: all };
}

/** Anything thrown as plain data. */
export function sentError(error: unknown): SentError {
  if (error instanceof NumericalError) return { message: error.reason, place: error.place };
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The error that was sent, as the calling thread would have thrown it; what is no NumericalError names its chain. */
export function receivedError({ message, place }: SentError, index: number): Error {
  return place === undefined
    ? new Error(`the worker of chain ${index + 1} failed: ${message}`)
    : new NumericalError(message, place);
}
