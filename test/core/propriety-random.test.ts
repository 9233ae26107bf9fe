// Propriety against the growth of the integral, over random designs, responses and exponents.
import { halfT, inverseGamma, mixedModelFromMatrices, propriety, type PriorsWritten } from "@lmm-gibbs/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  growth,
  halfTOnRoot,
  logLikelihood,
  type LogPrior,
  modesOf,
  power,
} from "../integrated-posterior.ts";

/** A prior of a variance: a power, with or without e^(−1/x), or a half-t where the shape is null. */
const priors = fc.record({
  shape: fc.constantFrom(null, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1),
  scale: fc.constantFrom(0, 0, 1),
});

type Drawn = { shape: number | null; scale: number };
const written = ({ shape, scale }: Drawn): NonNullable<PriorsWritten["sigma2"]> =>
  shape === null ? halfT({ df: 1, scale: 2 }) : inverseGamma({ shape, scale, improper: true });
const logOf = ({ shape, scale }: Drawn): LogPrior =>
  shape === null ? halfTOnRoot(1, 2) : power(shape, scale);

const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 });
const designs = fc.record({
  sizes,
  x: fc.constantFrom("intercept", "row", "group", "both"),
  z: fc.constantFrom("intercept", "slope"),
  y: fc.constantFrom("noise", "noise", "groups", "line"),
});

const noise = (row: number): number => Math.sin(12.9898 * (row + 1)) * 3;

test("200 random posteriors with one variance are judged as they integrate", () => {
  const seen = { proper: 0, improper: 0 };
  fc.assert(
    fc.property(designs, priors, priors, ({ sizes: n, x, z, y }, tau, sigma) => {
      const groups = n.flatMap((count, g) => Array.from({ length: count }, () => g));
      const X = groups.map((g, row) => [
        1,
        ...(x === "row" || x === "both" ? [Math.cos(3 * row)] : []),
        ...(x === "group" || x === "both" ? [(g * g) % 5] : []),
      ]);
      const column = groups.map((_, row) => (z === "slope" ? 1 + (row % 3) : 1));
      const effects = groups.map((g, row) => column[row] * noise(40 + g));
      const response = groups.map((_, row) => {
        if (y === "line") return X[row].reduce((sum, value, k) => sum + value * (k + 1), 0);
        return y === "groups" ? effects[row] : effects[row] + noise(row);
      });
      fc.pre(rankOf(X) === X[0].length);
      const model = mixedModelFromMatrices(
        { y: response, X, Z: column.map((value) => [value]), groups },
        { priors: { D: written(tau), sigma2: written(sigma) } },
      );
      const Z = groups.map((g, row) => n.map((_, j) => (j === g ? column[row] : 0)));
      const modes = modesOf(response, X, Z);
      const [logTau, logSigma] = [logOf(tau), logOf(sigma)];
      const ratio = growth(
        2,
        (logs) => {
          return logLikelihood(modes, logs) + logSigma(logs[0]) + logs[0] + logTau(logs[1]) + logs[1];
        },
        16,
        2,
      );
      const { verdict } = propriety(model);
      expect([ratio < 0.05, ratio > 0.9]).toEqual([verdict === "proper", verdict === "improper"]);
      seen[verdict as keyof typeof seen]++;
    }),
    { numRuns: 200, seed: 7 },
  );
  expect(seen.proper).toBeGreaterThan(40);
  expect(seen.improper).toBeGreaterThan(40);
});

/** The rank of a small matrix, by Gram–Schmidt. */
function rankOf(rows: number[][]): number {
  const basis: number[][] = [];
  for (let k = 0; k < rows[0].length; k++) {
    let column = rows.map((row) => row[k]);
    for (const one of basis) {
      const dot = one.reduce((sum, value, i) => sum + value * column[i], 0);
      column = column.map((value, i) => value - dot * one[i]);
    }
    const norm = Math.hypot(...column);
    if (norm > 1e-9) basis.push(column.map((value) => value / norm));
  }
  return basis.length;
}
