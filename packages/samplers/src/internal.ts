// What the sibling packages share and nobody else should build on.
export { type SweepFrom, sweepFrom } from "./sweep-from.ts";
