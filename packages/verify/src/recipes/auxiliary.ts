// The auxiliaries α of half-t priors given their variances, and everything that is often wrong with them.
import type { State } from "@lmm-gibbs/core";
import { halfTColumns } from "@lmm-gibbs/core/internal";
import { inverted } from "../natural-law.ts";
import type { Pieces } from "../pieces.ts";
import { inverseGammaDerivation, type InverseGammaParts } from "./inverse-gamma-faults.ts";
import { type Derivation, replacing } from "./recipe.ts";

interface HalfT {
  readonly df: number;
  /** A. */
  readonly scale: number;
  /** (D⁻¹)_kk, or 1/σ². */
  readonly inverse: number;
  /** D_kk, or σ². */
  readonly variance: number;
}

/** α_k | D: IG((ν + q)/2, ν(D⁻¹)_kk + 1/A_k²), independently. */
export function auxiliaryDerivation({ model }: Pieces, { terms }: State): Derivation {
  const { D } = terms[0];
  const prior = model.priors.D[0];
  const { inverse } = inverted(D);
  const columns = halfTColumns(prior).map(({ column, df, scale }) => ({
    df,
    scale,
    inverse: inverse.get(column, column),
    variance: D[column][column],
  }));
  const q = prior.kind === "diagonal" ? 1 : columns.length;
  return halfTDerivation(columns, q, ["α_k", "ν(D⁻¹)_kk", "(D⁻¹)_kk"]);
}

/** α | σ²: IG((ν + 1)/2, ν/σ² + 1/A²). */
export function residualAuxiliaryDerivation({ model }: Pieces, { sigma2 }: State): Derivation {
  const prior = model.priors.sigma2;
  if (prior.kind !== "half-t") throw new TypeError("σ has no half-t prior");
  const column = { df: prior.df, scale: prior.scale, inverse: 1 / sigma2, variance: sigma2 };
  return halfTDerivation([column], 1, ["α", "ν/σ²", "1/σ²"]);
}

function halfTDerivation(
  columns: readonly HalfT[],
  q: number,
  [symbol, term, inverse]: readonly [string, string, string],
): Derivation {
  type Part = InverseGammaParts["prior"];
  const prior = (scale: (column: HalfT) => number): Part => ({
    shape: columns.map(() => 0.5),
    scale: columns.map(scale),
  });
  const data = (size: number, scale: (column: HalfT) => number): Part => ({
    shape: columns.map(({ df }) => (df + size - 1) / 2),
    scale: columns.map(scale),
  });
  const right = data(q, (column) => column.df * column.inverse);
  const own = [
    replacing<InverseGammaParts>("q-missing", "the shape is (ν + 1)/2 where (ν + q)/2 belongs", () => ({
      data: { ...right, shape: data(1, () => 0).shape },
    })),
    replacing<InverseGammaParts>(
      "D-inverted-by-element",
      `1/D_kk stands where ${inverse} belongs: the element of the inverse, not the inverse of the element`,
      () => ({
        data: data(q, ({ df, variance }) => df / variance),
      }),
    ),
    replacing<InverseGammaParts>(
      "variance-not-inverted",
      `the variance stands where ${inverse} belongs`,
      () => ({
        data: data(q, ({ df, variance }) => df * variance),
      }),
    ),
    replacing<InverseGammaParts>(
      "half-t-df-missing",
      `ν is missing from the scale: ${inverse} for ${term}`,
      () => ({
        data: data(q, ({ inverse }) => inverse),
      }),
    ),
    replacing<InverseGammaParts>("A-for-A-squared", "1/A stands where 1/A² belongs", () => ({
      prior: prior(({ scale }) => 1 / scale),
    })),
    replacing<InverseGammaParts>("A-squared-not-inverted", "A² stands where 1/A² belongs", () => ({
      prior: prior(({ scale }) => scale ** 2),
    })),
  ];
  return inverseGammaDerivation(
    { prior: prior(({ scale }) => 1 / scale ** 2), data: right },
    { symbol, prior: ["½", "1/A²"], data: ["(ν + q − 1)/2", term] },
    own,
  );
}
