// How long batches should be, from autoregressions fitted to the chains.
import { longRunVariance, yuleWalker } from "./autoregression.ts";
import { leadingAutocovariances } from "./autocovariance.ts";

/** Partial autocorrelations of independent draws stay below this many standard errors, 1/sqrt(n), 19 times in 20. */
const NOTICEABLE = 1.959963984540054;

/** Gamma = -2 sum_k k gamma_k and the spectral density at zero, of an autoregression fitted to one chain. */
function biasAndSpectrum(chain: Float64Array, maxOrder: number): { gamma: number; spectrum: number } {
  const n = chain.length;
  const lags = Math.min(maxOrder, n - 1, Math.floor(10 * Math.log10(n)));
  const autocovariances = leadingAutocovariances(chain, lags);
  const fits = yuleWalker(autocovariances, lags);
  let order = 0;
  // phi_kk is the partial autocorrelation at lag k.
  while (
    order + 1 < fits.length &&
    Math.abs(fits[order + 1].coefficients[order]) > NOTICEABLE / Math.sqrt(n)
  ) {
    order++;
  }
  const { coefficients } = fits[order];
  const spectrum = longRunVariance(fits[order], n);
  let sum = 0;
  let moment = 0;
  let products = 0;
  for (let i = 1; i <= order; i++) {
    const phi = coefficients[i - 1];
    sum += phi;
    moment += i * phi;
    for (let k = 1; k <= i; k++) products += phi * k * autocovariances[i - k];
  }
  const gamma = (2 * (products + ((spectrum - autocovariances[0]) / 2) * moment)) / (1 - sum);
  return { gamma, spectrum };
}

/**
 * The length of batches that balances bias and variance of batch means, (n sum Gamma^2 / sum spectrum^2)^(1/3), sums over
 * variables of means over chains; at most n/(p + 1) and n/10, at least 1. The order of an autoregression grows while its
 * partial autocorrelation is noticeable, up to the number of variables: mcmcse's rule for one variable.
 *
 * @param variables - chains of each variable, n draws a chain
 * @returns draws a batch
 * @see Liu, Vats & Flegal 2022, section 4
 */
export function chooseBatchSize(variables: readonly (readonly Float64Array[])[]): number {
  const n = variables[0][0].length;
  const count = variables.length;
  let numerator = 0;
  let denominator = 0;
  for (const chains of variables) {
    let gamma = 0;
    let spectrum = 0;
    for (const chain of chains) {
      const fitted = biasAndSpectrum(chain, count);
      gamma += fitted.gamma / chains.length;
      spectrum += fitted.spectrum / chains.length;
    }
    numerator += gamma ** 2;
    denominator += spectrum ** 2;
  }
  const best = Math.cbrt((n * numerator) / denominator);
  return Math.max(1, Math.floor(Math.min(best, n / (count + 1), n / 10)));
}
