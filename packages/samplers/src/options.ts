// What a user asks of a run, checked and with every default in place.
import type { Model } from "@lmm-gibbs/core";
import {
  didYouMean,
  fingerprint,
  finiteAbove,
  recordOf,
  requireModel,
  shown,
} from "@lmm-gibbs/core/internal";
import type { ChainSetup, Distance } from "./chain-part.ts";
import type { Engine } from "./engine.ts";
import { type EngineName, ENGINES } from "./engines.ts";
import type { InitialState } from "./initial-state.ts";
import { requireSavedRun, type SavedRun } from "./saved-run.ts";
import type { Signal } from "./signal.ts";
import { type ResolvedSweep, resolveSweep, type Sweep, sweepNamed } from "./sweep.ts";
import { keptVariables } from "./variables.ts";

/** What is reported while a run goes on. */
export interface Progress {
  /** The chain at work, from 1. */
  readonly chain: number;
  readonly chains: number;
  /** Sweeps done and to do, all chains and their warm-up together. */
  readonly done: number;
  readonly total: number;
}

/** Options of `sampleSync`; `sample` and `streamDraws` add their own. */
export interface RunOptions {
  /** Default "marginal". */
  sweep?: Sweep;
  /** Number of chains; default 4. */
  chains?: number;
  /** Sweeps a chain makes before its first kept draw; default 1000, or 0 when resuming. */
  warmup?: number;
  /** Draws kept a chain; default 1000. */
  draws?: number;
  /** Sweeps from one kept draw to the next; default 1. */
  thin?: number;
  /** A finite number or text; default a random one, which the draws tell. */
  seed?: number | string;
  /** Where chains start: parts of a state, for all chains or one a chain; default overdispersed. */
  initial?: InitialState | readonly InitialState[];
  /** Variables to keep, by name or family; default all, b only up to 1,000 groups. */
  keep?: readonly string[];
  /**
   * "fast" (default); "textbook", which computes as the notes write it: the same draws up to rounding; or "aggregated",
   * for many groups that share Z_i'Z_i, which keeps no b: other draws of the same posterior.
   */
  engine?: EngineName;
  /** A run to go on from, the `saved` of its draws. */
  resume?: SavedRun;
  /** Called at most ten times a second, and at the end. */
  onProgress?: (progress: Progress) => void;
}

/** "auto", or how many worker threads at most; 0 is the calling thread. */
export type Workers = "auto" | number;

/** Options of `sample`. */
export interface SampleOptions extends RunOptions {
  /** An `AbortSignal`: when it aborts, sampling ends within about 0.1 s and throws its reason. */
  signal?: Signal;
  /**
   * Threads that run chains, at most one a chain. Default "auto": as many as there are processors when the work would
   * take more than about 0.1 s, otherwise none, nor with a block of your own. 0: the calling thread, as it is too where
   * threads cannot start. The draws are the same, bit for bit, for any number.
   */
  workers?: Workers;
}

/** Options of `streamDraws`, which runs on the calling thread. */
export interface StreamOptions extends Omit<SampleOptions, "workers"> {
  /** Draws a chain of each batch; default 100. */
  batch?: number;
}

/** A run with everything settled. */
export interface Plan extends ChainSetup, Distance {
  /** Of the model, once: it reads every row. */
  readonly fingerprint: string;
  readonly chains: number;
  readonly initial: readonly (InitialState | undefined)[];
  readonly resume: SavedRun | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

const MOST_CHAINS = 10_000;
const MOST_NUMBERS = 2 ** 31;

const RUN_KEYS = [
  "sweep",
  "chains",
  "warmup",
  "draws",
  "thin",
  "seed",
  "initial",
  "keep",
  "engine",
  "resume",
  "onProgress",
];

/**
 * Settles a run's options.
 *
 * @param model - the model
 * @param options - as the user wrote them
 * @param held - draws a chain that are held at once; default all
 * @returns the plan
 * @throws {RangeError} on an unknown option or a value that cannot be meant
 */
export function planOf(model: Model, options: RunOptions, held?: number): Plan {
  requireModel(model);
  const { resume, onProgress } = recordOf(options, RUN_KEYS, "the options");
  if (resume !== undefined) requireSavedRun(model, resume);
  const engine = ENGINES[engineOf(options.engine ?? resume?.engine ?? "fast")](model);
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`onProgress must be a function, got ${shown(onProgress)}`);
  }
  const asked =
    options.sweep === undefined && resume !== undefined ? sweepNamed(resume.sweep) : options.sweep;
  const sweep = resolveSweep(asked === undefined ? "marginal" : asked);
  const chains = count(options.chains ?? resume?.chains.length ?? 4, 1, "chains");
  const draws = count(options.draws ?? 1000, 1, "draws");
  const variables = keptVariables(model, options.keep, engine.withoutEffects ?? false);
  if (engine.withoutEffects) requireOnlySums(engine, sweep);
  requireFeasible(chains, held ?? draws, variables.length);
  if (resume !== undefined) requireSame(resume, options, sweep, chains);
  const initial = initialOf(options.initial, chains);
  requireFixedGiven(sweep, initial, resume);
  return {
    model,
    sweep,
    engine,
    fingerprint: fingerprint(model),
    chains,
    warmup: count(options.warmup ?? (resume === undefined ? 1000 : 0), 0, "warmup"),
    draws,
    thin: count(options.thin ?? 1, 1, "thin"),
    seed: seedOf(options.seed ?? resume?.seed),
    initial,
    variables,
    resume,
    onProgress,
  };
}

function engineOf(name: string): EngineName {
  const names = Object.keys(ENGINES);
  if (Object.hasOwn(ENGINES, name)) return name as EngineName;
  throw new RangeError(
    `engine must be one of ${names.join(", ")}, got ${shown(name)}${didYouMean(name, names)}`,
  );
}

function requireOnlySums({ name }: Engine, { steps, fixed }: ResolvedSweep): void {
  if (fixed.includes("b") || steps.some(({ block }) => typeof block !== "string")) {
    throw new RangeError(
      `engine "${name}" draws sums over b only, so b cannot be held fixed or given to a block of one's own; use engine "fast"`,
    );
  }
}

function count(value: unknown, least: number, name: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw new RangeError(`${name} must be an integer of at least ${least}, got ${shown(value)}`);
}

function requireFeasible(chains: number, draws: number, variables: number): void {
  if (chains > MOST_CHAINS) throw new RangeError(`chains must be at most ${MOST_CHAINS}, got ${chains}`);
  if (chains * draws * variables > MOST_NUMBERS) {
    throw new RangeError(
      `${chains} chains × ${draws} draws × ${variables} variables are more than ${MOST_NUMBERS} numbers: keep fewer ` +
        "variables, thin, or use streamDraws",
    );
  }
}

function seedOf(seed: unknown): number | string {
  if (seed === undefined) return Math.floor(Math.random() * 2 ** 32);
  return typeof seed === "string" ? seed : finiteAbove(seed, -Infinity, "seed");
}

function initialOf(initial: RunOptions["initial"], chains: number): (InitialState | undefined)[] {
  if (!Array.isArray(initial))
    return Array.from({ length: chains }, () => initial as InitialState | undefined);
  const states = initial as readonly InitialState[];
  if (states.length !== chains) {
    throw new RangeError(`initial has ${states.length} states for ${chains} chains`);
  }
  return [...states];
}

function requireSame(resume: SavedRun, options: RunOptions, sweep: ResolvedSweep, chains: number): void {
  if (resume.chains.length !== chains) {
    throw new RangeError(`resume has ${resume.chains.length} chains, asked are ${chains}`);
  }
  if (options.seed !== undefined && options.seed !== resume.seed) {
    throw new RangeError(
      `resume goes on from seed ${shown(resume.seed)}, asked is seed ${shown(options.seed)}`,
    );
  }
  if (sweep.name !== resume.sweep) {
    throw new RangeError(`resume goes on with sweep "${resume.sweep}", asked is "${sweep.name}"`);
  }
  if (options.engine !== undefined && options.engine !== resume.engine) {
    throw new RangeError(`resume goes on with engine "${resume.engine}", asked is "${options.engine}"`);
  }
  if (options.initial !== undefined)
    throw new RangeError("resume has its states, initial cannot be given too");
}

function requireFixedGiven(
  { fixed }: ResolvedSweep,
  initial: readonly (InitialState | undefined)[],
  resume: SavedRun | undefined,
): void {
  if (resume !== undefined) return;
  for (const unknown of fixed) {
    const has = (start: InitialState | undefined): boolean =>
      (unknown === "beta" || unknown === "sigma2" ? start?.[unknown] : start?.terms?.[0]?.[unknown]) !==
      undefined;
    if (!initial.every(has)) {
      throw new RangeError(`the sweep holds ${unknown} fixed, so initial must give its value`);
    }
  }
}
