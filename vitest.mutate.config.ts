// The tests that mutants of a package's numerical code meet (`npm run mutate`): deterministic ones, the quickest first.
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import quick from "./vitest.config.ts";

const TESTS: Record<string, string[]> = {
  core: [
    "core/with-response",
    "core/priors",
    "core/improper-priors",
    "core/laws",
    "core/likelihood/densities",
    "core/likelihood/derivatives",
    "core/propriety",
    "core/likelihood/estimate",
    "core/design-random",
    "samplers/kernels",
    "samplers/engines",
    "samplers/ratio",
    "core/density",
  ],
  propriety: ["core/propriety-sentences", "core/propriety", "core/improper-priors", "core/propriety-random"],
  likelihood: [
    "core/likelihood/regression",
    "core/likelihood/derivatives",
    "core/likelihood/densities",
    "core/likelihood/lme4",
    "core/likelihood/predict",
    "core/likelihood/estimate",
    "core/likelihood/inference",
  ],
  maximiser: [
    "core/likelihood/trust-region",
    "core/likelihood/basis",
    "core/likelihood/lower-rank",
    "core/likelihood/derivatives",
    "core/likelihood/lme4",
    "core/likelihood/starts",
    "core/likelihood/estimate",
  ],
  profiles: ["core/likelihood/profile-criterion", "core/likelihood/inference"],
  conditionals: [
    "samplers/mixing-theory",
    "samplers/centered",
    "samplers/ratio",
    "samplers/engines",
    "samplers/scale-move",
    "samplers/equivariance",
  ],
  engine: ["samplers/kernels", "samplers/engines", "samplers/scale-move", "samplers/equivariance"],
  diagnostics: [
    "diagnostics/steps",
    "diagnostics/moments",
    "diagnostics/rhat-nested",
    "diagnostics/ess-multivariate",
    "diagnostics/reference-mcmcse",
    "diagnostics/reference-lags",
    "diagnostics/reference-values",
    "diagnostics/reference-coda",
    "diagnostics/input",
    "diagnostics/ess-diagnostics",
    "diagnostics/edges",
    "diagnostics/coda",
    "diagnostics/reference-summary",
    "diagnostics/summary-measures",
    "diagnostics/plot-data",
    "diagnostics/definitions",
    "diagnostics/remedies",
  ],
};
const tests = TESTS[process.env["MUTATED"] ?? "core"].map((name) => `test/${name}.test.ts`);

/** A mutant ends at the first test that fails; Vitest would begin with the longest. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const position = ({ moduleId }: TestSpecification): number =>
      tests.findIndex((test) => moduleId.endsWith(test));
    return files.toSorted((one, other) => position(one) - position(other));
  }
}

export default defineConfig({
  ...quick,
  test: {
    ...quick.test,
    include: tests,
    env: { SWEEPS: "4", STATES: "5" },
    sequence: { sequencer: InOrder },
    // Hundreds of maximisations, which a mutant that slows each of them makes endless.
    testNamePattern: /^(?!.*(?:p-values are uniform|several effects|a thousand groups|of rank one or two))/u,
  },
});
