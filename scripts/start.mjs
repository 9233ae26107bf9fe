// Runs the main job on the arguments given, or on the dental study with the priors of its course.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const dentalStudy = [
  "data/orthodont.csv",
  "distance ~ age + (age | Subject)",
  "--draws=4000",
  `--priors=${JSON.stringify({
    beta: { normal: { mean: 0, precision: 1e-6 } },
    sigma2: { inverseGamma: { shape: 0.001, scale: 0.001 } },
    D: {
      inverseWishart: {
        df: 4,
        scale: [
          [5, 0],
          [0, 0.05],
        ],
      },
    },
  })}`,
];
const given = process.argv.slice(2);
const main = fileURLToPath(new URL("../packages/lmm-gibbs/dist/main.js", import.meta.url));
const { status } = spawnSync(process.execPath, [main, ...(given.length > 0 ? given : dentalStudy)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
