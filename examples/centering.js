// Centered against uncentered: what theory predicts, and what the chains do.
import {
  balancedOneWay, compareSweeps, essBulk, halfT, mixedModel, mixedModelFromMatrices, mixingTheory, sample, seededStream,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const csv = (name) => readCsv(new URL(`../data/${name}.csv`, import.meta.url));

// The sleep study: centering mends the slope that the plain Gibbs sampler hardly moves.
const sleepstudy = mixedModel("Reaction ~ Days + (Days | Subject)", csv("sleepstudy"), {
  priors: { D: halfT({ df: 2, scale: [100, 20] }) },
});
const comparison = await compareSweeps(sleepstudy, { seed: 601, workers: 0, variables: ["beta"] });
console.log(`Sleep study\n\n${String(comparison)}\n`);

// The dental study, age counted from 11: which coefficient wants centering? Theory says it before anything is drawn.
const dental = mixedModel("distance ~ I(age - 11) + (I(age - 11) | Subject)", csv("orthodont"), {
  priors: { D: halfT({ df: 2, scale: [10, 1] }) },
});
const variances = { sigma2: 1.8, D: [[5.2, 0.17], [0.17, 0.055]] };
console.log("Dental study, lag-1 autocorrelations predicted      intercept    slope    rate");
for (const [title, centering] of [
  ["neither centered", { "(Intercept)": false, "I(age - 11)": false }],
  ["the intercept centered", { "(Intercept)": true, "I(age - 11)": false }],
  ["the slope centered", { "(Intercept)": false, "I(age - 11)": true }],
  ["both centered", {}],
]) {
  const { lag1, spectralRadius } = mixingTheory(dental, variances, { centering }).centered;
  const numbers = [lag1["(Intercept)"], lag1["I(age - 11)"], spectralRadius];
  console.log(`  ${title.padEnd(48)}${numbers.map((x) => x.toFixed(3).padStart(9)).join("")}`);
}

// A sweep that centers what wants it.
const draws = await sample(dental, { sweep: "centered", centering: { "I(age - 11)": false }, seed: 601, workers: 0 });
const ess = ["(Intercept)", "I(age - 11)"].map((name) => Math.floor(essBulk(draws.get(`beta[${name}]`))));
console.log(`Effective draws of 4,000 with ${draws.description.centered.join(", ")} centered: ${ess.join(", ")}\n`);

// The one-way layout y_ij = μ + b_i + ε_ij with its variances held: κ uncentered, 1 − κ centered, equal at κ = ½.
const [J, n, sigma2] = [30, 5, 1];
const groups = Array.from({ length: J * n }, (_, row) => Math.floor(row / n));
const ones = groups.map(() => [1]);
console.log("One-way layout, lag 1 of μ (predicted)    uncentered         centered");
for (const kappa of [0.1, 0.3, 0.5, 0.7, 0.9]) {
  const tau2 = (kappa / (1 - kappa)) * (sigma2 / n);
  const stream = seededStream("one-way", 0);
  const effects = Array.from({ length: J }, () => Math.sqrt(tau2) * stream.normal());
  const y = groups.map((i) => effects[i] + Math.sqrt(sigma2) * stream.normal());
  const model = mixedModelFromMatrices({ y, X: ones, Z: ones, groups, names: ["mu"] });
  // A block that a sweep leaves out is held fixed: here σ² and D.
  const { rows } = await compareSweeps(model, {
    sweeps: { uncentered: ["beta", "b"], centered: ["betaCentered", "b"] },
    initial: { sigma2, terms: [{ D: [[tau2]] }] },
    warmup: 100,
    draws: 2000,
    workers: 0,
    seed: 601,
    keep: ["beta"],
    variables: ["beta"],
  });
  const predicted = balancedOneWay({ tau2, sigma2, n }).lag1;
  const cells = rows.map(({ sweep, lag1 }) => `${lag1.toFixed(3)} (${predicted[sweep].toFixed(1)})`.padStart(17));
  console.log(`  κ = ${kappa}                             ${cells.join("")}`);
}
