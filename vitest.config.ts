// Runs every test against the packages' sources, not their builds.
import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: { resolve: { conditions: ["@lmm-gibbs/source", "module", "node", "development|production"] } },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    maxWorkers: 2,
    // Loading stdlib takes half a second, which files share; no test changes what a module holds and leaves it so.
    isolate: false,
  },
});
