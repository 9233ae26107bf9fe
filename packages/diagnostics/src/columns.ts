// From the measures that a caller names or writes to the columns of a summary.
import { TAILS } from "./ess.ts";
import type { Column } from "./column.ts";
import { type MeasureName, MEASURES, type MeasureSettings } from "./measures.ts";
import { checkFraction } from "./option-values.ts";
import { checkProbability } from "./quantile.ts";
import { roundToError } from "./round-to-error.ts";
import { shorten } from "./printable.ts";
import { shown } from "./shown.ts";

/** A measure of one's own. */
export interface OwnMeasure<Name extends string = string> {
  /** The field of a row, and the head of the column. */
  readonly name: Name;
  /** One number from the draws of a variable, one array a chain, all of one length; they are copies. */
  readonly of: (chains: readonly Float64Array[]) => number;
}

/** A measure by name, or one's own. */
export type Measure = MeasureName | OwnMeasure;

/** The fields that a measure gives a row. */
export type FieldOf<M> = M extends { readonly name: infer Name extends string }
  ? Name
  : M extends "quantiles"
    ? `q${number}`
    : M extends "mcseQuantiles"
      ? `mcseQ${number}`
      : M extends "essQuantiles"
        ? `essQ${number}`
        : M extends "hdi"
          ? `hdi${number}Low` | `hdi${number}High`
          : M extends MeasureName
            ? M
            : never;

/** What a summary shows when nothing is named: posterior's `summarise_draws`, and the errors of its estimates. */
export type DefaultMeasure =
  | ("mean" | "mcseMean" | "sd" | "mcseSd" | "median" | "mcseMedian" | "mad" | "quantiles" | "mcseQuantiles")
  | ("rhat" | "essBulk" | "essTail");

export const DEFAULT_MEASURES: readonly DefaultMeasure[] = [
  "mean",
  "mcseMean",
  "sd",
  "mcseSd",
  "median",
  "mcseMedian",
  "mad",
  "quantiles",
  "mcseQuantiles",
  "rhat",
  "essBulk",
  "essTail",
];

/** What a caller may set for measures. */
export interface ColumnOptions {
  readonly probabilities?: readonly number[] | undefined;
  readonly hdi?: number | undefined;
}

function checkProbabilities(probabilities: readonly number[] | undefined, names: ReadonlySet<unknown>): void {
  if (probabilities === undefined) return;
  if (!Array.isArray(probabilities)) {
    throw new TypeError(`probabilities must be an array of numbers; it is ${shown(probabilities)}`);
  }
  if (probabilities.length === 0) throw new RangeError("probabilities is empty; there must be at least one");
  for (const p of probabilities) checkProbability(p);
  if (["quantiles", "mcseQuantiles", "essQuantiles"].some((name) => names.has(name))) return;
  throw new RangeError(
    'probabilities are those of "quantiles", "mcseQuantiles" and "essQuantiles", and measures names none of them',
  );
}

function checkHdi(hdi: number | undefined, names: ReadonlySet<unknown>): void {
  if (hdi === undefined) return;
  checkFraction("hdi", hdi);
  if (!names.has("hdi"))
    throw new RangeError('hdi is the probability of the measure "hdi", which measures does not name');
}

/**
 * The columns that measures stand for.
 *
 * @param measures - names and measures of one's own
 * @param options - probabilities of the quantiles (default 5% and 95%) and of the highest-density interval (95%)
 * @returns columns with names that differ
 * @throws RangeError when there is no measure, a name is none, a column comes twice, a probability is none, or one is set
 * for measures that are not named
 * @throws TypeError when measures or probabilities are not arrays, or an own measure is not { name, of }
 */
export function columnsOf(measures: readonly Measure[], options: ColumnOptions): Column[] {
  if (!Array.isArray(measures)) throw new TypeError(`measures must be an array; it is ${shown(measures)}`);
  if (measures.length === 0) throw new RangeError("measures is empty; there must be at least one");
  const asked = new Set<unknown>(measures);
  checkProbabilities(options.probabilities, asked);
  checkHdi(options.hdi, asked);
  const settings = { probabilities: options.probabilities ?? TAILS, hdi: options.hdi ?? 0.95 };
  const columns = measures.flatMap((measure: Measure) =>
    typeof measure === "string" ? namedColumns(measure, settings) : [ownColumn(measure)],
  );
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => name === "variable" || names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(`two columns are called ${JSON.stringify(twice)}; each must have a name of its own`);
  }
  return columns;
}

function namedColumns(name: MeasureName, settings: MeasureSettings): Column[] {
  if (Object.hasOwn(MEASURES, name)) return MEASURES[name](settings);
  throw new RangeError(
    `no measure is called ${shown(name)} (${Object.keys(MEASURES).join(", ")}); write one of your own ` +
      "as { name, of: (chains) => number }",
  );
}

function ownColumn(measure: OwnMeasure): Column {
  const { name, of } = (measure ?? {}) as Partial<OwnMeasure>;
  if (typeof name !== "string" || name === "" || typeof of !== "function") {
    throw new TypeError(
      "a measure must be a name, or { name, of: (chains) => number } with a name that is not empty",
    );
  }
  return {
    name,
    head: shorten(name, 24),
    value: ({ chains }) => {
      const value: unknown = of(chains.map((chain) => chain.slice()));
      if (typeof value === "number") return value;
      throw new TypeError(`the measure ${JSON.stringify(name)} must give a number; it gave ${shown(value)}`);
    },
    text: (value) => roundToError(value, NaN),
  };
}
