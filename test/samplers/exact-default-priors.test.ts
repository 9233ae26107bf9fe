// Every sweep meets a posterior under the default priors (flat β, 1/σ², half-t), integrated on a grid.
import { mixedModel } from "@lmm-gibbs/core";
import { readCsv } from "@lmm-gibbs/core/node";
import { mcseMean, mcseSd } from "@lmm-gibbs/diagnostics";
import { sampleSync } from "@lmm-gibbs/samplers";
import { expect, test } from "vitest";

const beaches = readCsv(new URL("../../data/rikz.csv", import.meta.url));
const model = mixedModel("Richness ~ NAP + (1 | Beach)", beaches);

/** log ∫ L(β, σ², τ²) dβ up to a constant, by 2 × 2 sums over beaches: V_i⁻¹ = (I − κ_i 11')/σ². */
function logRestricted(sigma2: number, tau2: number): number {
  const { groupOf, levels } = model.terms[0];
  let logV = 0;
  const S = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < levels.length; i++) {
    const rows = [...groupOf.keys()].filter((row) => groupOf[row] === i);
    const n = rows.length;
    const kappa = tau2 / (sigma2 + n * tau2);
    logV += n * Math.log(sigma2) + Math.log1p((n * tau2) / sigma2);
    const columns = [
      rows.map(() => 1),
      rows.map((row) => model.X[2 * row + 1]),
      rows.map((row) => model.y[row]),
    ];
    const sums = columns.map((column) => column.reduce((a, b) => a + b, 0));
    [
      [0, 0],
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [2, 2],
    ].forEach(([a, b], k) => {
      const product = columns[a].reduce((sum, value, r) => sum + value * columns[b][r], 0);
      S[k] += (product - kappa * sums[a] * sums[b]) / sigma2;
    });
  }
  const [aa, ab, bb, ay, by, yy] = S;
  const determinant = aa * bb - ab * ab;
  const explained = (bb * ay * ay - 2 * ab * ay * by + aa * by * by) / determinant;
  return -0.5 * (logV + Math.log(determinant) + yy - explained);
}

/** Means and standard deviations of log σ² and log τ under p(σ²) ∝ 1/σ², τ ~ half-t(2, A). */
function gridPosterior(): { mean: number; sd: number }[] {
  const prior = model.priors.D[0];
  const A = prior.kind === "half-t" ? prior.scale[0] : NaN;
  const points: [number, number, number][] = [];
  for (let s = 0.5; s < 5; s += 0.02) {
    for (let t = -6; t < 6; t += 0.03) {
      // With respect to d log σ² d log τ: 1/σ² and the half-t's Jacobian τ.
      const logPrior = -1.5 * Math.log1p(Math.exp(2 * t) / (2 * A * A)) + t;
      points.push([s, t, logRestricted(Math.exp(s), Math.exp(2 * t)) + logPrior]);
    }
  }
  const top = points.reduce((most, [, , log]) => Math.max(most, log), -Infinity);
  const weights = points.map(([, , log]) => Math.exp(log - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return [0, 1].map((k) => {
    const mean = points.reduce((sum, point, i) => sum + (point[k] * weights[i]) / total, 0);
    const variance = points.reduce((sum, point, i) => sum + ((point[k] - mean) ** 2 * weights[i]) / total, 0);
    return { mean, sd: Math.sqrt(variance) };
  });
}

test.each(["marginal", "interweaved"] as const)(
  "%s sweep: means and sds of log σ² and log τ within 4 Monte Carlo errors",
  (sweep) => {
    const draws = sampleSync(model, { sweep, chains: 4, draws: 5000, seed: 601 });
    gridPosterior().forEach(({ mean, sd }, k) => {
      const chains = draws
        .get(k === 0 ? "sigma2" : "sd_Beach[(Intercept)]")
        .map((chain) => chain.map(Math.log));
      const all = chains.flatMap((chain) => [...chain]);
      const drawnMean = all.reduce((sum, x) => sum + x, 0) / all.length;
      const drawnSd = Math.sqrt(all.reduce((sum, x) => sum + (x - drawnMean) ** 2, 0) / (all.length - 1));
      expect(Math.abs(drawnMean - mean) / mcseMean(chains)).toBeLessThan(4);
      expect(Math.abs(drawnSd - sd) / mcseSd(chains)).toBeLessThan(4);
    });
  },
);
