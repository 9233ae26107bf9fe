export { choleskyFactor, choleskyOrNull, invertFactored, solveFactored } from "./cholesky.ts";
export { logJoint, logMarginal } from "./density.ts";
export type { Contrasts } from "./contrasts.ts";
export { parseCsv } from "./csv.ts";
export type { RandomTerm } from "./design.ts";
export { didYouMean } from "./did-you-mean.ts";
export {
  type Draws,
  type DrawsDescription,
  drawsFromJson,
  type DrawsJson,
  drawsOf,
  mapDraws,
  toCsv,
} from "./draws.ts";
export { type Formula, parseFormula } from "./formula.ts";
export { type Group, groupsOf } from "./groups.ts";
export { finiteAbove, shown } from "./laws/arguments.ts";
export { type GammaLaw, gammaLaw } from "./laws/gamma.ts";
export { type HalfTLaw, halfTLaw } from "./laws/half-t.ts";
export { type DiagonalLaw, diagonalLaw, type IndependentLaw, independentLaw } from "./laws/independent.ts";
export { type InverseGammaLaw, inverseGammaLaw } from "./laws/inverse-gamma.ts";
export { type InverseWishartLaw, inverseWishartLaw } from "./laws/inverse-wishart.ts";
export type { Law } from "./laws/law.ts";
export { type NormalLaw, normalLaw, type NormalParameters } from "./laws/normal.ts";
export { type WishartLaw, wishartLaw } from "./laws/wishart.ts";
export { mixedModel, type Model, type ModelOptions } from "./model.ts";
export { mixedModelFromMatrices, type ModelMatrices } from "./model-from-matrices.ts";
export { locating, NumericalError } from "./numerical-error.ts";
export { logPrior } from "./prior-density.ts";
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
} from "./priors.ts";
export type { RandomStream } from "./random-stream.ts";
export {
  type BetaPrior,
  type CovariancePrior,
  halfTColumns,
  type Priors,
  type PriorsWritten,
  type VariancePrior,
} from "./resolve-priors.ts";
export { type State, stateOf, type TermState } from "./state.ts";
export { type Column, type Table, tableFrom } from "./table.ts";
