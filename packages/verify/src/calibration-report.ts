// The result of simulation-based calibration, which prints itself.
import { shown } from "@lmm-gibbs/core/internal";
import { textTable, wrap } from "@lmm-gibbs/diagnostics";
import { ecdfBand } from "./ecdf-band.ts";
import { pShown } from "./numbers-shown.ts";

/** A quantity with its rank in every replicate. */
export interface RankedQuantity {
  readonly quantity: string;
  /** Kept draws below the parameter, from 0 to `draws`, one a replicate. */
  readonly ranks: readonly number[];
}

/** The calibration of one quantity. */
export interface CalibrationRow extends RankedQuantity {
  /** Autocorrelation of kept draws at lag 1, the mean over replicates; ranks suppose 0. */
  readonly lag1: number;
  readonly pValue: number;
  /** Holm's, over all quantities. */
  readonly adjusted: number;
  readonly ok: boolean;
}

/** A calibration as data. */
export interface CalibrationRecord {
  /** Whether no adjusted p-value is below the level. */
  readonly ok: boolean;
  readonly level: number;
  readonly replicates: number;
  readonly draws: number;
  readonly thin: number;
  readonly warmup: number;
  /** Replicates that needed more sweeps between kept draws, with thin "auto". */
  readonly rethinned: number;
  readonly rows: readonly CalibrationRow[];
}

/** The distribution of a quantity's ranks, with the band it should stay within; ready to plot. */
export interface RankEcdf {
  /** From 0 to 1. */
  readonly at: readonly number[];
  /** The share of ranks below, which should be near `at`. */
  readonly ecdf: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** A calibration. */
export interface Calibration extends CalibrationRecord {
  /** The empirical distribution function of a quantity's ranks with a simultaneous band, of probability 0.95 by default. */
  ecdf(quantity: string, options?: { probability?: number }): RankEcdf;
  /** The data alone. */
  toJSON(): CalibrationRecord;
  /** A verdict and a table of at most 100 columns, rows that are not calibrated marked with *. */
  toString(): string;
}

/** The calibration with its printed form. */
export function calibrationReport(found: Omit<CalibrationRecord, "ok">): Calibration {
  const record: CalibrationRecord = { ok: found.rows.every(({ ok }) => ok), ...found };
  return {
    ...record,
    ecdf: (quantity, { probability = 0.95 } = {}) => ecdfOf(record, quantity, probability),
    toJSON: () => record,
    toString: () => printed(record),
  };
}

function ecdfOf(
  { rows, draws, replicates }: CalibrationRecord,
  quantity: string,
  probability: number,
): RankEcdf {
  const row = rows.find((one) => one.quantity === quantity);
  if (row === undefined) {
    throw new RangeError(
      `no quantity ${shown(quantity)}; there are ${rows.map((one) => one.quantity).join(", ")}`,
    );
  }
  const { at, lower, upper } = ecdfBand(replicates, draws + 1, probability);
  const share = (count: number): number => count / replicates;
  const below = Array.from({ length: draws + 2 }, () => 0);
  for (const rank of row.ranks) below[rank + 1]++;
  for (let k = 1; k < below.length; k++) below[k] += below[k - 1];
  return { at, ecdf: below.map(share), lower: lower.map(share), upper: upper.map(share) };
}

/** What ranks that are not uniform say of the draws. */
function reading({ ranks, ok }: CalibrationRow, draws: number): string {
  if (ok) return "";
  const u = ranks.map((rank) => (rank + 0.5) / (draws + 1));
  const mean = u.reduce((sum, value) => sum + value, 0) / u.length;
  const square = u.reduce((sum, value) => sum + (value - mean) ** 2, 0) / u.length;
  const shift = (mean - 0.5) * Math.sqrt(12 * u.length);
  const spread = (square - 1 / 12) * Math.sqrt(180 * u.length);
  if (Math.abs(shift) > Math.abs(spread)) return shift < 0 ? "draws too large" : "draws too small";
  return spread > 0 ? "draws too narrow" : "draws too wide";
}

const CORRELATED = 0.1;

function printed({ ok, level, replicates, draws, thin, warmup, rows }: CalibrationRecord): string {
  const verdict = ok ? "The ranks are as uniform as they should be" : "The sampler is not calibrated";
  const cell = (head: string, text: (row: CalibrationRow) => string) => ({ head, cells: rows.map(text) });
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const slow = rows.filter(({ lag1 }) => lag1 > CORRELATED).map(({ quantity }) => quantity);
  return [
    wrap(
      `${verdict}, at family-wise level ${level}: ${replicates} replicates, each ranked among ${draws} draws ${thin} ` +
        `${thin === 1 ? "sweep" : "sweeps"} apart after ${warmup} of warm-up.`,
      "  ",
    ),
    "",
    textTable(
      "quantity",
      rows.map(({ quantity }) => quantity),
      [
        {
          columns: [
            cell("mean rank", ({ ranks }) => mean(ranks).toFixed(1)),
            cell("lag 1", ({ lag1 }) => lag1.toFixed(2)),
            cell("p", ({ pValue }) => pShown(pValue)),
            cell("adjusted ", (row) => `${pShown(row.adjusted)}${row.ok ? " " : "*"}`),
            cell("", (row) => reading(row, draws)),
          ],
        },
      ],
    ),
    ...(slow.length === 0
      ? []
      : [
          "",
          wrap(
            `Kept draws of ${slow.join(", ")} still depend on one another (lag 1 above ${CORRELATED}), which makes ranks look ` +
              "as if draws were too narrow: give a larger thin.",
            "  ",
          ),
        ]),
  ].join("\n");
}
