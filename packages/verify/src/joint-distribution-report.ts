// The result of a joint distribution test, which prints itself.
import { textTable, wrap } from "@lmm-gibbs/diagnostics";
import { pShown, significant } from "./numbers-shown.ts";

/** One statistic of one quantity by both simulators. */
export interface JointDistributionRow {
  readonly quantity: string;
  /** "mean", or "spread": the mean absolute deviation from the marginal-conditional mean. */
  readonly statistic: "mean" | "spread";
  /** By the marginal-conditional simulator, which does not use the sampler. */
  readonly marginal: number;
  /** By the successive-conditional simulator, which does. */
  readonly successive: number;
  /** Their difference in standard errors. */
  readonly t: number;
  readonly pValue: number;
  /** Holm's, over all rows. */
  readonly adjusted: number;
  readonly ok: boolean;
}

/** A joint distribution test as data. */
export interface JointDistributionRecord {
  /** Whether no adjusted p-value is below the level. */
  readonly ok: boolean;
  readonly level: number;
  readonly replicates: number;
  readonly draws: number;
  readonly rows: readonly JointDistributionRow[];
}

/** A joint distribution test. */
export interface JointDistributionTest extends JointDistributionRecord {
  /** The data alone. */
  toJSON(): JointDistributionRecord;
  /** A verdict and a table of at most 100 columns, rows that differ marked with *. */
  toString(): string;
}

/** The test with its printed form. */
export function jointDistributionReport(found: Omit<JointDistributionRecord, "ok">): JointDistributionTest {
  const record: JointDistributionRecord = { ok: found.rows.every(({ ok }) => ok), ...found };
  return { ...record, toJSON: () => record, toString: () => printed(record) };
}

function printed({ ok, level, replicates, draws, rows }: JointDistributionRecord): string {
  const verdict = ok
    ? "No difference from the joint law was found"
    : "The sampler does not keep the joint law of parameters and data";
  const cell = (head: string, text: (row: JointDistributionRow) => string) => ({
    head,
    cells: rows.map(text),
  });
  return [
    wrap(
      `${verdict}, at family-wise level ${level}: ${replicates} chains of ${draws} draws against ${replicates * draws} ` +
        "independent draws.",
      "  ",
    ),
    "",
    textTable(
      "quantity",
      rows.map(({ quantity }) => quantity),
      [
        {
          columns: [
            cell("of", ({ statistic }) => statistic),
            cell("marginal", ({ marginal }) => significant(marginal)),
            cell("successive", ({ successive }) => significant(successive)),
            cell("t", ({ t }) => t.toFixed(1)),
            cell("p", ({ pValue }) => pShown(pValue)),
            cell("adjusted ", (row) => `${pShown(row.adjusted)}${row.ok ? " " : "*"}`),
          ],
        },
      ],
    ),
  ].join("\n");
}
