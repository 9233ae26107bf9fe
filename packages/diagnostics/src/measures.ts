// The table of measures: what each is called, how it is computed, and to which digits it is shown.
import { pool } from "./chains.ts";
import {
  type Column,
  essColumn,
  estimate,
  type Measured,
  percent,
  rhatColumn,
  standardError,
} from "./column.ts";
import { meanEss, sdEss } from "./ess.ts";
import { integratedAutocorrelationTime } from "./ess-diagnostics.ts";
import { hdi } from "./hdi.ts";
import { medianAbsoluteDeviation, sortedMedian } from "./median.ts";
import { mean, variance } from "./moments.ts";
import { sortedQuantile } from "./quantile.ts";
import { bulkRhat, rankRhat, rhatBasic, tailRhat } from "./rhat.ts";
import { drawsForOne, drawsPerSecond } from "./round-to-error.ts";
import { effectiveSize } from "./spectrum0.ts";
import type { VariableDraws } from "./variable-draws.ts";

/**
 * A measure by name. Three stand for a column a probability: "quantiles" for `q5`, `q95`, …, "mcseQuantiles" for `mcseQ5`,
 * … and "essQuantiles" for `essQ5`, …; "hdi" stands for `hdi95Low` and `hdi95High`. The others are one column of that name.
 */
export type MeasureName =
  | "mean"
  | "mcseMean"
  | "sd"
  | "mcseSd"
  | "median"
  | "mcseMedian"
  | "mad"
  | "quantiles"
  | "mcseQuantiles"
  | "essQuantiles"
  | "rhat"
  | "rhatBulk"
  | "rhatFolded"
  | "rhatBasic"
  | "essBulk"
  | "essTail"
  | "essMean"
  | "essSd"
  | "essMedian"
  | "essPerSecond"
  | "hdi"
  | "effectiveSize"
  | "integratedAutocorrelationTime";

/** What measures are told. */
export interface MeasureSettings {
  /** Of the quantiles. */
  readonly probabilities: readonly number[];
  /** The probability inside the highest-density interval. */
  readonly hdi: number;
}

const ESS =
  "bulk, tail: effective number of draws for the center and the 5% and 95% tails; aim at 100 a chain.";

const meanOf: Measured = ({ chains }) => mean(pool(chains));
const sdOf: Measured = ({ chains }) => Math.sqrt(variance(pool(chains)));
const medianOf: Measured = (draws) => sortedMedian(draws.sorted());
const madOf: Measured = (draws) => medianAbsoluteDeviation(draws.sorted());
const errorOfMedian: Measured = (draws) => draws.quantileError(0.5);

/** The part of the draws at or below a value, which is the probability of the quantile there. */
function partBelow(draws: VariableDraws, value: number): number {
  const sorted = draws.sorted();
  return sorted.findLastIndex((draw) => draw <= value) / (sorted.length - 1);
}

/** An end of the highest-density interval, its digits those of the quantile there. */
const hdiEnd = (probability: number, end: "low" | "high"): Column => {
  const value: Measured = ({ chains }) => hdi(chains, { probability })[end];
  const name = `hdi${percent(probability)}${end === "low" ? "Low" : "High"}`;
  return {
    ...estimate(name, value, (draws) => draws.quantileError(partBelow(draws, value(draws)))),
    legend: `hdi: the shortest interval that holds ${percent(probability)}% of the draws.`,
  };
};

/** The columns of each measure. */
export const MEASURES: Readonly<Record<MeasureName, (settings: MeasureSettings) => Column[]>> = {
  mean: () => [estimate("mean", meanOf, (draws) => draws.meanError())],
  mcseMean: () => [
    {
      ...standardError("mcseMean", (draws) => draws.meanError()),
      head: "mcse",
      legend: "mcse: Monte Carlo standard error of the mean.",
    },
  ],
  sd: () => [estimate("sd", sdOf, (draws) => draws.sdError())],
  mcseSd: () => [standardError("mcseSd", (draws) => draws.sdError())],
  median: () => [estimate("median", medianOf, errorOfMedian)],
  mcseMedian: () => [standardError("mcseMedian", errorOfMedian)],
  // The errors of the median and of the median absolute deviation are of one size.
  mad: () => [estimate("mad", madOf, errorOfMedian)],
  quantiles: ({ probabilities }) =>
    probabilities.map((p) =>
      estimate(
        `q${percent(p)}`,
        (draws) => sortedQuantile(draws.sorted(), p),
        (draws) => draws.quantileError(p),
      ),
    ),
  mcseQuantiles: ({ probabilities }) =>
    probabilities.map((p) => standardError(`mcseQ${percent(p)}`, (draws) => draws.quantileError(p))),
  essQuantiles: ({ probabilities }) =>
    probabilities.map((p) => essColumn(`essQ${percent(p)}`, (draws) => draws.quantileEss(p))),
  rhat: () => [{ ...rhatColumn("rhat", (draws) => rankRhat(draws.chains, draws.sorted())), head: "R-hat" }],
  rhatBulk: () => [rhatColumn("rhatBulk", ({ chains }) => bulkRhat(chains))],
  rhatFolded: () => [rhatColumn("rhatFolded", (draws) => tailRhat(draws.chains, draws.sorted()))],
  rhatBasic: () => [rhatColumn("rhatBasic", ({ chains }) => rhatBasic(chains))],
  essBulk: () => [
    { ...essColumn("essBulk", (draws) => draws.bulkEss()), head: "bulk", limit: "ess", legend: ESS },
  ],
  essTail: () => [
    {
      ...essColumn("essTail", (draws) => draws.tailEss()),
      head: "tail",
      limit: "ess",
      legend: ESS,
    },
  ],
  essMean: () => [essColumn("essMean", ({ chains }) => meanEss(chains))],
  essSd: () => [essColumn("essSd", ({ chains }) => sdEss(chains))],
  essMedian: () => [essColumn("essMedian", (draws) => draws.quantileEss(0.5))],
  essPerSecond: () => [
    {
      name: "essPerSecond",
      head: "bulk/s",
      value: (draws) => (draws.seconds > 0 ? draws.bulkEss() / draws.seconds : NaN),
      text: drawsPerSecond,
      legend: "bulk/s: bulk effective draws for each second of sampling.",
    },
  ],
  hdi: ({ hdi: probability }) => [hdiEnd(probability, "low"), hdiEnd(probability, "high")],
  effectiveSize: () => [
    {
      ...essColumn("effectiveSize", ({ chains }) => effectiveSize(chains)),
      legend: "effectiveSize: coda's, the sum over chains, which does not see that they disagree.",
    },
  ],
  integratedAutocorrelationTime: () => [
    {
      name: "integratedAutocorrelationTime",
      head: "time",
      value: ({ chains }) => integratedAutocorrelationTime(chains),
      text: drawsForOne,
      legend: "time: integrated autocorrelation time, draws for each effective one of the mean.",
    },
  ],
};
