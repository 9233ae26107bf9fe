// Geyer's initial monotone sequence, which says where the estimated autocorrelations stop being worth adding up.

/** The part of an autocorrelation function that is summed, and its sum. */
export interface InitialSequence {
  /** The last even lag that was looked at. */
  maxLag: number;
  /** The autocorrelation at `maxLag`, as estimated. */
  evenAtMaxLag: number;
  /** Autocorrelations of the initial positive sequence, lags 0 to `maxLag`, before they are made monotone. */
  positive: Float64Array;
  /** Autocorrelations made positive in pairs and monotone, lags 0 to `maxLag`. */
  monotone: Float64Array;
  /** The integrated autocorrelation time, 1 + 2 sum_k rho_k, in iterations. */
  time: number;
}

/**
 * Sums autocorrelations over Geyer's initial positive, then monotone sequence of pairs rho_{2k} + rho_{2k+1}.
 *
 * The sum ends on half a pair: the even lag after the last positive pair is kept when it is positive, which lowers the
 * variance of the estimate for antithetic chains. When not even the first pair can be followed the time is 2.
 *
 * @param rho - estimated autocorrelations, lags 0 to n - 1, rho[0] = 1, n at least 3
 * @returns the sequence and the time, which may be NaN or negative before it is bounded
 * @see Geyer 1992, section 3.3; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, equations 10 to 13
 */
export function initialMonotoneSequence(rho: Float64Array): InitialSequence {
  const kept = new Float64Array(rho.length);
  let even = 1;
  let odd = rho[1];
  kept[0] = even;
  kept[1] = odd;
  let lag = 0;
  while (lag < rho.length - 5 && even + odd > 0) {
    lag += 2;
    even = rho[lag];
    odd = rho[lag + 1];
    if (even + odd >= 0) {
      kept[lag] = even;
      kept[lag + 1] = odd;
    }
  }
  if (even > 0) kept[lag] = even;
  const positive = kept.slice(0, lag + 1);

  for (let k = 2; k <= lag - 2; k += 2) {
    const before = kept[k - 2] + kept[k - 1];
    if (kept[k] + kept[k + 1] > before) {
      kept[k] = before / 2;
      kept[k + 1] = before / 2;
    }
  }

  const monotone = kept.slice(0, lag + 1);
  let sum = 0;
  for (let k = 0; k < lag; k++) sum += monotone[k];
  const time = lag === 0 ? 2 : -1 + 2 * sum + monotone[lag];
  return { maxLag: lag, evenAtMaxLag: even, positive, monotone, time };
}
