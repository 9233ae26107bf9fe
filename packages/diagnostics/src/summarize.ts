// The table of posterior summaries: location, spread, quantiles and how far each can be trusted.
import { columnsOf, DEFAULT_MEASURES, type DefaultMeasure, type FieldOf, type Measure } from "./columns.ts";
import type { DrawsLike, VariableSelection } from "./draws-like.ts";
import { type Json, toJson } from "./json-number.ts";
import { checkOptions } from "./options.ts";
import { type RunRecord, runOf } from "./run-line.ts";
import { selectChains } from "./select-chains.ts";
import { summaryCsv, summaryMarkdown, type SummaryTable, summaryText } from "./summary-text.ts";
import { variableDraws } from "./variable-draws.ts";

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

/** What chosen measures say about one variable; NaN where undefined. */
export type MeasuredRow<M> = { variable: string } & { [Field in FieldOf<M>]: number };

/** A summary as data, with the run as far as the draws tell of it. */
export interface SummaryRecord<Row = SummaryRow> extends RunRecord {
  rows: Row[];
}

/** A summary as data that also prints itself. */
export interface Summary<Row = SummaryRow> extends SummaryRecord<Row> {
  /** The data alone, as JSON keeps it: "NaN", "Infinity" and "-Infinity" as text. */
  toJSON(): Json<SummaryRecord<Row>>;
  /**
   * A table of at most 100 columns. Numbers are rounded to what their Monte Carlo error supports; names of more than 40
   * characters are shown by their beginning and end; "!" marks R-hat above 1.01 and effective sample sizes below 100 a
   * chain. Without `measures` the errors of sd, median and quantiles are told by the digits alone.
   */
  toString(): string;
  /** The same table in Markdown, names in full. */
  toMarkdown(): string;
  /** Every field of every row in full precision, as CSV with a header; NaN is NA, Infinity Inf. */
  toCsv(): string;
}

/** Which variables a summary shows, and what of them. */
export interface SummarizeOptions<
  M extends readonly Measure[] = readonly Measure[],
> extends VariableSelection {
  /**
   * Measures by name, and one's own as `{ name, of: (chains) => number }`, in the order of the columns. Default: those
   * of posterior's `summarise_draws` with their Monte Carlo standard errors.
   */
  measures?: M | undefined;
  /**
   * The probabilities of "quantiles", "mcseQuantiles" and "essQuantiles". Default: [0.05, 0.95]. The field of a row is
   * named by percent: 0.025 gives `q2.5`.
   */
  probabilities?: readonly number[] | undefined;
  /** The probability inside the interval of "hdi". Default: 0.95. Fields are named by percent: `hdi95Low`, `hdi95High`. */
  hdi?: number | undefined;
}

/**
 * Summarizes draws variable by variable: mean, median, standard deviation, median absolute deviation, 5% and 95%
 * quantiles, their Monte Carlo standard errors, R-hat, and bulk and tail effective sample size; or any measures chosen.
 *
 * @param draws - named variables, one array of draws a chain for each, all of one shape
 * @param options - which variables, measures and probabilities, and whether to trim chains of unequal length; random
 * effects, "b_...", are left out unless asked for
 * @returns a plain record of rows; `String(summary)` is a table in which each number is rounded to the digits that its
 * own Monte Carlo error supports; `toJSON`, `toMarkdown` and `toCsv` say the same to programs, papers and spreadsheets
 * @throws RangeError when a variable is not in the draws, none is selected, chains are empty, or differ in length
 * and are not trimmed, a measure or an option is unknown, a column comes twice, or a probability is not in [0, 1]
 * @throws TypeError when draws are not numbers, or a measure of one's own gives none
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4
 */
export function summarize(
  draws: DrawsLike,
  options?: VariableSelection & { measures?: undefined; probabilities?: undefined },
): Summary;
export function summarize(
  draws: DrawsLike,
  options: VariableSelection & { measures?: undefined; probabilities: readonly number[] },
): Summary<MeasuredRow<DefaultMeasure>>;
export function summarize<const M extends readonly Measure[]>(
  draws: DrawsLike,
  options: SummarizeOptions<M>,
): Summary<MeasuredRow<M[number]>>;
export function summarize(draws: DrawsLike, options: SummarizeOptions = {}): Summary<object> {
  checkOptions(options, ["variables", "trim", "measures", "probabilities", "hdi"], "summarize");
  const { measures } = options;
  const columns = columnsOf(measures === undefined ? DEFAULT_MEASURES : measures, options);
  const selected = selectChains(draws, options);
  const variables = selected.variables.map(({ variable }) => variable);
  const own = selected.variables.map(({ chains }) => variableDraws(chains, draws.seconds));
  const measured = columns.map((column) => ({
    ...column,
    cells: own.map((each) => ({ value: column.value(each), error: column.error?.(each) ?? NaN })),
  }));
  const run = runOf(draws, selected);
  const record: SummaryRecord<object> = {
    ...run,
    rows: variables.map((variable, r) =>
      Object.fromEntries([
        ["variable", variable],
        ...measured.map(({ name, cells }) => [name, cells[r].value]),
      ]),
    ),
  };
  const table: SummaryTable = {
    run,
    variables,
    columns: measured,
    // Unasked for, only the error of the mean is shown: the digits of the others tell theirs.
    shown: measures === undefined ? measured.filter(({ name }) => !/^mcse(?!Mean$)/.test(name)) : measured,
    leftOut: selected.leftOut,
  };
  return {
    ...record,
    toJSON: () => toJson(record),
    toString: () => summaryText(table),
    toMarkdown: () => summaryMarkdown(table),
    toCsv: () => summaryCsv(table),
  };
}
