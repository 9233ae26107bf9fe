// Priors so near to an improper one that the posterior hangs on how near, where the data do not keep a variance from 0.
import { Matrix } from "ml-matrix";
import { choleskyOrNull, invertFactored } from "../cholesky.ts";
import { estimate } from "../likelihood/estimate.ts";
import { information } from "../likelihood/information.ts";
import type { Model } from "../model.ts";
import type { CovariancePrior, VariancePrior } from "../priors/settled-priors.ts";
import { evidenceOf } from "./evidence.ts";
import { independentPriors } from "./tails.ts";
import { number, varianceNames } from "./words.ts";

/**
 * Up to this shape more than three quarters of an inverse-gamma prior's mass lie beyond 10¹⁰ times its scale: on the scale
 * of any data it is 1/x, and what it adds near 0 grows without bound as the shape falls.
 */
const NEAR_IMPROPER = 0.01;

/**
 * A note for each variance whose prior is nearly improper and which the data leave near 0: its REML estimate is 0, or below
 * its standard error, or there is none.
 *
 * Fits the model by REML when a variance of D has such a prior, not otherwise.
 *
 * @param model - the model
 * @returns the notes
 * @see Gelman 2006
 */
export function nearImproperNotes(model: Model): string[] {
  const { sigma2, D } = model.priors;
  const notes: string[] = [];
  if (isNear(sigma2)) {
    const { exact } = evidenceOf(model).leftBy(model.terms[0].names.map((_, k) => k));
    if (exact) notes.push(note("sigma2", sigma2, "fixed and random effects fit the response exactly"));
  }
  const shapes = shapesOf(D[0]);
  const near = shapes.flatMap((prior, k) => (prior !== null && isNear(prior) ? [k] : []));
  if (near.length === 0) return notes;
  const because = nearZero(model);
  return [
    ...notes,
    ...near.flatMap((k) => {
      const why = because(k);
      return why === null ? [] : [note(varianceNames(model)[k], shapes[k]!, why)];
    }),
  ];
}

type InverseGamma = Extract<VariancePrior, { kind: "inverse-gamma" }>;

function isNear(prior: VariancePrior): prior is InverseGamma {
  return prior.kind === "inverse-gamma" && prior.shape > 0 && prior.shape <= NEAR_IMPROPER && prior.scale > 0;
}

/** The inverse-gamma law of each variance of D: of its own, or the margin of an inverse-Wishart; null for another. */
function shapesOf(prior: CovariancePrior): (InverseGamma | null)[] {
  const independent = independentPriors(prior);
  if (independent !== null) return independent.map((one) => (one.kind === "inverse-gamma" ? one : null));
  if (prior.kind !== "inverse-wishart") return [];
  const q = prior.scale.length;
  return prior.scale.map((row, k) => ({
    kind: "inverse-gamma",
    shape: (prior.df - q + 1) / 2,
    scale: row[k] / 2,
  }));
}

const note = (variance: string, { shape, scale }: InverseGamma, why: string): string =>
  `the prior of ${variance}, inverse-gamma of shape ${number(shape)} and scale ${number(scale)}, is nearly 1/x, which makes the ` +
  `posterior improper, and ${why}: the posterior hangs on how small shape and scale are; compare with halfT({ df, scale })`;

/** Why a variance of D may be near 0, by its index; null where the data keep it away. */
function nearZero(model: Model): (k: number) => string | null {
  let fit;
  try {
    fit = estimate(model);
  } catch (error) {
    const reason = (error as Error).message.split(/[;,]/u)[0];
    return () => `there is no REML estimate (${reason})`;
  }
  const { D, singular } = fit;
  const errors = singular ? null : standardErrors(model, fit);
  return (k) => {
    if (errors === null) {
      return `the REML estimate of D is singular, ${number(D[k][k])} for this variance`;
    }
    return D[k][k] > errors[k]
      ? null
      : `its REML estimate ${number(D[k][k])} is below its standard error ${number(errors[k])}`;
  };
}

/** Of the variances of D; null where the information is singular. */
function standardErrors(model: Model, fit: ReturnType<typeof estimate>): number[] | null {
  const { names, expected } = information(model, fit, { method: "REML" });
  const L = choleskyOrNull(new Matrix(expected));
  if (L === null) return null;
  const inverse = invertFactored(L);
  return varianceNames(model).map((name) => {
    const at = names.indexOf(name);
    return Math.sqrt(inverse.get(at, at));
  });
}
