// Refuses, before any draw, the improper posteriors that flat priors on β and σ² can lead to.
import { echelon, triangularFactor } from "./least-squares.ts";
import type { Model } from "./model.ts";

const DEPENDENT = 1e-10;
const EXACT_FIT = 1e-13;

/**
 * Checks what a flat β and an improper or unbounded prior of σ² ask of the data, every prior of D being proper:
 * X of full column rank, and a response that X and Z do not fit exactly.
 *
 * @param model - the model
 * @throws {RangeError} naming the dependent column, or the prior that the exact fit makes improper
 * @see Hobert & Casella 1996, theorem 1; Sun, Tsutakawa & He 2001
 */
export function requireProperPosterior(model: Model): void {
  const { names, rows, X, y, priors } = model;
  const p = names.length;
  const whole = triangularFactor(
    (i, into, offset) => {
      for (let k = 0; k < p; k++) into[offset + k] = X[i * p + k]!;
      into[offset + p] = y[i]!;
    },
    rows,
    p + 1,
  );
  if (priors.beta.kind !== "normal") {
    const { dependent } = echelon(whole.R.slice(), whole.rank, p + 1, p, DEPENDENT);
    if (dependent.length > 0) {
      const columns = dependent.map((k) => `"${names[k]}"`).join(", ");
      throw new RangeError(
        `the fixed effects are not identified: ${columns} ${dependent.length === 1 ? "is a combination" : "are combinations"} of the columns before; ` +
          `leave ${dependent.length === 1 ? "it" : "them"} out, or give beta a proper prior such as normal({ sd })`,
      );
    }
  }
  if (priors.sigma2.kind === "inverse-gamma" && priors.sigma2.scale > 0) return;
  const { residualNorm, degreesOfFreedom } = residualOfXAndZ(model, whole.R, whole.rank);
  const scale = Math.hypot(...columnOf(whole.R, whole.rank, p + 1, p));
  if (residualNorm > EXACT_FIT * scale) return;
  if (priors.sigma2.kind === "half-t" && degreesOfFreedom === 0) return;
  const prior = priors.sigma2.kind === "half-t" ? "a half-t σ" : "p(σ²) ∝ 1/σ²";
  throw new RangeError(
    `fixed and random effects fit "${model.response}" exactly, so with ${prior} the posterior is improper at σ² = 0; ` +
      "give sigma2 a proper prior such as inverseGamma({ shape, scale }), or simplify the model",
  );
}

/** The residual of y on (X, Z): Z_i swept out of [X_i, y_i] group by group, then X. */
function residualOfXAndZ(
  model: Model,
  wholeR: Float64Array,
  wholeRank: number,
): { residualNorm: number; degreesOfFreedom: number } {
  const { names, rows, X, y, terms } = model;
  const p = names.length;
  const { Z, groupOf, levels, names: effects } = terms[0];
  const q = effects.length;
  const width = q + p + 1;
  const rowsOf = levels.map((): number[] => []);
  for (let i = 0; i < rows; i++) rowsOf[groupOf[i]].push(i);

  let rankZ = 0;
  const swept: Float64Array[] = [];
  for (const group of rowsOf) {
    const factor = triangularFactor(
      (i, into, offset) => {
        const row = group[i];
        for (let k = 0; k < q; k++) into[offset + k] = Z[row * q + k]!;
        for (let k = 0; k < p; k++) into[offset + q + k] = X[row * p + k]!;
        into[offset + q + p] = y[row]!;
      },
      group.length,
      width,
    );
    const { rank } = echelon(factor.R, factor.rank, width, q, DEPENDENT);
    rankZ += rank;
    for (let i = rank; i < factor.rank; i++) swept.push(factor.R.subarray(i * width + q, (i + 1) * width));
  }

  const inZ = names.map((_, k) => {
    const original = Math.hypot(...columnOf(wholeR, wholeRank, p + 1, k));
    return Math.sqrt(swept.reduce((sum, row) => sum + row[k] ** 2, 0)) <= DEPENDENT * original;
  });
  const rest = triangularFactor(
    (i, into, offset) => {
      for (let k = 0; k <= p; k++) into[offset + k] = k < p && inZ[k] ? 0 : swept[i][k];
    },
    swept.length,
    p + 1,
  );
  const { rank: rankX } = echelon(rest.R, rest.rank, p + 1, p, DEPENDENT);
  const remaining = columnOf(rest.R, rest.rank, p + 1, p).slice(rankX);
  return { residualNorm: Math.hypot(...remaining), degreesOfFreedom: rows - rankZ - rankX };
}

function columnOf(R: Float64Array, rank: number, n: number, k: number): number[] {
  return Array.from({ length: rank }, (_, i) => R[i * n + k]);
}
