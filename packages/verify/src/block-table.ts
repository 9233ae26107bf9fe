// The table of blocks that can be checked: what each draws, given what, and the density it must be proportional to.
import { logJoint, logMarginal, logPrior, type Model, type State } from "@lmm-gibbs/core";
import { halfTColumns } from "@lmm-gibbs/core/internal";
import type { NaturalLaw, Value } from "./natural-law.ts";
import type { Pieces } from "./pieces.ts";
import { auxiliaryDerivation, residualAuxiliaryDerivation } from "./recipes/auxiliary.ts";
import { betaDerivation } from "./recipes/beta.ts";
import { betaCenteredDerivation, remarkOnCentering, withEtaHeld } from "./recipes/beta-centered.ts";
import { betaMarginalDerivation } from "./recipes/beta-marginal.ts";
import { diagonalCovarianceDerivation } from "./recipes/diagonal-covariance.ts";
import { randomCovarianceDerivation } from "./recipes/random-covariance.ts";
import { randomEffectsDerivation } from "./recipes/random-effects.ts";
import type { Derivation } from "./recipes/recipe.ts";
import { residualVarianceDerivation } from "./recipes/residual-variance.ts";

/** A part of a state that a law may depend on. */
export type Part = "beta" | "b" | "sigma2" | "D" | "auxiliary" | "sigma2Auxiliary";

/** The values that the laws of `conditionals(model)` are laws of, by name. */
export interface BlockValues {
  beta: number[];
  betaMarginal: number[];
  betaCentered: number[];
  b: number[];
  sigma2: number;
  D: number[][];
  auxiliary: number[];
  sigma2Auxiliary: number;
}

/** The name of a law of `conditionals(model)`. */
export type ConditionalName = keyof BlockValues;

/** A block that can be checked. */
export interface CheckedBlock {
  /** Such as "β given b, σ²". */
  readonly title: string;
  readonly draws: Part;
  /** The right law in letters. */
  readonly formula: (model: Model) => string;
  readonly family: (model: Model) => NaturalLaw["family"];
  /** Why a model has no such law; null when it has. */
  readonly absent: (model: Model) => string | null;
  /** Names of the numbers of a value, for a table. */
  readonly names: (model: Model) => readonly string[];
  readonly value: (state: State, i: number) => Value;
  /** The state with another value of the block, and whatever is carried along with it. */
  readonly replaced: (state: State, x: Value, i: number, pieces: Pieces) => State;
  /** The density that the law is proportional to, as a function of the block. */
  readonly logDensity: (model: Model, state: State) => number;
  readonly derivation: (pieces: Pieces, state: State, i: number) => Derivation;
  /** What somebody whose claim fails should know of a model; null when there is nothing. */
  readonly remark?: (pieces: Pieces) => string | null;
}

type Term = State["terms"][0];

const withTerm = (state: State, part: Partial<Term>): State => ({
  ...state,
  terms: [{ ...state.terms[0], ...part }],
});

const always = (): null => null;
const isZellner = (model: Model): boolean => model.priors.beta.kind === "zellner";
const priorOfBeta = (model: Model): [string, string] =>
  model.priors.beta.kind === "flat"
    ? ["", ""]
    : isZellner(model)
      ? ["δX'X/σ² + ", "δX'Xm₀/σ² + "]
      : ["Ψ₀ + ", "Ψ₀m₀ + "];

const beta = {
  draws: "beta",
  family: () => "normal",
  absent: always,
  names: (model) => model.names,
  value: (state) => state.beta,
  replaced: (state, x) => ({ ...state, beta: x as number[] }),
} satisfies Partial<CheckedBlock>;

/** The blocks, by the names of `conditionals(model)`. */
export const CHECKED_BLOCKS: { readonly [Name in ConditionalName]: CheckedBlock } = {
  beta: {
    ...beta,
    title: "β given b, σ²",
    formula: (model) =>
      `N(P⁻¹h, P⁻¹), P = ${priorOfBeta(model)[0]}ΣX_i'X_i/σ², h = ${priorOfBeta(model)[1]}ΣX_i'(y_i − Z_ib_i)/σ²`,
    logDensity: logJoint,
    derivation: betaDerivation,
  },
  betaMarginal: {
    ...beta,
    title: "β given σ², D, with b integrated out",
    formula: (model) =>
      `N(P⁻¹h, P⁻¹), P = ${priorOfBeta(model)[0]}ΣX_i'V_i⁻¹X_i, h = ${priorOfBeta(model)[1]}ΣX_i'V_i⁻¹y_i, ` +
      "V_i = Z_iDZ_i' + σ²I",
    logDensity: (model, state) => logMarginal(model, state) + logPrior(model, state),
    derivation: betaMarginalDerivation,
  },
  betaCentered: {
    ...beta,
    title: "β given η, σ², D, η_i = U_iβ_c + b_i",
    formula: (model) =>
      `N(P⁻¹h, P⁻¹), P = ${priorOfBeta(model)[0]}blockdiag(ΣU_i'D⁻¹U_i, ΣX_wi'X_wi/σ²), ` +
      `h = ${priorOfBeta(model)[1]}(ΣU_i'D⁻¹η_i; ΣX_wi'(y_i − Z_iη_i)/σ²), Z_iU_i the centered columns of X_i, X_wi the others`,
    replaced: (state, x, _, pieces) => withEtaHeld(pieces, state, x as number[]),
    logDensity: logJoint,
    derivation: betaCenteredDerivation,
    remark: remarkOnCentering,
  },
  b: {
    title: "b_i given β, σ², D",
    draws: "b",
    formula: () => "N(P⁻¹h, P⁻¹), P = D⁻¹ + Z_i'Z_i/σ², h = Z_i'(y_i − X_iβ)/σ²",
    family: () => "normal",
    absent: always,
    names: (model) => model.terms[0].names,
    value: (state, i) => state.terms[0].b[i],
    replaced: (state, x, i) =>
      withTerm(state, { b: state.terms[0].b.map((row, j) => (j === i ? (x as number[]) : row)) }),
    logDensity: logJoint,
    derivation: randomEffectsDerivation,
  },
  sigma2: {
    title: "σ² given β, b",
    draws: "sigma2",
    formula: (model) => {
      const [a, s] = model.priors.sigma2.kind === "half-t" ? ["ν/2", "ν/α"] : ["a₀", "s₀"];
      const [p, quadratic] = isZellner(model) ? [" + p/2", " + δ(β − m₀)'X'X(β − m₀)/2"] : ["", ""];
      return `IG(${a} + N/2${p}, ${s} + RSS/2${quadratic}), RSS = Σ‖y_i − X_iβ − Z_ib_i‖²`;
    },
    family: () => "inverse-gamma",
    absent: always,
    names: () => ["σ²"],
    value: ({ sigma2 }) => sigma2,
    replaced: (state, x) => ({ ...state, sigma2: x as number }),
    logDensity: logJoint,
    derivation: residualVarianceDerivation,
  },
  D: {
    title: "D given b",
    draws: "D",
    formula: (model) => {
      const { kind } = model.priors.D[0];
      if (kind === "diagonal") return "D_kk independent, IG(a_k + J/2, s_k + Σb_ik²/2)";
      return kind === "half-t" ? "IW(ν + q − 1 + J, 2ν diag(1/α) + Σb_ib_i')" : "IW(ν + J, S + Σb_ib_i')";
    },
    family: (model) => (model.priors.D[0].kind === "diagonal" ? "inverse-gamma" : "inverse-wishart"),
    absent: always,
    names: (model) => model.terms[0].names,
    value: (state) => state.terms[0].D,
    replaced: (state, x) => withTerm(state, { D: x as number[][] }),
    logDensity: logJoint,
    derivation: (pieces, state) => {
      const prior = pieces.model.priors.D[0];
      return prior.kind === "diagonal"
        ? diagonalCovarianceDerivation(pieces, prior.columns, state)
        : randomCovarianceDerivation(pieces, state);
    },
  },
  auxiliary: {
    title: "α given D",
    draws: "auxiliary",
    formula: () => "α_k independent, IG((ν + q)/2, ν(D⁻¹)_kk + 1/A_k²)",
    family: () => "inverse-gamma",
    absent: (model) =>
      halfTColumns(model.priors.D[0]).length > 0 ? null : "D has no half-t prior, so there is no auxiliary",
    names: (model) => halfTColumns(model.priors.D[0]).map(({ column }) => model.terms[0].names[column]),
    value: (state) => state.terms[0].auxiliary ?? [],
    replaced: (state, x) => withTerm(state, { auxiliary: x as number[] }),
    logDensity: logJoint,
    derivation: auxiliaryDerivation,
  },
  sigma2Auxiliary: {
    title: "α given σ²",
    draws: "sigma2Auxiliary",
    formula: () => "IG((ν + 1)/2, ν/σ² + 1/A²)",
    family: () => "inverse-gamma",
    absent: (model) =>
      model.priors.sigma2.kind === "half-t" ? null : "σ has no half-t prior, so there is no auxiliary",
    names: () => ["α"],
    value: ({ auxiliary }) => auxiliary ?? NaN,
    replaced: (state, x) => ({ ...state, auxiliary: x as number }),
    logDensity: logJoint,
    derivation: residualAuxiliaryDerivation,
  },
};
