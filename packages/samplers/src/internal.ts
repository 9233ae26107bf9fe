// What the sibling packages share and nobody else should build on.
export { BLOCKS } from "./block.ts";
export { centeredColumns, columnsWithin } from "./centering.ts";
export { type SweepFrom, sweepFrom, type SweepFromOptions } from "./sweep-from.ts";
