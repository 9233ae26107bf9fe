// σ² given β, b, and everything that is often wrong with it.
import type { State, VariancePrior } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import type { GroupPieces, Pieces } from "../pieces.ts";
import {
  inverseGammaDerivation,
  type InverseGammaParts,
  scaled,
  type ShapeAndScale,
} from "./inverse-gamma-faults.ts";
import { type Derivation, type KnownFault, replacing } from "./recipe.ts";

type GammaFault = KnownFault<InverseGammaParts>;

/** The inverse-gamma that a variance's prior is, given the auxiliary α of a half-t, with the names of its parts. */
export function variancePriorParts(
  prior: VariancePrior,
  auxiliary: number | undefined,
): { shape: number; scale: number; words: readonly [string, string] } {
  if (prior.kind === "inverse-gamma") return { ...prior, words: ["a₀", "s₀"] };
  return { shape: prior.df / 2, scale: prior.df / (auxiliary ?? NaN), words: ["ν/2", "ν/α"] };
}

/** Faults of a half-t prior's scale ν/α: none for another prior. */
export function halfTFaults(df: readonly (number | null)[], auxiliary: readonly number[]): GammaFault[] {
  if (df.every((one) => one === null)) return [];
  const wrong = (id: string, says: string, scale: (nu: number, alpha: number) => number): GammaFault => ({
    id,
    says,
    change: (parts) => ({
      ...parts,
      prior: {
        ...parts.prior,
        scale: parts.prior.scale.map((right, k) => {
          const nu = df[k];
          return nu === null ? right : scale(nu, auxiliary[k]);
        }),
      },
    }),
  });
  return [
    wrong("auxiliary-not-inverted", "α stands where 1/α belongs", (nu, alpha) => nu * alpha),
    wrong("half-t-df-missing", "ν is missing from the prior's scale: 1/α for ν/α", (_, alpha) => 1 / alpha),
    wrong(
      "half-t-two-too-much",
      "the prior's scale is 2ν/α where ν/α belongs",
      (nu, alpha) => (2 * nu) / alpha,
    ),
  ];
}

/** σ² | β, b, y: IG(a₀ + N/2, s₀ + RSS/2), with p/2 and δ(β − m₀)'X'X(β − m₀)/2 more for Zellner's prior of β. */
export function residualVarianceDerivation(pieces: Pieces, state: State): Derivation {
  const { model, groups, XX } = pieces;
  const { terms } = state;
  const beta = Matrix.columnVector(state.beta);
  const p = state.beta.length;
  const { shape, scale, words } = variancePriorParts(model.priors.sigma2, state.auxiliary);
  const residuals = (ofBeta: number, ofB: number): number[] =>
    groups.map(({ y, X, Z }: GroupPieces, i) => {
      const fixed = X.mmul(beta).mul(ofBeta);
      const random = Z.mmul(Matrix.columnVector(terms[0].b[i])).mul(ofB);
      return Matrix.sub(y, fixed).sub(random).norm("frobenius") ** 2;
    });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const squares = residuals(1, 1);
  const N = model.rows;
  const data = (count: number, rss: number): ShapeAndScale => ({ shape: [count / 2], scale: [rss / 2] });
  const rows = groups.map(({ y }) => y.rows);
  const own = [
    replacing<InverseGammaParts>(
      "b-not-subtracted",
      "b is not subtracted in the residuals: y_i − X_iβ for y_i − X_iβ − Z_ib_i",
      () => ({
        data: data(N, sum(residuals(1, 0))),
      }),
    ),
    replacing<InverseGammaParts>(
      "b-added",
      "b is added in the residuals: y_i − X_iβ + Z_ib_i for y_i − X_iβ − Z_ib_i",
      () => ({
        data: data(N, sum(residuals(1, -1))),
      }),
    ),
    replacing<InverseGammaParts>("beta-not-subtracted", "Xβ is not subtracted in the residuals", () => ({
      data: data(N, sum(residuals(0, 1))),
    })),
    replacing<InverseGammaParts>(
      "data-not-centred",
      "neither Xβ nor Zb is subtracted: the scale has Σ‖y_i‖²",
      () => ({
        data: data(N, sum(residuals(0, 0))),
      }),
    ),
    replacing<InverseGammaParts>(
      "J-for-N",
      "the shape counts the J groups where it must count the N rows",
      () => ({
        data: data(groups.length, sum(squares)),
      }),
    ),
    replacing<InverseGammaParts>(
      "square-missing",
      "the residuals' norm is not squared: √RSS for RSS",
      () => ({
        data: data(N, Math.sqrt(sum(squares))),
      }),
    ),
    replacing<InverseGammaParts>(
      "mean-square",
      "the mean of the squares stands where their sum belongs: RSS/N for RSS",
      () => ({
        data: data(N, sum(squares) / N),
      }),
    ),
    replacing<InverseGammaParts>(
      "first-group-left-out-of-scale",
      "the first group is left out of RSS",
      () => ({
        data: data(N, sum(squares.slice(1))),
      }),
    ),
    replacing<InverseGammaParts>("last-group-left-out-of-scale", "the last group is left out of RSS", () => ({
      data: data(N, sum(squares.slice(0, -1))),
    })),
    replacing<InverseGammaParts>("first-group-left-out", "the first group is left out of N and RSS", () => ({
      data: data(N - rows[0], sum(squares.slice(1))),
    })),
    replacing<InverseGammaParts>("last-group-left-out", "the last group is left out of N and RSS", () => ({
      data: data(N - rows[rows.length - 1], sum(squares.slice(0, -1))),
    })),
    ...zellnerFaults(model.priors.beta.kind === "zellner", p),
    ...halfTFaults(
      [model.priors.sigma2.kind === "half-t" ? model.priors.sigma2.df : null],
      [state.auxiliary ?? NaN],
    ),
  ];
  const prior = { shape: [shape], scale: [scale] };
  const parts =
    model.priors.beta.kind === "zellner"
      ? { prior, data: data(N, sum(squares)), coupled: coupledOf(model.priors.beta, beta, XX) }
      : { prior, data: data(N, sum(squares)) };
  return inverseGammaDerivation(parts, { symbol: "σ²", prior: words, data: ["N/2", "RSS/2"] }, own);
}

/** What Zellner's prior of β adds to the law of σ². */
function coupledOf(prior: { mean: number[]; delta: number }, beta: Matrix, XX: Matrix): ShapeAndScale {
  const deviation = Matrix.sub(beta, Matrix.columnVector(prior.mean));
  const quadratic = deviation.transpose().mmul(XX).mmul(deviation).get(0, 0);
  return { shape: [beta.rows / 2], scale: [(prior.delta * quadratic) / 2] };
}

function zellnerFaults(isZellner: boolean, p: number): GammaFault[] {
  if (!isZellner) {
    return [
      {
        id: "N-minus-p",
        says: "the shape has N − p where N belongs: β is given, no degrees of freedom are lost",
        change: (parts) => ({ ...parts, offset: parts.offset - p / 2 }),
      },
      {
        id: "p-counted",
        says: "the shape has p/2 more: that belongs to Zellner's prior of β, this model's does not depend on σ²",
        change: (parts) => ({ ...parts, offset: parts.offset + p / 2 }),
      },
    ];
  }
  const wrong = (id: string, says: string, shape: number, scale: number): GammaFault => ({
    id,
    says,
    change: ({ coupled, ...parts }) =>
      coupled === undefined ? null : { ...parts, coupled: scaled(coupled, shape, scale) },
  });
  return [
    wrong(
      "zellner-shape-missing",
      "p/2 is missing from the shape: with Zellner's prior β depends on σ²",
      0,
      1,
    ),
    wrong(
      "zellner-scale-missing",
      "δ(β − m₀)'X'X(β − m₀)/2 is missing from the scale: with Zellner's prior β depends on σ²",
      1,
      0,
    ),
    wrong(
      "zellner-missing",
      "Zellner's prior of β is forgotten: p/2 in the shape and δ(β − m₀)'X'X(β − m₀)/2 in the scale are missing",
      0,
      0,
    ),
    wrong("zellner-half-missing", "the ½ is missing of δ(β − m₀)'X'X(β − m₀)/2 in the scale", 1, 2),
  ];
}
