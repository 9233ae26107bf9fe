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
import { betaCentered, type CenteredDesign, centeredDesign, centeredEffects } from "./beta-centered.ts";
import { betaGivenB } from "./beta-given-b.ts";
import { betaMarginal } from "./beta-marginal.ts";
import { covarianceAuxiliary, randomCovariance } from "./random-covariance.ts";
import { randomEffects } from "./random-effects.ts";
import { residualAuxiliary, residualVariance } from "./residual-variance.ts";
import { textbookData } from "./textbook-data.ts";

/** The laws that a Gibbs sweep draws from, at any state. */
export interface Conditionals {
  /** β | b, σ². */
  readonly beta: (state: State) => NormalLaw;
  /** β | σ², D, the random effects integrated out. */
  readonly betaMarginal: (state: State) => NormalLaw;
  /** β | η, σ², D, hierarchically centered: η_i = U_iβ_c + b_i of the state's β and b. */
  readonly betaCentered: (state: State) => NormalLaw;
  /** b_i | β, σ², D of group i, an index from 0 or the label of a level. */
  readonly b: (state: State, i: number | string) => NormalLaw;
  /** σ² | β, b; given `state.auxiliary` when σ has a half-t prior. */
  readonly sigma2: (state: State) => InverseGammaLaw;
  /** D | b; given `state.terms[0].auxiliary` when standard deviations have a half-t prior. */
  readonly D: (state: State) => InverseWishartLaw | DiagonalLaw;
  /** α | D of the half-t priors on standard deviations of random effects. @throws {RangeError} when there is none */
  readonly auxiliary: (state: State) => IndependentLaw;
  /** α | σ² of a half-t prior on σ. @throws {RangeError} when there is none */
  readonly sigma2Auxiliary: (state: State) => InverseGammaLaw;
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
    if (levels[index] !== undefined) return index;
    throw new RangeError(`no group ${shown(i)}: give an index from 0 to ${levels.length - 1} or a level`);
  };
  return {
    beta: (state) => betaGivenB(data, stateOf(model, state, ["b", "sigma2"])),
    betaMarginal: (state) => betaMarginal(data, stateOf(model, state, ["sigma2", "D"])),
    betaCentered: (state) => {
      design ??= centeredDesign(data, centeredColumns(model, centering));
      const settled = stateOf(model, state);
      return betaCentered(data, design, centeredEffects(design, settled), settled);
    },
    b: (state, i) => {
      const one = { ...data, groups: [data.groups[indexOf(i)]] };
      return randomEffects(one, stateOf(model, state, ["beta", "sigma2", "D"]))[0];
    },
    sigma2: (state) => residualVariance(data, stateOf(model, state, ["beta", "b"])),
    D: (state) => randomCovariance(data, stateOf(model, state, ["b"])),
    auxiliary: (state) => {
      const law = covarianceAuxiliary(data, stateOf(model, state, ["D"]));
      if (law === null) throw new RangeError("D has no half-t prior, so there is no auxiliary");
      return law;
    },
    sigma2Auxiliary: (state) => {
      const law = residualAuxiliary(data, stateOf(model, state, ["sigma2"]));
      if (law === null) throw new RangeError("σ has no half-t prior, so there is no auxiliary");
      return law;
    },
  };
}
