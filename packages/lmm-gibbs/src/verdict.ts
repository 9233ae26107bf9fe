// Whether a fit can be believed: the diagnosis of its draws, knowing which sweep made them.
import type { Draws } from "@lmm-gibbs/core";
import { diagnose, type RemedyKind, wrap } from "@lmm-gibbs/diagnostics";
import { type BlockName, sweeps } from "@lmm-gibbs/samplers";
import { BLOCKS } from "@lmm-gibbs/samplers/internal";

/** The blocks of a sweep by its name in a description: a sweep's own, or its blocks joined by →. */
function blocksOf(sweep: string): readonly string[] {
  return Object.hasOwn(sweeps, sweep) ? sweeps[sweep as keyof typeof sweeps] : sweep.split(" → ");
}

/** Whether a variable is one of an unknown, or computed from it alone. */
function isOf(variable: string, unknown: string): boolean {
  const [family] = variable.split(/[[_]/);
  if (unknown === "sigma2") return family === "sigma" || family === "sigma2";
  return unknown === "D" ? ["D", "sd", "cor"].includes(family) : family === unknown;
}

/**
 * The verdict on a fit: R-hat and effective sample sizes against the limits that the field advises, what is undefined
 * and why, and what to do that the sweep does not do already.
 *
 * @param draws - of `sample` or `fit`
 * @param variables - those that matter
 * @returns lines of at most 100 characters
 */
export function verdict(draws: Draws, variables: readonly string[]): string {
  const { sweep, scaleMove } = draws.description;
  const blocks = blocksOf(sweep);
  // A block of a user's own, unknown here, may draw anything.
  const isOurs = blocks.every((block) => Object.hasOwn(BLOCKS, block));
  const drawn = isOurs ? (blocks as BlockName[]).flatMap((block) => BLOCKS[block].draws) : [];
  const held = isOurs
    ? variables.filter((variable) => !drawn.some((unknown) => isOf(variable, unknown)))
    : [];
  const isFree =
    blocks.includes("betaMarginal") || (blocks.includes("beta") && blocks.includes("betaCentered"));
  const tried: RemedyKind[] = [
    ...(isFree ? ["location" as const] : []),
    ...(scaleMove === "sandwich" ? ["scale" as const] : []),
  ];
  const diagnosis = diagnose(draws, { variables, held, tried });
  if (diagnosis.ok && diagnosis.undefined.length === 0 && diagnosis.notes.length === 0) {
    return wrap(`Verdict: ${diagnosis.verdict}`, "");
  }
  // Its first paragraph tells of the run, as the report has done.
  const text = String(diagnosis);
  return text.slice(text.indexOf("\n\n") + 2);
}
