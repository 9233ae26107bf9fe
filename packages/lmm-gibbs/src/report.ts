// The printed report of a fit: model, priors, random and fixed effects, and whether to believe them.
import type { Draws, Model } from "@lmm-gibbs/core";
import { requireDraws } from "@lmm-gibbs/core/internal";
import {
  roundToError,
  type SummaryRow,
  summarize,
  textTable,
  threeDecimals,
  wholeDraws,
  wrap,
} from "@lmm-gibbs/diagnostics";
import { describePriors } from "./describe-priors.ts";
import { leftOutLines } from "./left-out.ts";
import { improperLines, proprietyLines } from "./propriety-lines.ts";
import { verdict } from "./verdict.ts";

/**
 * The report of a fit, fixed effects last as in lme4, every number with the digits that its Monte Carlo error supports.
 *
 * @param draws - of `sample` or `fit`, with β, σ, standard deviations and correlations kept
 * @param model - of the draws; when given, nearly improper priors are noted, which may cost a REML fit
 * @returns several lines of text, at most 100 columns wide; of an improper posterior the first says so
 * @throws {TypeError} when they are no draws
 */
export function report(draws: Draws, model?: Model): string {
  requireDraws(draws);
  const { formula, rows, terms, names, priors, sweep, engine, warmup, thin, interrupted } = draws.description;
  const { group, levels, names: effects } = terms[0];
  const kept = new Set(draws.variables);
  const random = [
    ...effects.map((name) => `sd_${group}[${name}]`),
    ...effects.flatMap((name, k) => effects.slice(k + 1).map((other) => `cor_${group}[${name},${other}]`)),
  ];
  const sections: [string, string[]][] = [
    [`Random effects of ${group}`, random],
    ["Residual", ["sigma"]],
    ["Fixed effects", names.map((name) => `beta[${name}]`)],
  ];
  const shown = sections
    .map(([title, variables]): [string, string[]] => [title, variables.filter((name) => kept.has(name))])
    .filter(([, variables]) => variables.length > 0);
  const all = shown.flatMap(([, variables]) => variables);
  const improper = improperLines(draws.description);
  if (all.length === 0) {
    return [...improper, "No report: none of the report's variables was kept."].join("\n");
  }
  const rowOf = new Map(summarize(draws, { variables: all }).rows.map((row) => [row.variable, row]));
  const lines = shown.flatMap(([title, variables]): (string | SummaryRow)[] => [
    title,
    ...variables.map((variable) => rowOf.get(variable)!),
  ]);
  const head = [
    ["", `Linear mixed model, ${formula}`],
    ["  data    ", `${rows} rows, ${levels} levels of ${group}`],
    ...leftOutLines(draws.description).map((line) => ["          ", line]),
    ...describePriors(priors, terms).map((line, i) => [i === 0 ? "  priors  " : "          ", line]),
    ...proprietyLines(draws.description, model),
    [
      "  draws   ",
      `${draws.chains} chains of ${draws.iterations}${interrupted === undefined ? "" : `, interrupted before the ${interrupted.draws} asked for,`} after ${warmup} of warm-up${thin === 1 ? "" : `, thinned by ${thin}`}; ` +
        `${sweep} sweep, ${engine} engine, seed ${draws.seed}, ${draws.seconds.toFixed(1)} s`,
    ],
  ];
  return [
    ...improper,
    ...head.map(([label, text]) => wrap(label + text, " ".repeat(10))),
    "",
    table(lines, draws.seconds),
    "",
    verdict(draws, all),
  ].join("\n");
}

function table(lines: readonly (string | SummaryRow)[], seconds: number): string {
  const column = (head: string, cell: (row: SummaryRow) => string) => ({
    columns: [{ head, cells: lines.map((line) => (typeof line === "string" ? "" : cell(line))) }],
  });
  const names = lines.map((line) => (typeof line === "string" ? line : `  ${line.variable}`));
  return textTable("", names, [
    column("mean", (row) => roundToError(row.mean, row.mcseMean)),
    column("sd", (row) => roundToError(row.sd, row.mcseSd)),
    column("5%", (row) => roundToError(row.q5, row.mcseQ5)),
    column("95%", (row) => roundToError(row.q95, row.mcseQ95)),
    column("R-hat", (row) => threeDecimals(row.rhat)),
    column("ESS bulk", (row) => wholeDraws(row.essBulk)),
    column("ESS tail", (row) => wholeDraws(row.essTail)),
    column("ESS/s", (row) => wholeDraws(row.essBulk / seconds)),
  ]);
}
