#!/usr/bin/env node
// The main job: fits a formula to a data file, prints the report and how every sweep mixes.
import { parseArgs } from "node:util";
import {
  besideEstimates,
  compareSweeps,
  mixedModel,
  type ModelOptions,
  report,
  sample,
  type SampleOptions,
} from "./index.ts";
import { readCsv } from "./node.ts";
import { priorsFromJson } from "./priors-from-json.ts";

const USAGE = `Usage: lmm-gibbs DATA.csv 'response ~ terms + (terms | group)' [options]

Draws from the posterior of a linear mixed model, prints the report, and compares how the Gibbs sweeps mix: marginal,
uncentered, centered and interweaved, with what theory predicts.

  --draws N     draws kept a chain (1000)
  --warmup N    sweeps before them (1000)
  --chains N    number of chains (4)
  --seed S      a number or text (601)
  --priors J    priors as JSON, such as '{"D": {"inverseWishart": {"df": 4, "scale": [[5, 0], [0, 0.05]]}}}';
                those left out have defaults, which the report prints
  --na drop     leave out rows that lack a value the formula uses, instead of refusing them
  --aliased drop  leave out fixed effects that are combinations of those before, instead of refusing them
  --allow-improper  draw even where the posterior is improper, which the report then says first
`;

// A reader such as head may close the pipe before everything is written.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.stderr.write(`${error.message}\n`);
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      draws: { type: "string", default: "1000" },
      warmup: { type: "string", default: "1000" },
      chains: { type: "string", default: "4" },
      seed: { type: "string", default: "601" },
      priors: { type: "string", default: "{}" },
      na: { type: "string", default: "error" },
      aliased: { type: "string", default: "error" },
      "allow-improper": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [file, formula] = positionals;
  if (values.help || file === undefined || formula === undefined || positionals.length > 2) {
    process.stdout.write(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const { na, aliased } = values as Required<Pick<ModelOptions, "na" | "aliased">>;
  const model = mixedModel(formula, readCsv(file), { priors: priorsFromJson(values.priors), na, aliased });
  const options = {
    draws: Number(values.draws),
    warmup: Number(values.warmup),
    chains: Number(values.chains),
    seed: values.seed,
    allowImproper: values["allow-improper"],
  };
  const draws = await sample(model, { ...options, ...shownProgress("drawing") });
  process.stdout.write(`${report(draws, model)}\n\n`);
  process.stdout.write(`Beside the estimates of likelihood\n\n${besideEstimates(model, draws)}\n\n`);
  const comparison = await compareSweeps(model, { ...options, ...shownProgress("comparing sweeps") });
  process.stdout.write(`The same posterior by every sweep\n\n${String(comparison)}\n`);
}

/** Progress on a line that is overwritten and then cleared, when somebody watches on a terminal. */
function shownProgress(what: string): Pick<SampleOptions, "onProgress"> {
  const { stderr } = process;
  if (!stderr.isTTY) return {};
  return {
    onProgress: ({ chain, chains, done, total }) => {
      const line = `${what}: chain ${chain} of ${chains}, ${Math.floor((100 * done) / total)}%`;
      stderr.write(done === total ? `\r${" ".repeat(60)}\r` : `\r${line}`);
    },
  };
}
