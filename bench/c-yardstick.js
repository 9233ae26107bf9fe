// Runs the C program on the data of one model: the yardstick our sweep is measured against.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reducedGroups } from "../packages/core/dist/reduction/reduced-groups.js";

const source = fileURLToPath(new URL("c/sweep.c", import.meta.url));

/** Whether there is a C compiler. */
export const hasCompiler = spawnSync("gcc", ["--version"]).status === 0;

/**
 * Compiles the program for a model's sizes.
 *
 * @param {import("lmm-gibbs").Model} model with an inverse-Wishart prior of D
 * @returns {{ nanoseconds(sweeps: number): number, close(): void }} time a sweep, in C
 */
export function cYardstick(model) {
  const data = reducedGroups(model);
  const { J, p, q, R, Bc, patternOf, within, zScale, N } = data;
  const folder = mkdtempSync(join(tmpdir(), "lmm-gibbs-bench-"));
  const program = join(folder, "sweep");
  const flags = ["-O3", "-march=native", `-DP=${p}`, `-DQ=${q}`, "-o", program, source, "-lm"];
  const { status, stderr } = spawnSync("gcc", flags, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);

  const m = p + 1;
  const rows = [];
  for (let i = 0; i < J; i++) {
    for (let r = 0; r < q; r++) {
      const at = patternOf[i] * q * q + r * q;
      rows.push([...R.subarray(at, at + q), ...Bc.subarray((i * q + r) * m, (i * q + r + 1) * m)].join(" "));
    }
  }
  const cross = Array.from({ length: m }, (_, k) =>
    Array.from({ length: m }, (__, l) => {
      let sum = 0;
      for (let r = 0; r < within.rank; r++) sum += within.R[r * m + k] * within.R[r * m + l];
      return sum;
    }).join(" "),
  );
  const { df, scale } = model.priors.D[0];
  const prior = scale.map((row, k) => row.map((value, l) => value * zScale[k] * zScale[l]).join(" "));
  const input = [...rows, ...cross, `${N} ${df}`, ...prior].join("\n");
  return {
    nanoseconds: (sweeps) => {
      const run = spawnSync(program, { input: `${J} ${p} ${q} ${sweeps}\n${input}\n`, encoding: "utf8" });
      if (run.status !== 0) throw new Error(`the C program ended with ${run.status}`);
      return (1e9 * Number(run.stdout.split(" ")[0])) / sweeps;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
