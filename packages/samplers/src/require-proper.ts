// Refuses, before the first draw, an improper posterior and blocks whose law does not exist.
import type { Model, ProprietyRecord } from "@lmm-gibbs/core";
import { proprietyGiven, shown } from "@lmm-gibbs/core/internal";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { scaleFalls } from "./scale-falls.ts";
import type { ResolvedSweep } from "./sweep.ts";

/**
 * Checks that what a sweep draws from is a law, once a run.
 *
 * @param model - the model
 * @param sweep - what it holds fixed has one value
 * @param allowImproper - whether an improper posterior may be sampled all the same
 * @returns the verdict, which the draws tell
 * @throws {RangeError} when the posterior is improper and that is not allowed, or a block's law does not exist
 * @throws {TypeError} when allowImproper is no boolean
 */
export function requireProper(model: Model, sweep: ResolvedSweep, allowImproper: unknown): ProprietyRecord {
  if (allowImproper !== undefined && typeof allowImproper !== "boolean") {
    throw new TypeError(`allowImproper must be true or false, got ${shown(allowImproper)}`);
  }
  const found = proprietyGiven(model, sweep.fixed);
  if (found.verdict === "improper" && allowImproper !== true) {
    throw new RangeError(
      `the posterior is improper, so there is nothing to draw from. ${capital(found.why)}. Rule: ${found.rule}. Nearest ` +
        `proper prior: ${found.remedy}. With { allowImproper: true } the sampler runs all the same, on draws that mean nothing`,
    );
  }
  requireLaws(model, sweep);
  return found;
}

function requireLaws(model: Model, { steps }: ResolvedSweep): void {
  const blocks = new Set(steps.map(({ block }) => block));
  if (blocks.has("sigma2")) requireResidualLaw(model);
  if (blocks.has("D")) requireCovarianceLaw(model);
  if (blocks.has("scale") && !scaleFalls(model)) {
    throw new RangeError(
      'the scale move has no law to draw from under a prior of D that is improper at 0; use scaleMove: "none"',
    );
  }
}

function requireResidualLaw({ rows, names, priors: { sigma2, beta } }: Model): void {
  if (sigma2.kind === "half-t") return;
  const shape = sigma2.shape + (rows + (beta.kind === "zellner" ? names.length : 0)) / 2;
  if (shape > 0) return;
  throw new RangeError(
    `σ² given β and b has no law: its inverse-gamma would have shape a₀ + N/2 = ${shape}, which must be above 0`,
  );
}

function requireCovarianceLaw({ terms, priors: { D } }: Model): void {
  const [{ group, levels, names }] = terms;
  const [prior] = D;
  const J = levels.length;
  const none = `D of ${group} given b has no law:`;
  if (prior.kind === "half-t") return;
  if (prior.kind === "diagonal") {
    prior.columns.forEach((column, k) => {
      if (column.kind === "half-t" || column.shape + J / 2 > 0) return;
      throw new RangeError(
        `${none} the inverse-gamma of ${names[k]} would have shape a + J/2 = ${column.shape + J / 2}, which must be above 0`,
      );
    });
    return;
  }
  const q = names.length;
  if (!(prior.df + J > q - 1)) {
    throw new RangeError(
      `${none} its inverse-Wishart would have ν + J = ${prior.df + J} degrees of freedom, which must be above q − 1 = ${q - 1}`,
    );
  }
  if (J >= q) return;
  const { rank } = new SingularValueDecomposition(new Matrix(prior.scale));
  if (rank + J >= q) return;
  throw new RangeError(
    `${none} its inverse-Wishart would have a scale S + Σb_ib_i' of rank ${rank + J} at most, which must be q = ${q}`,
  );
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
