// Refuses sweeps of blocks that do not leave the posterior invariant.
import type { Unknown } from "@lmm-gibbs/core";
import { type BlockLaw, changedBy } from "./block.ts";

/** A block's law under the name that messages call it. */
export interface NamedLaw extends BlockLaw {
  readonly name: string;
}

/** The factors of the posterior that tie unknowns together: the likelihood with β's prior, the law of b. */
const FACTORS: readonly (readonly Unknown[])[] = [
  ["beta", "b", "sigma2"],
  ["b", "D"],
];

/**
 * Checks that a sweep, run over and over, has the posterior as its stationary law, if its blocks draw what they say.
 *
 * A block must condition on all that its law depends on. What a block integrates out is stale until it is redrawn: no
 * block may condition on it before that, and it may not be recorded.
 *
 * @param blocks - the laws of the blocks, in order
 * @returns for each block the unknowns that are stale when it starts
 * @throws {RangeError} naming the block and the unknown that break the rule
 * @see van Dyk & Park 2008, section 3
 */
export function staleBefore(blocks: readonly NamedLaw[]): Unknown[][] {
  const integratedOutBy = new Map<Unknown, string>();
  const stale = blocks.map((block): Unknown[] => {
    requireDisjoint(block);
    requireMarkovBlanket(block);
    const { given, moves = [] } = block;
    const read = [...given, ...moves].find((unknown) => integratedOutBy.has(unknown));
    if (read !== undefined) {
      throw new RangeError(
        `sweep: ${block.name} ${given.includes(read) ? "conditions on" : "moves"} ${read}, which ` +
          `${integratedOutBy.get(read)} integrated out and nothing has redrawn since: the stationary law would be wrong ` +
          `(van Dyk & Park 2008); draw ${read} in between`,
      );
    }
    const before = [...integratedOutBy.keys()];
    for (const unknown of block.draws) integratedOutBy.delete(unknown);
    for (const unknown of block.integratedOut ?? []) integratedOutBy.set(unknown, block.name);
    return before;
  });
  for (const [unknown, by] of integratedOutBy) {
    throw new RangeError(
      `sweep: ${by} integrates ${unknown} out and nothing redraws it before the sweep ends, so what is recorded would not be ` +
        `a draw from the posterior (van Dyk & Park 2008); draw ${unknown} after ${by}`,
    );
  }
  return stale;
}

function requireDisjoint({ name, draws, moves = [], given, integratedOut = [] }: NamedLaw): void {
  const all = [...draws, ...moves, ...given, ...integratedOut];
  const twice = all.find((unknown, i) => all.indexOf(unknown) !== i);
  if (twice !== undefined) {
    throw new RangeError(`sweep: ${name} names ${twice} twice among draws, moves, given and integratedOut`);
  }
}

function requireMarkovBlanket(law: NamedLaw): void {
  const { name, given, integratedOut = [] } = law;
  const changed = changedBy(law);
  for (const unknown of markovBlanket(changed, integratedOut)) {
    if (!given.includes(unknown)) {
      throw new RangeError(
        `sweep: ${name} draws ${changed.join(", ")} without conditioning on ${unknown}, on which that law depends; ` +
          `put "${unknown}" in its given, or in integratedOut`,
      );
    }
  }
}

/** The unknowns that the law of `changed` depends on once `out` is integrated out of the posterior. */
function markovBlanket(changed: readonly Unknown[], out: readonly Unknown[]): Set<Unknown> {
  let factors = FACTORS.map((factor) => new Set(factor));
  for (const unknown of out) {
    const merged = new Set(factors.filter((factor) => factor.has(unknown)).flatMap((factor) => [...factor]));
    merged.delete(unknown);
    factors = [...factors.filter((factor) => !factor.has(unknown)), merged];
  }
  const neighbours = factors.filter((factor) => changed.some((unknown) => factor.has(unknown)));
  const blanket = new Set(neighbours.flatMap((factor) => [...factor]));
  for (const unknown of changed) blanket.delete(unknown);
  return blanket;
}
