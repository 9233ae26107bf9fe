// Runs the long calibration: every engine at 4 × 25,000 draws, and ten million sweeps on one heap (`npm run calibrate`).
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.ts";

export default defineConfig({
  ...quick,
  test: {
    ...quick.test,
    include: ["test/samplers/exact-*.test.ts", "test/samplers/heap.test.ts"],
    testTimeout: 1_800_000,
    env: { CALIBRATE: "1" },
  },
});
