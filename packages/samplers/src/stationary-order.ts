// Refuses sweeps of blocks that do not leave the posterior invariant.
import { type Block, blockName, type Unknown } from "./block.ts";

/** The factors of the posterior that tie unknowns together: the likelihood with β's prior, the law of b. */
const FACTORS: readonly (readonly Unknown[])[] = [
  ["beta", "b", "sigma2"],
  ["b", "D"],
];

/**
 * Checks that a sweep, run over and over, has the posterior as its stationary law.
 *
 * A block must condition on all that its law depends on. What a block integrates out is stale until it is redrawn: no
 * block may condition on it before that, and it may not be recorded.
 *
 * @param blocks - the blocks in order
 * @throws {RangeError} naming the block and the unknown that break the rule
 * @see van Dyk & Park 2008, section 3
 */
export function requireStationary(blocks: readonly Block[]): void {
  const stale = new Map<Unknown, string>();
  for (const block of blocks) {
    const name = blockName(block);
    const out = block.integratedOut ?? [];
    requireDisjoint(name, block, out);
    for (const unknown of dependsOn(block.draws, out)) {
      if (!block.given.includes(unknown)) {
        throw new RangeError(
          `sweep: ${name} draws ${block.draws.join(", ")} without conditioning on ${unknown}, on which that law depends; ` +
            `put "${unknown}" in its given, or in integratedOut`,
        );
      }
    }
    const staleGiven = block.given.find((unknown) => stale.has(unknown));
    if (staleGiven !== undefined) {
      throw new RangeError(
        `sweep: ${name} conditions on ${staleGiven}, which ${stale.get(staleGiven)} integrated out and nothing has redrawn since: ` +
          `the stationary law would be wrong (van Dyk & Park 2008); draw ${staleGiven} in between`,
      );
    }
    for (const unknown of block.draws) stale.delete(unknown);
    for (const unknown of out) stale.set(unknown, name);
  }
  for (const [unknown, by] of stale) {
    throw new RangeError(
      `sweep: ${by} integrates ${unknown} out and nothing redraws it before the sweep ends, so what is recorded would not be ` +
        `a draw from the posterior (van Dyk & Park 2008); draw ${unknown} after ${by}`,
    );
  }
}

function requireDisjoint(name: string, block: Block, out: readonly Unknown[]): void {
  const all = [...block.draws, ...block.given, ...out];
  const twice = all.find((unknown, i) => all.indexOf(unknown) !== i);
  if (twice !== undefined) {
    throw new RangeError(`sweep: ${name} names ${twice} twice among draws, given and integratedOut`);
  }
}

/** The unknowns that the law of `draws` depends on once `out` is integrated out of the posterior. */
function dependsOn(draws: readonly Unknown[], out: readonly Unknown[]): Set<Unknown> {
  let factors = FACTORS.map((factor) => new Set(factor));
  for (const unknown of out) {
    const merged = new Set(factors.filter((factor) => factor.has(unknown)).flatMap((factor) => [...factor]));
    merged.delete(unknown);
    factors = [...factors.filter((factor) => !factor.has(unknown)), merged];
  }
  const neighbours = factors.filter((factor) => draws.some((unknown) => factor.has(unknown)));
  const result = new Set(neighbours.flatMap((factor) => [...factor]));
  for (const unknown of draws) result.delete(unknown);
  return result;
}
