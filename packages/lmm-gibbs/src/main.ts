#!/usr/bin/env node
// The main job: fits a formula to a data file, prints the report and how the two sweeps mix.
import { parseArgs } from "node:util";
import { compareMixing, type Draws, mixedModel, type Model, report, sample, type Sweep } from "./index.ts";
import { readCsv } from "./node.ts";
import { priorsFromJson } from "./priors-from-json.ts";

const USAGE = `Usage: lmm-gibbs DATA.csv 'response ~ terms + (terms | group)' [options]

Draws from the posterior of a linear mixed model, prints the report, and compares how the marginal and the uncentered
Gibbs sweep mix.

  --draws N     draws kept a chain (1000)
  --warmup N    sweeps before them (1000)
  --chains N    number of chains (4)
  --seed S      a number or text (601)
  --priors J    priors as JSON, such as '{"D": {"inverseWishart": {"df": 4, "scale": [[5, 0], [0, 0.05]]}}}';
                those left out have defaults, which the report prints
`;

const SWEEPS = ["marginal", "uncentered"] as const;

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
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [file, formula] = positionals;
  if (values.help || file === undefined || formula === undefined || positionals.length > 2) {
    process.stdout.write(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const model = mixedModel(formula, readCsv(file), { priors: priorsFromJson(values.priors) });
  const options = {
    draws: Number(values.draws),
    warmup: Number(values.warmup),
    chains: Number(values.chains),
    seed: values.seed,
  };
  const runs: Record<string, Draws> = {};
  for (const sweep of SWEEPS) {
    runs[sweep] = await sampleWithProgress(model, sweep, options);
    if (sweep === "marginal") process.stdout.write(`${report(runs[sweep])}\n\n`);
  }
  // What the report shows; σ² and D are functions of it, and with them the table would not fit side by side.
  const variables = runs["marginal"].variables.filter((name) => !/^(sigma2$|D_|b_)/.test(name));
  process.stdout.write(`The same posterior by two sweeps\n\n${String(compareMixing(runs, { variables }))}\n`);
}

/** Shows a line that is overwritten and then cleared, when somebody watches on a terminal. */
async function sampleWithProgress(
  model: Model,
  sweep: Sweep & string,
  options: { draws: number; warmup: number; chains: number; seed: string },
): Promise<Draws> {
  const { stderr } = process;
  if (!stderr.isTTY) return sample(model, { ...options, sweep });
  const draws = await sample(model, {
    ...options,
    sweep,
    onProgress: ({ chain, chains, done, total }) => {
      stderr.write(`\r${sweep} sweep: chain ${chain} of ${chains}, ${Math.floor((100 * done) / total)}%`);
    },
  });
  stderr.write(`\r${" ".repeat(60)}\r`);
  return draws;
}
