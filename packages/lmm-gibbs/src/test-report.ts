// The printed result of a likelihood-ratio test.
import type { LikelihoodRatioTest } from "@lmm-gibbs/core";
import { wrap } from "@lmm-gibbs/diagnostics";
import { pValueText } from "./decimals.ts";

/**
 * A likelihood-ratio test in words.
 *
 * @param test - of `likelihoodRatioTest`
 * @returns a line or a few, at most 100 columns wide
 */
export function testReport({ statistic, law, pValue, caveats }: LikelihoodRatioTest): string {
  const terms = law.map(({ df, weight }) => `${weight === 1 ? "" : "½ "}χ² with ${df} df`);
  return [
    `Likelihood ratio ${statistic.toFixed(4)}, ${terms.join(" + ")}, p ${pValueText(pValue)}`,
    ...caveats.map((caveat) => wrap(`Note: ${caveat}`, "  ")),
  ].join("\n");
}
