// The one test that every sampler must pass on every exact posterior.
import { describe, expect, test } from "vitest";
import { compareWithExact } from "./exact-posterior.ts";

const SWEEPS = ["marginal", "uncentered"] as const;
const MOST_ERRORS = 4;

/** Declares, for each case and sweep, that 4 × 5,000 draws meet the exact posterior within 4 standard errors. */
export function itMeetsTheExactPosterior(cases: readonly string[]): void {
  describe.each(cases)("%s", (name) => {
    test.each(SWEEPS)("%s sweep: means, sds and quantiles within 4 Monte Carlo errors", (sweep) => {
      const comparisons = compareWithExact(name, { sweep, chains: 4, draws: 5000, warmup: 1000, seed: 601 });
      expect(comparisons.length).toBeGreaterThan(10);
      // Written so that NaN counts as off.
      expect(comparisons.filter(({ errors }) => !(errors <= MOST_ERRORS))).toEqual([]);
    });
  });
}
