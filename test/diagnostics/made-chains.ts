// Chains made on purpose: with a known autocorrelation, and draws of several variables as records.
import type { DrawsLike } from "@lmm-gibbs/diagnostics";
import { seededStream } from "@lmm-gibbs/samplers";

/** Chains of a stationary normal autoregression with mean 0 and variance 1. */
export function ar1(rho: number, iterations: number, seed: number, chains = 4): number[][] {
  return Array.from({ length: chains }, (_, chain) => {
    const stream = seededStream(seed, chain);
    let x = stream.normal();
    return Array.from({ length: iterations }, () => {
      x = rho * x + Math.sqrt(1 - rho * rho) * stream.normal();
      return x;
    });
  });
}

/** Draws of variables by name. */
export function drawsOf(
  content: Readonly<Record<string, number[][]>>,
  more: Partial<DrawsLike> = {},
): DrawsLike {
  return { variables: Object.keys(content), get: (variable) => content[variable], ...more };
}

/** Every draw changed. */
export function mapped(
  chains: readonly number[][],
  of: (x: number, chain: number, t: number) => number,
): number[][] {
  return chains.map((chain, j) => chain.map((x, t) => of(x, j, t)));
}
