// The tests of a verdict: each measure against its limit, with the variable that is worst.
import type { Examined } from "./examine.ts";

/** The tests there are, in the order in which they are told. */
export type TestName = "finite" | "moving" | "rhat" | "essBulk" | "essTail" | "mcseMean";

/** One test over all variables. */
export interface DiagnosisTest {
  test: TestName;
  /** Whether no variable that was judged lies beyond the limit. */
  ok: boolean;
  /** Where a value must end: "at most" the limit, or "at least". */
  side: "at most" | "at least";
  limit: number;
  /** The variable nearest to the limit, or farthest beyond it; null when none was judged. */
  worst: { variable: string; value: number } | null;
  /** The variables beyond the limit, worst first. */
  failing: { variable: string; value: number }[];
  /** Number of variables that were judged. */
  judged: number;
}

/** The limits of the tests. */
export interface Limits {
  readonly rhat: number;
  /** Of bulk and tail, over all chains. */
  readonly ess: number;
  /** Of the standard error of a mean, in standard deviations; undefined for no such test. */
  readonly mcse: number | undefined;
}

function runTest(
  test: TestName,
  side: DiagnosisTest["side"],
  limit: number,
  examined: readonly Examined[],
  valueOf: (each: Examined) => number,
): DiagnosisTest {
  const sign = side === "at most" ? 1 : -1;
  const values = examined
    .map((each) => ({ variable: each.variable, value: valueOf(each) }))
    .filter(({ value }) => !Number.isNaN(value))
    .toSorted((a, b) => (a.value === b.value ? 0 : sign * (b.value - a.value)));
  const failing = values.filter(({ value }) => sign * value > sign * limit);
  return {
    test,
    ok: failing.length === 0,
    side,
    limit,
    worst: values[0] ?? null,
    failing,
    judged: values.length,
  };
}

/**
 * Runs every test.
 *
 * @param examined - the variables
 * @param limits - where each measure must end
 * @returns a test a measure; those whose measure is undefined for a variable leave it out
 */
export function runTests(examined: readonly Examined[], { rhat, ess, mcse }: Limits): DiagnosisTest[] {
  return [
    runTest("finite", "at most", 0, examined, ({ notFinite }) => notFinite),
    runTest("moving", "at most", 0, examined, ({ stuck }) => stuck.length),
    runTest("rhat", "at most", rhat, examined, ({ values }) => values.rhat),
    runTest("essBulk", "at least", ess, examined, ({ values }) => values.essBulk),
    runTest("essTail", "at least", ess, examined, ({ values }) => values.essTail),
    ...(mcse === undefined
      ? []
      : [runTest("mcseMean", "at most", mcse, examined, ({ values }) => 1 / Math.sqrt(values.essMean))]),
  ];
}
