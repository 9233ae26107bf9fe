// The printed report of a regression, in the order of R's summary of lm.
import type { Regression } from "@lmm-gibbs/core";
import { textTable, wrap } from "@lmm-gibbs/diagnostics";
import { commonDecimals, pValueText } from "./decimals.ts";
import { leftOutLines } from "./left-out.ts";

/**
 * The report of a regression.
 *
 * @param fit - of `regression` or `pooledRegression`
 * @returns several lines of text, at most 100 columns wide
 */
export function regressionReport(fit: Regression): string {
  const { formula, rows, names, beta, standardErrors, tValues, pValues, sigma2, residualDf, F } = fit;
  const together = commonDecimals([...beta, ...standardErrors]);
  const column = (head: string, cells: string[]) => ({ columns: [{ head, cells }] });
  const test = Number.isNaN(F.value)
    ? ""
    : `, F ${F.value.toPrecision(4)} on ${F.df1} and ${F.df2} df, p ${pValueText(F.pValue)}`;
  return [
    wrap(`Regression, ${formula}`, "  "),
    `  ${rows} rows`,
    ...leftOutLines(fit).map((line) => wrap(`  ${line}`, "  ")),
    "",
    textTable("", names, [
      column("estimate", beta.map(together)),
      column("se", standardErrors.map(together)),
      column(
        "t",
        tValues.map((t) => t.toFixed(3)),
      ),
      column("p", pValues.map(pValueText)),
    ]),
    "",
    wrap(
      `Residual sd ${Math.sqrt(sigma2).toPrecision(4)} on ${residualDf} df, R² ${fit.rSquared.toFixed(4)}, ` +
        `adjusted ${fit.adjustedRSquared.toFixed(4)}${test}`,
      "  ",
    ),
  ].join("\n");
}
