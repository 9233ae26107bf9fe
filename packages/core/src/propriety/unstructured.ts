// The rules for an unstructured D of several random effects a group.
import { DEPENDENT, echelon, triangularFactor } from "../least-squares.ts";
import type { Model } from "../model.ts";
import type { CovariancePrior } from "../priors/settled-priors.ts";
import { type Evidence, type Finding } from "./evidence.ts";
import { leftOver } from "./left-over.ts";
import { improperResidual } from "./residual-variance.ts";
import type { Tails } from "./tails.ts";
import { groupCount, number, squaresText, sum } from "./words.ts";

const PROPER_RULE = "proper D (Sun, Tsutakawa & He 2001, theorem 2, for any q: docs/propriety.md, rule 2)";
const POWER_RULE = "p(D) ∝ |D|^(−(ν+q+1)/2) exp(−½ tr(S D⁻¹)) where X_i = Z_i (docs/propriety.md, rule 3)";

type WishartPrior = Extract<CovariancePrior, { kind: "inverse-wishart" }>;

/**
 * Decides for an unstructured D.
 *
 * @param evidence - of the model
 * @param sigma2 - the tails of its prior of σ²
 * @param prior - of D; null where D is held fixed
 * @returns the finding
 */
export function judgeUnstructured(
  evidence: Evidence,
  sigma2: Tails,
  prior: Exclude<CovariancePrior, { kind: "diagonal" }>,
): Finding {
  const rule = prior.kind === "inverse-wishart" && prior.improper ? POWER_RULE : PROPER_RULE;
  const all = evidence.model.terms[0].names.map((_, k) => k);
  const ends = improperResidual(evidence, sigma2, all, rule);
  if (ends !== null) return ends;
  if (prior.kind === "inverse-wishart" && prior.improper) return judgePower(evidence, sigma2, prior);
  const { count, countText } = evidence;
  const far = `${countText} + 2a_e = ${number(count + 2 * sigma2.atInfinity)} is above 0`;
  if (sigma2.vanishesAtZero) return { verdict: "proper", rule, why: `D has a proper prior; ${far}` };
  const { exact, residual } = evidence.leftBy(all);
  if (!exact) {
    return {
      verdict: "proper",
      rule,
      why: `D has a proper prior; ${far}; ${squaresText(residual)} is above 0`,
    };
  }
  // An inverse-Wishart vanishes where D is singular, so that σ² alone can go to 0.
  return prior.kind === "inverse-wishart"
    ? {
        verdict: "proper",
        rule,
        why: `D has a proper prior; ${far}; the exact fit leaves no degrees of freedom`,
      }
    : {
        verdict: "not covered",
        rule,
        why:
          `fixed and random effects fit "${evidence.model.response}" exactly, and the half-t priors let σ² and elements of D ` +
          "go to 0 together, for which there is no rule",
      };
}

/** |D|^(−(ν+q+1)/2) exp(−½ tr(S D⁻¹)) that is not a law. */
function judgePower(evidence: Evidence, sigma2: Tails, { df, scale }: WishartPrior): Finding {
  const { model, count, countText } = evidence;
  const q = scale.length;
  const rule = POWER_RULE;
  const improper = (why: string): Finding => ({ verdict: "improper", rule, why });
  const notCovered = (why: string): Finding => ({ verdict: "not covered", rule, why });
  const rankS = rankOf(scale);
  if (rankS === 0 && !(df < 1 - q)) {
    return improper(
      `where D becomes singular the posterior is improper whatever the data: ν = ${number(df)} must be below 1 − q = ${number(1 - q)}`,
    );
  }
  for (let k = 1; k <= q; k++) {
    const far = count + 2 * sigma2.atInfinity + k * (df - q + k);
    if (!(far > 0)) {
      return improper(
        `where σ² and ${k} of ${q} eigenvalues of D go to ∞ together the posterior is improper: ${countText} + 2a_e + k(ν − q + k) = ` +
          `${sum(count, 2 * sigma2.atInfinity, k * (df - q + k))} = ${number(far)} must be above 0`,
      );
    }
  }
  const t = mostRank(evidence);
  if (!(t + df > q - 1)) {
    return improper(
      `where one eigenvalue of D goes to ∞ the posterior is improper: ${groupCount(model)} leave at most t = ${t}, and ` +
        `t + ν = ${sum(t, df)} = ${number(t + df)} must be above q − 1 = ${q - 1}`,
    );
  }
  if (rankS > 0 && rankS < q) return notCovered("the scale of the prior of D is singular but not 0");
  if (!sameColumns(model)) {
    return notCovered(
      "no rule covers an improper prior of an unstructured D unless X and Z have the same columns",
    );
  }
  return judgeSameColumns(evidence, sigma2, df, notCovered);
}

/** X_i = Z_i: the groups' own least-squares fits are N(β, D + σ²A_i⁻¹). */
function judgeSameColumns(
  { model }: Evidence,
  sigma2: Tails,
  df: number,
  notCovered: (why: string) => Finding,
): Finding {
  const { terms, rows, y, priors } = model;
  const [{ names: effects, levels }] = terms;
  const q = effects.length;
  const full = fullGroups(model);
  const J = full.size;
  const groups = `${J} of ${levels.length} groups determine a regression of their own`;
  // A bounded density of β can only help; Zellner's is bounded by (σ²)^(−p/2).
  const count = rows - q + (priors.beta.kind === "zellner" ? q : 0);
  for (let k = 0; k <= q; k++) {
    if (!(count + 2 * sigma2.atInfinity + k * (df - q + k) > 0)) {
      return notCovered("the rule for a flat β does not hold at σ² = ∞, and the prior of β may help");
    }
  }
  if (!(J - 1 + df > q - 1)) {
    return notCovered(`${groups}: J − 1 + ν = ${number(J - 1 + df)} is not above q − 1 = ${q - 1}`);
  }
  const { exact, residual } = leftOver(
    model,
    effects.map((_, k) => k),
    y,
    true,
    full,
  );
  if (!sigma2.vanishesAtZero && exact) {
    return notCovered("the groups' own regressions fit exactly, and no rule says what happens at σ² = 0");
  }
  return {
    verdict: "proper",
    rule: POWER_RULE,
    why:
      `${groups}: J − 1 + ν = ${number(J - 1 + df)} is above q − 1 = ${q - 1}` +
      (sigma2.vanishesAtZero ? "" : `; ${squaresText(residual)} is above 0`),
  };
}

/** The most that one direction of the random effects can add to the rank of V far out. */
function mostRank({ model, rankOf: rank }: Evidence): number {
  const { terms, priors } = model;
  const [{ names, groupOf, Z }] = terms;
  const q = names.length;
  const moved = new Set<number>();
  groupOf.forEach((group, row) => {
    if (!moved.has(group) && Z.subarray(row * q, (row + 1) * q).some((z) => z !== 0)) moved.add(group);
  });
  const within = priors.beta.kind === "flat" && pooledRank(model, true, true) === model.names.length;
  return Math.min(moved.size - (within ? 1 : 0), rank(names.map((_, k) => k)));
}

/** Whether X and Z, all groups together, have the same column space of as many columns. */
function sameColumns(model: Model): boolean {
  const { names, terms } = model;
  const p = names.length;
  return (
    terms[0].names.length === p &&
    pooledRank(model, true, true) === p &&
    pooledRank(model, false, true) === p &&
    pooledRank(model, true, false) === p
  );
}

/** The rank of [X, Z] or one of them, all groups together. */
function pooledRank({ X, rows, names, terms }: Model, withX: boolean, withZ: boolean): number {
  const { Z, names: effects } = terms[0];
  const [width, across] = [names.length, effects.length];
  const p = withX ? width : 0;
  const q = withZ ? across : 0;
  const { R, rank } = triangularFactor(
    (i, into, offset) => {
      for (let c = 0; c < p; c++) into[offset + c] = X[i * width + c];
      for (let c = 0; c < q; c++) into[offset + p + c] = Z[i * across + c];
    },
    rows,
    p + q,
  );
  return echelon(R.slice(), rank, p + q, p + q, DEPENDENT).rank;
}

/** The groups in which Z_i has full column rank. */
function fullGroups({ rows, terms }: Model): Set<number> {
  const { Z, groupOf, levels, names } = terms[0];
  const q = names.length;
  const rowsOf = levels.map((): number[] => []);
  for (let row = 0; row < rows; row++) rowsOf[groupOf[row]].push(row);
  const full = rowsOf.flatMap((group, i) => {
    const A = Float64Array.from({ length: group.length * q }, (_, at) => {
      return Z[group[Math.floor(at / q)] * q + (at % q)];
    });
    return echelon(A, group.length, q, q, DEPENDENT).rank === q ? [i] : [];
  });
  return new Set(full);
}

function rankOf(matrix: number[][]): number {
  const q = matrix.length;
  return echelon(Float64Array.from(matrix.flat()), q, q, q, DEPENDENT).rank;
}
