// The outcome of a diagnosis in one sentence.
import type { DiagnosisTest, TestName } from "./diagnosis-tests.ts";
import { threeDecimals, wholeDraws } from "./round-to-error.ts";
import { MIN_ESS_ITERATIONS, type UndefinedMeasures } from "./why-undefined.ts";

/** What the verdict is about. */
export interface Outcome {
  /** Draws a chain. */
  readonly iterations: number;
  /** Number of variables that were looked at. */
  readonly variables: number;
  readonly tests: readonly DiagnosisTest[];
  readonly undefined: readonly UndefinedMeasures[];
}

/**
 * Whether the draws can be believed, and why in one sentence.
 *
 * @param outcome - tests, and what is undefined
 * @returns the verdict; nothing is ok when no variable varies
 */
export function verdictOf({ iterations, variables, tests, undefined: undefinedMeasures }: Outcome): {
  ok: boolean;
  verdict: string;
} {
  const bad = new Set([
    ...tests.flatMap(({ failing }) => failing.map(({ variable }) => variable)),
    ...undefinedMeasures.filter(({ harmless }) => !harmless).map(({ variable }) => variable),
  ]);
  if (bad.size > 0) {
    const verdict =
      iterations < MIN_ESS_ITERATIONS
        ? `too few draws to judge: there are ${iterations} a chain, and it takes ${MIN_ESS_ITERATIONS} at least.`
        : `not yet: ${bad.size} of ${variables} variable${variables === 1 ? "" : "s"} fail${bad.size === 1 ? "s" : ""} a test.`;
    return { ok: false, verdict };
  }
  const worstOf = (name: TestName): number => tests.find(({ test }) => test === name)?.worst?.value ?? NaN;
  if (Number.isNaN(worstOf("rhat"))) return { ok: false, verdict: "nothing to judge: no variable varies." };
  const ess = [worstOf("essBulk"), worstOf("essTail")].filter((value) => !Number.isNaN(value));
  return {
    ok: true,
    verdict:
      `the chains have mixed: every R-hat is at most ${threeDecimals(worstOf("rhat"))}, ` +
      `and every ESS at least ${wholeDraws(Math.min(...ess))}.`,
  };
}
