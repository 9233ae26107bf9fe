// The table of posterior summaries: location, spread, quantiles and how far each can be trusted.
import { MIN_ITERATIONS, pool, toChains } from "./chains.ts";
import { selectVariables } from "./draws-like.ts";
import type { DrawsLike, VariableSelection } from "./draws-like.ts";
import { bulkEss, quantileEss } from "./ess.ts";
import { meanError, quantileError, sdError } from "./mcse.ts";
import { medianAbsoluteDeviation, sortedMedian } from "./median.ts";
import { mean, variance } from "./moments.ts";
import { sortDraws, sortedQuantile } from "./quantile.ts";
import { rankRhat } from "./rhat.ts";
import { roundToError, threeDecimals, twoDigits, wholeDraws } from "./round-to-error.ts";
import { textTable } from "./text-table.ts";

/** What the draws say about one variable, in its unit; NaN where undefined. */
export interface SummaryRow {
  variable: string;
  mean: number;
  /** Monte Carlo standard error of the mean. */
  mcseMean: number;
  sd: number;
  mcseSd: number;
  median: number;
  mcseMedian: number;
  /** Median absolute deviation from the median, times 1.4826. */
  mad: number;
  /** The 5% quantile, type 7. */
  q5: number;
  mcseQ5: number;
  /** The 95% quantile, type 7. */
  q95: number;
  mcseQ95: number;
  rhat: number;
  essBulk: number;
  essTail: number;
}

/** A summary as data. */
export interface SummaryRecord {
  chains: number;
  /** Draws a chain. */
  iterations: number;
  rows: SummaryRow[];
}

/** A summary as data that also prints itself. */
export interface Summary extends SummaryRecord {
  /** The data alone; NaN and infinite values become null in JSON text. */
  toJSON(): SummaryRecord;
  /** A table of at most 100 columns. */
  toString(): string;
}

function summaryRow(variable: string, chains: readonly Float64Array[]): SummaryRow {
  const draws = pool(chains);
  const sorted = sortDraws(chains);
  const ess5 = quantileEss(chains, sorted, 0.05);
  const ess95 = quantileEss(chains, sorted, 0.95);
  return {
    variable,
    mean: mean(draws),
    mcseMean: meanError(chains),
    sd: Math.sqrt(variance(draws)),
    mcseSd: sdError(chains),
    median: sortedMedian(sorted),
    mcseMedian: quantileError(sorted, 0.5, quantileEss(chains, sorted, 0.5)),
    mad: medianAbsoluteDeviation(sorted),
    q5: sortedQuantile(sorted, 0.05),
    mcseQ5: quantileError(sorted, 0.05, ess5),
    q95: sortedQuantile(sorted, 0.95),
    mcseQ95: quantileError(sorted, 0.95, ess95),
    rhat: rankRhat(chains, sorted),
    essBulk: bulkEss(chains),
    essTail: Math.min(ess5, ess95),
  };
}

function formatSummary({ chains, iterations, rows }: SummaryRecord, leftOut: number): string {
  const column = (head: string, cell: (row: SummaryRow) => string) => ({
    columns: [{ head, cells: rows.map(cell) }],
  });
  const table = textTable(
    "variable",
    rows.map((row) => row.variable),
    [
      column("mean", (row) => roundToError(row.mean, row.mcseMean)),
      column("mcse", (row) => twoDigits(row.mcseMean)),
      column("sd", (row) => roundToError(row.sd, row.mcseSd)),
      column("median", (row) => roundToError(row.median, row.mcseMedian)),
      // The errors of the median and of the median absolute deviation are of one size.
      column("mad", (row) => roundToError(row.mad, row.mcseMedian)),
      column("q5", (row) => roundToError(row.q5, row.mcseQ5)),
      column("q95", (row) => roundToError(row.q95, row.mcseQ95)),
      column("R-hat", (row) => threeDecimals(row.rhat)),
      column("bulk", (row) => wholeDraws(row.essBulk)),
      column("tail", (row) => wholeDraws(row.essTail)),
    ],
  );
  return [
    `${chains} ${chains === 1 ? "chain" : "chains"} of ${iterations} draws`,
    "",
    table,
    "",
    "Digits end where the Monte Carlo error begins; mcse is that of the mean.",
    "R-hat: agreement of the chains, near 1 when they have mixed; above 1.01 run longer.",
    "bulk, tail: effective number of draws for the center and the 5% and 95% tails; aim at 100 a chain.",
    ...(iterations < MIN_ITERATIONS ? ["Fewer than 4 draws a chain: none of these is defined."] : []),
    ...(leftOut > 0
      ? [
          `Left out: ${leftOut} random effect${leftOut === 1 ? "" : "s"} (b_...); variables: ["b"] shows them.`,
        ]
      : []),
  ].join("\n");
}

/**
 * Summarizes draws variable by variable: mean, median, standard deviation, median absolute deviation, 5% and 95%
 * quantiles, their Monte Carlo standard errors, R-hat, and bulk and tail effective sample size.
 *
 * @param draws - named variables, one array of draws a chain for each, all of one shape
 * @param options - which variables; random effects, "b_...", are left out unless asked for
 * @returns a plain record of rows; `String(summary)` is a table in which each number is rounded to the digits that its
 * own Monte Carlo error supports
 * @throws RangeError when a variable is not in the draws, none is selected, or chains are empty, or differ in
 * length and are not trimmed
 * @throws TypeError when draws are not numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4
 */
export function summarize(draws: DrawsLike, options: VariableSelection = {}): Summary {
  const variables = selectVariables(draws, options);
  const selected = variables.map(
    (variable) => [variable, toChains(draws.get(variable), options, variable)] as const,
  );
  const [firstName, first] = selected[0];
  for (const [variable, chains] of selected) {
    if (chains.length !== first.length || chains[0].length !== first[0].length) {
      throw new RangeError(
        `${variable} has ${chains.length} chains of ${chains[0].length} draws, ${firstName} has ${first.length} of ` +
          `${first[0].length}; all variables must have one shape`,
      );
    }
  }
  const record: SummaryRecord = {
    chains: first.length,
    iterations: first[0].length,
    rows: selected.map(([variable, chains]) => summaryRow(variable, chains)),
  };
  const leftOut = options.variables === undefined ? draws.variables.length - variables.length : 0;
  return { ...record, toJSON: () => record, toString: () => formatSummary(record, leftOut) };
}
