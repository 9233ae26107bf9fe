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
const ENGINES: { engine: EngineName; moves: readonly ScaleMove[] }[] = [
  { engine: "fast", moves: SCALE_MOVES },
  { engine: "aggregated", moves: SCALE_MOVES },
  ...(IS_CALIBRATION ? [{ engine: "textbook" as const, moves: SCALE_MOVES }] : []),
];
const MOST_ERRORS = 4;

/** What every test run has: each sweep and each move by the fast engine, and by the aggregated one each of its kernels. */
function isQuick(engine: EngineName, sweep: string, scaleMove: ScaleMove): boolean {
  if (engine === "aggregated")
    return scaleMove === "sandwich" && (sweep === "marginal" || sweep === "interweaved");
  return scaleMove === "sandwich" || sweep === "marginal";
}

/** Declares, for each case, sweep, scale move and engine, that the draws meet the exact posterior within 4 standard errors. */
export function itMeetsTheExactPosterior(cases: readonly string[]): void {
  const runs = ENGINES.flatMap(({ engine, moves }) =>
    SWEEPS.flatMap((sweep) =>
      moves
        .filter((scaleMove) => IS_CALIBRATION || isQuick(engine, sweep, scaleMove))
        .map((scaleMove) => ({
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
