// What a user may ask of a run.
import type { Checkpoint } from "./checkpoint.ts";
import type { EngineName } from "./engines.ts";
import type { InitialState } from "./initial-state.ts";
import type { SavedRun } from "./saved-run.ts";
import type { Signal } from "./signal.ts";
import type { Centering } from "./centering.ts";
import type { ScaleMove, Sweep } from "./sweep.ts";

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
  /**
   * For fixed effects by name, whether the sweeps "centered" and "interweaved" center them; default every centerable one:
   * every column of X that is a combination of Z's in every group.
   */
  centering?: Centering;
  /**
   * "sandwich": the sweep ends with a move that scales each random effect together with its standard deviation, which
   * otherwise mix slowly when the standard deviation is near 0. Default "sandwich" where the sweep draws b and D and every
   * block is ours, otherwise "none".
   */
  scaleMove?: ScaleMove;
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
  /** A run to go on from, the `saved` of its draws; one that was interrupted is taken to its end, with all its draws. */
  resume?: SavedRun;
  /**
   * Sample although the posterior is improper, as `propriety` decides; default false, which refuses it. The draws then mean
   * nothing as they stand, and the report says so on its first line.
   */
  allowImproper?: boolean;
  /** Called at most ten times a second, and at the end. */
  onProgress?: (progress: Progress) => void;
}

/** "auto", or how many worker threads at most; 0 is the calling thread. */
export type Workers = "auto" | number;

/** What an abort does: it throws the signal's reason, or keeps the draws so far. */
export type OnAbort = "throw" | "keep";

/** Options of `sample`. */
export interface SampleOptions extends RunOptions {
  /** An `AbortSignal`: when it aborts, sampling ends within about 0.1 s and throws its reason. */
  signal?: Signal;
  /**
   * "keep": an abort resolves with the draws that every chain has kept so far, whose description says so, and whose
   * `saved` resumes to the end of the run; when some chain has kept none, it throws an `InterruptedError`, which has
   * `saved` too. Default "throw": it throws the signal's reason.
   */
  onAbort?: OnAbort;
  /**
   * Where the run is kept while it goes on, so that after a crash the same call goes on from there, to the same draws bit
   * for bit; a file by `fileCheckpoint` of lmm-gibbs/node. What a block of your own remembers by itself is not kept.
   */
  checkpoint?: Checkpoint;
  /**
   * Threads that run chains, at most one a chain. Default "auto": as many as there are processors when the work would
   * take more than about 0.6 s, otherwise none, nor with a block of your own. 0: the calling thread, as it is too where
   * threads cannot start. The draws are the same, bit for bit, for any number.
   */
  workers?: Workers;
}

/** Options of `streamDraws`, which runs on the calling thread. */
export interface StreamOptions extends Omit<SampleOptions, "workers" | "onAbort" | "checkpoint"> {
  /** Draws a chain of each batch; default 100. */
  batch?: number;
}
