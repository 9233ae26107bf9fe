// Compares how well several samplers of one posterior mix, variable by variable and per second.
import { autocorrelation } from "./autocovariance.ts";
import { toChains } from "./chains.ts";
import { requireDraws, selectVariables } from "./draws-like.ts";
import type { DrawsLike, VariableSelection } from "./draws-like.ts";
import { integratedAutocorrelationTime } from "./ess-diagnostics.ts";
import { essBulk, essTail } from "./ess.ts";
import { mean } from "./moments.ts";
import { rhat } from "./rhat.ts";
import { drawsForOne, drawsPerSecond, threeDecimals, wholeDraws } from "./round-to-error.ts";
import { textTable } from "./text-table.ts";
import { checkOptions } from "./options.ts";

/** How one sweep explores one variable; NaN where undefined. */
export interface MixingRow {
  variable: string;
  /** The name under which the draws were passed. */
  sweep: string;
  essBulk: number;
  essTail: number;
  /** Bulk effective draws for each second of sampling, NaN when the draws do not say how long they took. */
  essPerSecond: number;
  rhat: number;
  /** Autocorrelation at lag 1, the mean over chains. */
  lag1: number;
  /** What theory predicts for `lag1`, NaN where nothing was predicted. */
  predictedLag1: number;
  /** Integrated autocorrelation time: draws for each effective one of the mean. */
  integratedTime: number;
}

/** What a comparison shows. */
export interface MixingOptions extends VariableSelection {
  /** For each sweep and variable the autocorrelation at lag 1 that theory predicts. */
  predictedLag1?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
}

/** A comparison as data. */
export interface MixingRecord {
  /** Variables in order, for each the sweeps in order. */
  rows: MixingRow[];
}

/** A comparison as data that also prints itself. */
export interface MixingComparison extends MixingRecord {
  /** The data alone; NaN and infinite values become null in JSON text. */
  toJSON(): MixingRecord;
  /** A table of at most 100 columns, one row a variable and one group of columns a sweep. */
  toString(): string;
}

function mixingRow(variable: string, sweep: string, draws: DrawsLike, options: MixingOptions): MixingRow {
  const chains = toChains(draws.get(variable), options, `${sweep}: ${variable}`);
  const bulk = essBulk(chains);
  const { seconds = NaN } = draws;
  return {
    variable,
    sweep,
    essBulk: bulk,
    essTail: essTail(chains),
    essPerSecond: seconds > 0 ? bulk / seconds : NaN,
    rhat: rhat(chains),
    lag1:
      chains[0].length > 1
        ? mean(Float64Array.from(autocorrelation(chains, { maxLag: 1 }), (lags) => lags[1]))
        : NaN,
    predictedLag1: options.predictedLag1?.[sweep]?.[variable] ?? NaN,
    integratedTime: integratedAutocorrelationTime(chains),
  };
}

const predicted = (lag1: number): string => (Number.isNaN(lag1) ? "" : threeDecimals(lag1));

function formatComparison(rows: readonly MixingRow[]): string {
  const isPredicted = rows.some(({ predictedLag1 }) => !Number.isNaN(predictedLag1));
  const sweeps = [...new Set(rows.map((row) => row.sweep))];
  const groups = sweeps.map((sweep) => {
    const own = rows.filter((row) => row.sweep === sweep);
    const worst = own.reduce((least, { essBulk: bulk }) => (bulk < least ? bulk : least), Infinity);
    const mark = (row: MixingRow): string => (row.essBulk === worst ? "*" : " ");
    return {
      title: sweep,
      columns: [
        { head: "bulk ", cells: own.map((row) => wholeDraws(row.essBulk) + mark(row)) },
        { head: "tail", cells: own.map((row) => wholeDraws(row.essTail)) },
        { head: "bulk/s", cells: own.map((row) => drawsPerSecond(row.essPerSecond)) },
        { head: "R-hat", cells: own.map((row) => threeDecimals(row.rhat)) },
        { head: "time", cells: own.map((row) => drawsForOne(row.integratedTime)) },
        { head: "lag 1", cells: own.map((row) => threeDecimals(row.lag1)) },
        ...(isPredicted ? [{ head: "theory", cells: own.map((row) => predicted(row.predictedLag1)) }] : []),
      ],
    };
  });
  const variables = [...new Set(rows.map((row) => row.variable))];
  return [
    textTable("variable", variables, groups),
    "",
    "bulk, tail: effective number of draws; bulk/s: bulk per second of sampling; * worst of its sweep.",
    "R-hat: agreement of the chains, near 1 when they have mixed; time: draws for each effective one.",
    `lag 1: mean autocorrelation at lag 1${isPredicted ? "; theory: the one predicted" : ""}.`,
  ].join("\n");
}

/**
 * Compares samplers of one posterior by bulk and tail effective sample size, effective draws per second, R-hat,
 * autocorrelation at lag 1 and integrated autocorrelation time.
 *
 * @param draws - the draws of each sweep under its name, such as `{ uncentered: draws1, marginal: draws2 }`
 * @param options - which variables; random effects, "b_...", are left out unless asked for; and what theory predicts
 * @returns a plain record of rows; `String(comparison)` sets the sweeps side by side and marks the variable with the
 * smallest bulk effective sample size of each with `*`
 * @throws RangeError when there are no draws, a sweep lacks a variable, or chains are empty, or differ in length
 * and are not trimmed
 * @throws TypeError when draws are not numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4
 */
export function compareMixing(
  draws: Readonly<Record<string, DrawsLike>>,
  options: MixingOptions = {},
): MixingComparison {
  checkOptions(options, ["variables", "predictedLag1", "trim"], "compareMixing");
  const sweeps = Object.entries(draws ?? {});
  for (const [sweep, own] of sweeps) requireDraws(own, `the entry ${JSON.stringify(sweep)}`);
  if (sweeps.length === 0)
    throw new RangeError("draws is empty; there must be at least one sweep to compare");
  const variables = selectVariables(sweeps[0][1], options);
  for (const [sweep, own] of sweeps) {
    const missing = variables.find((variable) => !own.variables.includes(variable));
    if (missing !== undefined) {
      throw new RangeError(
        `the draws of ${JSON.stringify(sweep)} have no variable ${JSON.stringify(missing)}, which those of ` +
          `${JSON.stringify(sweeps[0][0])} have; name common ones in options.variables`,
      );
    }
  }
  const rows = variables.flatMap((variable) =>
    sweeps.map(([sweep, own]) => mixingRow(variable, sweep, own, options)),
  );
  const record: MixingRecord = { rows };
  return { ...record, toJSON: () => record, toString: () => formatComparison(rows) };
}
