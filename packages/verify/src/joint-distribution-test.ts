// Getting it right: does a sampler leave the joint law of parameters and data as it is?
//
// Two ways to draw from that joint law agree if the sampler is right. Marginal-conditional: θ from the prior, y from the
// model. Successive-conditional: from such a start, over and over, θ given y by the sampler and y given θ from the model.
import type { Model, State } from "@lmm-gibbs/core";
import { recordOf } from "@lmm-gibbs/core/internal";
import { type SeededStream, seededStream } from "@lmm-gibbs/samplers";
import { type SweepFrom, sweepFrom } from "@lmm-gibbs/samplers/internal";
import { holm, studentPValue } from "./p-values.ts";
import { priorDraws, simulateResponse, withFreshEffects } from "./prior-draws.ts";
import { averagedQuantities, type NamedQuantity, ownQuantities, valueOf } from "./quantities.ts";
import {
  countOf,
  ofReplicate,
  settledSimulation,
  SIMULATION_KEYS,
  type SimulationOptions,
} from "./simulation-options.ts";
import {
  type JointDistributionRow,
  jointDistributionReport,
  type JointDistributionTest,
} from "./joint-distribution-report.ts";

/** Options of `jointDistributionTest`. */
export interface JointDistributionOptions extends SimulationOptions {
  /** Independent successive-conditional chains, each from a start of its own; default 500. */
  replicates?: number;
  /** Draws of each chain: a sweep, then new data; default 20. */
  draws?: number;
}

const KEYS = [...SIMULATION_KEYS, "replicates", "draws"];

/** One array a quantity, one value a draw. */
type Values = readonly Float64Array[];

/**
 * Geweke's joint distribution test of a sampler: of its conditionals, their order, its draws and its Jacobians.
 *
 * Every chain starts from an exact draw of parameters and data, so all its draws have the joint law if the sampler is right,
 * whatever their autocorrelation; chains are independent, so standard errors are those of independent means. Compared are the
 * mean and the mean absolute deviation of each quantity.
 *
 * @param model - design, groups and priors; its response is not read. Every prior must be proper
 * @param options - `sweep`, `engine`, `scaleMove`, `centering`, `replicates` 500, `draws` 20, `seed` 1, `quantities` of your own, `level` 0.001
 * @returns a record `{ ok, rows, … }` with one p-value a quantity and statistic; `String(test)` prints it
 * @throws {RangeError} on an improper prior, draws from a prior that overflow, or options that cannot be meant
 * @throws {NumericalError} when the sampler's numbers fail, naming the replicate
 * @see Geweke 2004, section 3
 */
export function jointDistributionTest(
  model: Model,
  options: JointDistributionOptions = {},
): JointDistributionTest {
  const {
    replicates = 500,
    draws = 20,
    quantities: given,
    ...rest
  } = recordOf(options, KEYS, "jointDistributionTest's options");
  const settled = settledSimulation(rest);
  const R = countOf(replicates, 20, "replicates");
  const T = countOf(draws, 1, "draws");
  const drawState = priorDraws(model);
  const ours = averagedQuantities(model, settled.withEffects);
  const quantities = [...ours, ...ownQuantities(given, ours)];

  const marginal = quantities.map(() => new Float64Array(R * T));
  const stream = seededStream(`${settled.seed}/marginal`, 0);
  for (let m = 0; m < R * T; m++) {
    const state = drawState(stream);
    const data = { ...model, y: simulateResponse(model, state, stream) };
    quantities.forEach((quantity, k) => {
      marginal[k][m] = valueOf(quantity, state, data);
    });
  }
  const successive = quantities.map(() => new Float64Array(R * T));
  const sweep = sweepFrom(model, settled.sampler);
  for (let r = 0; r < R; r++) {
    const own = successive.map((values) => values.subarray(r * T, (r + 1) * T));
    const random = seededStream(`${settled.seed}/successive`, r);
    try {
      runChain(model, { sweep, drawState, withEffects: settled.withEffects }, quantities, random, own);
    } catch (error) {
      throw ofReplicate(error, r);
    }
  }

  return jointDistributionReport({
    level: settled.level,
    replicates: R,
    draws: T,
    rows: rowsOf(quantities, marginal, successive, T, settled.level),
  });
}

interface Simulator {
  readonly sweep: SweepFrom;
  readonly drawState: (stream: SeededStream) => State;
  readonly withEffects: boolean;
}

/** One successive-conditional chain: each quantity is taken after a sweep, with the data that the sweep was given. */
function runChain(
  model: Model,
  { sweep, drawState, withEffects }: Simulator,
  quantities: readonly NamedQuantity[],
  stream: SeededStream,
  values: Values,
): void {
  let state = drawState(stream);
  for (let t = 0; t < values[0].length; t++) {
    const data = { ...model, y: simulateResponse(model, state, stream) };
    state = sweep(data, state, stream);
    quantities.forEach((quantity, k) => {
      values[k][t] = valueOf(quantity, state, data);
    });
    if (!withEffects) state = withFreshEffects(state, stream);
  }
}

function rowsOf(
  quantities: readonly NamedQuantity[],
  marginal: Values,
  successive: Values,
  T: number,
  level: number,
): JointDistributionRow[] {
  const rows = quantities.flatMap(({ name }, k) => {
    const centre = mean(marginal[k]);
    const away = (value: number): number => Math.abs(value - centre);
    return [
      compared(name, "mean", marginal[k], successive[k], T),
      compared(name, "spread", marginal[k].map(away), successive[k].map(away), T),
    ];
  });
  const adjusted = holm(rows.map(({ pValue }) => pValue));
  return rows.map((row, k) => ({ ...row, adjusted: adjusted[k], ok: adjusted[k] >= level }));
}

type Compared = Omit<JointDistributionRow, "adjusted" | "ok">;

function compared(
  quantity: string,
  statistic: "mean" | "spread",
  marginal: Float64Array,
  successive: Float64Array,
  T: number,
): Compared {
  const chains = Float64Array.from({ length: successive.length / T }, (_, r) =>
    mean(successive.subarray(r * T, (r + 1) * T)),
  );
  const [expected, found] = [mean(marginal), mean(chains)];
  const standardError = Math.sqrt(variance(marginal) / marginal.length + variance(chains) / chains.length);
  const t = standardError === 0 ? (found === expected ? 0 : Infinity) : (found - expected) / standardError;
  return {
    quantity,
    statistic,
    marginal: expected,
    successive: found,
    t,
    pValue: studentPValue(t, chains.length - 1),
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const m = mean(values);
  return values.reduce((sum, value) => sum + (value - m) ** 2, 0) / (values.length - 1);
}
