// The table of sweeps, and the steps that a user's sweep stands for.
import type { Model, Unknown } from "@lmm-gibbs/core";
import { didYouMean, shown, UNKNOWNS } from "@lmm-gibbs/core/internal";
import { type Block, type BlockLaw, blockName, BLOCKS, type BlockName, changedBy } from "./block.ts";
import { centeredColumns, type Centering } from "./centering.ts";
import { scaleFalls } from "./scale-falls.ts";
import { type NamedLaw, staleBefore } from "./stationary-order.ts";

/** The sweeps of ours, by name, as the order of their blocks. */
export const sweeps: Readonly<Record<SweepName, readonly BlockName[]>> = {
  marginal: ["betaMarginal", "b", "sigma2", "D"],
  uncentered: ["beta", "b", "sigma2", "D"],
  centered: ["betaCentered", "b", "sigma2", "D"],
  interweaved: ["beta", "betaCentered", "b", "sigma2", "D"],
};

/** The name of a sweep of ours. */
export type SweepName = "marginal" | "uncentered" | "centered" | "interweaved";

/** Whether a sweep ends with the scale move of b and D. */
export type ScaleMove = "none" | "sandwich";

/** A sweep by name, or a list of blocks, ours by name and the user's as they are. */
export type Sweep = SweepName | readonly (BlockName | Block)[];

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
  readonly scaleMove: ScaleMove;
  /** Indices of the columns of X that `betaCentered` centers. */
  readonly centered: readonly number[];
}

/** What refines a sweep. */
export interface SweepOptions {
  /** Default "sandwich" where b and D are drawn and every block is ours, otherwise "none". */
  readonly scaleMove?: ScaleMove | undefined;
  readonly centering?: Centering | undefined;
}

const ARROW = " → ";

/**
 * The steps of a sweep, checked to have the posterior as their stationary law.
 *
 * @param model - the model
 * @param sweep - a name or a list of blocks
 * @param options - scaleMove and centering
 * @returns the steps in order
 * @throws {RangeError} on an unknown name, a malformed block, an order with the wrong stationary law, or options that do
 *   not fit the sweep
 */
export function resolveSweep(
  model: Model,
  sweep: Sweep,
  { scaleMove, centering }: SweepOptions = {},
): ResolvedSweep {
  const asked = blocksOf(sweep);
  // Before the scale move is added, so that what is refused is what was written.
  staleBefore(asked.map(lawOf));
  const blocks = withScaleMove(model, asked, scaleMove);
  const centers = blocks.includes("betaCentered");
  if (centering !== undefined && !centers) {
    throw new RangeError(
      'centering refines the sweeps "centered" and "interweaved", or a list with "betaCentered"; this sweep has no such block',
    );
  }
  const laws = blocks.map(lawOf);
  const stale = staleBefore(laws);
  const drawn = new Set(laws.flatMap(({ draws }) => draws));
  for (const { name, moves } of laws) {
    const held = moves.find((unknown) => !drawn.has(unknown));
    if (held !== undefined) {
      throw new RangeError(
        `sweep: ${name} moves ${held}, which no block of the sweep draws; leave ${name} out`,
      );
    }
  }
  return {
    name: typeof sweep === "string" ? sweep : laws.map(({ name }) => name).join(ARROW),
    steps: blocks.map((block, k) => ({ name: laws[k].name, block, stale: stale[k] })),
    fixed: UNKNOWNS.filter((unknown) => !drawn.has(unknown)),
    scaleMove: blocks.includes("scale") ? "sandwich" : "none",
    centered: centers ? centeredColumns(model, centering) : [],
  };
}

/** A block's law under its name. */
function lawOf(block: BlockName | Block): NamedLaw & Required<BlockLaw> {
  const law: BlockLaw = typeof block === "string" ? BLOCKS[block] : block;
  const { draws, moves = [], given, integratedOut = [] } = law;
  return { name: blockName(block), draws, moves, given, integratedOut };
}

/**
 * The blocks with the scale move at their end, where it is asked for. It is not added unasked where a user's block may draw
 * from another law than the model's, nor where it has no law.
 */
function withScaleMove(
  model: Model,
  blocks: (BlockName | Block)[],
  scaleMove: ScaleMove | undefined,
): (BlockName | Block)[] {
  if (scaleMove !== undefined && scaleMove !== "none" && scaleMove !== "sandwich") {
    throw new RangeError(`scaleMove must be "none" or "sandwich", got ${shown(scaleMove)}`);
  }
  const has = blocks.includes("scale");
  if (has && scaleMove === "none")
    throw new RangeError('scaleMove is "none", but the sweep has the block "scale"');
  const isOurs = blocks.every((block) => typeof block === "string");
  const drawsBoth = blocks.includes("b") && blocks.includes("D");
  const wanted = scaleMove ?? (isOurs && drawsBoth && scaleFalls(model) ? "sandwich" : "none");
  return wanted === "sandwich" && !has ? [...blocks, "scale"] : blocks;
}

/**
 * The sweep that a resolved sweep's name says, when it is all of our own blocks.
 *
 * @param name - as in `ResolvedSweep`
 * @returns the sweep, or undefined when a block in it is none of ours
 */
export function sweepNamed(name: string): Sweep | undefined {
  if (Object.hasOwn(sweeps, name)) return name as SweepName;
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
  const { draws, moves, given, integratedOut, step } = (block ?? {}) as Partial<Block>;
  const lists = [draws, moves ?? [], given, integratedOut ?? []];
  const known = (unknown: unknown): boolean => (UNKNOWNS as readonly unknown[]).includes(unknown);
  if (typeof step !== "function" || !lists.every((list) => Array.isArray(list) && list.every(known))) {
    throw new RangeError(
      'a block must be { draws, moves?, given, integratedOut?, step(stream, model, state) } with lists of "beta", "b", "sigma2", "D"; ' +
        `got ${shown(block)}`,
    );
  }
  if (changedBy(block).length === 0) {
    throw new RangeError("a block must draw or move something, its draws and moves are empty");
  }
  return block;
}
