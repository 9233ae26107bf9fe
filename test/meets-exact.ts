// The one test that every sampler must pass on every exact posterior.
import type { RunOptions } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { compareWithExact } from "./exact-posterior.ts";

type EngineName = NonNullable<RunOptions["engine"]>;
type ScaleMove = NonNullable<RunOptions["scaleMove"]>;

const SWEEPS = ["marginal", "uncentered", "centered", "interweaved"] as const;
const SCALE_MOVES = ["none", "sandwich"] as const;
// What there is no time for in every test run is for the long calibration: longer chains, some sweeps without the scale
// move or of the aggregated engine, and the textbook engine, whose chain is the fast engine's (a test of its own).
const IS_CALIBRATION = process.env["CALIBRATE"] !== undefined;
const ENGINES: readonly EngineName[] = IS_CALIBRATION
  ? ["fast", "aggregated", "textbook"]
  : ["fast", "aggregated"];
const MOST_ERRORS = 4;

/** Whether there is time: by the fast engine each sweep and each move, by the others each of their blocks. */
function isRun(engine: EngineName, sweep: string, scaleMove: ScaleMove): boolean {
  if (IS_CALIBRATION && engine !== "textbook") return true;
  if (engine === "fast") return scaleMove === "sandwich" || sweep === "marginal";
  return scaleMove === "sandwich" && (sweep === "marginal" || sweep === "interweaved");
}

/** Declares, for each case, sweep, scale move and engine, that the draws meet the exact posterior within 4 standard errors. */
export function itMeetsTheExactPosterior(cases: readonly string[]): void {
  const runs = ENGINES.flatMap((engine) =>
    SWEEPS.flatMap((sweep) =>
      SCALE_MOVES.filter((scaleMove) => isRun(engine, sweep, scaleMove)).map((scaleMove) => ({
        engine,
        sweep,
        scaleMove,
        draws: engine === "textbook" ? 5000 : IS_CALIBRATION ? 25_000 : 10_000,
      })),
    ),
  );
  describe.each(cases)("%s", (name) => {
    test.each(runs)("$sweep, scale move $scaleMove, $engine: 4 × $draws draws within 4 errors", (run) => {
      const comparisons = compareWithExact(name, { ...run, chains: 4, warmup: 1000, seed: 601 });
      expect(comparisons.length).toBeGreaterThan(10);
      // Written so that NaN counts as off.
      expect(comparisons.filter(({ errors }) => !(errors <= MOST_ERRORS))).toEqual([]);
    });
  });
}
