// Effective sample size of several variables at once, and how large it should be.
import gammaln from "@stdlib/math-base-special-gammaln";
import chisquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { batchMeans, checkBatchSize } from "./batch-means.ts";
import { chooseBatchSize } from "./batch-size.ts";
import { pool } from "./chains.ts";
import { type ScaledFactor, scaledFactor } from "./covariance.ts";
import type { DrawsLike, VariableSelection } from "./draws-like.ts";
import { meanFrom } from "./moments.ts";
import { checkFraction, checkPositive } from "./option-values.ts";
import { selectChains } from "./select-chains.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";

/** Which variables count, and how long batches are. */
export interface EssMultivariateOptions extends VariableSelection {
  /** Draws a batch. Default: from an autoregression fitted to each variable. */
  batchSize?: number | undefined;
}

/** scale times the sum of products of rows. */
const products = (rows: readonly Float64Array[], scale: number): number[][] =>
  rows.map((a) =>
    rows.map((b) => {
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
      return scale * sum;
    }),
  );

/** b/(aC - 1) sum over the aC batches of all chains of (mean - mu)(mean - mu)', mu the mean of all draws. */
function batchCovariance(
  variables: readonly (readonly Float64Array[])[],
  means: readonly number[],
  batchSize: number,
): number[][] {
  const deviations = variables.map((chains, i) =>
    pool(chains.map((chain) => batchMeans(chain, batchSize, chains[0][0]))).map((mean) => mean - means[i]),
  );
  return products(deviations, batchSize / (deviations[0].length - 1));
}

/** The lugsail estimate 2 Sigma_b - Sigma_{b/3}, or Sigma_b where that is not positive definite or b is below 6. */
function longRunFactor(
  variables: readonly (readonly Float64Array[])[],
  means: readonly number[],
  batchSize: number,
): ScaledFactor | null {
  const plain = batchCovariance(variables, means, batchSize);
  if (batchSize < 6) return scaledFactor(plain);
  const short = batchCovariance(variables, means, Math.floor(batchSize / 3));
  const lugsail = plain.map((row, i) => row.map((value, j) => 2 * value - short[i][j]));
  return scaledFactor(lugsail) ?? scaledFactor(plain);
}

/**
 * Multivariate effective sample size: how many independent draws would know the means of all variables jointly as well,
 * N (|Lambda| / |Sigma|)^(1/p), Lambda the covariance of the draws and Sigma N times that of their mean.
 *
 * Sigma is estimated by batch means: batches of all chains about the mean of all draws, with the lugsail correction for
 * batches that are too short. For one chain it is mcmcse's `multiESS`. Chains that disagree lower it, though no further
 * than if they went on disagreeing for the length of a batch: look at `rhat` and `essBulk` first.
 *
 * @param draws - named variables, one array of draws a chain for each, all of one shape
 * @param options - which variables (random effects, "b_...", are left out unless asked for), and the length of batches
 * @returns a number of draws; NaN when a covariance is singular: a constant variable, one that is a linear combination
 * of others, fewer batches than variables, or a draw that is not finite
 * @throws RangeError when the batch size is not a whole number from 1 to the number of draws, a variable is not in the
 * draws, none is selected, or chains are empty, or differ in length and are not trimmed
 * @throws TypeError when draws are not numbers
 * @see Vats, Flegal & Jones 2019; Gupta & Vats 2020; Vats & Flegal 2022
 */
export function essMultivariate(draws: DrawsLike, options: EssMultivariateOptions = {}): number {
  checkOptions(options, ["variables", "trim", "batchSize"], "essMultivariate");
  const selected = selectChains(draws, options);
  const variables = selected.variables.map(({ chains }) => chains);
  const n = selected.iterations;
  if (options.batchSize !== undefined && checkBatchSize(options.batchSize) > n) {
    throw new RangeError(`batchSize must not exceed the ${n} draws of a chain; it is ${options.batchSize}`);
  }
  const pooled = variables.map((chains) => pool(chains));
  const means = pooled.map((values) => meanFrom(values, values[0]));
  const size = pooled[0].length;
  const spread = scaledFactor(
    products(
      pooled.map((values, i) => values.map((value) => value - values[0] - means[i])),
      1 / (size - 1),
    ),
  );
  if (spread === null) return NaN;
  const longRun = longRunFactor(variables, means, options.batchSize ?? chooseBatchSize(variables));
  if (longRun === null) return NaN;
  return size * Math.exp((spread.logDeterminant - longRun.logDeterminant) / variables.length);
}

/** How well the means should be known. */
export interface MinimumEssOptions {
  /** One minus the level of the confidence region. Default: 0.05. */
  alpha?: number | undefined;
  /** The size of the region relative to that of the posterior. Default: 0.05. */
  epsilon?: number | undefined;
}

/**
 * The multivariate effective sample size that makes the confidence region of the means small beside the posterior:
 * 2^(2/p) pi chi^2_{1-alpha,p} / ((p Gamma(p/2))^(2/p) epsilon^2), to the nearest whole number.
 *
 * @param variables - p, how many variables
 * @param options - the level and the relative size
 * @returns a number of draws, to be compared with `essMultivariate`; 8431 for 4 variables
 * @throws RangeError when the number of variables is not a whole number above 0, alpha is not in (0, 1) or epsilon not
 * positive
 * @see Vats, Flegal & Jones 2019, equation 10
 */
export function minimumEss(variables: number, options: MinimumEssOptions = {}): number {
  checkOptions(options, ["alpha", "epsilon"], "minimumEss");
  const { alpha = 0.05, epsilon = 0.05 } = options;
  if (!(Number.isInteger(variables) && variables > 0)) {
    throw new RangeError(`variables must be a whole number, at least 1; it is ${shown(variables)}`);
  }
  checkFraction("alpha", alpha);
  checkPositive("epsilon", epsilon);
  const volume = (2 / variables) * (Math.log(2) - Math.log(variables) - gammaln(variables / 2));
  return Math.round((Math.exp(volume) * Math.PI * chisquareQuantile(1 - alpha, variables)) / epsilon ** 2);
}
