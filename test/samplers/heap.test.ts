// A long run leaves the heap as it was: a sweep of the fast engine makes no arrays or objects.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const script = `
  import { mixedModel, sampleSync } from "./packages/lmm-gibbs/dist/index.js";
  import { readCsv } from "./packages/lmm-gibbs/dist/node.js";
  const model = mixedModel("Richness ~ NAP + (1 | Beach)", readCsv("data/rikz.csv"));
  const run = (sweeps) => sampleSync(model, { chains: 1, warmup: 0, draws: 1, thin: sweeps, seed: 1, keep: ["sigma2"] });
  const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
  run(20_000);
  const before = heap();
  run(1_000_000);
  console.log(heap() - before);
`;

test("a million sweeps of a small model grow the heap by less than a byte in ten sweeps", () => {
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
