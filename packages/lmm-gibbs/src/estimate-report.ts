// The printed report of an ML or REML estimate, in the order of lme4's summary.
import { type Estimate, residuals } from "@lmm-gibbs/core";
import { quantile, textTable, wrap } from "@lmm-gibbs/diagnostics";
import { commonDecimals } from "./decimals.ts";
import { leftOutLines } from "./left-out.ts";

const MOST_CORRELATED = 12;
const SHORT_NAME = 8;
/** As lme4 shortens it. */
const SHORT_INTERCEPT = "(Intr)";

/**
 * The report of an estimate.
 *
 * @param estimate - of `estimate`
 * @returns several lines of text, at most 100 columns wide
 */
export function estimateReport(estimate: Estimate): string {
  const { model, method, logLikelihood, aic, bic, parameters, singular, converged } = estimate;
  const { group, levels } = model.terms[0];
  const criterion = method === "REML" ? `REML criterion ${(-2 * logLikelihood).toFixed(1)}, log` : "log";
  return [
    wrap(`Linear mixed model by ${method}, ${model.formula}`, "  "),
    `  ${model.rows} rows, ${levels.length} levels of ${group}`,
    ...leftOutLines(model).map((line) => wrap(`  ${line}`, "  ")),
    `  ${criterion} likelihood ${logLikelihood.toFixed(3)}, ${parameters} parameters, AIC ${aic.toFixed(1)}, BIC ${bic.toFixed(1)}`,
    "",
    scaledResiduals(estimate),
    "",
    randomEffects(estimate),
    "",
    fixedEffects(estimate),
    ...correlations(estimate),
    ...(singular
      ? ["", wrap("The fit is singular: a variance is 0 or a correlation at its limit, at the boundary.", "")]
      : []),
    ...(converged ? [] : ["", "The optimiser has not converged: do not use this fit."]),
  ].join("\n");
}

function scaledResiduals(estimate: Estimate): string {
  const { scaled } = residuals(estimate.model, estimate);
  const at = [0, 0.25, 0.5, 0.75, 1].map((p) => quantile([scaled], p));
  const columns = ["min", "1Q", "median", "3Q", "max"].map((head, k) => ({
    columns: [{ head, cells: [at[k].toFixed(4)] }],
  }));
  return textTable("", ["Scaled residuals"], columns);
}

function randomEffects({ model, D, sigma2 }: Estimate): string {
  const { group, names, diagonal } = model.terms[0];
  const variances = [...names.map((_, k) => D[k][k]), sigma2];
  const sds = variances.map(Math.sqrt);
  const [variance, sd] = [commonDecimals(variances), commonDecimals(sds)];
  const rows = [`Random effects of ${group}`, ...names.map((name) => `  ${name}`), "Residual"];
  const column = (head: string, cells: string[]) => ({ columns: [{ head, cells }] });
  const correlation = (k: number, l: number): string => {
    const value = D[k][l] / (sds[k] * sds[l]);
    return Number.isFinite(value) ? value.toFixed(3) : "NA";
  };
  const correlated = diagonal ? [] : names.slice(0, -1);
  return textTable("", rows, [
    column("variance", ["", ...variances.map(variance)]),
    column("sd", ["", ...sds.map(sd)]),
    ...correlated.map((_, l) =>
      column(l === 0 ? "cor" : "", ["", ...names.map((__, k) => (k > l ? correlation(k, l) : "")), ""]),
    ),
  ]);
}

function fixedEffects({ names, beta, standardErrors, tValues }: Estimate): string {
  const together = commonDecimals([...beta, ...standardErrors]);
  const column = (head: string, cells: string[]) => ({
    columns: [{ head, cells: ["", ...cells] }],
  });
  return textTable(
    "",
    ["Fixed effects", ...names.map((name) => `  ${name}`)],
    [
      column("estimate", beta.map(together)),
      column("se", standardErrors.map(together)),
      column(
        "t",
        tValues.map((t) => t.toFixed(3)),
      ),
    ],
  );
}

function correlations({ names, covBeta, standardErrors }: Estimate): string[] {
  if (names.length < 2 || names.length > MOST_CORRELATED) return [];
  const rows = ["Correlation of fixed effects", ...names.slice(1).map((name) => `  ${name}`)];
  const columns = names.slice(0, -1).map((name, l) => ({
    columns: [
      {
        head: name === "(Intercept)" ? SHORT_INTERCEPT : name.slice(0, SHORT_NAME),
        cells: [
          "",
          ...names
            .slice(1)
            .map((_, k) =>
              k + 1 > l ? (covBeta[k + 1][l] / (standardErrors[k + 1] * standardErrors[l])).toFixed(3) : "",
            ),
        ],
      },
    ],
  }));
  return ["", textTable("", rows, columns)];
}
