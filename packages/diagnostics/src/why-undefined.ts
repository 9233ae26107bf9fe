// Why R-hat or an effective sample size of a variable is undefined, or says nothing.
import { MIN_ITERATIONS } from "./chains.ts";
import { TAILS } from "./ess.ts";
import { sortedQuantile } from "./quantile.ts";
import { isStill } from "./stuck-chains.ts";
import { chainList, toDigits } from "./words.ts";

/** The kinds of reasons. */
export type UndefinedCause =
  | "held"
  | "constant"
  | "stuck"
  | "not finite"
  | "too short"
  | "too small"
  | "discrete";

/** The measures by which a variable is judged. */
export type JudgedMeasure = "rhat" | "essBulk" | "essTail";

/** Measures of a variable that are undefined, and why. */
export interface UndefinedMeasures {
  variable: string;
  measures: JudgedMeasure[];
  cause: UndefinedCause;
  /** The cause in words, with its numbers. */
  reason: string;
  /** Whether the variable may be used all the same: it does not vary by design, or other measures judge it. */
  harmless: boolean;
}

/** Up to 11 iterations no autocorrelation can be followed, and every effective sample size is half the draws. */
export const MIN_ESS_ITERATIONS = 12;

/** What is known of a variable with undefined measures. */
export interface UndefinedEvidence {
  readonly chains: readonly Float64Array[];
  /** All draws in ascending order, any NaN last. */
  readonly sorted: Float64Array;
  /** Draws that are NaN or infinite. */
  readonly notFinite: number;
  /** Chains that never move while others do, counted from 1. */
  readonly stuck: readonly number[];
  /** Whether the caller holds it fixed on purpose. */
  readonly held: boolean;
  readonly measures: readonly JudgedMeasure[];
  /** Whether R-hat and bulk effective sample size, or what stands in for them, are defined. */
  readonly judged: boolean;
}

const shown = (value: number): string => toDigits(value, 6);

function reasonOf(evidence: UndefinedEvidence): [UndefinedCause, reason: string, harmless: boolean] {
  const { chains, sorted, stuck, held } = evidence;
  const n = chains[0].length;
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  if (evidence.notFinite > 0) {
    const j = chains.findIndex((chain) => !chain.every(Number.isFinite));
    const t = chains[j].findIndex((value) => !Number.isFinite(value));
    const where = `the first, ${chains[j][t]}, is draw ${t + 1} of chain ${j + 1}`;
    return [
      "not finite",
      `${evidence.notFinite} of ${sorted.length} draws ${evidence.notFinite === 1 ? "is" : "are"} not finite; ${where}`,
      false,
    ];
  }
  if (held && chains.every(isStill)) {
    const values = [...new Set(chains.map(([value]) => shown(value)))];
    return ["held", `held fixed at ${values.slice(0, 4).join(", ")}${values.length > 4 ? ", …" : ""}`, true];
  }
  if (low === high) {
    const stillToTell = chains.length === 1 ? ", or stuck, which one chain cannot tell" : "";
    return ["constant", `constant by design${stillToTell}: every draw of every chain is ${shown(low)}`, true];
  }
  if (n < MIN_ESS_ITERATIONS) {
    const needed = n < MIN_ITERATIONS ? `R-hat needs ${MIN_ITERATIONS} draws a chain, ` : "";
    return [
      "too short",
      `${needed}an effective sample size needs ${MIN_ESS_ITERATIONS}; there are ${n}`,
      false,
    ];
  }
  if (high - low < Number.EPSILON) {
    const range = (high - low).toPrecision(2);
    return [
      "too small",
      `the draws differ by ${range} at most, which counts as constant below 2.2e-16`,
      false,
    ];
  }
  if (stuck.length > 0) {
    const others = stuck.length === chains.length ? ", each at a value of its own" : " while others do";
    return ["stuck", `${chainList(stuck)} never move${stuck.length === 1 ? "s" : ""}${others}`, false];
  }
  return ["discrete", discreteReason(evidence), evidence.judged];
}

/** What few values do: ties make the indicators of a tail, or the distances from the median, all equal. */
function discreteReason({ sorted, measures, judged }: UndefinedEvidence): string {
  const values = new Set(sorted).size;
  if (!judged) return `all but a few of the ${sorted.length} draws are one value`;
  const bound = sortedQuantile(sorted, TAILS[1]);
  return [
    `the draws take ${values} values`,
    ...(measures.includes("rhat")
      ? ["all are equally far from the median, so R-hat is that of the bulk"]
      : []),
    ...(measures.includes("essTail") && bound === sorted[sorted.length - 1]
      ? [`none is above the 95% quantile, ${shown(bound)}`]
      : []),
  ].join("; ");
}

/**
 * Says why measures of a variable are undefined, or say nothing.
 *
 * @param variable - its name
 * @param evidence - its draws, and what is known of them
 * @returns the cause that comes first
 */
export function whyUndefined(variable: string, evidence: UndefinedEvidence): UndefinedMeasures {
  const [cause, reason, harmless] = reasonOf(evidence);
  return { variable, measures: [...evidence.measures], cause, reason, harmless };
}
