// The proper prior nearest to one that makes the posterior improper, as code.
import type { Model } from "../model.ts";
import { defaultScales } from "../priors/default-scales.ts";
import { type CovariancePrior, isProper, type Priors, type VariancePrior } from "../priors/settled-priors.ts";
import { judge } from "./judge.ts";
import { norm } from "./left-over.ts";
import { halfTCode, short, variancePriorCode } from "./prior-code.ts";

/** Of an exact fit nothing tells σ²: this part of the variance of the response stands for a guess. */
const RESIDUAL_PART = 0.01;

/**
 * Priors under which the posterior is proper, changed as little as that takes: of D, of σ², or of both.
 *
 * A flat prior on a standard deviation or a variance becomes the half-t(2) of the default, whose scale is large beside what
 * the response could show; a prior of σ² an inverse-gamma, which vanishes at 0 as an exact fit needs.
 *
 * @param model - of which the posterior is improper
 * @returns code such as `priors: { D: halfT({ df: 2, scale: 12.3 }) }`
 */
export function remedyOf(model: Model): string {
  const { priors } = model;
  const [D] = priors.D;
  const proper = properD(model, D);
  const scale = Number(short(RESIDUAL_PART * varianceOf(model.y))) || RESIDUAL_PART;
  const sigma2: VariancePrior = { kind: "inverse-gamma", shape: 1, scale };
  const candidates: { priors: Priors; code: string[] }[] = [
    ...(isProper(D) ? [] : [{ priors: { ...priors, D: [proper.prior] }, code: [`D: ${proper.code}`] }]),
    { priors: { ...priors, sigma2 }, code: [`sigma2: ${variancePriorCode(sigma2)}`] },
    {
      priors: { ...priors, sigma2, D: [proper.prior] },
      code: [`sigma2: ${variancePriorCode(sigma2)}`, `D: ${proper.code}`],
    },
  ];
  // The last does: its priors of σ² and D are proper, and X is of full rank where β is flat.
  const { code } = candidates.find((one) => judge({ ...model, priors: one.priors }).verdict === "proper")!;
  return `priors: { ${code.join(", ")} }`;
}

function properD(model: Model, prior: CovariancePrior): { prior: CovariancePrior; code: string } {
  const scales = scalesOf(model);
  if (prior.kind === "diagonal") {
    const columns = prior.columns.map((column, k): VariancePrior =>
      isProper(column) ? column : { kind: "half-t", df: 2, scale: scales[k] },
    );
    return {
      prior: { kind: "diagonal", columns },
      code: `[${columns.map(variancePriorCode).join(", ")}]`,
    };
  }
  const code = halfTCode(2, scales.length === 1 ? scales[0] : scales);
  return { prior: { kind: "half-t", df: 2, scale: scales }, code };
}

/** The default's scales with the digits that are printed, or 1 where the data do not give them. */
function scalesOf({ terms: [term], y }: Model): number[] {
  try {
    return defaultScales(term, y).map((scale) => Number(short(scale)));
  } catch {
    return term.names.map(() => 1);
  }
}

/** The variance of y. */
function varianceOf(y: Float64Array): number {
  const N = y.length;
  const mean = y.reduce((sum, value) => sum + value / N, 0);
  return norm(N, (i) => y[i] - mean) ** 2 / N;
}
