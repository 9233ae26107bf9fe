// The β, σ² and D at which a likelihood is taken: an estimate, a state of a chain, or written by hand.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { finiteAbove, finiteVector, shown, symmetric } from "../arguments.ts";
import { choleskyOrNull } from "../cholesky.ts";
import { reading } from "../reading.ts";
import { type Model, requireModel } from "../model.ts";
import { type LikelihoodData, likelihoodData } from "./likelihood-data.ts";

/** Values of σ² and D, and of β where it matters: `{ beta, sigma2, D }`, or a state with its D in `terms[0].D`. */
export interface ModelParameters {
  /** p. */
  readonly beta?: ArrayLike<number>;
  readonly sigma2: number;
  /** q × q, positive semidefinite. */
  readonly D?: readonly (readonly number[])[];
  /** In place of D, as a state of a chain has it. */
  readonly terms?: readonly { readonly D: readonly (readonly number[])[] }[];
}

/** Checked parameters, and their counterparts in the units of the reduced data. */
export interface ReducedParameters {
  readonly data: LikelihoodData;
  /** p, or null where β is not given. */
  readonly beta: number[] | null;
  readonly sigma2: number;
  /** q × q. */
  readonly D: number[][];
  /** σ of the scaled response. */
  readonly sigma: number;
  /** q × q row-major: D = σ²LL' in scaled units. */
  readonly L: Float64Array;
}

/** Eigenvalues of a correlation-like matrix down to this below 0 are rounding errors of 0. */
const ROUNDING = 1e-10;

/**
 * Checks parameters against a model.
 *
 * @param model - the model
 * @param given - what somebody passed
 * @param what - what it is called in messages
 * @returns the parameters, also in the units of the reduced data
 * @throws {RangeError} when σ² is not positive, or D is not symmetric positive semidefinite, or a size does not fit
 * @throws {TypeError} when an argument is of another kind
 */
export function reducedParameters(
  model: Model,
  given: ModelParameters,
  what = "the parameters",
): ReducedParameters {
  requireModel(model);
  if (typeof given !== "object" || (given as unknown) === null) {
    throw new TypeError(`${what} must be an estimate, a state or { beta, sigma2, D }, got ${shown(given)}`);
  }
  const written = reading(
    () => what,
    () => ({ beta: given.beta, sigma2: given.sigma2, D: given.D, terms: given.terms }),
  );
  const data = likelihoodData(model);
  const { names, diagonal } = model.terms[0];
  const sigma2 = finiteAbove(written.sigma2, 0, `${what}: sigma2`);
  const isState = written.D === undefined && written.terms !== undefined;
  if (isState && !(Array.isArray(written.terms) && written.terms.length === model.terms.length)) {
    throw new RangeError(
      `${what}: terms must be a list of ${model.terms.length}, got ${shown(written.terms)}`,
    );
  }
  const name = isState ? `${what}: terms[0].D` : `${what}: D`;
  const D = symmetric(isState ? written.terms?.[0]?.D : written.D, name, names.length);
  if (diagonal && D.some((row, k) => row.some((value, l) => k !== l && value !== 0))) {
    throw new RangeError(`${name} must be diagonal, the term is written with ||`);
  }
  const factor = semidefiniteFactor(D, name);
  const sd = Math.sqrt(sigma2);
  return {
    data,
    beta: written.beta === undefined ? null : finiteVector(written.beta, `${what}: beta`, model.names.length),
    sigma2,
    D,
    sigma: sd / data.yScale,
    L: Float64Array.from(factor.flatMap((row, k) => row.map((value) => (value / sd) * data.zScale[k]))),
  };
}

/** Any L with D = LL', for D positive definite or only semidefinite. @throws {RangeError} otherwise */
function semidefiniteFactor(D: number[][], name: string): number[][] {
  const sds = D.map((row, k) => (row[k] > 0 ? Math.sqrt(row[k]) : 1));
  const scaled = new Matrix(D.map((row, k) => row.map((value, l) => value / sds[k] / sds[l])));
  const L = choleskyOrNull(scaled) ?? eigenFactor(scaled);
  if (L === null) throw new RangeError(`${name} must be positive semidefinite, got ${shown(D)}`);
  return L.to2DArray().map((row, k) => row.map((value) => value * sds[k]));
}

function eigenFactor(A: Matrix): Matrix | null {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(A, { assumeSymmetric: true });
  if (!realEigenvalues.every((value) => value >= -ROUNDING)) return null;
  return eigenvectorMatrix.mulRowVector(realEigenvalues.map((value) => Math.sqrt(Math.max(value, 0))));
}
