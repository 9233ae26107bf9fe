// What goes wrong in the law of an unstructured D, IW(prior + data).
import { Matrix } from "ml-matrix";
import { powerOf } from "../matrix-power.ts";
import { inverted, type LogDensity, logDensityOf, type NaturalInverseWishart } from "../natural-law.ts";
import type { KnownFault } from "./recipe.ts";

/** What one source adds to degrees of freedom and scale. */
export interface DfAndScale {
  readonly df: number;
  readonly scale: Matrix;
}

/** The parts of an inverse-Wishart law. */
export interface WishartParts {
  readonly prior: DfAndScale;
  readonly data: DfAndScale;
  /** Added to df: 0. */
  readonly offset: number;
  readonly finish: (law: NaturalInverseWishart) => LogDensity;
}

/** A fault in an inverse-Wishart block. */
export type WishartFault = KnownFault<WishartParts>;

/**
 * Faults of an inverse-Wishart law.
 *
 * @param nu - how messages call the prior's degrees of freedom
 * @param S - how they call its scale
 * @param df - the prior's degrees of freedom
 * @param q - the dimension
 * @returns the faults
 */
export function inverseWishartFaults(nu: string, S: string, df: number, q: number): WishartFault[] {
  return [...partFaults(nu, S, df, q), ...lastFaults(nu, S)];
}

function partFaults(nu: string, S: string, df: number, q: number): WishartFault[] {
  const times = (
    part: "prior" | "data",
    id: string,
    says: string,
    ofDf: number,
    ofScale: number,
  ): WishartFault => ({
    id,
    says,
    change: (parts) => ({
      ...parts,
      [part]: { df: parts[part].df * ofDf, scale: Matrix.mul(parts[part].scale, ofScale) },
    }),
  });
  const offset = (id: string, says: string, by: number): WishartFault => ({
    id,
    says,
    change: (parts) => ({ ...parts, offset: parts.offset + by }),
  });
  return [
    {
      id: "prior-scale-inverted",
      says: `S⁻¹ stands where S belongs: the density has tr(S D⁻¹), a course's IW(ν, S⁻¹) has the inverse in its name only`,
      change: (parts) => {
        const scale = powerOf(parts.prior.scale, -1);
        return scale && { ...parts, prior: { ...parts.prior, scale } };
      },
    },
    times("prior", "prior-df-missing", `the prior's degrees of freedom ${nu} are missing`, 0, 1),
    times("prior", "prior-scale-missing", `the prior's scale ${S} is missing`, 1, 0),
    times("prior", "prior-missing", `the prior is missing: ${nu} and ${S}`, 0, 0),
    times("prior", "prior-scale-twice", `the prior's scale ${S} is counted twice`, 1, 2),
    times("prior", "prior-twice", `the prior is counted twice: ${nu} and ${S}`, 2, 2),
    times("prior", "prior-df-twice", `the prior's degrees of freedom ${nu} are counted twice`, 2, 1),
    times(
      "prior",
      "prior-scale-times-df",
      `the prior's scale is ${S} times its degrees of freedom, MCMCglmm's nu·V where S is meant`,
      1,
      df,
    ),
    times(
      "prior",
      "prior-scale-over-df",
      `the prior's scale ${S} is divided by its degrees of freedom`,
      1,
      1 / df,
    ),
    times("data", "data-df-missing", "J is missing from the degrees of freedom", 0, 1),
    times("data", "data-scale-missing", "Σb_ib_i' is missing from the scale", 1, 0),
    times("data", "half-too-much-in-df", "the degrees of freedom have J/2 where J belongs", 0.5, 1),
    times("data", "half-too-much-in-scale", "the scale has ½Σb_ib_i' where Σb_ib_i' belongs", 1, 0.5),
    times("data", "half-too-much", "J and Σb_ib_i' are halved, as for an inverse-gamma", 0.5, 0.5),
    times("data", "data-scale-twice", "the scale has 2Σb_ib_i' where Σb_ib_i' belongs", 1, 2),
    offset("df-one-too-large", "the degrees of freedom are 1 too large", 1),
    offset("df-one-too-small", "the degrees of freedom are 1 too small", -1),
    offset("df-q-too-large", `the degrees of freedom are q = ${q} too large`, q),
    offset("df-q-too-small", `the degrees of freedom are q = ${q} too small`, -q),
    offset(
      "df-exponent",
      `the degrees of freedom are q + 1 = ${q + 1} too large: the exponent of |D| is −(df + q + 1)/2`,
      q + 1,
    ),
    offset(
      "df-exponent-small",
      `the degrees of freedom are q + 1 = ${q + 1} too small: the exponent of |D| is −(df + q + 1)/2, not −df/2`,
      -q - 1,
    ),
    offset(
      "jacobian-of-the-inverse",
      `the degrees of freedom are 2(q + 1) = ${2 * (q + 1)} too small, as when a density of D⁻¹ is taken for one of D ` +
        "without the Jacobian |D|^(−q−1)",
      -2 * (q + 1),
    ),
  ];
}

function lastFaults(nu: string, S: string): WishartFault[] {
  const wishart =
    (scaleOf: (scale: Matrix) => Matrix | null): WishartParts["finish"] =>
    ({ df, scale }) => {
      const rate = scaleOf(scale);
      return (x) => {
        const D = new Matrix(x as number[][]);
        const { logDeterminant } = inverted(x as number[][]);
        return rate === null ? NaN : ((df - D.rows - 1) * logDeterminant - Matrix.mul(rate, D).sum()) / 2;
      };
    };
  const last = (id: string, says: string, finish: WishartParts["finish"]): WishartFault => ({
    id,
    says,
    change: (parts) => ({ ...parts, finish }),
  });
  return [
    last(
      "scale-inverted",
      `the whole scale stands inverted: (${S} + Σb_ib_i')⁻¹ for ${S} + Σb_ib_i'; a course's IW(${nu} + J, (…)⁻¹) has the inverse in its name only`,
      (law) => {
        const scale = powerOf(law.scale, -1);
        return scale === null ? () => NaN : logDensityOf({ ...law, scale });
      },
    ),
    last(
      "law-of-the-inverse",
      'this is the Wishart law of D⁻¹, evaluated at D; say so with { of: "precision" }, or invert it',
      wishart((scale) => scale),
    ),
    last(
      "law-of-the-inverse-and-scale-inverted",
      "this is a Wishart law evaluated at D, where D⁻¹ has one, and with the scale inverted",
      wishart((scale) => powerOf(scale, -1)),
    ),
    last("half-missing", "the ½ of the exponent is missing: the scale is twice what it should be", (law) =>
      logDensityOf({ ...law, scale: Matrix.mul(law.scale, 2) }),
    ),
    last("half-twice", "the ½ of the exponent is there twice: the scale is half what it should be", (law) =>
      logDensityOf({ ...law, scale: Matrix.mul(law.scale, 0.5) }),
    ),
    last("off-diagonals-left-out", "the off-diagonal elements of the scale are left out", (law) =>
      logDensityOf({ ...law, scale: Matrix.diag(law.scale.diagonal()) }),
    ),
  ];
}
