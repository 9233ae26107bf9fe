// The options that checks by simulation share, settled.
import { NumericalError } from "@lmm-gibbs/core";
import { finiteAbove, shown } from "@lmm-gibbs/core/internal";
import type { RunOptions } from "@lmm-gibbs/samplers";
import type { SweepFromOptions } from "@lmm-gibbs/samplers/internal";
import type { Quantity } from "./quantities.ts";

/** Options that both checks by simulation have. */
export interface SimulationOptions {
  /** Default "marginal"; a list of blocks may have your own in it. */
  sweep?: NonNullable<RunOptions["sweep"]>;
  /** Default "fast". */
  engine?: NonNullable<RunOptions["engine"]>;
  /** As in `sample`: default "sandwich" where every block is ours, otherwise "none". */
  scaleMove?: NonNullable<RunOptions["scaleMove"]>;
  /** As in `sample`, for the sweeps that center. */
  centering?: NonNullable<RunOptions["centering"]>;
  /** Of everything random; default 1, so that a check gives the same answer every time. */
  seed?: number | string;
  /** Numbers of your own to judge by, besides ours. */
  quantities?: Readonly<Record<string, Quantity>>;
  /** The family-wise level of the verdict, over all quantities: how often a right sampler is called wrong. Default 0.001. */
  level?: number;
}

/** Options that are settled the same way for both. */
export interface SettledSimulation {
  readonly seed: number | string;
  readonly level: number;
  /** What the sampler is run with. */
  readonly sampler: SweepFromOptions;
  readonly withEffects: boolean;
}

/** The names of the common options. */
export const SIMULATION_KEYS: readonly string[] = [
  "sweep",
  "engine",
  "scaleMove",
  "centering",
  "seed",
  "quantities",
  "level",
];

/** Settles the common options. @throws {RangeError} on a level or seed that cannot be meant */
export function settledSimulation({
  seed = 1,
  level = 0.001,
  ...sampler
}: Omit<SimulationOptions, "quantities">): SettledSimulation {
  if (typeof seed !== "string") finiteAbove(seed, -Infinity, "seed");
  if (!(finiteAbove(level, 0, "level") < 1))
    throw new RangeError(`level must be below 1, got ${shown(level)}`);
  return { seed, level, sampler, withEffects: sampler.engine !== "aggregated" };
}

/** The value, when it is a count of at least `least`. @throws {RangeError} otherwise */
export function countOf(value: unknown, least: number, name: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw new RangeError(`${name} must be an integer of at least ${least}, got ${shown(value)}`);
}

/** An error of a sampler with the replicate it happened in; other errors as they are. */
export function ofReplicate(error: unknown, replicate: number): unknown {
  if (!(error instanceof NumericalError)) return error;
  const where = `${error.reason}, in replicate ${replicate + 1}, whose parameters came from the prior`;
  return new NumericalError(where, error.place, { cause: error });
}
