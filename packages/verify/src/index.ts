// The public face of @lmm-gibbs/verify.
export type { ConditionalName } from "./block-table.ts";
export type { Calibration, CalibrationRecord, CalibrationRow, RankEcdf } from "./calibration-report.ts";
export type { Candidate, ClaimAtState, ClaimedLaw } from "./candidate.ts";
export type { CandidateParameters } from "./candidate-parameters.ts";
export { checkConditional, type CheckOptions } from "./check-conditional.ts";
export type { DensityOf } from "./claim-setting.ts";
export type { ConditionalCheck, ConditionalCheckRecord, Diagnosis, Evidence } from "./conditional-check.ts";
export { type EcdfBand, ecdfBand, ecdfCoverage, uniformRanksPValue } from "./ecdf-band.ts";
export type {
  JointDistributionRecord,
  JointDistributionRow,
  JointDistributionTest,
} from "./joint-distribution-report.ts";
export { type JointDistributionOptions, jointDistributionTest } from "./joint-distribution-test.ts";
export { priorDraws, simulateResponse } from "./prior-draws.ts";
export type { Quantity } from "./quantities.ts";
export type { Fault } from "./recipes/recipe.ts";
export { type CalibrationOptions, simulationBasedCalibration } from "./simulation-based-calibration.ts";
export type { SimulationOptions } from "./simulation-options.ts";
