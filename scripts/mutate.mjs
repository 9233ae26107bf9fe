// Mutates the numerical code of a package and runs its quick tests on each mutant: `npm run mutate -- core`, by default all.
import { spawnSync } from "node:child_process";

process.chdir(new URL("..", import.meta.url).pathname);

const inLikelihood = (name) => `packages/core/src/likelihood/${name}.ts`;
const MAXIMISER = [
  "basis",
  "criterion-derivatives",
  "factor-map",
  "lower-rank",
  "maximum",
  "objective",
  "starts",
  "trust-region",
].map(inLikelihood);
const PROFILES = ["profile-criterion", "profile-interval", "profile-maps"].map(inLikelihood);

/** What is mutated; which tests a package's mutants meet is in vitest.mutate.config.ts. */
const MUTATED = {
  core: [
    "packages/core/src/{cholesky,density,least-squares}.ts",
    "packages/core/src/{laws,reduction}/*.ts",
    "packages/core/src/priors/prior-density.ts",
  ],
  propriety: ["packages/core/src/propriety/*.ts"],
  likelihood: [inLikelihood("*"), ...[...MAXIMISER, ...PROFILES].map((file) => `!${file}`)],
  maximiser: MAXIMISER,
  profiles: PROFILES,
  conditionals: [
    "packages/samplers/src/conditionals/*.ts",
    "packages/samplers/src/{centering,mixing-theory,slice-step}.ts",
  ],
  engine: ["packages/samplers/src/engine/*.ts"],
  diagnostics: [
    "auto{covariance,regression}",
    "batch-{means,size}",
    "correlation",
    "covariance",
    "cramer-von-mises",
    "effective-sample-size",
    "ess",
    "ess-multivariate",
    "gelman-rubin",
    "geweke",
    "hdi",
    "heidelberger-welch",
    "initial-sequence",
    "mcse",
    "median",
    "moments",
    "quantile",
    "raftery-lewis",
    "rank-normalize",
    "rhat",
    "rhat-nested",
    "spectrum0",
    "split",
  ].map((name) => `packages/diagnostics/src/${name}.ts`),
};

/** Stryker splits what it is to mutate at commas, those within braces too. */
function expanded(glob) {
  const [, before, choices, after] = /^([^{]*)\{([^}]*)\}(.*)$/u.exec(glob) ?? [];
  return choices === undefined ? [glob] : choices.split(",").flatMap((one) => expanded(before + one + after));
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MUTATED);
for (const name of names) {
  if (!Object.hasOwn(MUTATED, name)) {
    throw new RangeError(`no package ${name}; there are ${Object.keys(MUTATED).join(", ")}`);
  }
  const mutate = ["stryker", "run", "--mutate", MUTATED[name].flatMap(expanded).join(",")];
  const { status } = spawnSync("npx", mutate, {
    stdio: "inherit",
    env: { ...process.env, MUTATED: name },
  });
  if (status !== 0) process.exitCode = 1;
}
