// The public face of @lmm-gibbs/core.
export type { Contrasts } from "./design/contrasts.ts";
export type { RandomTerm } from "./design/design.ts";
export { logJoint, logMarginal } from "./density.ts";
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
export { mixedModel, type ModelOptions } from "./mixed-model.ts";
export type { Model } from "./model.ts";
export { mixedModelFromMatrices, type ModelMatrices } from "./model-from-matrices.ts";
export { NumericalError } from "./numerical-error.ts";
export { logPrior } from "./priors/prior-density.ts";
export {
  flat,
  gammaPrecision,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  normal,
  scaledInverseChiSquared,
  wishartPrecision,
  zellner,
} from "./priors/priors.ts";
export type { PriorsWritten } from "./priors/resolve-priors.ts";
export type { BetaPrior, CovariancePrior, Priors, VariancePrior } from "./priors/settled-priors.ts";
export type { RandomStream } from "./random-stream.ts";
export type { State, TermState, Unknown } from "./state.ts";
export { parseCsv } from "./table/csv.ts";
export { type Column, type Table, tableFrom } from "./table/table.ts";
