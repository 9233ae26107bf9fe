// Autoregressions fitted by the Yule-Walker equations, order after order.

/** An autoregression of some order. */
export interface Autoregression {
  /** phi_1, ..., phi_k. */
  coefficients: Float64Array;
  /** Variance of the one-step prediction errors, before any correction for degrees of freedom. */
  innovationVariance: number;
}

/**
 * The Yule-Walker autoregressions of order 0, 1, ..., by the Levinson-Durbin recursion
 * phi_kk = (g_k - sum_j phi_{k-1,j} g_{k-j}) / v_{k-1}, phi_kj = phi_{k-1,j} - phi_kk phi_{k-1,k-j},
 * v_k = v_{k-1} (1 - phi_kk^2).
 *
 * @param autocovariances - g_0, ..., g_K or more
 * @param maxOrder - K
 * @returns one autoregression an order, 0 to K
 * @see Brockwell & Davis 1991, proposition 5.2.1
 */
export function yuleWalker(autocovariances: Float64Array, maxOrder: number): Autoregression[] {
  const fits: Autoregression[] = [
    { coefficients: new Float64Array(0), innovationVariance: autocovariances[0] },
  ];
  for (let order = 1; order <= maxOrder; order++) {
    const { coefficients: before, innovationVariance } = fits[order - 1];
    let unexplained = autocovariances[order];
    for (let j = 1; j < order; j++) unexplained -= before[j - 1] * autocovariances[order - j];
    const partial = unexplained / innovationVariance;
    const coefficients = new Float64Array(order);
    for (let j = 1; j < order; j++) coefficients[j - 1] = before[j - 1] - partial * before[order - j - 1];
    coefficients[order - 1] = partial;
    fits.push({ coefficients, innovationVariance: innovationVariance * (1 - partial * partial) });
  }
  return fits;
}

/**
 * The spectral density at frequency zero of an autoregression, v n/(n - k - 1) / (1 - sum phi)^2.
 *
 * @param fit - order k
 * @param n - number of draws it was fitted to
 * @returns the long-run variance, in the squared unit of the draws
 */
export function longRunVariance({ coefficients, innovationVariance }: Autoregression, n: number): number {
  let sum = 0;
  for (const phi of coefficients) sum += phi;
  return (innovationVariance * n) / (n - coefficients.length - 1) / (1 - sum) ** 2;
}
