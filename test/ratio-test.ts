// The ratio test: a claimed conditional must change with its block exactly as the joint density does.

/** How far a claimed conditional is from the joint density over pairs of points that differ in one block only. */
export interface RatioSpread {
  /** Largest |Δ log p − Δ log g| / max(1, |log p|). */
  spread: number;
  pairs: number;
}

/**
 * Compares log p(θ_B', rest, y) − log p(θ_B, rest, y) with log g(θ_B') − log g(θ_B).
 *
 * @param pairs - for each random state: the joint log density and the claimed log density, at two values of the block
 * @returns the largest relative disagreement
 * @see Grosse & Duvenaud 2014
 */
export function ratioSpread(
  pairs: Iterable<{ joint: readonly [number, number]; claimed: readonly [number, number] }>,
): RatioSpread {
  const result: RatioSpread = { spread: 0, pairs: 0 };
  for (const { joint, claimed } of pairs) {
    const difference = Math.abs(joint[1] - joint[0] - (claimed[1] - claimed[0]));
    const size = Math.max(1, Math.abs(joint[0]), Math.abs(joint[1]));
    // Math.max lets NaN through, so a density that is not a number cannot pass.
    result.spread = Math.max(result.spread, difference / size);
    result.pairs++;
  }
  return result;
}
