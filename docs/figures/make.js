// Makes the figures of the docs: `npm run figures`. Seeds are fixed, so the files are the same every time.
import { writeFileSync } from "node:fs";
import {
  autocorrelation,
  balancedOneWay,
  conditionals,
  halfT,
  mixedModel,
  mixingTheory,
  sample,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import { svgOf } from "./chart.js";
import { drawsAtHeldVariances, oneWay } from "./one-way.js";

const COLOR = { uncentered: "#d2702a", centered: "#3d84cc", marginal: "#2a9d6c", interweaved: "#9a6bc8" };
const INK = "#717a84";
const WIDTH = 640;
const FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const csv = (name) => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));
const sleepstudy = mixedModel("Reaction ~ Days + (Days | Subject)", csv("sleepstudy"), {
  priors: { D: halfT({ df: 2, scale: [100, 20] }) },
});
const dental = mixedModel("distance ~ age + (age | Subject)", csv("orthodont"), {
  priors: { D: halfT({ df: 2, scale: [10, 1] }) },
});

const write = async (name, chart) => {
  const svg = await svgOf({ width: WIDTH, ...chart });
  writeFileSync(new URL(`${name}.svg`, import.meta.url), svg);
  console.log(`${name}.svg  ${(svg.length / 1000).toFixed(0)} kB`);
};
const meanLag1 = (chains) =>
  autocorrelation(chains, { maxLag: 1 }).reduce((sum, lags) => sum + lags[1], 0) / chains.length;
const extent = (values) => [Math.min(...values), Math.max(...values)];

await write("one-way", crossover());
await write("sleepstudy-traces", await traces());
await write("sleepstudy-autocorrelation", await autocorrelations());
await write("scale-move", await scaleMoves());

/** Lag-1 autocorrelation of μ against κ: lines predicted, points of chains at held variances. */
function crossover() {
  const kappas = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
  const ends = [0.0001, 0.9999];
  const predicted = (name) =>
    ends.map((kappa) => {
      const { lag1 } = balancedOneWay({ tau2: kappa / (1 - kappa), sigma2: 1, n: 1 });
      return [kappa, lag1[name]];
    });
  const measured = (name) =>
    kappas.map((kappa) => {
      const { model, variances } = oneWay(kappa, 30);
      return [kappa, meanLag1(drawsAtHeldVariances(model, variances, name).get("beta[mu]"))];
    });
  const series = ["uncentered", "centered", "marginal"].flatMap((name) => [
    { shape: "line", color: COLOR[name], points: predicted(name) },
    { shape: "points", color: COLOR[name], points: measured(name), filled: name !== "centered" },
  ]);
  const half = {
    shape: "dashes",
    color: INK,
    points: [
      [0.5, 0],
      [0.5, 1],
    ],
  };
  const labels = [
    { at: [0.86, 0.92], text: "uncentered: κ", color: COLOR.uncentered, align: "right", dy: 0 },
    { at: [0.14, 0.92], text: "centered: 1 − κ", color: COLOR.centered, align: "left", dy: 0 },
    { at: [0.25, 0], text: "marginal: 0", color: COLOR.marginal, align: "center", dy: -10 },
    { at: [0.51, 0.98], text: "κ = ½", color: INK, align: "left", dy: 0 },
  ];
  return {
    panels: [
      {
        height: 300,
        x: { title: "κ = τ² / (τ² + σ²/n)", domain: [0, 1] },
        y: { title: "lag-1 autocorrelation of μ", domain: [-0.05, 1.05], ticks: FIFTHS },
        series: [half, ...series],
        labels,
      },
    ],
  };
}

/** The first chain of the sleep study's slope, 1,000 draws a sweep. */
async function traces() {
  const runs = {};
  for (const sweep of ["uncentered", "centered", "marginal"]) {
    const draws = await sample(sleepstudy, { sweep, seed: 601, workers: 0, keep: ["beta"] });
    [runs[sweep]] = draws.get("beta[Days]");
  }
  const domain = extent(Object.values(runs).flatMap((chain) => [...chain]));
  const names = Object.keys(runs);
  return {
    panels: names.map((sweep) => ({
      height: 100,
      title: { text: sweep, color: COLOR[sweep] },
      x: { title: "draw", domain: [0, 1000], hidden: sweep !== names.at(-1) },
      y: { title: "β[Days]", domain, ticks: [5, 10, 15] },
      series: [
        { shape: "thin", color: COLOR[sweep], points: [...runs[sweep]].map((value, t) => [t, value]) },
      ],
    })),
  };
}

/** Autocorrelation of that slope at lags 0 to 50, measured with all drawn and predicted at the posterior means. */
async function autocorrelations() {
  const maxLag = 50;
  const names = ["uncentered", "centered", "marginal"];
  const series = [];
  const runs = {};
  for (const sweep of names) {
    const keep = ["beta", "sigma2", "D"];
    runs[sweep] = await sample(sleepstudy, { sweep, draws: 25_000, seed: 601, workers: 0, keep });
  }
  const mean = (variable) => {
    const values = runs.marginal.get(variable).flatMap((chain) => [...chain]);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const element = (k, l) => mean(`D_Subject[${k},${l}]`);
  const covariance = element("(Intercept)", "Days");
  const variances = {
    sigma2: mean("sigma2"),
    D: [
      [element("(Intercept)", "(Intercept)"), covariance],
      [covariance, element("Days", "Days")],
    ],
  };
  for (const sweep of names) {
    const chains = autocorrelation(runs[sweep].get("beta[Days]"), { maxLag });
    const measured = Array.from(chains[0], (_, lag) => [
      lag,
      chains.reduce((sum, lags) => sum + lags[lag], 0) / chains.length,
    ]);
    const predicted = predictedAutocorrelation(sleepstudy, variances, sweep, maxLag)[1];
    series.push(
      { shape: "line", color: COLOR[sweep], points: measured },
      { shape: "dashes", color: COLOR[sweep], points: predicted.map((value, lag) => [lag, value]) },
    );
  }
  return {
    panels: [
      {
        height: 260,
        x: { title: "lag", domain: [0, maxLag] },
        y: { title: "autocorrelation of β[Days]", domain: [-0.05, 1], ticks: FIFTHS },
        series,
        labels: [
          { at: [12, 0.5], text: "uncentered", color: COLOR.uncentered, align: "left", dy: 0 },
          { at: [2.5, 0.16], text: "centered", color: COLOR.centered, align: "left", dy: 0 },
          { at: [8, 0], text: "marginal", color: COLOR.marginal, align: "left", dy: -6 },
          { at: [50, 0.95], text: "solid: measured, everything drawn", color: INK, align: "right", dy: 0 },
          { at: [50, 0.95], text: "dashed: predicted, variances held", color: INK, align: "right", dy: 18 },
        ],
      },
    ],
  };
}

/** (BᵗΣ)_kk/Σ_kk for every β_k and t = 0 … maxLag. */
function predictedAutocorrelation(model, { sigma2, D }, sweep, maxLag) {
  const { matrix: B } = mixingTheory(model, { sigma2, D })[sweep];
  const { covariance } = conditionals(model).betaMarginal({ beta: [], sigma2, terms: [{ b: [], D }] });
  const times = (A, C) => A.map((row) => C[0].map((_, l) => row.reduce((s, a, k) => s + a * C[k][l], 0)));
  const curves = covariance.map(() => []);
  let product = covariance;
  for (let lag = 0; lag <= maxLag; lag++) {
    curves.forEach((curve, k) => curve.push(product[k][k] / covariance[k][k]));
    product = times(B, product);
  }
  return curves;
}

/** Autocorrelation of the dental study's standard deviations at lags 0 to 100, without and with the scale move. */
async function scaleMoves() {
  const maxLag = 100;
  const runs = {};
  for (const scaleMove of ["none", "sandwich"]) {
    const run = { scaleMove, draws: 100_000, seed: 601, workers: 0, keep: ["sd_Subject"] };
    runs[scaleMove] = await sample(dental, run);
  }
  const curve = (scaleMove, effect) => {
    const chains = autocorrelation(runs[scaleMove].get(`sd_Subject[${effect}]`), { maxLag });
    return Array.from(chains[0], (_, lag) => [
      lag,
      chains.reduce((sum, lags) => sum + lags[lag], 0) / chains.length,
    ]);
  };
  const panel = (effect, hidden) => ({
    height: 150,
    title: { text: effect === "age" ? "sd(age)" : "sd(Intercept)", color: INK },
    x: { title: "lag", domain: [0, maxLag], hidden },
    y: { title: "autocorrelation", domain: [0, 1], ticks: FIFTHS },
    series: [
      { shape: "line", color: COLOR.uncentered, points: curve("none", effect) },
      { shape: "line", color: COLOR.marginal, points: curve("sandwich", effect) },
    ],
    labels: [
      { at: [100, 0.9], text: "without the scale move", color: COLOR.uncentered, align: "right", dy: 0 },
      { at: [100, 0.9], text: "with it", color: COLOR.marginal, align: "right", dy: 18 },
    ],
  });
  return { panels: [panel("(Intercept)", true), panel("age", false)] };
}
