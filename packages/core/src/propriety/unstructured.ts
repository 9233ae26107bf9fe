// The rules for an unstructured D of several random effects a group.
import { DEPENDENT, echelon, triangularFactor } from "../least-squares.ts";
import type { Model } from "../model.ts";
import type { CovariancePrior } from "../priors/settled-priors.ts";
import { type Evidence, type Finding } from "./evidence.ts";
import { leftOver, norm } from "./left-over.ts";
import { ownFits } from "./own-fits.ts";
import { improperResidual } from "./residual-variance.ts";
import type { Tails } from "./tails.ts";
import { groupsLeave, number, squaresText, sum } from "./words.ts";

const PROPER_RULE = "proper D (Sun, Tsutakawa & He 2001, theorem 2, for any q: docs/propriety.md, rule 2)";
const POWER_RULE = "p(D) ∝ |D|^(−(ν+q+1)/2) exp(−½ tr(S D⁻¹)) (docs/propriety.md, rule 3)";

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
  const k = eigenvaluesAgainst(count, sigma2, df, q);
  if (k > 0) {
    return improper(
      `where σ² and ${k} of ${q} eigenvalues of D go to ∞ together the posterior is improper: ${countText} + 2a_e + k(ν − q + k) = ` +
        `${sum(count, 2 * sigma2.atInfinity, k * (df - q + k))} must be above 0`,
    );
  }
  const t = genericRank(evidence);
  if (!(t + df > q - 1)) {
    return improper(
      `where one eigenvalue of D goes to ∞ the posterior is improper: ${groupsLeave(model)} t = ${t} for a direction of ` +
        `the random effects, and t + ν = ${sum(t, df)} must be above q − 1 = ${q - 1}`,
    );
  }
  if (rankS > 0 && rankS < q) return notCovered("the scale of the prior of D is singular but not 0");
  return judgeByOwnFits(evidence, sigma2, df, notCovered);
}

/** The least number of eigenvalues of D with which σ² cannot go to ∞ under a finite integral; 0 when there is none. */
function eigenvaluesAgainst(count: number, sigma2: Tails, df: number, q: number): number {
  for (let k = 1; k <= q; k++) if (!(count + 2 * sigma2.atInfinity + k * (df - q + k) > 0)) return k;
  return 0;
}

/** The bound by the groups' own fits of their random effects, N(U_iβ, D + σ²A_i⁻¹). */
function judgeByOwnFits(
  { model }: Evidence,
  sigma2: Tails,
  df: number,
  notCovered: (why: string) => Finding,
): Finding {
  const { names, terms, rows, priors } = model;
  const [{ names: effects, levels }] = terms;
  const q = effects.length;
  if (pooledRank(model) < names.length) {
    return notCovered(
      "the columns of X are dependent, for which there is no rule under an improper prior of D",
    );
  }
  // The bound is that of a flat β, by which a normal one is bounded, and Zellner's by (σ²)^(−p/2), for which N was asked before.
  if (priors.beta.kind === "normal" && eigenvaluesAgainst(rows - names.length, sigma2, df, q) > 0) {
    return notCovered("the rule for a flat β does not hold at σ² = ∞, and the prior of β may help");
  }
  const { groups, rank, residual, exact } = ownFits(model);
  const counted =
    `${groups} of ${levels.length} groups determine random effects of their own, of which the fixed effects take r = ${rank} ` +
    `in each direction: J − r + ν = ${number(groups - rank + df)}`;
  if (!(groups - rank + df > q - 1)) return notCovered(`${counted} is not above q − 1 = ${q - 1}`);
  if (!sigma2.vanishesAtZero && exact) {
    return notCovered("the groups' own regressions fit exactly, and no rule says what happens at σ² = 0");
  }
  return {
    verdict: "proper",
    rule: POWER_RULE,
    why:
      `${counted} is above q − 1 = ${q - 1}` +
      (sigma2.vanishesAtZero ? "" : `; ${squaresText(residual)} within groups is above 0`),
  };
}

/**
 * The rank that a direction of the random effects, any but special ones, adds to V far out: that of the columns Z_iv, beside
 * X under a flat β. Two directions are tried, lest one be special.
 */
function genericRank({ model, rankOf: rank }: Evidence): number {
  const { terms, rows, priors, names, y } = model;
  const [term] = terms;
  const q = term.names.length;
  const isFlat = priors.beta.kind === "flat";
  const lengths = term.names.map((_, k) => norm(rows, (row) => term.Z[row * q + k]));
  const ranks = [Math.SQRT2, Math.E].map((turn) => {
    const v = lengths.map((length, k) => Math.cos(turn * (k + 1)) / (length || 1));
    const Z = Float64Array.from({ length: rows }, (_, row) =>
      v.reduce((total, value, k) => total + value * term.Z[row * q + k], 0),
    );
    const along: Model = { ...model, terms: [{ ...term, names: ["v"], Z }] };
    const { rankZ, rankX } = leftOver(along, [0], y, isFlat);
    return isFlat ? rankZ + rankX - names.length : rankZ;
  });
  return Math.min(Math.max(...ranks), rank(term.names.map((_, k) => k)));
}

/** The rank of X, all groups together. */
function pooledRank({ X, rows, names }: Model): number {
  const p = names.length;
  const { R, rank } = triangularFactor(
    (i, into, offset) => into.set(X.subarray(i * p, (i + 1) * p), offset),
    rows,
    p,
  );
  return echelon(R.slice(), rank, p, p, DEPENDENT).rank;
}

function rankOf(matrix: number[][]): number {
  const q = matrix.length;
  return echelon(Float64Array.from(matrix.flat()), q, q, q, DEPENDENT).rank;
}
