// A run as plain JSON, and the checks before somebody goes on from one.
import type { Model } from "@lmm-gibbs/core";
import { finiteAbove, finiteVector, fingerprint, recordOf, shown } from "@lmm-gibbs/core/internal";
import type { SavedChain } from "./chain.ts";
import type { ScaleMove } from "./sweep.ts";
import { requireUnfinishedRun, type UnfinishedRun } from "./unfinished-run.ts";

/** A run as plain JSON: `sample(model, { resume })` goes on from it bit for bit. */
export interface SavedRun {
  readonly seed: number | string;
  /** The sweep's name, or the names of its blocks. */
  readonly sweep: string;
  readonly scaleMove: ScaleMove;
  /** The names of the fixed effects that the sweep centers; absent when it has no centered update. */
  readonly centered?: readonly string[];
  /** The engine's name. */
  readonly engine: string;
  /** A checksum of the model's data, design and priors. */
  readonly model: string;
  readonly chains: readonly SavedChain[];
  /** Of a run that was interrupted: how far it was to go, and what it had kept. */
  readonly unfinished?: UnfinishedRun;
}

/**
 * Refuses what is not a whole saved run of this model.
 *
 * @param model - the model to go on with
 * @param saved - what `draws.saved` gave, perhaps through JSON
 * @param checksum - of the model, where it is known: it reads every row
 * @throws {RangeError} when something is missing, of another model, or was changed; {TypeError} when it is no object.
 *   States and streams are checked when the chains are restored
 */
export function requireSavedRun(model: Model, saved: SavedRun, checksum: string = fingerprint(model)): void {
  const keys = ["seed", "sweep", "scaleMove", "centered", "engine", "model", "chains", "unfinished"];
  recordOf(saved, keys, "resume");
  if (!Array.isArray(saved.chains) || saved.chains.length === 0) {
    throw new RangeError(`resume.chains must be the chains of a saved run, got ${shown(saved.chains)}`);
  }
  if (typeof saved.seed !== "string") finiteAbove(saved.seed, -Infinity, "resume.seed");
  if (typeof saved.sweep !== "string")
    throw new RangeError(`resume.sweep must be a text, got ${shown(saved.sweep)}`);
  if (saved.scaleMove !== "none" && saved.scaleMove !== "sandwich") {
    throw new RangeError(`resume.scaleMove must be "none" or "sandwich", got ${shown(saved.scaleMove)}`);
  }
  const { centered = [] } = saved;
  const unknown = Array.isArray(centered) && centered.find((name) => !model.names.includes(name));
  if (!Array.isArray(centered) || unknown !== undefined) {
    throw new RangeError(`resume.centered must be a list of fixed effects, got ${shown(saved.centered)}`);
  }
  if (saved.model !== checksum) {
    throw new RangeError("resume is of another model: its data, design or priors differ");
  }
  const streams = new Set<string>();
  for (const [i, chain] of (saved.chains as readonly SavedChain[]).entries()) {
    const name = `resume.chains[${i}]`;
    const { sweeps, stream } = recordOf(chain, ["sweeps", "state", "stream", "scratch"], name);
    if (!Number.isSafeInteger(sweeps) || sweeps < 0) {
      throw new RangeError(`${name}.sweeps must be a count, got ${shown(sweeps)}`);
    }
    if (chain.scratch !== undefined) finiteVector(chain.scratch, `${name}.scratch`);
    if ((chain.scratch === undefined) === (saved.engine === "aggregated")) {
      throw new RangeError(`${name}.scratch must be there for the aggregated engine, and for no other`);
    }
    recordOf(stream, ["normal", "gamma", "uniform"], `${name}.stream`);
    streams.add(JSON.stringify(stream));
  }
  if (saved.unfinished !== undefined) requireUnfinishedRun(saved.unfinished, saved.chains.length);
  if (streams.size < saved.chains.length) throw new RangeError("resume has one chain twice");
}
