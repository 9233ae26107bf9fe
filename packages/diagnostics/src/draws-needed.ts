// How long a run would have to be, if it goes on as it did.
import type { DiagnosisTest } from "./diagnosis-tests.ts";

/** A number of draws, and the test that needs them. */
export interface DrawsNeeded {
  /** Draws a chain, two digits, rounded up. */
  readonly draws: number;
  readonly test: DiagnosisTest;
  readonly worst: { readonly variable: string; readonly value: number };
}

/** How many times as many draws bring a value to its limit: ESS grows with n, R-hat^2 - 1 and squared errors fall as 1/n. */
function factor({ test, limit }: DiagnosisTest, value: number): number {
  if (test === "rhat") return (value ** 2 - 1) / (limit ** 2 - 1);
  return test === "mcseMean" ? (value / limit) ** 2 : limit / value;
}

/** The least number of two digits that is no smaller. */
function roundUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

/**
 * The draws a chain that all tests would need.
 *
 * @param tests - the tests, with their failing variables
 * @param iterations - draws a chain that there are
 * @param counts - whether more draws can help a variable
 * @returns the largest need, undefined when no failing variable counts
 */
export function drawsNeeded(
  tests: readonly DiagnosisTest[],
  iterations: number,
  counts: (variable: string) => boolean,
): DrawsNeeded | undefined {
  const needs = tests
    .filter(({ test }) => test !== "finite" && test !== "moving")
    .flatMap((test) =>
      test.failing
        .filter(({ variable }) => counts(variable))
        .slice(0, 1)
        .map((worst) => ({ test, worst, draws: iterations * factor(test, worst.value) })),
    )
    .filter(({ draws }) => Number.isFinite(draws))
    .toSorted((a, b) => b.draws - a.draws);
  if (needs.length === 0) return undefined;
  return { ...needs[0], draws: roundUp(needs[0].draws) };
}
