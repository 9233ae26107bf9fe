// Sets the ML and REML estimates beside the posterior of the same model.
import { requireDraws, requireModel } from "@lmm-gibbs/core/internal";
import { type Draws, type Estimate, estimate, type Method, type Model } from "@lmm-gibbs/core";
import { roundToError, summarize, textTable } from "@lmm-gibbs/diagnostics";
import { commonDecimals } from "./decimals.ts";

/**
 * The table of posterior means and ML and REML estimates, with posterior standard deviations and standard errors.
 *
 * @param model - the model; its priors shape the posterior alone
 * @param draws - of `sample` or `fit`, with β, σ, standard deviations and correlations kept
 * @returns several lines of text, at most 100 columns wide; or why there is no estimate
 * @throws {TypeError} when they are no model and draws
 */
export function besideEstimates(model: Model, draws: Draws): string {
  requireModel(model);
  requireDraws(draws);
  let fits: Estimate[];
  try {
    fits = (["ML", "REML"] satisfies Method[]).map((method) => estimate(model, { method }));
  } catch (error) {
    return `No ML or REML estimate: ${(error as Error).message}.`;
  }
  const estimates = fits.map(estimatesOf);
  const names = [...estimates[0].keys()].filter((name) => draws.variables.includes(name));
  if (names.length === 0) return "Nothing to compare: no variable that ML and REML estimate was kept.";
  const { rows } = summarize(draws, { variables: names });
  const groups = fits.map(({ method, singular }, k) => {
    const all = names.map((name) => estimates[k].get(name)!);
    const text = commonDecimals(
      all.flatMap(({ value, error }) => (Number.isNaN(error) ? [value] : [value, error])),
    );
    return {
      title: singular ? `${method}, singular` : method,
      columns: [
        { head: "estimate", cells: all.map(({ value }) => text(value)) },
        { head: "se", cells: all.map(({ error }) => (Number.isNaN(error) ? "" : text(error))) },
      ],
    };
  });
  const posterior = {
    title: "posterior",
    columns: [
      { head: "mean", cells: rows.map(({ mean, mcseMean }) => roundToError(mean, mcseMean)) },
      { head: "sd", cells: rows.map(({ sd, mcseSd }) => roundToError(sd, mcseSd)) },
    ],
  };
  return textTable("", names, [posterior, ...groups]);
}

/** Every parameter under its name in the draws; only β has a standard error. */
function estimatesOf({
  model,
  beta,
  standardErrors,
  sigma2,
  D,
}: Estimate): Map<string, { value: number; error: number }> {
  const { group, names, diagonal } = model.terms[0];
  const sds = D.map((row, k) => Math.sqrt(row[k]));
  const pairs = diagonal ? [] : names.flatMap((_, k) => names.slice(k + 1).map((__, l) => [k, k + 1 + l]));
  const entries: [string, number, number][] = [
    ...names.map((name, k): [string, number, number] => [`sd_${group}[${name}]`, sds[k], NaN]),
    ...pairs.map(([k, l]): [string, number, number] => [
      `cor_${group}[${names[k]},${names[l]}]`,
      D[k][l] / (sds[k] * sds[l]),
      NaN,
    ]),
    ["sigma", Math.sqrt(sigma2), NaN],
    ...model.names.map((name, k): [string, number, number] => [`beta[${name}]`, beta[k], standardErrors[k]]),
  ];
  return new Map(entries.map(([name, value, error]) => [name, { value, error }]));
}
