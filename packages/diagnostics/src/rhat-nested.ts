// Nested R-hat, for many short chains that start in groups, the superchains.
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { sortedMedian } from "./median.ts";
import { meanFrom, shiftedMeans, variance } from "./moments.ts";
import { sortDraws } from "./quantile.ts";
import { fold, rankNormalize } from "./rank-normalize.ts";
import { shown } from "./shown.ts";
import { hasMissing, isDegenerate, splitChains } from "./split.ts";
import { checkFlag } from "./option-values.ts";
import { checkOptions } from "./options.ts";

/** Which chains belong together, and what is compared. */
export interface RhatNestedOptions extends ChainsOptions {
  /**
   * The superchain of each chain, a number or a name: `[1, 1, 2, 2]` are two superchains of two. Each must have equally
   * many chains.
   */
  superchains: readonly (number | string)[];
  /**
   * Whether to compare normal scores of split chains and of split folded ones, and take the larger, as `rhat` does and
   * ArviZ by default; the halves of a chain stay in its superchain. Default: false, the draws as they are, the
   * definition of the paper and of the R package posterior.
   */
  rank?: boolean | undefined;
}

const averageOf = (values: readonly number[]): number => meanFrom(Float64Array.from(values), 0);

/** The chains of each superchain, by index. */
function groupsOf(superchains: unknown, count: number): number[][] {
  if (!Array.isArray(superchains) || superchains.length !== count) {
    const came = Array.isArray(superchains) ? `${superchains.length} entries` : shown(superchains);
    throw new RangeError(
      `superchains must name the superchain of each of the ${count} chains; it has ${came}`,
    );
  }
  const groups = new Map<unknown, number[]>();
  for (const [j, id] of superchains.entries()) {
    if (typeof id !== "string" && !Number.isFinite(id)) {
      throw new TypeError(
        `a superchain must be a finite number or a name; superchains[${j}] is ${shown(id)}`,
      );
    }
    groups.set(id, [...(groups.get(id) ?? []), j]);
  }
  const sizes = [...groups.values()].map((group) => group.length);
  if (sizes.some((size) => size !== sizes[0])) {
    throw new RangeError(`superchains must have equally many chains; they have ${sizes.join(", ")}`);
  }
  return [...groups.values()];
}

/** sqrt(1 + B / W) of chains as they stand, B between superchains, W within them. */
function nestedRhat(chains: readonly Float64Array[], groups: readonly (readonly number[])[]): number {
  if (isDegenerate(chains)) return NaN;
  const means = shiftedMeans(chains);
  const oneDraw = chains[0].length === 1;
  const within = groups.map((group) => {
    const insideChains = oneDraw ? 0 : averageOf(group.map((j) => variance(chains[j])));
    return insideChains + (group.length > 1 ? variance(Float64Array.from(group, (j) => means[j])) : 0);
  });
  const between = variance(Float64Array.from(groups, (group) => averageOf(group.map((j) => means[j]))));
  return Math.sqrt(1 + between / averageOf(within));
}

/**
 * Nested R-hat: do groups of chains agree that each started from one point of its own? It tells short chains that have
 * not forgotten their start from ones that are merely short, and is defined down to one draw a chain.
 *
 * @param chains - one array of draws a chain, all of one length
 * @param options - the superchain of each chain
 * @returns sqrt(1 + B/W), at least 1; Infinity when superchains differ and nothing varies within them; NaN for one
 * superchain, when a draw is not finite, and when all draws are equal (their range is below 2^-52)
 * @throws RangeError when the chains are empty, or differ in length and are not trimmed, or superchains differ in size
 * @throws TypeError when `chains` is not an array of arrays of numbers, or a superchain has no name
 * @see Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari & Gelman 2024, definition 2.2
 */
export function rhatNested(chains: readonly ArrayLike<number>[], options: RhatNestedOptions): number {
  checkOptions(options, ["superchains", "rank", "trim"], "rhatNested");
  const checked = toChains(chains, options);
  const { superchains, rank = false } = options ?? {};
  checkFlag("rank", rank);
  const groups = groupsOf(superchains, checked.length);
  if (!rank || hasMissing(checked)) return nestedRhat(checked, groups);
  const split = checked[0].length > 1;
  const scores = (draws: readonly Float64Array[]): Float64Array[] =>
    rankNormalize(split ? splitChains(draws) : draws);
  const halves = split ? groups.map((group) => [...group, ...group.map((j) => j + checked.length)]) : groups;
  const folded = fold(checked, sortedMedian(sortDraws(checked)));
  return Math.max(nestedRhat(scores(checked), halves), nestedRhat(scores(folded), halves));
}
