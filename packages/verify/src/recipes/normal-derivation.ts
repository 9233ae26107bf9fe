// The derivation of a normal block, with all that goes wrong in any of them.
import { Matrix } from "ml-matrix";
import { logDensityOf, type NaturalNormal } from "../natural-law.ts";
import { dataFaults } from "./normal-data-faults.ts";
import { lastFaults } from "./normal-last-faults.ts";
import type { NormalFault, NormalParts, NormalWords } from "./normal-parts.ts";
import { priorFaults } from "./normal-prior-faults.ts";
import { type Derivation, derivation } from "./recipe.ts";

/**
 * The derivation of a normal block.
 *
 * @param parts - the right parts
 * @param sigma2 - σ², by which the data's parts are divided
 * @param words - how messages call the parts
 * @param priorMean - m₀, a column of zeros where there is none
 * @param own - faults of this block only, which come first
 * @returns the derivation
 */
export function normalDerivation(
  parts: NormalParts,
  sigma2: number,
  words: NormalWords,
  priorMean: Matrix,
  own: readonly NormalFault[],
): Derivation {
  const law = (given: NormalParts): NaturalNormal =>
    given.finish(
      Matrix.add(given.priorPrecision, given.dataPrecision),
      Matrix.add(given.priorTerm, given.dataTerm),
    );
  const faults = [
    ...own,
    ...priorFaults(words, priorMean),
    ...dataFaults(words, sigma2),
    ...lastFaults(sigma2),
  ];
  return derivation(parts, faults, law, (given) => logDensityOf(law(given)));
}
