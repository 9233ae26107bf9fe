// Settles the prior of β: a mean and a spread for each coefficient.
import { Matrix } from "ml-matrix";
import { positiveDefinite } from "../arguments.ts";
import { choleskyFactor, invertFactored } from "../cholesky.ts";
import { checkedPrior } from "./checked-prior.ts";
import type { BetaPriorWritten, NormalPrior } from "./beta-priors.ts";
import type { BetaPrior } from "./settled-priors.ts";

/**
 * The settled prior of β.
 *
 * @param written - what the user wrote; flat when undefined
 * @param names - of the p coefficients
 * @param aliased - the coefficients that the model left out, which the prior must leave out too
 * @returns the prior, a mean a coefficient and a p × p precision
 * @throws {RangeError} when it is no prior of β, or has another number of means or spreads
 */
export function resolveBetaPrior(
  written: BetaPriorWritten | undefined,
  names: readonly string[],
  aliased: readonly { readonly name: string }[] = [],
): BetaPrior {
  if (written === undefined) return { kind: "flat" };
  const prior = checkedPrior(written, ["flat", "normal", "zellner"], "priors.beta");
  if (prior.kind === "flat") return prior;
  const without =
    aliased.length === 0 ? "" : `, without the aliased ${aliased.map(({ name }) => name).join(", ")}`;
  const given = prior.mean;
  const mean = typeof given === "number" ? names.map(() => given) : [...given];
  if (mean.length !== names.length) {
    throw new RangeError(
      `priors.beta mean has ${mean.length} elements, the model has ${names.length} coefficients: ` +
        `${names.join(", ")}${without}`,
    );
  }
  if (prior.kind === "zellner") return { kind: "zellner", mean, delta: prior.delta };
  return { kind: "normal", mean, precision: precisionMatrix(prior, names.length, without) };
}

function precisionMatrix({ spread }: NormalPrior, p: number, without: string): number[][] {
  const byPrecision = "precision" in spread;
  const value = byPrecision ? spread.precision : spread.covariance;
  if (Array.isArray(value) && Array.isArray(value[0])) {
    const matrix = positiveDefinite(
      value,
      `priors.beta ${byPrecision ? "precision" : "covariance"}${without}`,
      p,
    );
    return byPrecision ? matrix : invertFactored(choleskyFactor(new Matrix(matrix))).to2DArray();
  }
  const diagonal = typeof value === "number" ? Array.from({ length: p }, () => value) : (value as number[]);
  if (diagonal.length !== p) {
    throw new RangeError(
      `priors.beta has ${diagonal.length} spreads, the model has ${p} coefficients${without}`,
    );
  }
  return diagonal.map((v, i) => diagonal.map((_, j) => (i === j ? (byPrecision ? v : 1 / v) : 0)));
}
