// Runs the long calibration (`npm run calibrate`): every engine at 4 × 25,000 draws, engines held equal for 200 sweeps, ten
// million sweeps on one heap, 1,000 replicates of simulation-based calibration for every sweep and prior, 20 kills, 200
// aborts, and 10,000 hostile inputs (these alone: `npm run campaign`).
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.ts";

export default defineConfig({
  ...quick,
  test: {
    ...quick.test,
    include: [
      "test/samplers/exact-*.test.ts",
      "test/samplers/engines.test.ts",
      "test/samplers/heap.test.ts",
      "test/samplers/checkpoint-killed.test.ts",
      "test/samplers/abort-latency.test.ts",
      "test/verify/calibration.test.ts",
      "test/campaign/campaign.test.ts",
    ],
    testTimeout: 1_800_000,
    env: { CALIBRATE: "1", SWEEPS: "200" },
  },
});
