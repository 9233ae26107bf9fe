export { readCsv } from "@lmm-gibbs/core/node";
