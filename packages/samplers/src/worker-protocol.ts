// The messages between the calling thread and its workers, all plain data, and errors as such.
import { type Model, NumericalError } from "@lmm-gibbs/core";
import type { ChainSetup, Distance, SavedPart } from "./chain-part.ts";
import { type EngineName, ENGINES } from "./engines.ts";
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

/** To a worker: first the setup, once, then one chain after another. */
export type ToWorker =
  | { readonly kind: "setup"; readonly setup: SentSetup; readonly distance: Distance }
  | { readonly kind: "chain"; readonly part: SavedPart };

/** From a worker: that it has started; of the chain at work how far it is, and its end, good or bad. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "done"; readonly part: SavedPart }
  | { readonly kind: "failed"; readonly failure: SentError };

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
