// What makes a variable of a mixed model slow: a variance near 0, effects that follow a mean, two variables in step.
import { pool, toChains } from "./chains.ts";
import { correlation } from "./correlation.ts";
import type { DrawsLike } from "./draws-like.ts";
import type { Examined } from "./examine.ts";
import { gibbsName, isSpread } from "./gibbs-names.ts";
import { sortedMedian } from "./median.ts";
import { sortedQuantile } from "./quantile.ts";
import { pooledRanks } from "./rank-normalize.ts";

/** A standard deviation whose 5% quantile is this small a part of its median reaches towards 0. */
const NEAR_ZERO = 1 / 3;

/** From this correlation on two variables are called in step. */
const IN_STEP = 0.9;

/** Rank correlations beyond this are of one variable written twice, such as sigma and sigma2. */
const THE_SAME = 0.9999;

/** A standard deviation or variance that reaches towards 0. */
export interface NearZero {
  readonly variable: string;
  readonly q5: number;
  readonly median: number;
}

/**
 * The standard deviations and variances near 0, among the slow variables and those that slow correlations belong to, the
 * nearest first.
 *
 * @param slow - variables with a role in a covariance
 * @param all - every variable that was examined
 * @returns those whose 5% quantile is a small part of their median
 */
export function scalesNearZero(slow: readonly Examined[], all: readonly Examined[]): NearZero[] {
  const groups = new Set(
    slow
      .map(({ variable }) => gibbsName(variable))
      .flatMap(({ role, group }) => (role === "correlation" ? group : [])),
  );
  return all
    .filter((each) => {
      const { role, group } = gibbsName(each.variable);
      return (role === "sd" || role === "variance") && (slow.includes(each) || groups.has(group));
    })
    .map(({ variable, draws }) => {
      const sorted = draws.sorted();
      const [q5, median] = [sortedQuantile(sorted, 0.05), sortedMedian(sorted)];
      const part = gibbsName(variable).role === "variance" ? Math.sqrt(q5 / median) : q5 / median;
      return { variable, q5, median, part };
    })
    .filter(({ part }) => part >= 0 && part < NEAR_ZERO)
    .toSorted((a, b) => a.part - b.part)
    .map(({ variable, q5, median }) => ({ variable, q5, median }));
}

/**
 * The correlation of a fixed effect with the mean of the random effects that bear its name.
 *
 * @param examined - a fixed effect, `beta[x]`
 * @param all - draws, with `b_g[…,x]` among them or not
 * @param trim - whether chains of unequal length are cut
 * @returns the correlation; NaN when there are no such effects
 */
export function correlationWithEffects(
  { variable, draws: { chains } }: Examined,
  all: DrawsLike,
  trim: boolean,
): number {
  const { index } = gibbsName(variable);
  const effects = all.variables.filter((name) => name.startsWith("b_") && name.endsWith(`,${index}]`));
  if (index === "" || effects.length === 0) return NaN;
  const sum = new Float64Array(chains.length * chains[0].length);
  for (const effect of effects) {
    const draws = pool(toChains(all.get(effect), { trim }, effect));
    if (draws.length !== sum.length) return NaN;
    for (let i = 0; i < sum.length; i++) sum[i] += draws[i];
  }
  return correlation(pool(chains), sum);
}

/** Two variables in step. */
export interface InStep {
  readonly pair: readonly [string, string];
  readonly correlation: number;
}

/**
 * The pair of slow variables with the strongest correlation. Pairs within covariances are left out, which Gibbs samplers
 * draw together, and variables that are functions of each other.
 *
 * @param slow - the slow variables
 * @returns the pair, or undefined when none is in step
 */
export function strongestPair(slow: readonly Examined[]): InStep | undefined {
  const candidates = slow.slice(0, 12).map(({ variable, draws: { chains } }) => ({
    variable,
    role: gibbsName(variable).role,
    draws: pool(chains),
    ranks: pool(pooledRanks(chains)),
  }));
  const pairs = candidates.flatMap((a, i) =>
    candidates.slice(i + 1).flatMap((b): InStep[] => {
      if (isSpread(a.role) && isSpread(b.role)) return [];
      const r = correlation(a.draws, b.draws);
      if (!(Math.abs(r) >= IN_STEP) || Math.abs(correlation(a.ranks, b.ranks)) > THE_SAME) return [];
      return [{ pair: [a.variable, b.variable], correlation: r }];
    }),
  );
  return pairs.toSorted((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))[0];
}
