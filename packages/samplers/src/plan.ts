// Settles what a user asks of a run: every option checked, every default in place.
import type { Model, ProprietyRecord } from "@lmm-gibbs/core";
import {
  didYouMean,
  fingerprint,
  finiteAbove,
  recordOf,
  requireModel,
  shown,
} from "@lmm-gibbs/core/internal";
import type { Centering } from "./centering.ts";
import type { ChainSetup, Distance } from "./chain-part.ts";
import type { Engine } from "./engine.ts";
import { type EngineName, ENGINES } from "./engines.ts";
import type { InitialState } from "./initial-state.ts";
import type { Progress, RunOptions } from "./options.ts";
import { requireProper } from "./require-proper.ts";
import { requireSavedRun, type SavedRun } from "./saved-run.ts";
import { type ResolvedSweep, resolveSweep, sweepNamed } from "./sweep.ts";
import { requireSameWay, toItsEnd } from "./unfinished-run.ts";
import { keptVariables } from "./variables.ts";

/** A run with everything settled. */
export interface Plan extends ChainSetup, Distance {
  /** Of the model, once: it reads every row. */
  readonly fingerprint: string;
  /** Of what the sweep draws from. */
  readonly propriety: ProprietyRecord;
  readonly chains: number;
  readonly initial: readonly (InitialState | undefined)[];
  readonly resume: SavedRun | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

const MOST_CHAINS = 10_000;
const MOST_NUMBERS = 2 ** 31;

const RUN_KEYS = [
  "sweep",
  "centering",
  "scaleMove",
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
  "allowImproper",
];

/**
 * Settles a run's options.
 *
 * @param model - the model
 * @param written - the options as the user wrote them
 * @param held - draws a chain that are held at once; default all
 * @returns the plan
 * @throws {RangeError} on an unknown option or a value that cannot be meant, or when the posterior is improper
 */
export function planOf(model: Model, written: RunOptions, held?: number): Plan {
  requireModel(model);
  const { resume, onProgress } = recordOf(written, RUN_KEYS, "the options");
  if (resume !== undefined) requireSavedRun(model, resume);
  const options = resume?.unfinished === undefined ? written : toItsEnd(written, resume.unfinished);
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`onProgress must be a function, got ${shown(onProgress)}`);
  }
  const asked =
    options.sweep === undefined && resume !== undefined ? sweepNamed(resume.sweep) : options.sweep;
  const sweep = resolveSweep(model, asked === undefined ? "marginal" : asked, {
    scaleMove: options.scaleMove ?? resume?.scaleMove,
    centering: options.centering ?? (resume === undefined ? undefined : centeringOf(model, resume)),
  });
  const engine = ENGINES[engineOf(options.engine ?? resume?.engine ?? "fast")](model, sweep.centered);
  const chains = count(options.chains ?? resume?.chains.length ?? 4, 1, "chains");
  const draws = count(options.draws ?? 1000, 1, "draws");
  const variables = keptVariables(model, options.keep, engine.withoutEffects ?? false);
  if (engine.withoutEffects) requireOnlySums(engine, sweep);
  requireFeasible(chains, held ?? draws, variables.length);
  if (resume !== undefined) requireSame(model, resume, options, sweep, chains);
  const initial = initialOf(options.initial, chains);
  requireFixedGiven(sweep, initial, resume);
  const propriety = requireProper(model, sweep, options.allowImproper);
  const plan: Plan = {
    model,
    sweep,
    engine,
    fingerprint: fingerprint(model),
    propriety,
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
  if (resume?.unfinished !== undefined) requireSameWay(resume.unfinished, plan);
  return plan;
}

function engineOf(name: unknown): EngineName {
  const names = Object.keys(ENGINES);
  if (typeof name === "string" && Object.hasOwn(ENGINES, name)) return name as EngineName;
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

/** The centering of a saved run, where its sweep centers. */
function centeringOf({ names }: Model, { centered }: SavedRun): Centering | undefined {
  if (centered === undefined) return undefined;
  return Object.fromEntries(names.map((name) => [name, centered.includes(name)]));
}

function requireSame(
  model: Model,
  resume: SavedRun,
  options: RunOptions,
  sweep: ResolvedSweep,
  chains: number,
): void {
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
  if (sweep.scaleMove !== resume.scaleMove) {
    throw new RangeError(
      `resume goes on with scaleMove "${resume.scaleMove}", asked is "${sweep.scaleMove}"`,
    );
  }
  const centered = sweep.centered.map((k) => model.names[k]);
  if (String(centered) !== String(resume.centered ?? [])) {
    throw new RangeError(
      `resume goes on with ${shown(resume.centered ?? [])} centered, asked is ${shown(centered)}`,
    );
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

/** The fixed effects that a plan's sweep centers, undefined when it has no centered update. */
export function centeredNames({ model, sweep: { steps, centered } }: Plan): string[] | undefined {
  return steps.some(({ block }) => block === "betaCentered")
    ? centered.map((k) => model.names[k])
    : undefined;
}
