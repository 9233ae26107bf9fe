// A page fits the dental data: formula, table, sampler, diagnostics and report, all in a real browser.
import {
  fit,
  inverseGamma,
  inverseWishart,
  mcseMean,
  mixedModel,
  normal,
  parseCsv,
  sample,
  summarize,
} from "lmm-gibbs";
import { expect, test } from "vitest";
import csv from "../../data/orthodont.csv?raw";
import reference from "../fixtures/exact/orthodont-iw.json" with { type: "json" };

test("the posterior of the dental data is the exact one, and the report prints", async () => {
  const seen: number[] = [];
  const dental = await fit("distance ~ age + (age | Subject)", parseCsv(csv), {
    priors: {
      beta: normal({ mean: 0, precision: 1e-6 }),
      sigma2: inverseGamma({ shape: 0.001, scale: 0.001 }),
      D: inverseWishart({
        df: 4,
        scale: [
          [5, 0],
          [0, 0.05],
        ],
      }),
    },
    draws: 5000,
    seed: 601,
    onProgress: ({ done }) => seen.push(done),
  });
  const { draws } = dental;
  for (const [ours, theirs] of [
    ["beta[(Intercept)]", "beta[1]"],
    ["beta[age]", "beta[age]"],
    ["sigma2", "sigma2"],
  ] as const) {
    const row = summarize(draws, { variables: [ours] }).rows[0];
    const exact = reference.posterior[theirs].mean;
    expect(Math.abs(row.mean - exact) / mcseMean(draws.get(ours))).toBeLessThan(4);
  }
  expect(seen.at(-1)).toBe(4 * 6000);
  expect(String(dental)).toContain("Verdict: the chains have mixed");
});

test("Web Workers give the draws of the page's own thread", async () => {
  const started: string[] = [];
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      started.push(String(url));
    }
  };
  try {
    const model = mixedModel("distance ~ age + (age | Subject)", parseCsv(csv));
    const options = { chains: 4, warmup: 50, draws: 200, seed: 3 };
    const alone = await sample(model, { ...options, workers: 0 });
    expect(started).toEqual([]);
    const together = await sample(model, { ...options, workers: 2 });
    expect(started).toHaveLength(2);
    expect(together.toJSON().values).toEqual(alone.toJSON().values);
  } finally {
    globalThis.Worker = Original;
  }
});
