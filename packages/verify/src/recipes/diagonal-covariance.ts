// A diagonal D given b, element by element, and everything that is often wrong with it.
import type { State, VariancePrior } from "@lmm-gibbs/core";
import { auxiliaryOf } from "@lmm-gibbs/core/internal";
import type { Pieces } from "../pieces.ts";
import { inverseGammaDerivation, type InverseGammaParts } from "./inverse-gamma-faults.ts";
import { type Derivation, type KnownFault, replacing } from "./recipe.ts";
import { halfTFaults, variancePriorParts } from "./residual-variance.ts";

/** D_kk | b: IG(a_k + J/2, s_k + Σb_ik²/2), independently. */
export function diagonalCovarianceDerivation(
  { model }: Pieces,
  columns: readonly VariancePrior[],
  { terms }: State,
): Derivation {
  const { b, auxiliary } = terms[0];
  const prior = model.priors.D[0];
  const J = b.length;
  const alphas = columns.map((_, k) => auxiliaryOf(prior, auxiliary, k) ?? NaN);
  const priors = columns.map((column, k) => variancePriorParts(column, alphas[k]));
  const halfOf = (count: number, square: (column: number[]) => number): InverseGammaParts["data"] => ({
    shape: columns.map(() => count / 2),
    scale: columns.map((_, k) => square(b.map((row) => row[k])) / 2),
  });
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const squares = (values: number[]): number => sum(values.map((value) => value ** 2));
  const wrong = (
    id: string,
    says: string,
    data: () => InverseGammaParts["data"],
  ): KnownFault<InverseGammaParts> => replacing<InverseGammaParts>(id, says, () => ({ data: data() }));
  const own = [
    wrong("N-for-J", "the shape counts the N rows where it must count the J groups", () =>
      halfOf(model.rows, squares),
    ),
    wrong("sum-squared", "the sum of b is squared, (Σb_ik)², where the squares must be summed", () =>
      halfOf(J, (values) => sum(values) ** 2),
    ),
    wrong(
      "b-centred",
      "b is taken about its mean: Σ(b_ik − b̄_k)² for Σb_ik²; b_i has mean 0 in its law",
      () => halfOf(J, (values) => squares(values) - sum(values) ** 2 / J),
    ),
    wrong("mean-square", "the mean of the squares stands where their sum belongs: Σb_ik²/J for Σb_ik²", () =>
      halfOf(J, (values) => squares(values) / J),
    ),
    wrong("first-group-left-out", "the first group is left out of Σb_ik²", () =>
      halfOf(J, (values) => squares(values.slice(1))),
    ),
    wrong("last-group-left-out", "the last group is left out of Σb_ik²", () =>
      halfOf(J, (values) => squares(values.slice(0, -1))),
    ),
    wrong("columns-exchanged", "the columns of b are in the wrong order", () => {
      const { shape, scale } = halfOf(J, squares);
      return { shape, scale: scale.toReversed() };
    }),
    ...halfTFaults(
      columns.map((column) => (column.kind === "half-t" ? column.df : null)),
      alphas,
    ),
  ];
  return inverseGammaDerivation(
    {
      prior: { shape: priors.map(({ shape }) => shape), scale: priors.map(({ scale }) => scale) },
      data: halfOf(J, squares),
    },
    { symbol: "D_kk", prior: ["a_k", "s_k"], data: ["J/2", "Σb_ik²/2"] },
    own,
  );
}
