// Potential scale reduction factors as Gelman, Rubin and Brooks estimate them, with an upper limit and for many variables.
import chisquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";
import fQuantile from "@stdlib/stats-base-dists-f-quantile";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { toChains } from "./chains.ts";
import type { ChainsOptions } from "./chains.ts";
import { covariance, scaledFactor } from "./covariance.ts";
import type { DrawsLike, VariableSelection } from "./draws-like.ts";
import { center, meanFrom, shiftedMeans, variance } from "./moments.ts";
import { checkFlag, checkFraction } from "./option-values.ts";
import { selectChains } from "./select-chains.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";

/** What is done to the draws first. */
export interface GelmanRubinPreparation {
  /**
   * Whether the first half of each chain is dropped, as coda does by default when a chain starts at its first iteration.
   * Default: false, because draws have had their warm-up.
   */
  autoburnin?: boolean | undefined;
  /** Whether to take logits of draws that all lie between 0 and 1, else logarithms of positive ones. Default: false. */
  transform?: boolean | undefined;
}

/** How a potential scale reduction factor is estimated. */
export interface GelmanRubinOptions extends ChainsOptions, GelmanRubinPreparation {
  /** The probability that the factor is below its upper limit lies half way from here to 1. Default: 0.95. */
  confidence?: number | undefined;
}

/** A potential scale reduction factor. */
export interface GelmanRubin {
  /** The point estimate, about 1 when the chains agree. */
  psrf: number;
  /** The upper end of its interval. */
  upper: number;
}

/** Which variables are judged jointly, and by which formula. */
export interface GelmanRubinMultivariateOptions extends VariableSelection, GelmanRubinPreparation {
  /**
   * The m of the factor (m + 1)/m: "chains", Brooks and Gelman's, or "variables", which coda has in its place. Default:
   * "chains".
   */
  factor?: "chains" | "variables" | undefined;
}

/** The draws that are compared, on the scale on which they are compared. */
function prepare(
  chains: readonly Float64Array[],
  { autoburnin = false, transform = false }: GelmanRubinPreparation,
): readonly Float64Array[] {
  checkFlag("autoburnin", autoburnin);
  checkFlag("transform", transform);
  const n = chains[0].length;
  const kept = autoburnin && n > 2 ? chains.map((chain) => chain.subarray(Math.ceil(n / 2 + 1) - 1)) : chains;
  if (!transform || !kept.every((chain) => chain.every((x) => x > 0))) return kept;
  const bounded = kept.every((chain) => chain.every((x) => x < 1));
  return kept.map((chain) => chain.map((x) => Math.log(bounded ? x / (1 - x) : x)));
}

/**
 * The p-quantile of the F law, also of that with infinitely many degrees of freedom below.
 *
 * @param p - probability
 * @param above - degrees of freedom above
 * @param below - degrees of freedom below
 * @returns the quantile, NaN when a degree of freedom is
 */
export function quantileOfF(p: number, above: number, below: number): number {
  return below === Infinity ? chisquareQuantile(p, above) / above : fQuantile(p, above, below);
}

/**
 * The potential scale reduction factor of Gelman and Rubin with Brooks and Gelman's correction for the sampling
 * variability of the variance estimates, and its upper limit. Chains are not split; `rhat` sees more.
 *
 * @param chains - one array of draws a chain, all of one length; at least two
 * @param options - what is dropped and transformed first, and the level of the limit
 * @returns the factor and its limit; the factor is Infinity, without a limit, when each chain is constant at a value of
 * its own; both are NaN for one chain, for single draws, when all draws are equal, when all chains are the same, and
 * when a draw that is used is not finite
 * @throws RangeError when the confidence is not in (0, 1), or the chains are empty, or differ in length and are not
 * trimmed
 * @throws TypeError when `chains` is not an array of arrays of numbers
 * @see Gelman & Rubin 1992; Brooks & Gelman 1998, section 1.2
 */
export function gelmanRubin(
  chains: readonly ArrayLike<number>[],
  options: GelmanRubinOptions = {},
): GelmanRubin {
  checkOptions(options, ["confidence", "transform", "autoburnin", "trim"], "gelmanRubin");
  const checked = toChains(chains, options);
  const { confidence = 0.95 } = options;
  checkFraction("confidence", confidence);
  const used = prepare(checked, options);
  const count = used.length;
  const n = used[0].length;

  const variances = Float64Array.from(used, variance);
  const deviations = center(shiftedMeans(used));
  const within = meanFrom(variances, 0);
  const between = n * variance(deviations);
  const more = 1 + 1 / count;
  const estimate = ((n - 1) * within + more * between) / n;
  const ofWithin = variance(variances) / count;
  const ofBetween = (2 * between ** 2) / (count - 1);
  // cov(s^2, m^2) - 2 mu cov(s^2, m) is the covariance with (m - mu)^2, which loses no digits to mu.
  const shared =
    (n / count) *
    covariance(
      variances,
      deviations.map((deviation) => deviation ** 2),
    );
  const ofEstimate = ((n - 1) ** 2 * ofWithin + more ** 2 * ofBetween + 2 * (n - 1) * more * shared) / n ** 2;

  const df = (2 * estimate ** 2) / ofEstimate;
  const correction = (df + 3) / (df + 1);
  const fixed = (n - 1) / n;
  const random = (more * between) / (n * within);
  const largest = quantileOfF((1 + confidence) / 2, count - 1, (2 * within ** 2) / ofWithin);
  return {
    psrf: Math.sqrt(correction * (fixed + random)),
    upper: Math.sqrt(correction * (fixed + largest * random)),
  };
}

/**
 * The multivariate potential scale reduction factor: that of the linear combination of the variables for which the
 * chains agree least, sqrt((n - 1)/n + (m + 1)/m lambda/n), lambda the largest eigenvalue of W^-1 B.
 *
 * Here m is the number of chains, as in Brooks and Gelman. coda 0.19 has the number of variables there; `factor:
 * "variables"` gives its value.
 *
 * @param draws - named variables, one array of draws a chain for each, all of one shape
 * @param options - which variables (random effects, "b_...", are left out unless asked for), what is dropped and
 * transformed first, and the factor
 * @returns the factor; NaN for one chain, and when the covariance within chains is singular: a constant variable, one
 * that is a linear combination of others, too few draws, or a draw that is used and not finite
 * @throws RangeError when a variable is not in the draws, none is selected, the factor is unknown, or chains are empty,
 * or differ in length and are not trimmed
 * @throws TypeError when draws are not numbers
 * @see Brooks & Gelman 1998, section 4, equation 4.1
 */
export function gelmanRubinMultivariate(
  draws: DrawsLike,
  options: GelmanRubinMultivariateOptions = {},
): number {
  checkOptions(
    options,
    ["variables", "factor", "transform", "autoburnin", "trim"],
    "gelmanRubinMultivariate",
  );
  const { factor = "chains" } = options;
  if (factor !== "chains" && factor !== "variables") {
    throw new RangeError(`factor must be "chains" or "variables"; it is ${shown(factor)}`);
  }
  const { variables } = selectChains(draws, options);
  const used = variables.map(({ chains }) => prepare(chains, options));
  const count = used[0].length;
  const n = used[0][0].length;
  if (count < 2) return NaN;

  const deviations = used.map((chains) => chains.map(center));
  const within = deviations.map((a) =>
    deviations.map((b) => {
      let sum = 0;
      for (const [j, chain] of a.entries()) for (let t = 0; t < n; t++) sum += chain[t] * b[j][t];
      return sum / (count * (n - 1));
    }),
  );
  const factored = scaledFactor(within);
  if (factored === null) return NaN;
  // lambda is also the largest eigenvalue of n/(C - 1) M' W^-1 M, M the means of the chains: one row and column a chain.
  const means = new Matrix(
    used.map((chains, i) => Array.from(center(shiftedMeans(chains)), (mean) => mean / factored.scales[i])),
  );
  const gram = means
    .transpose()
    .mmul(factored.decomposition.solve(means))
    .mul(n / (count - 1));
  const symmetric = Matrix.add(gram, gram.transpose()).mul(0.5);
  const lambda = Math.max(
    ...new EigenvalueDecomposition(symmetric, { assumeSymmetric: true }).realEigenvalues,
  );
  const m = factor === "chains" ? count : variables.length;
  return Math.sqrt((n - 1) / n + ((1 + 1 / m) * lambda) / n);
}
