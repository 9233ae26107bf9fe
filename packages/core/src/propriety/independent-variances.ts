// The rule for variances with independent priors: one random effect a group, or a diagonal D.
import { type Evidence, type Finding } from "./evidence.ts";
import { fits, improperResidual } from "./residual-variance.ts";
import type { Tails } from "./tails.ts";
import { groupsLeave, number, squaresText, sum, varianceNames } from "./words.ts";

const INDEPENDENT_RULE =
  "independent variances (Hobert & Casella 1996, theorem 1; Sun, Tsutakawa & He 2001, theorem 2)";

/** More columns than this with an improper prior have too many subsets to look at. */
const MOST_SUBSETS_OF = 10;

/**
 * Decides for priors p(σ²) Π p(τ_k²) that are like powers at 0 and at infinity; every condition is necessary, and together
 * they are sufficient (docs/propriety.md).
 *
 * In log coordinates the integrated likelihood is, up to constants, the exponential of a function linear in each of finitely
 * many cones, times what vanishes faster than any power; the integral converges if and only if that function falls along
 * every edge: some of the variances to ∞ together, or some to 0 together.
 *
 * @param evidence - of the model
 * @param sigma2 - the tails of its prior of σ²
 * @param tails - of the prior of each variance of D
 * @returns the finding
 */
export function judgeIndependent(evidence: Evidence, sigma2: Tails, tails: readonly Tails[]): Finding {
  const rule = INDEPENDENT_RULE;
  const all = tails.map((_, k) => k);
  const names = varianceNames(evidence.model);
  const improper = (why: string): Finding => ({ verdict: "improper", rule, why });
  const atZero = all.find((k) => !tails[k].vanishesAtZero && tails[k].atZero >= 0);
  if (atZero !== undefined) {
    const { atZero: a } = tails[atZero];
    return improper(
      `the prior of ${names[atZero]} is like x^(−a−1), a = ${number(a)}, near 0, where the likelihood does not vanish, so the ` +
        "posterior is improper there whatever the data: a must be below 0, or the scale above 0",
    );
  }
  const ends = improperResidual(evidence, sigma2, all, rule);
  if (ends !== null) return ends;
  const open = all.filter((k) => tails[k].atInfinity <= 0);
  if (open.length > MOST_SUBSETS_OF) return tooMany(open.length, "have a prior that is improper at infinity");
  const towardsZero = all.filter((k) => !tails[k].vanishesAtZero).length;
  if (towardsZero > MOST_SUBSETS_OF && !sigma2.vanishesAtZero && evidence.leftBy(all).exact) {
    return tooMany(towardsZero, "may go to 0 where the fit is exact");
  }
  return (
    farOut(evidence, sigma2, tails, open, improper) ??
    exactFit(evidence, sigma2, tails, improper) ?? {
      verdict: "proper",
      rule,
      why: properly(evidence, sigma2, tails, open),
    }
  );
}

const tooMany = (count: number, what: string): Finding => ({
  verdict: "not covered",
  rule: INDEPENDENT_RULE,
  why: `${count} variances ${what}; the subsets of more than ${MOST_SUBSETS_OF} are not looked at`,
});

/** Variances that go to ∞ together, σ² with them or not. */
function farOut(
  { count, countText, rankOf, model }: Evidence,
  sigma2: Tails,
  tails: readonly Tails[],
  open: readonly number[],
  improper: (why: string) => Finding,
): Finding | null {
  const exponents = open.map((k) => 2 * tails[k].atInfinity);
  const far = exponents.reduce((total, a) => total + a, count + 2 * sigma2.atInfinity);
  if (!(far > 0)) {
    return improper(
      `at σ² = ∞ the posterior is improper: ${countText} + 2a_e + 2a = ` +
        `${sum(count, 2 * sigma2.atInfinity, ...exponents)} must be above 0`,
    );
  }
  for (const K of subsetsOf(open)) {
    const t = rankOf(K);
    const own = K.map((k) => 2 * tails[k].atInfinity);
    const total = own.reduce((left, a) => left + a, t);
    if (!(total > 0)) {
      const names = K.map((k) => varianceNames(model)[k]).join(" and ");
      return improper(
        `at ${names} = ∞ the posterior is improper: t + 2a = ${sum(t, ...own)} must be above 0, where ` +
          `${groupsLeave(model)} t = ${t}, the rank of Z${model.priors.beta.kind === "flat" ? " once X is projected out" : ""}`,
      );
    }
  }
  return null;
}

/** σ² to 0 together with variances of D, where what is left fits exactly. */
function exactFit(
  evidence: Evidence,
  sigma2: Tails,
  tails: readonly Tails[],
  improper: (why: string) => Finding,
): Finding | null {
  const all = tails.map((_, k) => k);
  if (sigma2.vanishesAtZero || !evidence.leftBy(all).exact) return null;
  // Those whose prior vanishes at 0 stay away from it.
  for (const L of subsetsOf(all.filter((k) => !tails[k].vanishesAtZero))) {
    const kept = all.filter((k) => !L.includes(k));
    const { exact, degreesOfFreedom } = evidence.leftBy(kept);
    const total = L.reduce((left, k) => left + 2 * tails[k].atZero, degreesOfFreedom + 2 * sigma2.atZero);
    if (exact && !(total < 0)) {
      const names = ["σ²", ...L.map((k) => varianceNames(evidence.model)[k])].join(", ");
      return improper(
        `${fits(evidence)} "${evidence.model.response}" exactly without all of the random effects, so the posterior is improper ` +
          `where ${names} go to 0 together: ${number(total)} must be below 0, the degrees of freedom left and twice every a`,
      );
    }
  }
  return null;
}

function properly(
  { count, countText, rankOf, leftBy, model }: Evidence,
  sigma2: Tails,
  tails: readonly Tails[],
  open: readonly number[],
): string {
  const exponents = open.map((k) => 2 * tails[k].atInfinity);
  const total = exponents.reduce((left, a) => left + a, count + 2 * sigma2.atInfinity);
  const parts = [];
  if (Number.isFinite(total)) {
    parts.push(`${countText} + 2a_e${open.length > 0 ? " + 2a" : ""} = ${number(total)} is above 0`);
  }
  for (const k of open) {
    const t = rankOf([k]);
    parts.push(
      `${groupsLeave(model)} ${varianceNames(model)[k]} t = ${t}, t + 2a = ${number(t + 2 * tails[k].atInfinity)} is above 0`,
    );
  }
  if (!sigma2.vanishesAtZero) {
    const { exact, residual, degreesOfFreedom } = leftBy(tails.map((_, k) => k));
    parts.push(
      exact
        ? `the exact fit leaves too few degrees of freedom to matter, ${number(degreesOfFreedom + 2 * sigma2.atZero)} is below 0`
        : `${squaresText(residual)} is above 0`,
    );
  }
  return parts.length === 0 ? "every prior that matters is proper" : parts.join("; ");
}

/** The subsets of some indices but the empty one. */
function subsetsOf(indices: readonly number[]): number[][] {
  const subsets: number[][] = [[]];
  for (const k of indices) subsets.push(...subsets.map((one) => [...one, k]));
  return subsets.slice(1);
}
