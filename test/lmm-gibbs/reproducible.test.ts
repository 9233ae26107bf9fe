// The same seed gives the same draws, bit for bit, on every version of Node: SHA-256 sums of five fits.
import { createHash } from "node:crypto";
import {
  halfT,
  inverseGamma,
  inverseWishart,
  mixedModel,
  mixedModelFromMatrices,
  type Model,
  normal,
  sampleSync,
  type SampledDraws,
  zellner,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import type { RunOptions } from "@lmm-gibbs/samplers";
import { expect, test } from "vitest";

const csv = (name: string): unknown => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));
const run: RunOptions = { chains: 2, warmup: 50, draws: 200 };

/** Forty groups that share Z_i'Z_i, with numbers that no generator made. */
function balanced(): Model {
  const rows = Array.from({ length: 160 }, (_, row) => ({ group: Math.floor(row / 4), t: row % 4 }));
  const Z = rows.map(({ t }) => [1, t - 1.5]);
  const y = rows.map(({ group, t }) => ((group * 7919) % 101) / 25 + ((t * (group + 3) * 104_729) % 13) / 6);
  return mixedModelFromMatrices(
    { y, X: Z, Z, groups: rows.map(({ group }) => group), names: ["one", "t"] },
    { priors: { sigma2: halfT({ df: 3, scale: 2 }) } },
  );
}

interface Fit {
  title: string;
  model: () => Model;
  options: RunOptions;
  sha256: string;
}

const fits: Fit[] = [
  {
    title: "dental study, default priors and sweep",
    model: () => mixedModel("distance ~ age * Sex + (age | Subject)", csv("orthodont")),
    options: { ...run, seed: 601 },
    sha256: "3906b25a969e5f794edc6fed5e151e9edf86c22fb46d0dd5da2de2a6fbf8220b",
  },
  {
    title: "sleepstudy, conjugate priors, interweaved without the scale move",
    model: () =>
      mixedModel("Reaction ~ Days + (Days | Subject)", csv("sleepstudy"), {
        priors: {
          beta: normal({ sd: 1000 }),
          sigma2: inverseGamma({ shape: 0.001, scale: 0.001 }),
          D: inverseWishart({
            df: 4,
            scale: [
              [600, 0],
              [0, 40],
            ],
          }),
        },
      }),
    options: { ...run, seed: "sleep", sweep: "interweaved", scaleMove: "none" },
    sha256: "59c67aef63654cf822e19b1f1343da77789b51d67757f34c05fe9a0c40c3a837",
  },
  {
    title: "beaches, Zellner's prior, uncentered, thinned",
    model: () =>
      mixedModel("Richness ~ NAP + (1 | Beach)", csv("rikz"), {
        priors: { beta: zellner({ g: 45 }), D: inverseGamma({ shape: 2, scale: 5 }) },
      }),
    options: { ...run, seed: -0.5, sweep: "uncentered", thin: 3 },
    sha256: "6ff732e0b7dc65735294595cb55b2ac7723d65f4e10aa8333e2d06496afb00fb",
  },
  {
    title: "balanced groups, aggregated engine, centered",
    model: balanced,
    options: { ...run, seed: 2 ** 40, engine: "aggregated", sweep: "centered" },
    sha256: "00e038f83c8b62ad3c4c13c1c8bcc95e6d34b1ef369149041f618cd670b63cc7",
  },
  {
    title: "dental study, three independent effects, textbook engine",
    model: () => mixedModel("distance ~ age + Sex + (age + Sex || Subject)", csv("orthodont")),
    options: { ...run, draws: 20, seed: "élève 学生", engine: "textbook" },
    sha256: "c766a1c62156bf2179b1817b47b776b12f52118a7222026e5f7659b30e1d365a",
  },
];

function sha256(draws: SampledDraws): string {
  const hash = createHash("sha256");
  for (const variable of draws.variables) {
    for (const chain of draws.get(variable)) {
      const bytes = new DataView(new ArrayBuffer(8 * chain.length));
      chain.forEach((value, t) => bytes.setFloat64(8 * t, value, true));
      hash.update(bytes);
    }
  }
  return hash.digest("hex");
}

test.each(fits)("$title", ({ model, options, sha256: expected }) => {
  expect(sha256(sampleSync(model(), options))).toBe(expected);
});
