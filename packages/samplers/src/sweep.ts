// The table of sweeps, and the blocks a user's sweep stands for.
import { didYouMean, shown } from "@lmm-gibbs/core";
import { type Block, blockName, type Unknown } from "./block.ts";
import { requireStationary } from "./stationary-order.ts";

const BLOCKS = ["beta", "betaMarginal", "b", "sigma2", "D"] as const;

/** The blocks of ours that a sweep may name. */
export type BlockName = (typeof BLOCKS)[number];

/** The sweeps of ours, by name, as the order of their blocks. */
export const sweeps: { readonly marginal: readonly BlockName[]; readonly uncentered: readonly BlockName[] } =
  {
    marginal: ["betaMarginal", "b", "sigma2", "D"],
    uncentered: ["beta", "b", "sigma2", "D"],
  };

/** A sweep by name, or a list of blocks, ours by name and the user's as they are. */
export type Sweep = keyof typeof sweeps | readonly (BlockName | Block)[];

/** A sweep whose blocks can run. */
export interface ResolvedSweep {
  /** "marginal", or the names of the blocks joined by →. */
  readonly name: string;
  readonly blocks: readonly Block[];
  /** The blocks that a user wrote; their states are checked. */
  readonly own: ReadonlySet<Block>;
  /** The unknowns that no block draws: they are held fixed. */
  readonly fixed: readonly Unknown[];
}

/**
 * The blocks of a sweep, checked to have the posterior as their stationary law.
 *
 * @param sweep - a name or a list of blocks
 * @param ours - our blocks by name, from an engine
 * @returns the blocks in order
 * @throws {RangeError} on an unknown name, a malformed block, or an order with the wrong stationary law
 */
export function resolveSweep(sweep: Sweep, ours: Record<BlockName, Block>): ResolvedSweep {
  const named = typeof sweep === "string";
  if (named && !Object.hasOwn(sweeps, sweep)) {
    const known = Object.keys(sweeps);
    throw new RangeError(
      `sweep must be ${known.map((name) => `"${name}"`).join(", ")} or a list of blocks, got ${shown(sweep)}${didYouMean(sweep, known)}`,
    );
  }
  const list = named ? sweeps[sweep] : sweep;
  if (!Array.isArray(list) || list.length === 0) {
    throw new RangeError(`sweep must be a name or a list of at least one block, got ${shown(sweep)}`);
  }
  const own = new Set<Block>();
  const blocks = (list as readonly (BlockName | Block)[]).map((entry): Block => {
    if (typeof entry === "string") {
      if (Object.hasOwn(ours, entry)) return ours[entry];
      throw new RangeError(`no block "${entry}" (${BLOCKS.join(", ")})${didYouMean(entry, BLOCKS)}`);
    }
    requireBlock(entry);
    own.add(entry);
    return entry;
  });
  requireStationary(blocks);
  const drawn = new Set(blocks.flatMap((block) => block.draws));
  const unknowns: readonly Unknown[] = ["beta", "b", "sigma2", "D"];
  return {
    name: named ? sweep : blocks.map(blockName).join(" → "),
    blocks,
    own,
    fixed: unknowns.filter((unknown) => !drawn.has(unknown)),
  };
}

function requireBlock(block: unknown): asserts block is Block {
  const { draws, given, integratedOut, step } = (block ?? {}) as Partial<Block>;
  const unknowns = [draws, given, integratedOut ?? []];
  const known = (u: unknown): boolean => u === "beta" || u === "b" || u === "sigma2" || u === "D";
  if (typeof step !== "function" || !unknowns.every((list) => Array.isArray(list) && list.every(known))) {
    throw new RangeError(
      'a block must be { draws, given, integratedOut?, step(stream, model, state) } with lists of "beta", "b", "sigma2", "D"; ' +
        `got ${shown(block)}`,
    );
  }
  if (draws!.length === 0) throw new RangeError("a block must draw something, its draws are empty");
}
