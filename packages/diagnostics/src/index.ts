// The public face of @lmm-gibbs/diagnostics.
export { autocorrelation, autocovariance } from "./autocovariance.ts";
export type { LagOptions } from "./autocovariance.ts";
export type { ChainsOptions } from "./chains.ts";
export { compareMixing } from "./compare-mixing.ts";
export type { MixingComparison, MixingRecord, MixingRow } from "./compare-mixing.ts";
export type { DrawsLike, VariableSelection } from "./draws-like.ts";
export { essBulk, essMean, essMedian, essQuantile, essSd, essTail } from "./ess.ts";
export type { EssTailOptions } from "./ess.ts";
export { mcseMean, mcseMedian, mcseQuantile, mcseSd } from "./mcse.ts";
export { quantile } from "./quantile.ts";
export { rhat, rhatBasic } from "./rhat.ts";
export type { RhatBasicOptions } from "./rhat.ts";
export { summarize } from "./summarize.ts";
export type { Summary, SummaryRecord, SummaryRow } from "./summarize.ts";
export { roundToError, threeDecimals, wholeDraws } from "./round-to-error.ts";
export { textTable } from "./text-table.ts";
