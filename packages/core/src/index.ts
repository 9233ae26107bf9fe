export { didYouMean } from "./did-you-mean.ts";
export type { RandomStream } from "./random-stream.ts";
