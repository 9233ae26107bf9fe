// The public face of @lmm-gibbs/diagnostics.
export { autocorrelationCurves } from "./autocorrelation-curves.ts";
export type { AutocorrelationCurves } from "./autocorrelation-curves.ts";
export { autocorrelation, autocovariance } from "./autocovariance.ts";
export type { LagOptions } from "./autocovariance.ts";
export { batchStandardError } from "./batch-means.ts";
export type { BatchOptions } from "./batch-means.ts";
export type { ChainsOptions } from "./chains.ts";
export type { Measure, OwnMeasure } from "./columns.ts";
export { compareMixing } from "./compare-mixing.ts";
export type { MixingComparison, MixingOptions, MixingRecord, MixingRow } from "./compare-mixing.ts";
export { crossCorrelation } from "./cross-correlation.ts";
export type { CrossCorrelation } from "./cross-correlation.ts";
export { diagnose } from "./diagnose.ts";
export type { DiagnoseOptions, Diagnosis, DiagnosisRecord } from "./diagnose.ts";
export type { DiagnosisTest, TestName } from "./diagnosis-tests.ts";
export type { DrawsLike, VariableSelection } from "./draws-like.ts";
export { essBulk, essMean, essMedian, essQuantile, essSd, essTail } from "./ess.ts";
export type { EssTailOptions } from "./ess.ts";
export { essAgainstIterations } from "./ess-against-iterations.ts";
export type { EssAgainstIterations } from "./ess-against-iterations.ts";
export { essByQuantile } from "./ess-by-quantile.ts";
export type { EssByQuantile, EssByQuantileOptions } from "./ess-by-quantile.ts";
export { essCap, essPerChain, initialSequences, integratedAutocorrelationTime } from "./ess-diagnostics.ts";
export type { InitialSequences, InitialSequencesOptions } from "./ess-diagnostics.ts";
export { essMultivariate, minimumEss } from "./ess-multivariate.ts";
export type { EssMultivariateOptions, MinimumEssOptions } from "./ess-multivariate.ts";
export { gelmanRubin, gelmanRubinMultivariate } from "./gelman-rubin.ts";
export type {
  GelmanRubin,
  GelmanRubinMultivariateOptions,
  GelmanRubinOptions,
  GelmanRubinPreparation,
} from "./gelman-rubin.ts";
export { geweke } from "./geweke.ts";
export type { GewekeOptions } from "./geweke.ts";
export { hdi } from "./hdi.ts";
export type { HdiOptions, Interval } from "./hdi.ts";
export { heidelbergerWelch } from "./heidelberger-welch.ts";
export type { HeidelbergerWelch, HeidelbergerWelchOptions } from "./heidelberger-welch.ts";
export type { Json, JsonNumber } from "./json-number.ts";
export { mcseMean, mcseMedian, mcseQuantile, mcseSd } from "./mcse.ts";
export type { MeasureName } from "./measures.ts";
export { quantile } from "./quantile.ts";
export { rafteryLewis } from "./raftery-lewis.ts";
export type { RafteryLewis, RafteryLewisOptions } from "./raftery-lewis.ts";
export { rankHistogram } from "./rank-histogram.ts";
export type { RankHistogram, RankHistogramOptions } from "./rank-histogram.ts";
export { rejectionRate } from "./rejection-rate.ts";
export type { Remedy, RemedyKind } from "./remedy.ts";
export { rhat, rhatBasic, rhatBulk, rhatFolded } from "./rhat.ts";
export type { RhatBasicOptions } from "./rhat.ts";
export { rhatNested } from "./rhat-nested.ts";
export type { RhatNestedOptions } from "./rhat-nested.ts";
export { roundToError, threeDecimals, wholeDraws } from "./round-to-error.ts";
export type { RunRecord } from "./run-line.ts";
export { runningMeans } from "./running-means.ts";
export type { PointsOptions } from "./spaced-iterations.ts";
export { effectiveSize, spectrum0Ar } from "./spectrum0.ts";
export type { Spectrum0 } from "./spectrum0.ts";
export { summarize } from "./summarize.ts";
export type { MeasuredRow, SummarizeOptions, Summary, SummaryRecord, SummaryRow } from "./summarize.ts";
export { textTable } from "./text-table.ts";
export { traces } from "./traces.ts";
export type { ChainLines } from "./traces.ts";
export type { JudgedMeasure, UndefinedCause, UndefinedMeasures } from "./why-undefined.ts";
export { wrap } from "./wrap.ts";
