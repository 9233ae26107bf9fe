// Times a sweep and its effective draws a second, both sweeps of each data set side by side in one run.
import { essBulk, mixedModel, sampleSync } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const CASES = [
  ["rikz", "Richness ~ NAP + (1 | Beach)"],
  ["sleepstudy", "Reaction ~ Days + (Days | Subject)"],
  ["orthodont", "distance ~ age + (age | Subject)"],
];
const REPEATS = 3;
const options = { chains: 4, warmup: 200, draws: 1000, seed: 1 };
const sweepsDone = options.chains * (options.warmup + options.draws);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(
  "data        groups  rows   µs a sweep            uncentered/   least ESS of β a second   marginal/",
);
console.log(
  "                           marginal  uncentered     marginal   marginal  uncentered   uncentered",
);
for (const [name, formula] of CASES) {
  const model = mixedModel(formula, readCsv(new URL(`../data/${name}.csv`, import.meta.url)));
  const seconds = { marginal: [], uncentered: [] };
  const ess = {};
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const sweep of ["marginal", "uncentered"]) {
      const draws = sampleSync(model, { ...options, sweep, keep: ["beta"] });
      seconds[sweep].push(draws.seconds);
      ess[sweep] = Math.min(...draws.variables.map((variable) => essBulk(draws.get(variable))));
    }
  }
  const [marginal, uncentered] = ["marginal", "uncentered"].map((sweep) => median(seconds[sweep]));
  const rates = [ess.marginal / marginal, ess.uncentered / uncentered];
  const cells = [
    name.padEnd(10),
    String(model.terms[0].levels.length).padStart(7),
    String(model.rows).padStart(5),
    ((1e6 * marginal) / sweepsDone).toFixed(0).padStart(10),
    ((1e6 * uncentered) / sweepsDone).toFixed(0).padStart(11),
    (uncentered / marginal).toFixed(2).padStart(12),
    rates[0].toFixed(0).padStart(10),
    rates[1].toFixed(0).padStart(11),
    (rates[0] / rates[1]).toFixed(1).padStart(12),
  ];
  console.log(cells.join(" "));
}
