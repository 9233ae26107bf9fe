// An unstructured D given b, and everything that is often wrong with it.
import type { State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { logDensityOf, type NaturalInverseWishart } from "../natural-law.ts";
import type { Pieces } from "../pieces.ts";
import {
  type DfAndScale,
  inverseWishartFaults,
  type WishartFault,
  type WishartParts,
} from "./inverse-wishart-faults.ts";
import { type Derivation, derivation } from "./recipe.ts";

/** D | b: IW(ν + J, S + Σb_ib_i'); a half-t prior given its α stands as IW(ν + q − 1, 2ν diag(1/α)). */
export function randomCovarianceDerivation({ model }: Pieces, { terms }: State): Derivation {
  const { b, auxiliary } = terms[0];
  const written = model.priors.D[0];
  if (written.kind === "diagonal") throw new TypeError("a diagonal D has a law of its own");
  const stack = new Matrix(b);
  const [J, q] = [b.length, stack.columns];
  const isHalfT = written.kind === "half-t";
  const prior: DfAndScale =
    written.kind === "half-t"
      ? {
          df: written.df + q - 1,
          scale: Matrix.diag((auxiliary ?? []).map((alpha) => (2 * written.df) / alpha)),
        }
      : { df: written.df, scale: new Matrix(written.scale) };
  const [nu, S] = isHalfT ? ["ν + q − 1", "2ν diag(1/α)"] : ["ν", "S"];
  const squares = (rows: Matrix): Matrix => rows.transpose().mmul(rows);
  const parts: WishartParts = {
    prior,
    data: { df: J, scale: squares(stack) },
    offset: 0,
    finish: logDensityOf,
  };
  const law = (given: WishartParts): NaturalInverseWishart => ({
    family: "inverse-wishart",
    df: given.prior.df + given.data.df + given.offset,
    scale: Matrix.add(given.prior.scale, given.data.scale),
  });
  const rowsFrom = (from: number, to: number): Matrix => new Matrix(b.slice(from, to));
  const means = stack.mean("column");
  const wrong = (
    id: string,
    says: string,
    replaced: () => Partial<DfAndScale>,
    part: "data" | "prior" = "data",
  ): WishartFault => ({
    id,
    says,
    change: (given) => ({ ...given, [part]: { ...given[part], ...replaced() } }),
  });
  const own = [
    wrong("N-for-J", "the degrees of freedom count the N rows where they must count the J groups", () => ({
      df: model.rows,
    })),
    wrong(
      "b-centred",
      "b is taken about its mean: Σ(b_i − b̄)(b_i − b̄)' for Σb_ib_i'; b_i has mean 0 in its law",
      () => ({
        scale: squares(stack.clone().subRowVector(means)),
      }),
    ),
    wrong("mean-square", "the mean of b_ib_i' stands where the sum belongs: Σb_ib_i'/J", () => ({
      scale: squares(stack).div(J),
    })),
    wrong(
      "cross-products-missing",
      "only the squares b_ik² are summed: the products b_ikb_il are left out",
      () => ({
        scale: Matrix.diag(squares(stack).diagonal()),
      }),
    ),
    wrong("first-group-left-out", "the first group is left out of Σb_ib_i'", () =>
      J > 1 ? { scale: squares(rowsFrom(1, J)) } : {},
    ),
    wrong("last-group-left-out", "the last group is left out of Σb_ib_i'", () =>
      J > 1 ? { scale: squares(rowsFrom(0, J - 1)) } : {},
    ),
    ...(written.kind === "half-t" ? halfTFaults(written.df, auxiliary ?? [], wrong) : []),
  ];
  return derivation(parts, [...own, ...inverseWishartFaults(nu, S, prior.df, q)], law, (given) =>
    given.finish(law(given)),
  );
}

function halfTFaults(
  df: number,
  auxiliary: readonly number[],
  wrong: (id: string, says: string, replaced: () => Partial<DfAndScale>, part: "prior") => WishartFault,
): WishartFault[] {
  const diagonal = (element: (alpha: number) => number): Partial<DfAndScale> => ({
    scale: Matrix.diag(auxiliary.map(element)),
  });
  return [
    wrong(
      "half-t-two-missing",
      "the prior's scale is ν diag(1/α) where 2ν diag(1/α) belongs",
      () => diagonal((alpha) => df / alpha),
      "prior",
    ),
    wrong(
      "auxiliary-not-inverted",
      "α stands where 1/α belongs in the prior's scale",
      () => diagonal((alpha) => 2 * df * alpha),
      "prior",
    ),
    wrong(
      "half-t-df",
      "the prior's degrees of freedom are ν where ν + q − 1 belong",
      () => ({ df }),
      "prior",
    ),
  ];
}
