// The public face of @lmm-gibbs/verify.
export type { ConditionalName } from "./block-table.ts";
export type { Candidate, ClaimAtState, ClaimedLaw } from "./candidate.ts";
export type { CandidateParameters } from "./candidate-parameters.ts";
export { checkConditional, type CheckOptions } from "./check-conditional.ts";
export type { DensityOf } from "./claim-setting.ts";
export type { ConditionalCheck, ConditionalCheckRecord, Diagnosis, Evidence } from "./conditional-check.ts";
export type { Fault } from "./recipes/recipe.ts";
