// Grows a triangular factor by one row at a time, by plane rotations: nothing is squared, so nothing cancels.

/**
 * T := the upper triangular factor of [T; row], T'T growing by row'row.
 *
 * @param T - n × n upper triangular with a diagonal ≥ 0, from `at`; overwritten
 * @param n - rows
 * @param row - n numbers; overwritten
 * @param at - where T starts
 * @see Golub & Van Loan 2013, section 6.5.3
 */
export function rotateRowInto(T: Float64Array, n: number, row: Float64Array, at = 0): void {
  for (let k = 0; k < n; k++) {
    const below = row[k];
    if (below === 0) continue;
    const diagonal = at + k * n + k;
    const above = T[diagonal];
    const length = Math.hypot(above, below);
    const c = above / length;
    const s = below / length;
    T[diagonal] = length;
    for (let j = k + 1; j < n; j++) {
      const t = T[at + k * n + j];
      T[at + k * n + j] = c * t + s * row[j];
      row[j] = c * row[j] - s * t;
    }
  }
}
