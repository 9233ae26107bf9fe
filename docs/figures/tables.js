// Prints the tables of docs/centering.md: `node docs/figures/tables.js`. Times apart, they are the same every time.
import {
  autocorrelation,
  balancedOneWay,
  compareSweeps,
  conditionals,
  essBulk,
  essTail,
  halfT,
  inverseGamma,
  inverseWishart,
  mixedModel,
  mixingTheory,
  normal,
  sampleSync,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import { drawsAtHeldVariances, oneWay } from "./one-way.js";

const SEED = 601;
const OURS = ["uncentered", "centered", "interweaved", "marginal"];
const csv = (name) => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));
const [sleepstudy, orthodont, rikz] = ["sleepstudy", "orthodont", "rikz"].map(csv);
const dental = (slope, priors = { D: halfT({ df: 2, scale: [10, 1] }) }) =>
  mixedModel(`distance ~ ${slope} + (${slope} | Subject)`, orthodont, { priors });
const sleep = mixedModel("Reaction ~ Days + (Days | Subject)", sleepstudy, {
  priors: { D: halfT({ df: 2, scale: [100, 20] }) },
});
const beaches = mixedModel("Richness ~ NAP + (1 | Beach)", rikz);

const line = (cells) => console.log(`| ${cells.join(" | ")} |`);
const three = (value) => value.toFixed(3).replace("-0.000", "0.000");
const whole = (value) => Math.floor(value).toLocaleString("en");
const lag1 = (chains) =>
  autocorrelation(chains, { maxLag: 1 }).reduce((sum, lags) => sum + lags[1], 0) / chains.length;

function head(title, cells) {
  console.log(`\n${title}\n`);
  line(cells);
  line(cells.map(() => "---"));
}

/** Σ(BΣ)_kk/ΣΣ_kk of every β_k over draws of σ² and D, one in 25 of the first chain: theory while variances move slowly. */
function averagedLag1(model, draws, sweep, options) {
  const [{ group, names }] = model.terms;
  const chain = (variable) => draws.get(variable)[0];
  const element = (k, l) => chain(`D_${group}[${names[Math.min(k, l)]},${names[Math.max(k, l)]}]`);
  const D = names.map((_, k) => names.map((__, l) => element(k, l)));
  const products = model.names.map(() => 0);
  const variances = model.names.map(() => 0);
  for (let t = 0; t < draws.iterations; t += 25) {
    const at = { sigma2: chain("sigma2")[t], D: D.map((row) => row.map((values) => values[t])) };
    const theory = mixingTheory(model, at, options)[sweep];
    const state = { beta: [], sigma2: at.sigma2, terms: [{ b: [], D: at.D }] };
    const { covariance } = conditionals(model).betaMarginal(state);
    model.names.forEach((name, k) => {
      products[k] += theory.lag1[name] * covariance[k][k];
      variances[k] += covariance[k][k];
    });
  }
  return products.map((sum, k) => sum / variances[k]);
}

/** A row a sweep and coefficient: theory, chains at held variances, and a run as users make it. */
async function mixing(title, model, sweeps) {
  const coefficients = model.names.map((name) => `beta[${name}]`);
  const long = { seed: SEED, sweeps, draws: 25_000, keep: ["beta"], variables: coefficients };
  const { variances, rows, draws } = await compareSweeps(model, long);
  const short = await compareSweeps(model, { ...long, draws: 1000 });
  const { sigma2, D } = variances;
  head(
    `${title}: σ² ${sigma2.toPrecision(4)}, D ${JSON.stringify(D.map((row) => row.map((x) => +x.toPrecision(3))))}`,
    ["sweep", "rate", "coefficient", "predicted", "averaged", "variances held", "all drawn", "ESS of 4,000"],
  );
  for (const [name, { sweep, centering }] of Object.entries(sweeps)) {
    const options = centering === undefined ? {} : { centering };
    const theory = mixingTheory(model, variances, options)[sweep];
    const held = drawsAtHeldVariances(model, variances, sweep, options);
    const averaged = averagedLag1(model, draws.marginal, sweep, options);
    for (const [k, variable] of coefficients.entries()) {
      const of = (all) => all.find((row) => row.sweep === name && row.variable === variable);
      line([
        k === 0 ? name : "",
        k === 0 ? three(theory.spectralRadius) : "",
        `\`${variable}\``,
        three(theory.lag1[model.names[k]]),
        three(averaged[k]),
        three(lag1(held.get(variable))),
        three(of(rows).lag1),
        whole(of(short.rows).essBulk),
      ]);
    }
  }
}

const named = (names) => Object.fromEntries(names.map((name) => [name, { sweep: name }]));
await mixing("sleepstudy", sleep, named(OURS));
for (const slope of ["age", "I(age - 11)"]) {
  await mixing(`dental, ${slope}`, dental(slope), {
    uncentered: { sweep: "uncentered" },
    "centered, intercept only": { sweep: "centered", centering: { [slope]: false } },
    "centered, slope only": { sweep: "centered", centering: { "(Intercept)": false } },
    centered: { sweep: "centered" },
    ...named(["interweaved", "marginal"]),
  });
}
await mixing("RIKZ", beaches, named(OURS));

const KAPPAS = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];
head("one-way layout, 30 groups of 5: lag 1 of μ, predicted / variances held", ["κ", ...OURS]);
for (const kappa of KAPPAS) {
  const { model, variances } = oneWay(kappa, 30);
  const closed = balancedOneWay({ tau2: variances.D[0][0], sigma2: variances.sigma2, n: 5 }).lag1;
  const cells = OURS.map((name) => {
    const held = drawsAtHeldVariances(model, variances, name);
    return `${closed[name].toFixed(2)} / ${three(lag1(held.get("beta[mu]")))}`;
  });
  line([kappa.toFixed(2), ...cells]);
}

head("one-way layout, 400 groups of 5: ESS of 4,000, all drawn", ["κ", "κ at posterior means", ...OURS]);
for (const kappa of KAPPAS) {
  const run = { seed: SEED, sweeps: OURS, keep: ["beta"], variables: ["beta[mu]"] };
  const { rows, variances } = await compareSweeps(oneWay(kappa, 400).model, run);
  const atMeans = balancedOneWay({ tau2: variances.D[0][0], sigma2: variances.sigma2, n: 5 }).kappa;
  line([kappa.toFixed(2), atMeans.toFixed(2), ...rows.map((row) => whole(row.essBulk))]);
}

const course = {
  beta: normal({ mean: 0, precision: 1e-6 }),
  sigma2: inverseGamma({ shape: 0.001, scale: 0.001 }),
  D: inverseWishart({
    df: 4,
    scale: [
      [5, 0],
      [0, 0.05],
    ],
  }),
};
/** Median microseconds a sweep without and with the scale move, the two in turn. */
function microseconds(model) {
  const times = { none: [], sandwich: [] };
  const run = { chains: 1, warmup: 0, draws: 1, thin: 30_000, seed: SEED, keep: ["sigma2"] };
  for (let round = 0; round < 7; round++) {
    for (const [scaleMove, own] of Object.entries(times)) {
      own.push((1e6 * sampleSync(model, { ...run, scaleMove }).seconds) / run.thin);
    }
  }
  return Object.values(times).map((own) => own.toSorted((a, b) => a - b)[3].toFixed(1));
}

head("scale move, marginal sweep, 4 × 100,000: ESS (bulk / tail) of each 20,000 sweeps, µs a sweep", [
  "posterior",
  "standard deviation",
  "without",
  "with",
  "ratio of bulk",
  "µs without",
  "µs with",
]);
for (const [title, model] of [
  ["dental, half-t(2; 10, 1)", dental("age")],
  ["dental, age − 11, half-t(2; 10, 1)", dental("I(age - 11)")],
  ["dental, inverse-Wishart of the course", dental("age", course)],
  ["sleepstudy, half-t(2; 100, 20)", sleep],
  ["RIKZ, default half-t", beaches],
]) {
  const runs = ["none", "sandwich"].map((scaleMove) =>
    sampleSync(model, { scaleMove, draws: 100_000, seed: SEED, keep: ["sd"] }),
  );
  const times = microseconds(model);
  for (const [k, variable] of runs[0].variables.entries()) {
    const bulk = runs.map((draws) => essBulk(draws.get(variable)) / 20);
    const tail = runs.map((draws) => essTail(draws.get(variable)) / 20);
    line([
      k === 0 ? title : "",
      `\`${variable}\``,
      ...bulk.map((value, r) => `${whole(value)} / ${whole(tail[r])}`),
      (bulk[1] / bulk[0]).toFixed(1),
      ...(k === 0 ? times : ["", ""]),
    ]);
  }
}
