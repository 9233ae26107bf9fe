// The tests that mutants of a package's numerical code meet (`npm run mutate`): quick ones, the same at every run.
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.ts";

const TESTS: Record<string, string[]> = {
  core: [
    "test/core/{laws,density,priors,improper-priors,propriety,design-random,with-response}.test.ts",
    "test/core/likelihood/{densities,derivatives,estimate}.test.ts",
    "test/samplers/ratio.test.ts",
  ],
  samplers: [
    "test/samplers/{kernels,ratio,centered,scale-move,slice-step,mixing-theory,equivariance,engines}.test.ts",
  ],
  diagnostics: ["test/diagnostics/{reference-*,ess-*,rhat-*,coda,moments,input,steps}.test.ts"],
};

export default defineConfig({
  ...quick,
  test: {
    ...quick.test,
    include: TESTS[process.env["MUTATED"] ?? "core"],
    env: { SWEEPS: "4" },
  },
});
