// The balanced one-way layout y_ij = μ + b_i + ε_ij at a given κ, and chains of it with the variances held.
import { mixedModelFromMatrices, sampleSync, seededStream, sweeps } from "lmm-gibbs";

const [n, sigma2] = [5, 1];

/** The layout at κ = τ²/(τ² + σ²/n), J groups of n: the same normals at every κ, so that only τ differs. */
export function oneWay(kappa, J) {
  const groups = Array.from({ length: J * n }, (_, row) => Math.floor(row / n));
  const ones = groups.map(() => [1]);
  const tau2 = (kappa / (1 - kappa)) * (sigma2 / n);
  const stream = seededStream("one-way", 0);
  const effects = Array.from({ length: J }, () => Math.sqrt(tau2) * stream.normal());
  const y = groups.map((i) => effects[i] + Math.sqrt(sigma2) * stream.normal());
  const data = { y, X: ones, Z: ones, groups, names: ["mu"], randomNames: ["b"] };
  return { model: mixedModelFromMatrices(data), variances: { sigma2, D: [[tau2]] } };
}

/** Draws of β by the blocks of a sweep that draw β and b, so that σ² and D stay as they are given. */
export function drawsAtHeldVariances(model, { sigma2, D }, name, options = {}) {
  return sampleSync(model, {
    sweep: sweeps[name].filter((block) => block !== "sigma2" && block !== "D"),
    initial: { sigma2, terms: [{ D }] },
    draws: 25_000,
    seed: 601,
    keep: ["beta"],
    ...options,
  });
}
