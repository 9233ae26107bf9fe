// One variable's draws, with what several measures of them share, computed when first asked for and then kept.
import { bulkEss, quantileEss, TAILS } from "./ess.ts";
import { meanError, quantileError, sdError } from "./mcse.ts";
import { sortDraws } from "./quantile.ts";

/** A variable's checked chains, and what is read off them more than once. */
export interface VariableDraws {
  readonly chains: readonly Float64Array[];
  /** Wall time of the sampling, NaN when unknown. */
  readonly seconds: number;
  /** All draws in ascending order, any NaN last. */
  sorted(): Float64Array;
  bulkEss(): number;
  /** The smaller effective sample size of the 5% and the 95% quantile. */
  tailEss(): number;
  /** Monte Carlo standard error of the mean. */
  meanError(): number;
  /** Monte Carlo standard error of the standard deviation. */
  sdError(): number;
  /** Effective sample size for the p-quantile. */
  quantileEss(p: number): number;
  /** Monte Carlo standard error of the p-quantile. */
  quantileError(p: number): number;
}

function once<T>(compute: () => T): () => T {
  let answer: { value: T } | undefined;
  return () => (answer ??= { value: compute() }).value;
}

function onceForEach(compute: (p: number) => number): (p: number) => number {
  const answers = new Map<number, number>();
  return (p) => {
    const answer = answers.get(p) ?? compute(p);
    answers.set(p, answer);
    return answer;
  };
}

/**
 * A variable's draws with memory.
 *
 * @param chains - checked chains
 * @param seconds - wall time of the sampling
 * @returns the draws, nothing computed yet
 */
export function variableDraws(chains: readonly Float64Array[], seconds: number = NaN): VariableDraws {
  const sorted = once(() => sortDraws(chains));
  const essAt = onceForEach((p) => quantileEss(chains, sorted(), p));
  return {
    chains,
    seconds,
    sorted,
    bulkEss: once(() => bulkEss(chains)),
    tailEss: () => Math.min(...TAILS.map(essAt)),
    meanError: once(() => meanError(chains)),
    sdError: once(() => sdError(chains)),
    quantileEss: essAt,
    quantileError: onceForEach((p) => quantileError(sorted(), p, essAt(p))),
  };
}
