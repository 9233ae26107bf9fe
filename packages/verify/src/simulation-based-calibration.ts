// Simulation-based calibration: parameters drawn from the prior rank uniformly among draws from their posterior.
import type { Model } from "@lmm-gibbs/core";
import { recordOf, requireModel, shown } from "@lmm-gibbs/core/internal";
import { autocorrelation } from "@lmm-gibbs/diagnostics";
import { seededStream, type SeededStream } from "@lmm-gibbs/samplers";
import {
  type Calibration,
  calibrationReport,
  type CalibrationRow,
  type RankedQuantity,
} from "./calibration-report.ts";
import { uniformRanksPValue } from "./ecdf-band.ts";
import { holm } from "./p-values.ts";
import { type NamedQuantity, ownQuantities, rankedQuantities, valueOf } from "./quantities.ts";
import { countOf, settledSimulation, SIMULATION_KEYS, type SimulationOptions } from "./simulation-options.ts";
import { replicateOf, type RunReplicate } from "./replicate.ts";
import { chooseThin } from "./choose-thin.ts";

/** Options of `simulationBasedCalibration`. */
export interface CalibrationOptions extends SimulationOptions {
  /** Parameters drawn from the prior, each with data and a chain of its own; default 200. */
  replicates?: number;
  /** Draws kept of each chain, among which the parameters are ranked from 0 to `draws`; default 99. */
  draws?: number;
  /**
   * Sweeps from one kept draw to the next, enough that kept draws are nearly independent. Default "auto": 1.5 times the
   * integrated autocorrelation time of the slowest quantity in pilot replicates, and 4 or 16 times as many in a replicate
   * whose kept draws turn out to depend on one another.
   */
  thin?: number | "auto";
  /** Sweeps before the first kept draw; default ten times `thin`, at least 100. */
  warmup?: number;
  /** Called after every replicate. */
  onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

const KEYS = [...SIMULATION_KEYS, "replicates", "draws", "thin", "warmup", "onProgress"];

/**
 * Simulation-based calibration of a sampler, the whole of it: starts, sweeps, steps of one's own, and what is recorded.
 *
 * For each replicate: θ from the prior, y from the model, `draws` kept draws of the posterior given y by the sampler, the
 * rank of θ among them. If the sampler is right and kept draws are independent, every rank is uniform on 0..draws. The
 * p-value of a quantity is exact for that: how improbable its least probable departure of the ranks' empirical distribution
 * function is, over all points at once.
 *
 * @param model - design, groups and priors; its response is not read. Every prior must be proper
 * @param options - `sweep`, `engine`, `scaleMove`, `centering`, `replicates` 200, `draws` 99, `thin` "auto", `warmup`, `seed` 1, `quantities` of your
 *   own, `level` 0.001
 * @returns a record `{ ok, rows, … }`, one row a quantity, the log likelihood among them; `ecdf(quantity)` gives the ranks'
 *   distribution with its simultaneous band, `String(calibration)` prints the table
 * @throws {RangeError} on an improper prior, draws from a prior that overflow, a sweep that holds something fixed, chains too
 *   slow for "auto", or options that cannot be meant
 * @throws {NumericalError} when the sampler's numbers fail, naming the replicate
 * @see Talts, Betancourt, Simpson, Vehtari & Gelman 2018; Säilynoja, Bürkner & Vehtari 2022
 */
export function simulationBasedCalibration(model: Model, options: CalibrationOptions = {}): Calibration {
  requireModel(model);
  const {
    replicates = 200,
    draws = 99,
    thin = "auto",
    warmup,
    onProgress,
    quantities: given,
    ...rest
  } = recordOf(options, KEYS, "simulationBasedCalibration's options");
  const settled = settledSimulation(rest);
  const R = countOf(replicates, 20, "replicates");
  const L = countOf(draws, 4, "draws");
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`onProgress must be a function, got ${shown(onProgress)}`);
  }
  const ours = rankedQuantities(model, settled.withEffects);
  const quantities = [...ours, ...ownQuantities(given, ours)];
  const run = replicateOf(model, settled);
  const sweeps = thin === "auto" ? chooseThin(run, quantities) : countOf(thin, 1, "thin");
  const before = warmup === undefined ? Math.max(100, 10 * sweeps) : countOf(warmup, 0, "warmup");

  const ranks = quantities.map((): number[] => []);
  const lags = quantities.map(() => 0);
  // Three standard errors of the lag-1 autocorrelation of independent draws.
  const dependent = 3 / Math.sqrt(L);
  let rethinned = 0;
  for (let r = 0; r < R; r++) {
    const most = thin === "auto" ? MOST_FACTOR : 1;
    let factor = 1;
    let drawn = kept(run, quantities, r, { warmup: before, draws: L, thin: sweeps });
    while (factor < most && drawn.some(({ lag1 }) => lag1 > dependent)) {
      factor *= 4;
      drawn = kept(run, quantities, r, { warmup: factor * before, draws: L, thin: factor * sweeps });
    }
    if (factor > 1) rethinned++;
    const ties = seededStream(`${settled.seed}/ties`, r);
    drawn.forEach(({ values, truth, lag1 }, k) => {
      ranks[k][r] = rankAmong(values, truth, ties);
      lags[k] += lag1 / R;
    });
    onProgress?.({ done: r + 1, total: R });
  }
  return calibrationReport({
    level: settled.level,
    replicates: R,
    draws: L,
    thin: sweeps,
    warmup: before,
    rethinned,
    rows: rowsOf(
      quantities.map(({ name }, k) => ({ quantity: name, ranks: ranks[k], lag1: lags[k] })),
      L,
      settled.level,
    ),
  });
}

const MOST_FACTOR = 16;

/** The kept draws of each quantity, its true value, and the lag-1 autocorrelation of the draws. */
function kept(
  run: RunReplicate,
  quantities: readonly NamedQuantity[],
  index: number,
  chain: Parameters<RunReplicate>[2],
): { values: Float64Array; truth: number; lag1: number }[] {
  const { model, truth, draws } = run("replicate", index, chain);
  return quantities.map((quantity) => {
    const values = Float64Array.from(draws, (state) => valueOf(quantity, state, model));
    const [[, lag]] = autocorrelation([values], { maxLag: 1 });
    // Draws that are all equal depend on one another as much as can be.
    return { values, truth: valueOf(quantity, truth, model), lag1: Number.isNaN(lag) ? 1 : lag };
  });
}

/** How many values are below; ties are broken at random. */
function rankAmong(values: Float64Array, truth: number, stream: SeededStream): number {
  let rank = 0;
  let ties = 0;
  for (const value of values) {
    if (value < truth) rank++;
    else if (value === truth) ties++;
  }
  return ties === 0 ? rank : rank + Math.floor(stream.uniform() * (ties + 1));
}

function rowsOf(
  ranked: readonly (RankedQuantity & { lag1: number })[],
  most: number,
  level: number,
): CalibrationRow[] {
  const pValues = ranked.map(({ ranks }) => uniformRanksPValue(ranks, most));
  const adjusted = holm(pValues);
  return ranked.map((row, k) => ({
    ...row,
    pValue: pValues[k],
    adjusted: adjusted[k],
    ok: adjusted[k] >= level,
  }));
}
