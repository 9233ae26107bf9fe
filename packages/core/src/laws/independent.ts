// Laws of independent components: a vector of scalars, and a diagonal matrix.
import type { Law } from "./law.ts";

/** The joint law of independent scalars, drawn in index order. */
export interface IndependentLaw extends Law<number[]> {
  readonly family: "independent";
  readonly components: readonly Law<number>[];
}

/** The law of a diagonal matrix with independent diagonal elements, drawn in index order. */
export interface DiagonalLaw extends Law<number[][]> {
  readonly family: "diagonal";
  readonly components: readonly Law<number>[];
}

/**
 * The law of a vector with independent components.
 *
 * @param components - the law of each component
 * @returns the joint law
 */
export function independentLaw(components: readonly Law<number>[]): IndependentLaw {
  return {
    family: "independent",
    components,
    logDensity: (x) => components.reduce((sum, law, k) => sum + law.logDensity(x[k]), 0),
    sample: (stream) => components.map((law) => law.sample(stream)),
  };
}

/**
 * The law of a diagonal matrix with independent diagonal elements.
 *
 * @param components - the law of each diagonal element
 * @returns the law; its density is with respect to the diagonal elements, −∞ at a matrix that is not diagonal
 */
export function diagonalLaw(components: readonly Law<number>[]): DiagonalLaw {
  const diagonal = independentLaw(components);
  return {
    family: "diagonal",
    components,
    logDensity: (D) =>
      D.every((row, i) => row.every((value, j) => i === j || value === 0))
        ? diagonal.logDensity(D.map((row, i) => row[i]))
        : -Infinity,
    sample: (stream) =>
      diagonal.sample(stream).map((value, i) => components.map((_, j) => (i === j ? value : 0))),
  };
}
