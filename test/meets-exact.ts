// The one test that every sampler must pass on every exact posterior.
import { describe, expect, test } from "vitest";
import { compareWithExact } from "./exact-posterior.ts";

const SWEEPS = ["marginal", "uncentered"] as const;
// The textbook engine is too slow for as many draws as the others, but in the long calibration.
const ENGINES = [
  { engine: "fast", draws: 25_000 },
  { engine: "aggregated", draws: 25_000 },
  { engine: "textbook", draws: process.env["CALIBRATE"] === undefined ? 5000 : 25_000 },
] as const;
const MOST_ERRORS = 4;

/** Declares, for each case, sweep and engine, that the draws meet the exact posterior within 4 standard errors. */
export function itMeetsTheExactPosterior(cases: readonly string[]): void {
  const runs = ENGINES.flatMap((engine) => SWEEPS.map((sweep) => ({ ...engine, sweep })));
  describe.each(cases)("%s", (name) => {
    test.each(runs)("$sweep sweep, $engine engine: 4 × $draws draws within 4 Monte Carlo errors", (run) => {
      const comparisons = compareWithExact(name, { ...run, chains: 4, warmup: 1000, seed: 601 });
      expect(comparisons.length).toBeGreaterThan(10);
      // Written so that NaN counts as off.
      expect(comparisons.filter(({ errors }) => !(errors <= MOST_ERRORS))).toEqual([]);
    });
  });
}
