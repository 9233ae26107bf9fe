// The conditions at the two ends of σ² that hold whatever the prior of D.
import { type Evidence, type Finding } from "./evidence.ts";
import type { Tails } from "./tails.ts";
import { number, sum } from "./words.ts";

/**
 * Whether the posterior is improper at σ² = ∞ or σ² = 0 for values of D that every prior allows.
 *
 * @param evidence - of the model
 * @param sigma2 - the tails of its prior of σ²
 * @param columns - the random effects
 * @param rule - that is applied
 * @returns a finding of an improper posterior, or null
 */
export function improperResidual(
  evidence: Evidence,
  sigma2: Tails,
  columns: readonly number[],
  rule: string,
): Finding | null {
  const { count, countText, model } = evidence;
  const far = count + 2 * sigma2.atInfinity;
  if (!(far > 0)) {
    return {
      verdict: "improper",
      rule,
      why:
        `at σ² = ∞ the posterior is improper: ${countText} + 2a = ${sum(count, 2 * sigma2.atInfinity)} ` +
        `must be above 0, where p(σ²) is like (σ²)^(−a−1), a = ${number(sigma2.atInfinity)}`,
    };
  }
  if (sigma2.vanishesAtZero) return null;
  const { exact, degreesOfFreedom } = evidence.leftBy(columns);
  const near = degreesOfFreedom + 2 * sigma2.atZero;
  if (!exact || near < 0) return null;
  return {
    verdict: "improper",
    rule,
    why:
      `${fits(evidence)} "${model.response}" exactly (SSE = 0), so the posterior is improper at σ² = 0, where p(σ²) is like ` +
      `(σ²)^(−a−1), a = ${number(sigma2.atZero)}: the degrees of freedom left + 2a = ${sum(degreesOfFreedom, 2 * sigma2.atZero)} ` +
      "must be below 0",
  };
}

/** What fits the response. */
export function fits({ model }: Evidence): string {
  return model.priors.beta.kind === "zellner"
    ? "the prior mean of β and the random effects fit"
    : "fixed and random effects fit";
}
