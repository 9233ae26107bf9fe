// A long run leaves the heap as it was: a sweep of the fast engine makes no arrays or objects.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SWEEPS = process.env["CALIBRATE"] === undefined ? 1_000_000 : 10_000_000;
const root = fileURLToPath(new URL("../..", import.meta.url));

const script = `
  import { mixedModel, sampleSync } from "./packages/lmm-gibbs/dist/index.js";
  import { readCsv } from "./packages/lmm-gibbs/dist/node.js";
  const model = mixedModel("Richness ~ NAP + (1 | Beach)", readCsv("data/rikz.csv"));
  const run = (sweeps) => sampleSync(model, { chains: 1, warmup: 0, draws: 1, thin: sweeps, seed: 1, keep: ["sigma2"] });
  const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
  run(300_000); // compiles everything, which takes heap once
  const before = heap();
  run(${SWEEPS});
  console.log(heap() - before);
`;

test(`${SWEEPS} sweeps of a small model leave the heap within 0.1 MB`, () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--expose-gc", "--input-type=module", "-e", script],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(status).toBe(0);
  expect(stdout.trim()).toMatch(/^-?\d+$/);
  expect(Number(stdout)).toBeLessThan(100_000);
});
