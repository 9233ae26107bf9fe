// The main job, `npm start` or the command lmm-gibbs, does what it says.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root, runNode } from "../run-node.ts";

describe("the main job", () => {
  const main = "packages/lmm-gibbs/dist/main.js";

  test("prints the report and how every sweep mixes, within 100 columns", () => {
    const { status, stdout } = runNode(
      main,
      "data/sleepstudy.csv",
      "Reaction ~ Days + (Days | Subject)",
      "--draws=300",
    );
    expect(status).toBe(0);
    for (const part of [
      "Random effects of Subject",
      "Residual",
      "Fixed effects",
      "Verdict: ",
      "| marginal",
      "| uncentered",
      "| centered",
      "| interweaved",
    ]) {
      expect(stdout).toContain(part);
    }
    const comparison = stdout.slice(stdout.indexOf("The same posterior by every sweep"));
    for (const line of comparison.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("says on one line what is wrong, and fails", () => {
    const { status, stdout, stderr } = runNode(main, "data/rikz.csv", "Richness ~ NAPP + (1 | Beach)");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('column "NAPP" is not in the data; did you mean "NAP"?');
    expect(runNode(main, "nothing.csv", "y ~ x + (1 | g)").stderr).toContain("nothing.csv");
    expect(runNode(main, "data/rikz.csv", "Richness ~ NAP + (1 | Beach)", "--priors={}x").stderr).toContain(
      "priors are not JSON",
    );
  });

  test("takes priors as JSON", () => {
    const priors =
      '--priors={"beta":{"flat":{}},"sigma2":{"flatSd":{}},"D":{"inverseGamma":{"shape":2,"scale":3}}}';
    const { stdout } = runNode(main, "data/rikz.csv", "Richness ~ NAP + (1 | Beach)", "--draws=200", priors);
    expect(stdout).toContain("sigma flat");
    expect(stdout).toContain("D_Beach ~ inverse-Wishart, df 4, scale [6]");
  });

  test("leaves rows and columns out when asked", () => {
    const folder = mkdtempSync(join(tmpdir(), "main-job-"));
    const file = join(folder, "gaps.csv");
    const csv = readFileSync("data/rikz.csv", "utf8").split("\n");
    writeFileSync(file, csv.map((line, i) => (i === 3 ? line.replace(/[^,]*$/u, "NA") : line)).join("\n"));
    const run = [file, "Richness ~ NAP + I(NAP + 1) + (1 | Beach)", "--draws=100", "--warmup=100"];
    expect(runNode(main, ...run).stderr).toContain("missing value in row 3");
    expect(runNode(main, ...run, "--na=drop").stderr).toContain('"I(NAP + 1)" is a combination');
    expect(runNode(main, ...run, "--na=omit").stderr).toContain('na must be one of "error", "drop"');
    const { status, stdout } = runNode(main, ...run, "--na=drop", "--aliased=drop");
    expect(status).toBe(0);
    expect(stdout).toContain("1 of 45 rows dropped for missing values");
    expect(stdout).toContain("left out of the fixed effects: I(NAP + 1) = 1·NAP + 1·(Intercept)");
    rmSync(folder, { recursive: true });
  });

  test("draws from an improper posterior only when told to", () => {
    const run = [
      "data/rikz.csv",
      "Richness ~ NAP + (1 | Beach)",
      "--draws=100",
      "--warmup=100",
      '--priors={"D":{"jeffreys":{}}}',
    ];
    expect(runNode(main, ...run).stderr).toContain("improper");
    const { status, stdout } = runNode(main, ...run, "--allow-improper");
    expect(status).toBe(0);
    expect(stdout.split("\n")[0]).toMatch(/improper/iu);
  });

  test("ends in silence when its reader has enough, as head has", async () => {
    const run = [main, "data/rikz.csv", "Richness ~ NAP + (1 | Beach)", "--draws=100", "--warmup=100"];
    const child = spawn(process.execPath, run, { cwd: root });
    child.stdout.once("data", () => child.stdout.destroy());
    let told = "";
    child.stderr.on("data", (part: Buffer) => (told += part.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    expect([code, told]).toEqual([0, ""]);
  });

  test("without arguments prints its usage", () => {
    expect(runNode(main).stdout).toContain("Usage: lmm-gibbs DATA.csv");
    expect(runNode(main).status).toBe(1);
    expect(runNode(main, "--help").status).toBe(0);
  });
});
