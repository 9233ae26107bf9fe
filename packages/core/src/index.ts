// The public face of @lmm-gibbs/core.
export type { AliasedColumn } from "./design/aliased.ts";
export type { DroppedRows } from "./design/drop-missing.ts";
export type { Contrasts } from "./design/contrasts.ts";
export type { RandomTerm } from "./design/design.ts";
export { logJoint } from "./density.ts";
export type { Draws, DrawsDescription, DrawsJson } from "./draws/draws.ts";
export { toCsv } from "./draws/draws-csv.ts";
export { drawsFromJson } from "./draws/draws-json.ts";
export { mapDraws, type OneDraw } from "./draws/map-draws.ts";
export { type Formula, parseFormula } from "./formula/formula.ts";
export { type Group, groupsOf } from "./groups.ts";
export { type GammaLaw, gammaLaw } from "./laws/gamma.ts";
export { type HalfTLaw, halfTLaw } from "./laws/half-t.ts";
export { type DiagonalLaw, diagonalLaw, type IndependentLaw, independentLaw } from "./laws/independent.ts";
export { type InverseGammaLaw, inverseGammaLaw } from "./laws/inverse-gamma.ts";
export { type InverseWishartLaw, inverseWishartLaw } from "./laws/inverse-wishart.ts";
export type { Law } from "./laws/law.ts";
export { type NormalLaw, normalLaw, type NormalParameters } from "./laws/normal.ts";
export { type WishartLaw, wishartLaw } from "./laws/wishart.ts";
export { type Blup, blup } from "./likelihood/blup.ts";
export { type Estimate, estimate, type Method } from "./likelihood/estimate.ts";
export { type Gls, gls } from "./likelihood/gls.ts";
export { type Information, information } from "./likelihood/information.ts";
export { intraclassCorrelation } from "./likelihood/intraclass-correlation.ts";
export { type LikelihoodRatioTest, likelihoodRatioTest } from "./likelihood/likelihood-ratio-test.ts";
export { type LinearHypothesis, linearHypothesis } from "./likelihood/linear-hypothesis.ts";
export { logConditional, logMarginal, logRestricted } from "./likelihood/log-likelihoods.ts";
export { marginalCovariance } from "./likelihood/marginal-covariance.ts";
export type { ModelParameters } from "./likelihood/parameters.ts";
export { type Predictions, type PredictionTarget, predict } from "./likelihood/predict.ts";
export { type PredictedProfile, predictedProfile } from "./likelihood/predicted-profile.ts";
export { type Interval, profileInterval } from "./likelihood/profile-interval.ts";
export {
  pooledRegression,
  type Regression,
  regression,
  type RegressionOptions,
} from "./likelihood/regression.ts";
export { type Residuals, residuals } from "./likelihood/residuals.ts";
export { type GroupRegression, separateRegressions } from "./likelihood/separate-regressions.ts";
export { waldInterval } from "./likelihood/wald-interval.ts";
export { mixedModel, type ModelOptions } from "./mixed-model.ts";
export type { Model } from "./model.ts";
export { mixedModelFromMatrices, type ModelMatrices } from "./model-from-matrices.ts";
export { NumericalError } from "./numerical-error.ts";
export { type HoffPriors, hoffPriors } from "./priors/hoff-priors.ts";
export { flatSd, flatVariance } from "./priors/improper-priors.ts";
export { logPrior } from "./priors/prior-density.ts";
export { flat, normal, zellner } from "./priors/beta-priors.ts";
export {
  gammaPrecision,
  halfT,
  inverseGamma,
  jeffreys,
  scaledInverseChiSquared,
} from "./priors/variance-priors.ts";
export { inverseWishart, wishartPrecision } from "./priors/covariance-priors.ts";
export type { PriorsWritten } from "./priors/resolve-priors.ts";
export type { BetaPrior, CovariancePrior, Priors, VariancePrior } from "./priors/settled-priors.ts";
export { type Propriety, propriety, type ProprietyRecord } from "./propriety/propriety.ts";
export type { RandomStream } from "./random-stream.ts";
export type { State, TermState, Unknown } from "./state.ts";
export { parseCsv } from "./table/csv.ts";
export { type Column, type Table, tableFrom } from "./table/table.ts";
export { withResponse } from "./with-response.ts";
