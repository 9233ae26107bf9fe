// The public face of @lmm-gibbs/samplers.
export type { Block, BlockName } from "./block.ts";
export type { Centering } from "./centering.ts";
export type { SavedChain } from "./chain.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { conditionals, type Conditionals } from "./conditionals/conditionals.ts";
export type { Definition, Derivation, Line, Step } from "./derivations/derivation.ts";
export type { Expression, Value } from "./derivations/expression.ts";
export type { NotationName } from "./derivations/notation.ts";
export type { Derived, PrintOptions } from "./derivations/with-derivation.ts";
export type { InitialState } from "./initial-state.ts";
export { CheckpointError, InterruptedError, WorkerError } from "./interruption-errors.ts";
export type { OnAbort, Progress, RunOptions, SampleOptions, StreamOptions, Workers } from "./options.ts";
export type { SampledDraws } from "./run.ts";
export {
  type BalancedOneWay,
  balancedOneWay,
  type MixingPrediction,
  mixingTheory,
  type MixingTheory,
} from "./mixing-theory.ts";
export { sample, sampleSync, streamDraws } from "./sample.ts";
export type { SavedRun } from "./saved-run.ts";
export { type SeededStream, seededStream, type StreamState } from "./seeded-stream.ts";
export type { Signal } from "./signal.ts";
export type { UnfinishedRun } from "./unfinished-run.ts";
export { type ScaleMove, type Sweep, type SweepName, sweeps } from "./sweep.ts";
