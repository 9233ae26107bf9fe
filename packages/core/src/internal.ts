// What the sibling packages share and nobody else should build on.
export { finiteAbove, finiteRows, finiteVector, oneOf, recordOf, shown, symmetric } from "./arguments.ts";
export { choleskyFactor, invertFactored, solveFactored } from "./cholesky.ts";
export { dependenciesText } from "./design/aliased.ts";
export { droppedText } from "./design/drop-missing.ts";
export { didYouMean } from "./did-you-mean.ts";
export { drawsOf, requireDraws } from "./draws/draws.ts";
export { fingerprint } from "./fingerprint.ts";
export { requireModel } from "./model.ts";
export { echelon, basicSolution, triangularFactor } from "./least-squares.ts";
export { located } from "./numerical-error.ts";
export { logCovariancePrior } from "./priors/prior-density.ts";
export { auxiliaryOf, halfTColumns, isProper } from "./priors/settled-priors.ts";
export { proprietyGiven } from "./propriety/propriety.ts";
export { type ReducedGroups, reducedGroups } from "./reduction/reduced-groups.ts";
export { stateOf, UNKNOWNS } from "./state.ts";
