// How the chains of a variable that fails its tests go wrong: apart from each other, drifting, or only slow.
import { correlation } from "./correlation.ts";
import { essPerChain } from "./ess-diagnostics.ts";
import type { Examined } from "./examine.ts";
import { sortDraws } from "./quantile.ts";
import { bulkRhat, rankRhat } from "./rhat.ts";

/** A fault, with the number that shows it. */
export type MixingFault =
  /** Each chain mixes by itself, with at least so many effective draws, and they disagree on this. */
  | { readonly kind: "apart"; readonly ownEss: number; readonly on: "place" | "spread" }
  /** The second halves of the chains agree, with this R-hat. */
  | { readonly kind: "settling"; readonly laterRhat: number }
  /** All chains move in one direction, up or down, from start to end. */
  | { readonly kind: "trending"; readonly direction: "up" | "down" }
  | { readonly kind: "slow" };

/** Above this the chains disagree by more than slow mixing alone makes likely. */
const FAR_APART = 1.05;

/** Half-chains of fewer draws agree by chance too often. */
const ENOUGH_TO_AGREE = 50;

/** A correlation with time that a stationary chain rarely has, and hardly ever all chains with one sign. */
const STRONG_TREND = 0.5;

/**
 * Tells how the chains of a failing variable go wrong.
 *
 * @param examined - a variable with finite draws, none of its chains stuck
 * @param rhatLimit - the largest R-hat that passes
 * @param essLimit - the least effective draws a chain that pass
 * @returns the fault
 */
export function mixingFault(
  { draws: { chains }, values }: Examined,
  rhatLimit: number,
  essLimit: number,
): MixingFault {
  if (!(values.rhat > rhatLimit)) return { kind: "slow" };
  if (chains.length > 1 && values.rhat > FAR_APART) {
    const ownEss = Math.min(...essPerChain(chains));
    if (ownEss >= essLimit / 2) {
      return { kind: "apart", ownEss, on: bulkRhat(chains) > rhatLimit ? "place" : "spread" };
    }
  }
  const time = Float64Array.from(chains[0], (_, t) => t);
  const trends = chains.map((chain) => correlation(chain, time));
  if (trends.every((trend) => trend > STRONG_TREND)) return { kind: "trending", direction: "up" };
  if (trends.every((trend) => trend < -STRONG_TREND)) return { kind: "trending", direction: "down" };
  const later = chains.map((chain) => chain.subarray(chain.length >> 1));
  const laterRhat = rankRhat(later, sortDraws(later));
  // Of chains that are only slow, half as many draws have an R-hat about twice as far from 1.
  const hasSettled = values.rhat > FAR_APART && laterRhat <= rhatLimit && later[0].length >= ENOUGH_TO_AGREE;
  if (hasSettled) return { kind: "settling", laterRhat };
  return { kind: "slow" };
}
