// The priors of D that a user may write, each converted at the door to the form that the updates know.
import { finiteAbove, positiveDefinite, positiveSemidefinite, recordOf, requireFlag } from "../arguments.ts";
import { properlyAbove, wishartPrior } from "./improper-priors.ts";
import type { VariancePriorWritten } from "./variance-priors.ts";

/** p(D) ∝ |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)): IW(df, scale) where that is a law, improper elsewhere. */
export interface InverseWishartPrior {
  readonly kind: "inverse-wishart";
  readonly df: number;
  /** q × q; as written also [], the zero matrix of whatever size the model needs. */
  readonly scale: number[][];
  /** Where df ≤ q − 1 or the scale is singular. */
  readonly improper?: true;
}

/** What may stand for the prior of D. */
export type CovariancePriorWritten = InverseWishartPrior | VariancePriorWritten;

/**
 * An inverse-Wishart prior on D, p(D) ∝ |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)).
 *
 * @param parameters - `df` > q − 1 and `scale` (q × q, or a number when q = 1); or MCMCglmm's `V` and `nu`, which are
 *   df = nu and scale = nu·V; or a prior guess Σ₀ as the `mean`, scale = (df − q − 1)Σ₀, held with `df` > q + 1, by
 *   default q + 2, so that scale = Σ₀. A course's "IW(η₀, S₀⁻¹)" whose density has tr(S₀Σ⁻¹) is df = η₀, scale = S₀.
 *   With `improper: true` any finite `df` and a positive semidefinite `scale`, 0 standing for the zero matrix: p(D) ∝ 1
 *   is df = −(q + 1), scale 0
 * @returns the prior
 * @throws {RangeError} when df ≤ q − 1 (for a mean q + 1) or the matrix is not positive definite, and `improper` is not
 *   asked for
 * @see Hoff 2009, section 7.3
 */
export function inverseWishart(
  parameters:
    | { df: number; scale: number | readonly (readonly number[])[]; improper?: boolean }
    | { nu: number; V: number | readonly (readonly number[])[] }
    | { mean: number | readonly (readonly number[])[]; df?: number },
): InverseWishartPrior {
  recordOf(parameters, ["df", "scale", "nu", "V", "mean", "improper"], "inverseWishart()'s parameters");
  if ("mean" in parameters) return withMean(parameters);
  if ("improper" in parameters && requireFlag(parameters.improper, "inverseWishart() improper")) {
    const { df, scale } = recordOf(parameters, ["df", "scale", "improper"], "inverseWishart()'s parameters");
    finiteAbove(df, -Infinity, "inverseWishart() df");
    if (scale === 0) return { kind: "inverse-wishart", df, scale: [], improper: true };
    return wishartPrior(
      df,
      positiveSemidefinite(typeof scale === "number" ? [[scale]] : scale, "inverseWishart() scale"),
    );
  }
  const byV = "V" in parameters;
  const [matrix, degrees] = byV ? [parameters.V, parameters.nu] : [parameters.scale, parameters.df];
  const name = `inverseWishart() ${byV ? "V" : "scale"}`;
  const given = positiveDefinite(typeof matrix === "number" ? [[matrix]] : matrix, name);
  const df = properlyAbove(degrees, given.length - 1, `inverseWishart() ${byV ? "nu" : "df"}`);
  return {
    kind: "inverse-wishart",
    df,
    scale: byV ? given.map((row) => row.map((v) => df * v)) : given,
  };
}

function withMean(parameters: {
  mean: number | readonly (readonly number[])[];
  df?: number;
}): InverseWishartPrior {
  const { mean, df } = recordOf(parameters, ["mean", "df"], "inverseWishart()'s parameters with a mean");
  const guess = positiveDefinite(typeof mean === "number" ? [[mean]] : mean, "inverseWishart() mean");
  const q = guess.length;
  const degrees =
    df === undefined ? q + 2 : finiteAbove(df, q + 1, "inverseWishart() df, for a mean to exist,");
  return {
    kind: "inverse-wishart",
    df: degrees,
    scale: guess.map((row) => row.map((value) => (degrees - q - 1) * value)),
  };
}

/**
 * A Wishart prior on the precision D⁻¹, as JAGS's `dwish(R, k)`: D ~ IW(k, R).
 *
 * @param parameters - `df` = k > q − 1 and `inverseScale` = R (q × q), p(Ω) ∝ |Ω|^((k−q−1)/2) exp(−½ tr(RΩ)), Ω = D⁻¹
 * @returns the prior as an inverse-Wishart
 * @throws {RangeError} when df ≤ q − 1 or inverseScale is not positive definite
 */
export function wishartPrecision(parameters: {
  df: number;
  inverseScale: number | readonly (readonly number[])[];
}): InverseWishartPrior {
  recordOf(parameters, ["df", "inverseScale"], "wishartPrecision()'s parameters");
  const { df, inverseScale } = parameters;
  return inverseWishart({ df, scale: inverseScale });
}
