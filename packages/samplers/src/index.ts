export type { Block, Unknown } from "./block.ts";
export type { SavedChain } from "./chain.ts";
export { conditionals, type Conditionals } from "./conditionals/conditionals.ts";
export type { InitialState } from "./initial-state.ts";
export type { Progress, RunOptions, SampleOptions, SavedRun, Signal, StreamOptions } from "./options.ts";
export type { SampledDraws } from "./run.ts";
export { sample, sampleSync, streamDraws } from "./sample.ts";
export { type SeededStream, seededStream, type StreamState } from "./seeded-stream.ts";
export { type BlockName, type Sweep, sweeps } from "./sweep.ts";
