// The tests that mutants of the numerical code meet (`npm run mutate`): the quick, deterministic ones.
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.ts";

export default defineConfig({
  ...quick,
  test: {
    ...quick.test,
    include: [
      "test/core/{laws,density,priors,design-random,with-response}.test.ts",
      "test/core/likelihood/*.test.ts",
      "test/samplers/{ratio,kernels,centered,scale-move,mixing-theory,engines,equivariance}.test.ts",
      "test/diagnostics/*.test.ts",
    ],
    env: { SWEEPS: "4" },
  },
});
