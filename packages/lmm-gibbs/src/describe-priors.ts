// A model's priors in words of the field, a line a parameter.
import type { BetaPrior, CovariancePrior, Priors, VariancePrior } from "@lmm-gibbs/core";
import { isProper } from "@lmm-gibbs/core/internal";

type InverseGammaPrior = Extract<VariancePrior, { kind: "inverse-gamma" }>;
type InverseWishartPrior = Extract<CovariancePrior, { kind: "inverse-wishart" }>;

/**
 * The priors of a model, as a reader would write them.
 *
 * @param priors - settled priors of a model
 * @param terms - its random-effect terms
 * @returns a line each for β, σ² and every D, or every element of a diagonal D
 */
export function describePriors(
  priors: Priors,
  terms: readonly { readonly group: string; readonly names: readonly string[] }[],
): string[] {
  return [
    `beta ${betaText(priors.beta)}`,
    varianceText("sigma2", "sigma", priors.sigma2),
    ...priors.D.flatMap((prior, t) => covarianceLines(prior, terms[t])),
  ];
}

function betaText(prior: BetaPrior): string {
  if (prior.kind === "flat") return "flat";
  if (prior.kind === "zellner") {
    return `| sigma2 ~ normal, mean ${vector(prior.mean)}, covariance ${number(1 / prior.delta)} · sigma2 · (X'X)⁻¹`;
  }
  const diagonal = prior.precision.every((row, i) => row.every((value, j) => i === j || value === 0));
  const spread = diagonal
    ? `precision ${vector(prior.precision.map((row, i) => row[i]))}`
    : `precision [${prior.precision.map(vector).join("; ")}]`;
  return `~ normal, mean ${vector(prior.mean)}, ${spread}`;
}

function varianceText(variance: string, sd: string, prior: VariancePrior): string {
  if (prior.kind === "half-t") return `${sd} ~ half-t(${number(prior.df)}), scale ${number(prior.scale)}`;
  if (!isProper(prior)) return improperText(variance, sd, prior);
  return `${variance} ~ inverse-gamma, shape ${number(prior.shape)}, scale ${number(prior.scale)}`;
}

/** x^(−shape−1) e^(−scale/x), by its name where it has one. */
function improperText(variance: string, sd: string, { shape, scale }: InverseGammaPrior): string {
  if (scale === 0 && shape === 0) return `${variance} ∝ 1/${variance}`;
  if (scale === 0 && shape === -1) return `${variance} flat`;
  if (scale === 0 && shape === -0.5) return `${sd} flat`;
  const exponential = scale === 0 ? "" : ` exp(-${number(scale)}/${variance})`;
  return `${variance} ∝ ${variance}^(${number(-shape - 1)})${exponential}, improper`;
}

/** |D|^(−(df+q+1)/2) exp(−½ tr(scale·D⁻¹)). */
function improperWishartText(
  { df, scale }: InverseWishartPrior,
  { group, names }: { readonly group: string; readonly names: readonly string[] },
): string {
  const D = `D_${group}`;
  const q = names.length;
  if (q === 1)
    return improperText(D, `sd_${group}`, { kind: "inverse-gamma", shape: df / 2, scale: scale[0][0] / 2 });
  const isZero = scale.flat().every((value) => value === 0);
  if (isZero && df === -q - 1) return `${D} flat`;
  const trace = isZero ? "" : ` exp(-tr(S inverse(${D}))/2), S = [${scale.map(vector).join("; ")}]`;
  return `${D} ∝ det(${D})^(${number(-(df + q + 1) / 2)})${trace}, improper`;
}

function covarianceLines(
  prior: CovariancePrior,
  { group, names }: { readonly group: string; readonly names: readonly string[] },
): string[] {
  if (prior.kind === "inverse-wishart") {
    if (!isProper(prior)) return [improperWishartText(prior, { group, names })];
    const scale = `[${prior.scale.map(vector).join("; ")}]`;
    return [`D_${group} ~ inverse-Wishart, df ${number(prior.df)}, scale ${scale}`];
  }
  if (prior.kind === "half-t") {
    const scales = prior.scale.map((scale, k) => `${number(scale)} for ${names[k]}`);
    return [`sd_${group} ~ half-t(${number(prior.df)}), scale ${scales.join(", ")}`];
  }
  return prior.columns.map((column, k) =>
    varianceText(`D_${group}[${names[k]},${names[k]}]`, `sd_${group}[${names[k]}]`, column),
  );
}

/** One number where all are equal, else all of them. */
function vector(values: readonly number[]): string {
  return values.length > 1 && values.every((value) => value === values[0])
    ? `${number(values[0])} each`
    : values.map(number).join(", ");
}

/** Four significant digits, which is more than anybody's prior knows. */
function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
