// Holds a sampler's draws to a posterior that was computed without any Markov chain.
import { readFileSync } from "node:fs";
import {
  flat,
  halfT,
  inverseGamma,
  inverseWishart,
  mixedModel,
  type Model,
  normal,
  type PriorsWritten,
  zellner,
} from "@lmm-gibbs/core";
import { readCsv } from "@lmm-gibbs/core/node";
import { mcseMean, mcseQuantile, mcseSd, quantile } from "@lmm-gibbs/diagnostics";
import { type RunOptions, type SampledDraws, sampleSync } from "@lmm-gibbs/samplers";

interface ReferenceVariable {
  mean: number;
  sd: number;
  error_of_mean: number;
  q05?: number;
  q50?: number;
  q95?: number;
}

interface Reference {
  data: string;
  model: string;
  prior: {
    beta: { kind: string; mean?: number | number[]; precision?: number; delta?: number };
    sigma2: [number, number];
    D: { kind: string; nu: number; S?: number[][]; A?: number[] };
  };
  posterior: Record<string, ReferenceVariable>;
}

/** A statistic of the draws beside its exact value. */
export interface Comparison {
  statistic: string;
  drawn: number;
  exact: number;
  /** |drawn − exact| over the standard error of both. */
  errors: number;
}

/** The reference posterior of a case, such as "orthodont-iw". */
function readReference(name: string): Reference {
  const url = new URL(`fixtures/exact/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as Reference;
}

/** The model that a reference posterior belongs to. */
function referenceModel({ data, model, prior }: Reference): Model {
  const { beta, sigma2, D } = prior;
  const priors: PriorsWritten = {
    beta:
      beta.kind === "flat"
        ? flat()
        : beta.kind === "normal"
          ? normal({ mean: beta.mean!, precision: beta.precision! })
          : zellner({ mean: beta.mean!, delta: beta.delta! }),
    sigma2: inverseGamma({ shape: sigma2[0], scale: sigma2[1] }),
    D: D.kind === "iw" ? inverseWishart({ df: D.nu, scale: D.S! }) : halfT({ df: D.nu, scale: D.A! }),
  };
  return mixedModel(model, readCsv(new URL(`../data/${data}`, import.meta.url)), { priors });
}

/** The variable of our draws that a name of the references means. */
function variableOf(name: string, group: string): string {
  const [, family, index] = /^(\w+)(?:\[(.*)\])?$/.exec(name)!;
  if (index === undefined) return name;
  const ours = index.replace(/(^|,)1(?=,|$)/g, "$1(Intercept)");
  if (family === "beta") return `beta[${ours}]`;
  // In `b[1,1]` the first 1 is a level.
  return family === "b"
    ? `b_${group}[${index.replace(/,1$/, ",(Intercept)")}]`
    : `D_${group}[${index.replaceAll(/\b1\b/g, "(Intercept)")}]`;
}

/**
 * Runs a sampler on a reference's model and compares means, standard deviations and quantiles.
 *
 * @param name - the case
 * @param options - of the run
 * @returns every statistic (of b none where the engine keeps none), in units of its Monte Carlo standard error (the reference's own error included)
 */
export function compareWithExact(name: string, options: RunOptions): Comparison[] {
  const reference = readReference(name);
  const model = referenceModel(reference);
  return comparisons(reference, sampleSync(model, options), model.terms[0].group);
}

function comparisons(reference: Reference, draws: SampledDraws, group: string): Comparison[] {
  const kept = Object.entries(reference.posterior).filter(
    ([name]) => draws.description.engine !== "aggregated" || !name.startsWith("b["),
  );
  return kept.flatMap(([name, exact]) => {
    const chains = draws.get(variableOf(name, group));
    const compare = (
      statistic: string,
      drawn: number,
      value: number,
      mcse: number,
      error: number,
    ): Comparison => ({
      statistic: `${statistic} of ${name}`,
      drawn,
      exact: value,
      errors: Math.abs(drawn - value) / Math.hypot(mcse, error),
    });
    const all = chains.flatMap((chain) => Array.from(chain));
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    const sd = Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1));
    const error = exact.error_of_mean;
    const quantiles = [
      [0.05, exact.q05],
      [0.5, exact.q50],
      [0.95, exact.q95],
    ] as const;
    return [
      compare("mean", mean, exact.mean, mcseMean(chains), error),
      compare("sd", sd, exact.sd, mcseSd(chains), 2 * error),
      ...quantiles.flatMap(([p, value]) =>
        value === undefined
          ? []
          : [compare(`${p} quantile`, quantile(chains, p), value, mcseQuantile(chains, p), 2 * error)],
      ),
    ];
  });
}
