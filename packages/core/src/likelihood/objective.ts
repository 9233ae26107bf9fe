// What is minimised: minus twice a log likelihood, less its constants, with σ² profiled out, held, or tied to one sd.
import { criterionDerivatives, type PartDerivatives } from "./criterion-derivatives.ts";
import { factorAt, type FactorMap, throughFactor } from "./factor-map.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { reducedGls } from "./reduced-gls.ts";
import type { Evaluation } from "./trust-region.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** How σ² depends on the rest: maximised over, held at a value, or 1/φ[0]², by which σφ[0], a standard deviation, is held. */
export type ResidualVariance = "profiled" | { readonly sigma2: number } | "reciprocal";

/** A function of φ to minimise. */
export interface Objective {
  readonly data: LikelihoodData;
  readonly map: FactorMap;
  /** REML instead of ML. */
  readonly restricted: boolean;
  readonly residual: ResidualVariance;
}

/** The number of rows, or for REML of error contrasts, that σ̂² divides by. */
export function degreesOf({ data: { N, p }, restricted }: Pick<Objective, "data" | "restricted">): number {
  return restricted ? N - p : N;
}

/**
 * n log σ² + rss/σ² + log|M| (+ log|R_X'R_X|) with its derivatives; n log rss for a profiled σ².
 *
 * @param objective - what to evaluate
 * @param phi - the parameters of Λ
 * @param order - 0 for the value alone
 * @returns value, gradient and Hessian; a value that is not finite where there is none
 */
export function evaluateObjective(objective: Objective, phi: Float64Array, order: 0 | 2): Evaluation {
  const { data, map, restricted, residual } = objective;
  const L = factorAt(map, phi);
  const whitened = whitenedGroups(data, L);
  const gls = reducedGls(data, whitened);
  const n = degreesOf(objective);
  const rest = whitened.logDeterminant + (restricted ? gls.logDeterminantX : 0);
  const { value, slope, curvature } = residualPart(residual, n, gls.rss, phi[0]);
  const empty = new Float64Array(0);
  if (order === 0) return { value: value + rest, gradient: empty, hessian: empty };

  const derivatives = criterionDerivatives(data, whitened, gls, restricted);
  const through = (part: PartDerivatives): PartDerivatives => throughFactor(map, L, part);
  const parts = [
    derivatives.logDeterminant,
    ...(derivatives.logDeterminantX === null ? [] : [derivatives.logDeterminantX]),
  ];
  const { gradient, hessian } = through(sumOf(parts));
  const rss = through(derivatives.rss);
  const m = map.size;
  for (let j = 0; j < m; j++) {
    gradient[j] += slope * rss.gradient[j];
    for (let k = 0; k < m; k++) {
      hessian[j * m + k] += slope * rss.hessian[j * m + k] + curvature * rss.gradient[j] * rss.gradient[k];
    }
  }
  if (residual === "reciprocal") {
    // n log σ² + rss/σ² = rss·a² − 2n log a, a = φ[0].
    const a = phi[0];
    gradient[0] += 2 * a * gls.rss - (2 * n) / a;
    hessian[0] += 2 * gls.rss + (2 * n) / a ** 2;
    for (let k = 0; k < m; k++) {
      hessian[k] += 2 * a * rss.gradient[k];
      hessian[k * m] += 2 * a * rss.gradient[k];
    }
  }
  return { value: value + rest, gradient, hessian };
}

/** The part of the objective that σ² is in, with its first and second derivative in rss. */
function residualPart(
  residual: ResidualVariance,
  n: number,
  rss: number,
  a: number,
): { value: number; slope: number; curvature: number } {
  if (residual === "profiled") return { value: n * Math.log(rss), slope: n / rss, curvature: -n / rss ** 2 };
  const sigma2 = residual === "reciprocal" ? 1 / a ** 2 : residual.sigma2;
  return { value: n * Math.log(sigma2) + rss / sigma2, slope: 1 / sigma2, curvature: 0 };
}

function sumOf(parts: readonly PartDerivatives[]): PartDerivatives {
  const sum = (key: keyof PartDerivatives): Float64Array =>
    parts[0][key].map((_, at) => parts.reduce((total, part) => total + part[key][at], 0));
  return { gradient: sum("gradient"), hessian: sum("hessian") };
}
