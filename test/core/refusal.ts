// Tells a refusal (a RangeError) from success, and lets every other error fail the test.

/**
 * Runs an attempt that may be refused.
 *
 * @param attempt - what to run
 * @returns the RangeError it throws, or null when it succeeds
 */
export function refusalOf(attempt: () => unknown): RangeError | null {
  try {
    attempt();
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
  return null;
}
