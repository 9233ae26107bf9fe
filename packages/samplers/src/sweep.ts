// The table of sweeps, and the steps that a user's sweep stands for.
import type { Unknown } from "@lmm-gibbs/core";
import { didYouMean, shown, UNKNOWNS } from "@lmm-gibbs/core/internal";
import { type Block, type BlockLaw, blockName, BLOCKS, type BlockName } from "./block.ts";
import { staleBefore } from "./stationary-order.ts";

/** The sweeps of ours, by name, as the order of their blocks. */
export const sweeps: { readonly marginal: readonly BlockName[]; readonly uncentered: readonly BlockName[] } =
  {
    marginal: ["betaMarginal", "b", "sigma2", "D"],
    uncentered: ["beta", "b", "sigma2", "D"],
  };

/** A sweep by name, or a list of blocks, ours by name and the user's as they are. */
export type Sweep = keyof typeof sweeps | readonly (BlockName | Block)[];

/** One step of a sweep that can run. */
interface SweepStep {
  readonly name: string;
  /** A block of ours by name, or a user's. */
  readonly block: BlockName | Block;
  /** What was integrated out before this step and is not redrawn yet. */
  readonly stale: readonly Unknown[];
}

/** A sweep whose steps can run. */
export interface ResolvedSweep {
  /** "marginal", or the names of the blocks joined by →. */
  readonly name: string;
  readonly steps: readonly SweepStep[];
  /** The unknowns that no block draws: they are held fixed. */
  readonly fixed: readonly Unknown[];
}

const ARROW = " → ";

/**
 * The steps of a sweep, checked to have the posterior as their stationary law.
 *
 * @param sweep - a name or a list of blocks
 * @returns the steps in order
 * @throws {RangeError} on an unknown name, a malformed block, or an order with the wrong stationary law
 */
export function resolveSweep(sweep: Sweep): ResolvedSweep {
  const blocks = blocksOf(sweep);
  const laws = blocks.map((block) => {
    const law: BlockLaw = typeof block === "string" ? BLOCKS[block] : block;
    const { draws, given, integratedOut = [] } = law;
    return { name: blockName(block), draws, given, integratedOut };
  });
  const stale = staleBefore(laws);
  const drawn = new Set(laws.flatMap(({ draws }) => draws));
  return {
    name: typeof sweep === "string" ? sweep : laws.map(({ name }) => name).join(ARROW),
    steps: blocks.map((block, k) => ({ name: laws[k].name, block, stale: stale[k] })),
    fixed: UNKNOWNS.filter((unknown) => !drawn.has(unknown)),
  };
}

/**
 * The sweep that a resolved sweep's name says, when it is all of our own blocks.
 *
 * @param name - as in `ResolvedSweep`
 * @returns the sweep, or undefined when a block in it is none of ours
 */
export function sweepNamed(name: string): Sweep | undefined {
  if (Object.hasOwn(sweeps, name)) return name as keyof typeof sweeps;
  const names = name.split(ARROW);
  return names.every((one) => Object.hasOwn(BLOCKS, one)) ? (names as BlockName[]) : undefined;
}

function blocksOf(sweep: Sweep): (BlockName | Block)[] {
  if (typeof sweep === "string" && Object.hasOwn(sweeps, sweep)) return [...sweeps[sweep]];
  const known = Object.keys(sweeps);
  if (!Array.isArray(sweep) || sweep.length === 0) {
    const suggestion = typeof sweep === "string" ? didYouMean(sweep, known) : "";
    const names = known.map((name) => `"${name}"`).join(", ");
    throw new RangeError(
      `sweep must be ${names} or a list of at least one block, got ${shown(sweep)}${suggestion}`,
    );
  }
  return (sweep as readonly (BlockName | Block)[]).map((entry) => {
    if (typeof entry !== "string") return checkedBlock(entry);
    if (Object.hasOwn(BLOCKS, entry)) return entry;
    const names = Object.keys(BLOCKS);
    throw new RangeError(`no block ${shown(entry)} (${names.join(", ")})${didYouMean(entry, names)}`);
  });
}

function checkedBlock(block: Block): Block {
  const { draws, given, integratedOut, step } = (block ?? {}) as Partial<Block>;
  const lists = [draws, given, integratedOut ?? []];
  const known = (unknown: unknown): boolean => (UNKNOWNS as readonly unknown[]).includes(unknown);
  if (typeof step !== "function" || !lists.every((list) => Array.isArray(list) && list.every(known))) {
    throw new RangeError(
      'a block must be { draws, given, integratedOut?, step(stream, model, state) } with lists of "beta", "b", "sigma2", "D"; ' +
        `got ${shown(block)}`,
    );
  }
  if (draws!.length === 0) throw new RangeError("a block must draw something, its draws are empty");
  return block;
}
