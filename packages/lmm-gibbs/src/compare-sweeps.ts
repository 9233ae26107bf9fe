// Runs several sweeps on one posterior and sets side by side how they mix, with what theory predicts.
import type { Draws, Model } from "@lmm-gibbs/core";
import { oneOf, recordOf, requireModel, shown } from "@lmm-gibbs/core/internal";
import {
  type AutocorrelationCurves,
  autocorrelationCurves,
  type ChainLines,
  compareMixing,
  type MixingComparison,
  traces,
  type VariableSelection,
} from "@lmm-gibbs/diagnostics";
import {
  type Centering,
  mixingTheory,
  sample,
  type SampledDraws,
  type SampleOptions,
  type ScaleMove,
  type Sweep,
  type SweepName,
  sweeps as namedSweeps,
} from "@lmm-gibbs/samplers";
import { improperLines } from "./propriety-lines.ts";

/** One sweep to compare: by name, as a list of blocks, or with its own centering and scale move. */
export type ComparedSweep = Sweep | { sweep: Sweep; centering?: Centering; scaleMove?: ScaleMove };

/** Options of `compareSweeps`: those of the runs, except what makes one sweep another. */
export interface CompareSweepsOptions
  extends
    Omit<SampleOptions, "sweep" | "centering" | "scaleMove" | "resume" | "onAbort" | "checkpoint">,
    VariableSelection {
  /** Names of ours, or sweeps under names of one's own; default all of ours. */
  sweeps?: readonly SweepName[] | Readonly<Record<string, ComparedSweep>>;
}

/** A comparison of sweeps; `String(comparison)` is its table. */
export interface SweepsComparison extends MixingComparison {
  /** The draws of each sweep. */
  readonly draws: Readonly<Record<string, SampledDraws>>;
  /** The variances at which theory predicts: posterior means of σ² and D over all sweeps. */
  readonly variances: { readonly sigma2: number; readonly D: number[][] };
  /** Autocorrelations of a variable under each sweep, ready to plot; lags up to `maxLag`, default 20. */
  autocorrelations(variable: string, options?: { maxLag?: number }): Record<string, AutocorrelationCurves>;
  /** Traces of a variable under each sweep, ready to plot; at most `points` a chain, default all. */
  traces(variable: string, options?: { points?: number }): Record<string, ChainLines>;
}

/**
 * Draws from one posterior by several sweeps, with the same seed, and compares how they mix.
 *
 * @param model - from `mixedModel` or `mixedModelFromMatrices`
 * @param options - `sweeps`, `variables`, and all others as in `sample`; β, σ² and D are always kept
 * @returns per variable and sweep: effective draws (bulk, tail, a second), R-hat, integrated autocorrelation time, and the
 *   lag-1 autocorrelation, measured and, for β under sweeps of ours, predicted with the variances held at their posterior
 *   means; and the draws of each sweep
 * @throws {RangeError} on an option that cannot be meant, or when the posterior is improper; {NumericalError} when numbers fail; the signal's reason
 * @see Roberts & Sahu 1997; Papaspiliopoulos, Roberts & Sköld 2007
 */
export async function compareSweeps(
  model: Model,
  options: CompareSweepsOptions = {},
): Promise<SweepsComparison> {
  requireModel(model);
  const { sweeps, variables, ...run } = recordOf(options, undefined, "the options");
  const misplaced = ["sweep", "centering", "scaleMove", "resume"].find((key) => key in run);
  if (misplaced !== undefined) {
    throw new RangeError(
      `compareSweeps has no option ${misplaced}; give sweeps, such as { mine: { sweep: "centered", scaleMove: "none" } }`,
    );
  }
  const single = ["onAbort", "checkpoint"].find((key) => key in run);
  if (single !== undefined) {
    throw new RangeError(
      `compareSweeps has no option ${single}, which is for one run; call sample for each sweep`,
    );
  }
  const asked = sweepsOf(sweeps);
  const draws: Record<string, SampledDraws> = {};
  // The comparison needs what theory predicts from.
  const keep = run.keep === undefined ? {} : { keep: [...run.keep, "beta", "sigma2", "D"] };
  for (const [name, compared] of Object.entries(asked)) {
    draws[name] = await sample(model, { ...run, ...keep, ...compared });
  }
  const variances = posteriorVariances(model, Object.values(draws));
  const predictedLag1 = Object.fromEntries(
    Object.entries(asked).map(([name, { sweep, centering }]) => [
      name,
      predictions(model, variances, sweep, centering),
    ]),
  );
  const shownVariables = variables ?? defaultVariables(Object.values(draws)[0]);
  const comparison = compareMixing(draws, { variables: shownVariables, predictedLag1 });
  const improper = improperLines(Object.values(draws)[0].description);
  const note = "Predicted with σ² and D held at their posterior means.";
  const ofEach = <T>(of: (run: SampledDraws) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(draws).map(([name, run]) => [name, of(run)]));
  return {
    ...comparison,
    draws,
    variances,
    autocorrelations: (variable, lags = {}) =>
      ofEach((run) => autocorrelationCurves(run.get(variable), lags)),
    traces: (variable, points = {}) => ofEach((run) => traces(run.get(variable), points)),
    toString: () => [...improper, String(comparison), note].join("\n"),
  };
}

interface OneSweep {
  readonly sweep: Sweep;
  readonly centering?: Centering;
  readonly scaleMove?: ScaleMove;
}

function sweepsOf(sweeps: CompareSweepsOptions["sweeps"]): Record<string, OneSweep> {
  const asked = sweeps ?? (Object.keys(namedSweeps) as SweepName[]);
  if (Array.isArray(asked))
    asked.forEach((name) => oneOf(name, Object.keys(namedSweeps), "a sweep to compare"));
  const named: Readonly<Record<string, ComparedSweep>> = Array.isArray(asked)
    ? Object.fromEntries((asked as readonly SweepName[]).map((name) => [name, name]))
    : recordOf(asked as Readonly<Record<string, ComparedSweep>>, undefined, "sweeps");
  if (Object.keys(named).length === 0) {
    throw new RangeError(`sweeps must name at least one sweep, got ${shown(sweeps)}`);
  }
  return Object.fromEntries(
    Object.entries(named).map(([name, compared]) => [
      name,
      typeof compared === "string" || Array.isArray(compared)
        ? { sweep: compared as Sweep }
        : recordOf(compared as OneSweep, ["sweep", "centering", "scaleMove"], `sweeps[${shown(name)}]`),
    ]),
  );
}

/** What the report of a fit shows: σ² and D are functions of it. */
function defaultVariables(draws: Draws): string[] {
  return draws.variables.filter((name) => !/^(sigma2$|D_|b_)/.test(name));
}

/** Posterior means of σ² and D, every sweep's draws alike. */
function posteriorVariances(model: Model, runs: readonly Draws[]): SweepsComparison["variances"] {
  const [{ group, names, diagonal }] = model.terms;
  const meanOf = (variable: string): number => {
    const chains = runs.flatMap((draws) => draws.get(variable));
    const sums = chains.map((chain) => chain.reduce((sum, value) => sum + value, 0) / chain.length);
    return sums.reduce((sum, value) => sum + value, 0) / sums.length;
  };
  const element = (k: number, l: number): number => {
    if (k !== l && diagonal) return 0;
    const [first, second] = [names[Math.min(k, l)], names[Math.max(k, l)]];
    return meanOf(`D_${group}[${first},${second}]`);
  };
  return { sigma2: meanOf("sigma2"), D: names.map((_, k) => names.map((__, l) => element(k, l))) };
}

/** The predicted lag-1 autocorrelation of every β under a sweep of ours; nothing for a list of blocks. */
function predictions(
  model: Model,
  variances: SweepsComparison["variances"],
  sweep: Sweep,
  centering: Centering | undefined,
): Record<string, number> {
  if (typeof sweep !== "string") return {};
  const { lag1 } = mixingTheory(model, variances, centering === undefined ? {} : { centering })[sweep];
  return Object.fromEntries(Object.entries(lag1).map(([name, value]) => [`beta[${name}]`, value]));
}
