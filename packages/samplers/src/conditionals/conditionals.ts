// All full conditionals of a model, each a law at the state a reader gives.
import type {
  DiagonalLaw,
  IndependentLaw,
  InverseGammaLaw,
  InverseWishartLaw,
  Model,
  NormalLaw,
  State,
} from "@lmm-gibbs/core";
import { recordOf, shown, stateOf } from "@lmm-gibbs/core/internal";
import { centeredColumns, type Centering } from "../centering.ts";
import { deriveBetaCentered } from "../derivations/beta-centered.ts";
import { deriveBetaGivenB } from "../derivations/beta-given-b.ts";
import { deriveBetaMarginal } from "../derivations/beta-marginal.ts";
import { deriveCovarianceAuxiliary, deriveResidualAuxiliary } from "../derivations/half-t-auxiliary.ts";
import { type Derived, withDerivation } from "../derivations/with-derivation.ts";
import { deriveD } from "../derivations/random-covariance.ts";
import { deriveRandomEffects } from "../derivations/random-effects.ts";
import { deriveResidualVariance } from "../derivations/residual-variance.ts";
import { betaCentered, type CenteredDesign, centeredDesign, centeredEffects } from "./beta-centered.ts";
import { betaGivenB } from "./beta-given-b.ts";
import { betaMarginal } from "./beta-marginal.ts";
import { covarianceAuxiliary, randomCovariance } from "./random-covariance.ts";
import { randomEffects } from "./random-effects.ts";
import { residualAuxiliary, residualVariance } from "./residual-variance.ts";
import { textbookData } from "./textbook-data.ts";

/** The laws that a Gibbs sweep draws from, at any state; each prints its derivation. */
export interface Conditionals {
  /** β | b, σ². */
  readonly beta: (state: State) => NormalLaw & Derived;
  /** β | σ², D, the random effects integrated out. */
  readonly betaMarginal: (state: State) => NormalLaw & Derived;
  /** β | η, σ², D, hierarchically centered: η_i = U_iβ_c + b_i of the state's β and b. */
  readonly betaCentered: (state: State) => NormalLaw & Derived;
  /** b_i | β, σ², D of group i, an index from 0 or the label of a level. */
  readonly b: (state: State, i: number | string) => NormalLaw & Derived;
  /** σ² | β, b; given `state.auxiliary` when σ has a half-t prior. */
  readonly sigma2: (state: State) => InverseGammaLaw & Derived;
  /** D | b; given `state.terms[0].auxiliary` when standard deviations have a half-t prior. */
  readonly D: (state: State) => (InverseWishartLaw | DiagonalLaw) & Derived;
  /** α | D of the half-t priors on standard deviations of random effects. @throws {RangeError} when there is none */
  readonly auxiliary: (state: State) => IndependentLaw & Derived;
  /** α | σ² of a half-t prior on σ. @throws {RangeError} when there is none */
  readonly sigma2Auxiliary: (state: State) => InverseGammaLaw & Derived;
}

/**
 * The full conditionals of a model in the course's form.
 *
 * @param model - the model
 * @param options - `centering`: for fixed effects by name, whether `betaCentered` centers them; default every centerable
 *   one
 * @returns functions of a state `{ beta, sigma2, terms: [{ b, D }] }`, each giving a law with `logDensity` and `sample`;
 *   they read only what the law is given, and throw a RangeError when that does not fit the model
 * @see Chib & Carlin 1999
 */
export function conditionals(model: Model, options: { centering?: Centering } = {}): Conditionals {
  const { centering } = recordOf(options, ["centering"], "the options");
  const data = textbookData(model);
  let design: CenteredDesign | undefined;
  const { levels } = model.terms[0];
  const indexOf = (i: number | string): number => {
    const index = typeof i === "string" ? levels.indexOf(i) : i;
    if (Number.isInteger(index) && levels[index] !== undefined) return index;
    throw new RangeError(`no group ${shown(i)}: give an index from 0 to ${levels.length - 1} or a level`);
  };
  return {
    beta(state) {
      const s = stateOf(model, state, ["b", "sigma2"]);
      const law = betaGivenB(data, s);
      return withDerivation(law, (n) => deriveBetaGivenB(data, s, law, n));
    },
    betaMarginal(state) {
      const s = stateOf(model, state, ["sigma2", "D"]);
      const law = betaMarginal(data, s);
      return withDerivation(law, (n) => deriveBetaMarginal(data, s, law, n));
    },
    betaCentered(state) {
      const centered = (design ??= centeredDesign(data, centeredColumns(model, centering)));
      const s = stateOf(model, state);
      const eta = centeredEffects(centered, s);
      const law = betaCentered(data, centered, eta, s);
      return withDerivation(law, (n) => deriveBetaCentered(data, centered, eta, s, law, n));
    },
    b(state, i) {
      const index = indexOf(i);
      const group = data.groups[index];
      const s = stateOf(model, state, ["beta", "sigma2", "D"]);
      const [law] = randomEffects({ ...data, groups: [group] }, s);
      return withDerivation(law, (n) => deriveRandomEffects(levels[index], group, s, law, n));
    },
    sigma2(state) {
      const s = stateOf(model, state, ["beta", "b"]);
      const law = residualVariance(data, s);
      return withDerivation(law, (n) => deriveResidualVariance(data, s, law, n));
    },
    D(state) {
      const s = stateOf(model, state, ["b"]);
      const law = randomCovariance(data, s);
      return withDerivation(law, (n) => deriveD(data, s, law, n));
    },
    auxiliary(state) {
      const s = stateOf(model, state, ["D"]);
      const law = covarianceAuxiliary(data, s);
      if (law === null) throw new RangeError("D has no half-t prior, so there is no auxiliary");
      return withDerivation(law, (n) => deriveCovarianceAuxiliary(model.priors.D[0], s.terms[0].D, law, n));
    },
    sigma2Auxiliary(state) {
      const s = stateOf(model, state, ["sigma2"]);
      const law = residualAuxiliary(data, s);
      if (law === null) throw new RangeError("σ has no half-t prior, so there is no auxiliary");
      return withDerivation(law, (n) => deriveResidualAuxiliary(data, s, law, n));
    },
  };
}
