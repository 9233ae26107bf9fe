// Sampling under improper priors: where the posterior is proper it is met, elsewhere it is refused before the first draw.
import {
  flatSd,
  flatVariance,
  inverseGamma,
  inverseWishart,
  jeffreys,
  mixedModelFromMatrices,
  type Model,
  normal,
  type PriorsWritten,
} from "@lmm-gibbs/core";
import { mcseMean } from "@lmm-gibbs/diagnostics";
import { conditionals, type RunOptions, sample, sampleSync, streamDraws } from "@lmm-gibbs/samplers";
import { checkConditional } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";
import { logLikelihood, modesOf, power } from "../integrated-posterior.ts";

const EFFECT = [1.3, -0.4, 2.1, 0.2, -1.7, 3.3];
const groups = Array.from({ length: 18 }, (_, row) => row % 6);
const y = groups.map((g, row) => EFFECT[g] + Math.sin(9 * row));
const ones = groups.map(() => [1]);

const oneWay = (J: number, priors: PriorsWritten): Model => {
  const kept = groups.flatMap((g, row) => (g < J ? [row] : []));
  return mixedModelFromMatrices(
    {
      y: kept.map((row) => y[row]),
      X: kept.map(() => [1]),
      Z: kept.map(() => [1]),
      groups: kept.map((row) => groups[row]),
    },
    { priors },
  );
};
const slopes = (J: number, priors: PriorsWritten, diagonal = false): Model => {
  const rows = Array.from({ length: 4 * J }, (_, row) => row);
  const X = rows.map((row) => [1, (row % 4) - 1.5]);
  return mixedModelFromMatrices(
    {
      y: rows.map((row) => Math.sin(row) + 2 * Math.cos(7 * Math.floor(row / 4)) + X[row][1] * (row % 5)),
      X,
      Z: X,
      groups: rows.map((row) => Math.floor(row / 4)),
    },
    { priors, diagonal },
  );
};
const flatD = inverseWishart({ df: -3, scale: 0, improper: true });

/** Means of σ, τ and 1/(1 + τ²), which sees τ near 0, on a grid of logarithms. */
function exact(tau: number, sigma: number): { sigma: number; tau: number; near: number } {
  const Z = groups.map((g) => EFFECT.map((_, j) => (j === g ? 1 : 0)));
  const modes = modesOf(y, ones, Z);
  const [priorOfSigma, priorOfTau] = [power(sigma), power(tau)];
  const sums = { mass: 0, sigma: 0, tau: 0, near: 0 };
  for (let u = -6; u <= 6; u += 0.05) {
    for (let v = -22; v <= 22; v += 0.05) {
      const weight = Math.exp(logLikelihood(modes, [u, v]) + priorOfSigma(u) + u + priorOfTau(v) + v);
      sums.mass += weight;
      sums.sigma += weight * Math.exp(u / 2);
      sums.tau += weight * Math.exp(v / 2);
      sums.near += weight / (1 + Math.exp(v));
    }
  }
  return { sigma: sums.sigma / sums.mass, tau: sums.tau / sums.mass, near: sums.near / sums.mass };
}

describe("one way, J = 6: the posterior by quadrature", () => {
  const truths = { sd: exact(-0.5, 0), variance: exact(-1, -1) };
  const cases: [string, PriorsWritten, keyof typeof truths, RunOptions][] = [
    ["flat sd, fast", { D: flatSd() }, "sd", { draws: 5000 }],
    ["flat sd, textbook", { D: flatSd() }, "sd", { engine: "textbook", chains: 2, warmup: 100, draws: 500 }],
    ["flat sd, aggregated", { D: flatSd() }, "sd", { engine: "aggregated", draws: 5000 }],
    [
      "flat sd, without the scale move",
      { D: flatSd() },
      "sd",
      { scaleMove: "none", sweep: "interweaved", draws: 5000 },
    ],
    ["both variances flat", { D: flatVariance(), sigma2: flatVariance() }, "variance", { draws: 5000 }],
  ];
  test.each(cases)("%s, within 4 Monte Carlo standard errors", (_, priors, truth, options) => {
    const draws = sampleSync(oneWay(6, priors), { seed: 11, warmup: 300, ...options });
    const of = (variable: string, f = (value: number): number => value): Float64Array[] =>
      draws.get(variable).map((chain) => chain.map(f));
    const mean = (chains: Float64Array[]): number =>
      chains.reduce((sum, chain) => sum + chain.reduce((s, v) => s + v, 0), 0) /
      (chains.length * draws.iterations);
    for (const [chains, value] of [
      [of("sigma"), truths[truth].sigma],
      [of("sd_group[z1]"), truths[truth].tau],
      [of("sd_group[z1]", (tau) => 1 / (1 + tau ** 2)), truths[truth].near],
    ] as const) {
      const error = mcseMean(chains);
      expect(error).toBeLessThan(0.1 * value);
      expect(Math.abs(mean(chains) - value)).toBeLessThan(4 * error);
    }
  });
});

describe("the textbook engine draws the fast one's chain", () => {
  test.each<[string, Model]>([
    ["flat sd", oneWay(6, { D: flatSd() })],
    ["flat variance, both", oneWay(6, { D: flatVariance(), sigma2: flatVariance() })],
    ["IG(−½, 2)", oneWay(4, { D: inverseGamma({ shape: -0.5, scale: 2, improper: true }) })],
    ["flat D", slopes(7, { D: flatD })],
    [
      "a power of |D| with a scale",
      slopes(6, {
        D: inverseWishart({
          df: 0.5,
          scale: [
            [1, 0.2],
            [0.2, 2],
          ],
          improper: true,
        }),
      }),
    ],
    ["diagonal, one of each", slopes(6, { D: [flatSd(), flatVariance()] }, true)],
  ])("%s", (_, model) => {
    for (const sweep of ["marginal", "interweaved"] as const) {
      const run = { seed: 3, chains: 1, warmup: 0, draws: 25, sweep };
      const fast = sampleSync(model, run);
      const textbook = sampleSync(model, { ...run, engine: "textbook" });
      for (const variable of fast.variables) {
        fast.get(variable)[0].forEach((value, t) => {
          expect(Math.abs(value - textbook.get(variable)[0][t]), variable).toBeLessThan(
            1e-6 * (1 + Math.abs(value)),
          );
        });
      }
    }
  });
});

describe("the laws of D and σ² are proportional to the joint density", () => {
  test.each<[string, Model]>([
    ["flat sd", oneWay(6, { D: flatSd(), sigma2: flatVariance() })],
    ["flat D", slopes(7, { D: flatD })],
    ["diagonal", slopes(6, { D: [flatSd(), flatVariance()] }, true)],
  ])("%s", (_, model) => {
    const laws = conditionals(model);
    expect(checkConditional(model, "D", (state) => laws.D(state)).ok).toBe(true);
    expect(checkConditional(model, "sigma2", (state) => laws.sigma2(state)).ok).toBe(true);
  });
});

const run = { seed: 1, chains: 2, warmup: 5, draws: 5 };

describe("an improper posterior", () => {
  const improper = oneWay(2, { D: flatSd() });
  const message =
    "the posterior is improper, so there is nothing to draw from. At D_group[z1,z1] = ∞ the posterior is improper: t + 2a = " +
    "1 − 1 = 0 must be above 0";

  test("is refused by every way to sample, with the rule and the nearest proper prior", async () => {
    expect(() => sampleSync(improper, run)).toThrow(message);
    expect(() => sampleSync(improper, run)).toThrow(
      /Rule: .*1996, theorem 1.* Nearest proper prior: priors: \{ D: halfT\(/u,
    );
    expect(() => sampleSync(improper, run)).toThrow(RangeError);
    await expect(sample(improper, run)).rejects.toThrow(message);
    await expect(streamDraws(improper, run).next()).rejects.toThrow(message);
  });

  test("is sampled when that is asked for, and the draws say so", () => {
    const draws = sampleSync(improper, { ...run, allowImproper: true });
    expect(draws.description.propriety).toMatchObject({ verdict: "improper", notes: [] });
    expect(JSON.parse(JSON.stringify(draws)).description.propriety.remedy).toContain("halfT");
    expect(sampleSync(oneWay(6, { D: flatSd() }), run).description.propriety).toMatchObject({
      verdict: "proper",
      remedy: null,
    });
  });

  test("is asked about again when a run is resumed", () => {
    const { saved } = sampleSync(improper, { ...run, allowImproper: true });
    expect(() => sampleSync(improper, { resume: saved, draws: 5 })).toThrow(message);
    expect(sampleSync(improper, { resume: saved, draws: 5, allowImproper: true }).iterations).toBe(5);
  });

  test("of 1/τ² is sampled without the scale move, which would have no law", () => {
    const never = oneWay(6, { D: jeffreys() });
    const draws = sampleSync(never, { ...run, allowImproper: true });
    expect(draws.description.scaleMove).toBe("none");
    expect(() => sampleSync(never, { ...run, allowImproper: true, scaleMove: "sandwich" })).toThrow(
      "the scale move has no law to draw from",
    );
  });

  test("is no matter where D has one value", () => {
    const held = sampleSync(oneWay(2, { D: flatSd() }), {
      ...run,
      sweep: ["betaMarginal", "b", "sigma2"],
      initial: { terms: [{ D: [[1]] }] },
    });
    expect(held.description.propriety).toMatchObject({ verdict: "proper" });
  });

  test.each([1, "true", null, {}])("allowImproper: %j is no answer", (allowImproper) => {
    expect(() => sampleSync(improper, { ...run, allowImproper: allowImproper as never })).toThrow(TypeError);
  });
});

test("a posterior that no rule covers is sampled, and the draws say so", () => {
  const model = slopes(5, { D: flatD, beta: normal({ sd: 5 }) });
  expect(sampleSync(model, run).description.propriety?.verdict).toBe("not covered");
});

describe("a block without a law is refused before the first draw", () => {
  test.each<[string, Model, string]>([
    [
      "σ² of too small a shape",
      oneWay(1, { sigma2: inverseGamma({ shape: -3, scale: 0, improper: true }) }),
      "shape a₀ + N/2 = -1.5",
    ],
    ["D of too small a shape", oneWay(1, { D: flatSd() }), "ν + J = 0 degrees of freedom"],
    [
      "a diagonal D of too small a shape",
      slopes(1, { D: [flatSd(), flatVariance()] }, true),
      "shape a + J/2 = 0",
    ],
    ["a 2 × 2 D of too few degrees of freedom", slopes(4, { D: flatD }), "ν + J = 1 degrees of freedom"],
    [
      "a 2 × 2 D of too low a rank",
      slopes(1, { D: inverseWishart({ df: 3, scale: 0, improper: true }) }),
      "rank 1 at most, which must be q = 2",
    ],
  ])("%s", (_, model, message) => {
    expect(() => sampleSync(model, { ...run, allowImproper: true })).toThrow(message);
  });
});

test("derivations state an improper prior by its kernel, and the numbers that follow", () => {
  const state = { beta: [0], sigma2: 1, terms: [{ b: EFFECT.map((b) => [b]), D: [[1]] }] };
  const laws = conditionals(oneWay(6, { D: flatSd(), sigma2: flatVariance() }));
  const D = laws.D(state).toText({ numbers: true });
  expect(D).toContain("p(D) ∝ |D|^(−(ν + q + 1)/2)");
  expect(D).toContain("ν_n = ν + J = (−1) + 6 = 5");
  expect(laws.D(state).toLatex({ numbers: true })).not.toMatch(/NaN|undefined/u);
  const sigma2 = laws.sigma2(state).toText({ numbers: true });
  expect(sigma2).toContain("p(σ²) ∝ (σ²)^(−");
  expect(sigma2).toMatch(/= \(?−1\)? \+ 18\/2 = 8/u);
  for (const notation of ["A", "B", "C", "D", "E"] as const) {
    expect(laws.sigma2(state).toText({ notation, numbers: true })).not.toMatch(/NaN|undefined/u);
    expect(laws.D(state).toLatex({ notation, numbers: true })).not.toMatch(/NaN|undefined/u);
  }
  const columns = slopes(6, { D: [flatSd(), jeffreys()] }, true);
  const effects = Array.from({ length: 6 }, (_, i) => [i - 2, 1]);
  const text = conditionals(columns).D({
    beta: [0, 0],
    sigma2: 1,
    terms: [
      {
        b: effects,
        D: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
  });
  expect(text.toText({ numbers: true })).toMatch(/p\(D_\{?kk\}?\) ∝|p\(d_k/u);
});
