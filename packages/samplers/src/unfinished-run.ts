// What a saved run has besides its chains' states when it was interrupted: how far it was to go, and what it had kept.
import { finiteAbove, recordOf, shown } from "@lmm-gibbs/core/internal";
import { doublesOfText, textOfDoubles } from "./base64.ts";
import { type ChainSetup, type Distance, keptBy } from "./chain-part.ts";
import type { RunOptions } from "./options.ts";

/** A run's way, and the part of it that its chains have done. */
export interface UnfinishedRun extends Distance {
  readonly thin: number;
  /** Names of the kept variables. */
  readonly variables: readonly string[];
  /** Where its chains started: "overdispersed", or a checksum of what was given. */
  readonly start: string;
  /** Wall time so far. */
  readonly seconds: number;
  /** Sweeps that each chain has done. */
  readonly done: readonly number[];
  /** Each chain's kept draws, variable after variable; in JSON as base64 text. */
  readonly values: readonly (Float64Array<ArrayBuffer> | string)[];
}

/** How far a run is to go, and where it came from. */
export type Way = Omit<UnfinishedRun, "done" | "values">;

/**
 * An unfinished run as a record; `JSON.stringify` writes its draws as text, of which no bit is lost.
 *
 * @param way - the run's
 * @param done - sweeps that each chain has done
 * @param values - each chain's kept draws and no more, variable after variable
 * @returns the record
 */
export function unfinishedRun(
  way: Way,
  done: readonly number[],
  values: readonly Float64Array<ArrayBuffer>[],
): UnfinishedRun {
  const run = { ...way, done, values };
  // Not enumerable, so that a structured clone, as IndexedDB makes it, does not see a function.
  Object.defineProperty(run, "toJSON", {
    value: () => ({ ...way, done, values: values.map(textOfDoubles) }),
  });
  return run;
}

/**
 * Refuses what is not a whole unfinished run.
 *
 * @param run - what a saved run has as `unfinished`, perhaps through JSON
 * @param chains - their number
 * @throws {RangeError} when something is missing or does not fit the rest; {TypeError} when it is no object
 */
export function requireUnfinishedRun(run: UnfinishedRun, chains: number): void {
  const name = "resume.unfinished";
  recordOf(run, ["warmup", "draws", "thin", "variables", "start", "seconds", "done", "values"], name);
  const { warmup, draws, thin, variables, start, seconds, done, values } = run;
  finiteAbove(seconds, -Number.MIN_VALUE, `${name}.seconds`);
  if (typeof start !== "string") {
    throw new RangeError(`${name}.start must be a text, got ${shown(start)}`);
  }
  for (const [key, count, least] of [
    ["warmup", warmup, 0],
    ["draws", draws, 1],
    ["thin", thin, 1],
  ] as const) {
    if (!Number.isSafeInteger(count) || count < least) {
      throw new RangeError(`${name}.${key} must be an integer of at least ${least}, got ${shown(count)}`);
    }
  }
  for (const [key, list] of Object.entries({ variables, done, values })) {
    if (!Array.isArray(list)) throw new RangeError(`${name}.${key} must be a list, got ${shown(list)}`);
  }
  if (done.length !== chains || values.length !== chains) {
    throw new RangeError(
      `${name} is of ${done.length} and ${values.length} chains, the saved run of ${chains}`,
    );
  }
  for (const [i, sweeps] of done.entries()) {
    if (!Number.isSafeInteger(sweeps) || sweeps < 0 || sweeps > warmup + draws * thin) {
      throw new RangeError(`${name}.done[${i}] must be a count of sweeps, got ${shown(sweeps)}`);
    }
    const needed = variables.length * keptBy(sweeps, run, thin);
    const kept = keptValues(run, i);
    if (kept.length !== needed || !kept.every(Number.isFinite)) {
      throw new RangeError(`${name}.values[${i}] must have ${needed} finite numbers, got ${shown(kept)}`);
    }
  }
}

/**
 * One chain's part of an unfinished run.
 *
 * @param run - the run
 * @param index - of the chain, from 0
 * @returns the sweeps it has done, and its kept draws in an array with room for all
 */
export function unfinishedPart(
  run: UnfinishedRun,
  index: number,
): { done: number; values: Float64Array<ArrayBuffer> } {
  const done = run.done[index];
  if (done === 0) return { done, values: new Float64Array(0) };
  const kept = keptBy(done, run, run.thin);
  const packed = keptValues(run, index);
  const values = new Float64Array(run.variables.length * run.draws);
  for (let v = 0; v < run.variables.length; v++) {
    values.set(packed.subarray(v * kept, (v + 1) * kept), v * run.draws);
  }
  return { done, values };
}

function keptValues({ values }: UnfinishedRun, index: number): Float64Array<ArrayBuffer> {
  const kept: unknown = values[index];
  const name = `resume.unfinished.values[${index}]`;
  if (typeof kept === "string") return doublesOfText(kept, name);
  if (Object.prototype.toString.call(kept) === "[object Float64Array]") {
    return kept as Float64Array<ArrayBuffer>;
  }
  throw new RangeError(`${name} must be a Float64Array, or text in base64, got ${shown(kept)}`);
}

/**
 * Options with those that an unfinished run was asked for with, where they leave them out.
 *
 * @param options - as the user wrote them
 * @param run - the unfinished run
 * @returns options that take the run to its end
 */
export function toItsEnd(options: RunOptions, { warmup, draws, thin, variables }: UnfinishedRun): RunOptions {
  return {
    ...options,
    warmup: options.warmup ?? warmup,
    draws: options.draws ?? draws,
    thin: options.thin ?? thin,
    keep: options.keep ?? variables,
  };
}

/** Refuses to take an unfinished run to another end than its own. @throws {RangeError} */
export function requireSameWay(
  run: UnfinishedRun,
  { warmup, draws, thin, variables }: Distance & Pick<ChainSetup, "thin" | "variables">,
): void {
  for (const [key, its, asked] of [
    ["warmup", run.warmup, warmup],
    ["draws", run.draws, draws],
    ["thin", run.thin, thin],
    ["keep", run.variables, variables.map(({ name }) => name)],
  ] as const) {
    if (String(its) !== String(asked)) {
      throw new RangeError(
        `resume takes an interrupted run to its end with ${key} ${shown(its)}, asked is ${shown(asked)}`,
      );
    }
  }
}
