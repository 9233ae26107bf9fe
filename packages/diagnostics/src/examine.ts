// What a verdict needs to know of one variable: the numbers it is judged by, and why some of them are undefined.
import { MIN_ITERATIONS } from "./chains.ts";
import { meanEss, TAILS } from "./ess.ts";
import { bulkRhat, rankRhat } from "./rhat.ts";
import { isStill, stuckChains } from "./stuck-chains.ts";
import { type VariableDraws, variableDraws } from "./variable-draws.ts";
import {
  type JudgedMeasure,
  MIN_ESS_ITERATIONS,
  type UndefinedMeasures,
  whyUndefined,
} from "./why-undefined.ts";

/** One variable under examination. */
export interface Examined {
  readonly variable: string;
  readonly draws: VariableDraws;
  /** What it is judged by, NaN where there is nothing to judge. */
  readonly values: Readonly<Record<JudgedMeasure | "essMean", number>>;
  /** Draws that are NaN or infinite. */
  readonly notFinite: number;
  /** Chains that never move while others do, or that each have a value of their own; counted from 1. */
  readonly stuck: readonly number[];
  /** What is undefined of it, if anything is. */
  readonly undefined: UndefinedMeasures | null;
}

const JUDGED: readonly JudgedMeasure[] = ["rhat", "essBulk", "essTail"];

const NOTHING: Examined["values"] = { rhat: NaN, essBulk: NaN, essTail: NaN, essMean: NaN };

/**
 * Looks at one variable. Where ties leave R-hat undefined it is judged by its bulk part, where they leave the upper tail
 * undefined by the lower.
 *
 * @param variable - its name
 * @param chains - its checked chains
 * @param held - whether it is held fixed on purpose
 * @returns its numbers, and why some are undefined
 */
export function examine(variable: string, chains: readonly Float64Array[], held: boolean): Examined {
  const draws = variableDraws(chains);
  const sorted = draws.sorted();
  const notFinite = sorted.filter((value) => !Number.isFinite(value)).length;
  const canMove = notFinite === 0 && !held && chains[0].length >= MIN_ITERATIONS;
  const stuck = canMove ? stuckChains(chains) : [];
  const isFixed = held && chains.every(isStill);
  const measured =
    notFinite > 0 || isFixed
      ? NOTHING
      : {
          rhat: rankRhat(chains, sorted),
          ...(chains[0].length < MIN_ESS_ITERATIONS
            ? { essBulk: NaN, essTail: NaN, essMean: NaN }
            : { essBulk: draws.bulkEss(), essTail: draws.tailEss(), essMean: meanEss(chains) }),
        };
  const measures = JUDGED.filter((measure) => Number.isNaN(measured[measure]));
  if (measures.length === 0) return { variable, draws, values: measured, notFinite, stuck, undefined: null };
  // Draws with an upper tail to compare have a lower one too, not the other way round.
  const values = {
    ...measured,
    ...(measures.includes("rhat") && measured !== NOTHING ? { rhat: bulkRhat(chains) } : {}),
    ...(measures.includes("essTail") && !measures.includes("essBulk")
      ? { essTail: draws.quantileEss(TAILS[0]) }
      : {}),
  };
  const judged = !Number.isNaN(values.rhat + values.essBulk);
  const why = whyUndefined(variable, { chains, sorted, notFinite, stuck, held, measures, judged });
  return { variable, draws, values, notFinite, stuck, undefined: why };
}
