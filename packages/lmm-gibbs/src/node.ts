// What needs Node: files.
export { readCsv } from "@lmm-gibbs/core/node";
export { fileCheckpoint } from "./file-checkpoint.ts";
