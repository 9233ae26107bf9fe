// A sum of draws that differs when one bit of them does: vitest compares long arrays slowly.
import { createHash } from "node:crypto";
import type { Draws } from "@lmm-gibbs/core";

/** The SHA-256 sum of the first draws of every variable and chain, by default of all. */
export function drawsSum(draws: Draws, iterations: number = draws.iterations): string {
  const sum = createHash("sha256").update(draws.variables.join("\n"));
  for (const variable of draws.variables) {
    for (const chain of draws.get(variable)) sum.update(chain.subarray(0, iterations));
  }
  return sum.digest("hex");
}
