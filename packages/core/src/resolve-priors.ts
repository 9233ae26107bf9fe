// Settles a model's priors: fills in defaults, gives scalars their full size, checks dimensions.
import { Matrix } from "ml-matrix";
import { choleskyFactor, invertFactored } from "./cholesky.ts";
import type { RandomTerm } from "./design.ts";
import { didYouMean } from "./did-you-mean.ts";
import { positiveDefinite, shown } from "./laws/arguments.ts";
import {
  type BetaPriorWritten,
  type CovariancePriorWritten,
  halfT,
  inverseGamma,
  type InverseGammaPrior,
  inverseWishart,
  type InverseWishartPrior,
  jeffreys,
  normal,
  type NormalPrior,
  type VariancePriorWritten,
  zellner,
} from "./priors.ts";

/** The prior of β, every dimension settled. */
export type BetaPrior =
  | { readonly kind: "flat" }
  | { readonly kind: "normal"; readonly mean: number[]; readonly precision: number[][] }
  | { readonly kind: "zellner"; readonly mean: number[]; readonly delta: number };

/** The prior of a variance: inverse-gamma (1/σ² at shape = scale = 0), or half-t on its root. */
export type VariancePrior =
  | InverseGammaPrior
  | { readonly kind: "half-t"; readonly df: number; readonly scale: number };

/** The prior of a term's D. */
export type CovariancePrior =
  | InverseWishartPrior
  | { readonly kind: "half-t"; readonly df: number; readonly scale: number[] }
  | { readonly kind: "diagonal"; readonly columns: VariancePrior[] };

/**
 * The random effects whose standard deviation has a half-t prior, and so an auxiliary α.
 *
 * @param prior - the prior of D
 * @returns their column indices, with df ν and scale A_k
 */
export function halfTColumns(prior: CovariancePrior): { column: number; df: number; scale: number }[] {
  if (prior.kind === "inverse-wishart") return [];
  if (prior.kind === "half-t") return prior.scale.map((scale, column) => ({ column, df: prior.df, scale }));
  return prior.columns.flatMap((one, column) =>
    one.kind === "half-t" ? [{ column, df: one.df, scale: one.scale }] : [],
  );
}

/** The priors of a model, settled. */
export interface Priors {
  readonly beta: BetaPrior;
  readonly sigma2: VariancePrior;
  /** One a random-effect term. */
  readonly D: CovariancePrior[];
}

/** The priors as a user writes them; what is left out gets its default. */
export interface PriorsWritten {
  /** Default `flat()`. */
  beta?: BetaPriorWritten;
  /** Default `jeffreys()`, p(σ²) ∝ 1/σ². */
  sigma2?: VariancePriorWritten;
  /**
   * One prior; or for `(… || g)` one a column; or `{ [grouping factor]: … }`.
   * Default half-t(2) standard deviations with scale 2.5·sd(y)/rms(z_k).
   */
  D?:
    | CovariancePriorWritten
    | readonly CovariancePriorWritten[]
    | { readonly [group: string]: CovariancePriorWritten | readonly CovariancePriorWritten[] };
}

/** What the priors must fit: the coefficients, the terms and the response they scale with. */
export interface PriorContext {
  readonly names: readonly string[];
  readonly terms: readonly RandomTerm[];
  readonly y: Float64Array;
}

/**
 * The settled priors of a model.
 *
 * @param written - what the user wrote, `undefined` for all defaults
 * @param context - names of the p coefficients, the random-effect terms, the response
 * @returns priors with every dimension in place
 * @throws {RangeError} when a prior does not fit its parameter, or a default cannot be scaled to the data
 */
export function resolvePriors(written: PriorsWritten | undefined, context: PriorContext): Priors {
  const priors = written ?? {};
  for (const key of Object.keys(priors)) {
    if (key !== "beta" && key !== "sigma2" && key !== "D") {
      throw new RangeError(`priors.${key} is not a parameter${didYouMean(key, ["beta", "sigma2", "D"])}`);
    }
  }
  return {
    beta: resolveBeta(priors.beta, context.names),
    sigma2: resolveVariance(priors.sigma2 ?? { kind: "inverse-gamma", shape: 0, scale: 0 }, "priors.sigma2"),
    D: context.terms.map((term) => resolveD(writtenFor(priors.D, term), term, context.y)),
  };
}

function resolveBeta(written: BetaPriorWritten | undefined, names: readonly string[]): BetaPrior {
  const p = names.length;
  const kind = written?.kind ?? "flat";
  if (written === undefined || kind === "flat") return { kind: "flat" };
  if (written.kind !== "normal" && written.kind !== "zellner") {
    throw new RangeError(`priors.beta must be flat(), normal() or zellner(), got ${shown(kind)}`);
  }
  const mean = typeof written.mean === "number" ? names.map(() => written.mean as number) : [...written.mean];
  if (mean.length !== p) {
    throw new RangeError(
      `priors.beta mean has ${mean.length} elements, the model has ${p} coefficients: ${names.join(", ")}`,
    );
  }
  if (written.kind === "zellner") return { kind: "zellner", mean, delta: zellner(written).delta };
  return { kind: "normal", mean, precision: precisionMatrix(normal({ mean, ...written.spread }), p) };
}

function precisionMatrix({ spread }: NormalPrior, p: number): number[][] {
  const byPrecision = "precision" in spread;
  const value = byPrecision ? spread.precision : spread.covariance;
  if (Array.isArray(value) && Array.isArray(value[0])) {
    const matrix = positiveDefinite(value, `priors.beta ${byPrecision ? "precision" : "covariance"}`, p);
    return byPrecision ? matrix : invertFactored(choleskyFactor(new Matrix(matrix))).to2DArray();
  }
  const diagonal = typeof value === "number" ? Array.from({ length: p }, () => value) : (value as number[]);
  if (diagonal.length !== p) {
    throw new RangeError(`priors.beta has ${diagonal.length} spreads, the model has ${p} coefficients`);
  }
  return diagonal.map((v, i) => diagonal.map((_, j) => (i === j ? (byPrecision ? v : 1 / v) : 0)));
}

function resolveVariance(written: VariancePriorWritten, name: string): VariancePrior {
  if (written.kind === "inverse-gamma") {
    return written.shape === 0 && written.scale === 0 ? jeffreys() : inverseGamma(written);
  }
  if (written.kind !== "half-t") {
    throw new RangeError(
      `${name} must be inverse-gamma or half-t, got ${shown((written as { kind: unknown }).kind)}`,
    );
  }
  const scales = typeof written.scale === "number" ? [written.scale] : written.scale;
  if (scales.length !== 1) throw new RangeError(`${name} needs one half-t scale, got ${scales.length}`);
  return { kind: "half-t", df: halfT(written).df, scale: scales[0] };
}

type WrittenForTerm = CovariancePriorWritten | readonly CovariancePriorWritten[] | undefined;

function writtenFor(written: PriorsWritten["D"], term: RandomTerm): WrittenForTerm {
  if (written === undefined || Array.isArray(written)) return written;
  if ("kind" in written && typeof written.kind === "string") return written;
  const groups = Object.keys(written);
  const stranger = groups.find((group) => group !== term.group);
  if (stranger !== undefined) {
    throw new RangeError(`priors.D names "${stranger}", the grouping factor is "${term.group}"`);
  }
  return Object.hasOwn(written, term.group)
    ? (written as Record<string, CovariancePriorWritten>)[term.group]
    : undefined;
}

function resolveD(written: WrittenForTerm, term: RandomTerm, y: Float64Array): CovariancePrior {
  const q = term.names.length;
  const name = `priors.D of ${term.group}`;
  const prior = written ?? { kind: "half-t", df: 2, scale: defaultScales(term, y) };
  if (term.diagonal) return { kind: "diagonal", columns: resolveColumns(prior, term, name) };
  if (Array.isArray(prior)) {
    throw new RangeError(`${name}: one prior a column fits a diagonal D, written (… || ${term.group})`);
  }
  const one = prior as CovariancePriorWritten;
  if (one.kind === "inverse-wishart") {
    return inverseWishart({ df: one.df, scale: positiveDefinite(one.scale, `${name}: scale`, q) });
  }
  if (one.kind === "half-t") {
    const scale = typeof one.scale === "number" ? term.names.map(() => one.scale as number) : [...one.scale];
    if (scale.length !== q) throw new RangeError(`${name}: ${q} half-t scales needed, got ${scale.length}`);
    return { kind: "half-t", df: halfT({ df: one.df, scale }).df, scale };
  }
  if (one.kind === "inverse-gamma") {
    if (q > 1)
      throw new RangeError(`${name}: an inverse-gamma fits one random effect a group, here are ${q}`);
    requireProperVariance(one, name);
    return { kind: "inverse-wishart", df: 2 * one.shape, scale: [[2 * one.scale]] };
  }
  throw new RangeError(`${name} must be inverse-Wishart, half-t or inverse-gamma, got ${shown(one)}`);
}

function resolveColumns(
  prior: CovariancePriorWritten | readonly CovariancePriorWritten[],
  term: RandomTerm,
  name: string,
): VariancePrior[] {
  const q = term.names.length;
  const columns = Array.isArray(prior) ? (prior as readonly CovariancePriorWritten[]) : null;
  if (columns !== null && columns.length !== q) {
    throw new RangeError(
      `${name}: ${q} priors needed, one a column (${term.names.join(", ")}), got ${columns.length}`,
    );
  }
  return term.names.map((column, k) => {
    const one = columns === null ? (prior as CovariancePriorWritten) : columns[k];
    const where = `${name}, column ${column}`;
    if (one.kind === "inverse-wishart") {
      if (one.scale.length !== 1) {
        throw new RangeError(`${where}: D is diagonal (… || …), so each variance needs a prior of its own`);
      }
      return { kind: "inverse-gamma", shape: one.df / 2, scale: one.scale[0][0] / 2 };
    }
    if (columns === null && one.kind === "half-t" && typeof one.scale !== "number") {
      if (one.scale.length !== q) {
        throw new RangeError(`${name}: ${q} half-t scales needed, got ${one.scale.length}`);
      }
      return { kind: "half-t", df: one.df, scale: one.scale[k] };
    }
    const variance = resolveVariance(one, where);
    requireProperVariance(variance, where);
    return variance;
  });
}

function requireProperVariance(prior: VariancePrior, name: string): void {
  if (prior.kind === "inverse-gamma" && prior.shape === 0) {
    throw new RangeError(
      `${name}: 1/τ² makes the posterior improper (Hobert & Casella 1996); use halfT({ df: 2, scale }) instead`,
    );
  }
}

function defaultScales(term: RandomTerm, y: Float64Array): number[] {
  const N = y.length;
  const q = term.names.length;
  const mean = y.reduce((sum, value) => sum + value / N, 0);
  // A constant comes out of the sums with rounding errors about its mean.
  const varies = y.some((value) => Math.abs(value - mean) > 1e-14 * Math.abs(mean));
  const sd = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (N - 1));
  return term.names.map((name, k) => {
    let squares = 0;
    for (let row = 0; row < N; row++) squares += term.Z[row * q + k] ** 2;
    const scale = (2.5 * sd) / Math.sqrt(squares / N);
    if (varies && Number.isFinite(scale) && scale > 0) return scale;
    const why = squares === 0 ? "its column of Z is 0 everywhere" : "the response does not vary";
    throw new RangeError(
      `the default prior of D cannot be scaled for ${name} of ${term.group}: ${why}; write priors.D yourself`,
    );
  });
}
