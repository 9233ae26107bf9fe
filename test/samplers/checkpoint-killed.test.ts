// Runs that are killed at random moments, while they draw and while they write, and go on to the same draws.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seededStream } from "@lmm-gibbs/samplers";
import { afterAll, describe, expect, test } from "vitest";

const CALIBRATE = process.env["CALIBRATE"] === "1";
const script = fileURLToPath(new URL("../killed-run.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "killed-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** When to kill: at a part of the run, some milliseconds later; or then as soon as it is writing. */
interface Moment {
  readonly part: number;
  readonly later: number;
  readonly writing: boolean;
}

/** Runs the script. @returns the sum that it prints; undefined when it was killed */
async function run(workers: number, file?: string, moment?: Moment | string): Promise<string | undefined> {
  const own = typeof moment === "string" ? [moment] : [];
  const from = typeof moment === "object" ? moment : undefined;
  const child = spawn(process.execPath, [
    script,
    String(workers),
    ...(file === undefined ? [] : [file, ...own]),
  ]);
  let lines = "";
  let errors = "";
  let looking: NodeJS.Timeout | undefined;
  const kill = (): void => {
    const isWriting = file !== undefined && readdirSync(folder).some((name) => name.endsWith(".tmp"));
    if (from?.writing !== true || isWriting) child.kill("SIGKILL");
    else looking = setTimeout(kill, 0);
  };
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  child.stdout.on("data", (text: Buffer) => {
    lines += text.toString();
    const part = Number(lines.trimEnd().split("\n").at(-1));
    if (from !== undefined && looking === undefined && part >= from.part && part < 1) {
      looking = setTimeout(kill, from.later);
    }
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.on("close", (...ending) => resolve(ending));
  });
  clearTimeout(looking);
  expect(errors).toBe("");
  if (signal === "SIGKILL") return undefined;
  expect(code).toBe(0);
  return lines.trimEnd().split("\n").at(-1);
}

const stream = seededStream("kills", 0);
const moments = Array.from({ length: 20 }, (_, k): Moment => ({
  part: 0.95 * stream.uniform(),
  later: Math.floor(60 * stream.uniform()),
  writing: k % 2 === 1,
}));
const uninterrupted = run(0);

test("a run killed four times on its way comes to the same end", async () => {
  const file = join(folder, "run");
  for (const [workers, moment] of [
    [0, "write:1"],
    [2, "progress:0.2"],
    [0, "write:2"],
    [2, "progress:0.6"],
  ] as const) {
    expect(await run(workers, file, moment)).toBeUndefined();
  }
  expect(await run(0, file)).toBe(await uninterrupted);
  // What killed writings have left is gone.
  expect(readdirSync(folder)).toEqual(["run"]);
});

describe.runIf(CALIBRATE)("20 runs killed once", () => {
  const kills: string[] = [];

  test.each(moments.map((moment, k) => ({ ...moment, k })))(
    "run $k, after $part of it, while writing: $writing",
    async (moment) => {
      const file = join(folder, `run-${moment.k}`);
      const [before, after] = [
        [0, 0],
        [2, 2],
        [0, 2],
        [2, 0],
      ][Math.floor(moment.k / 2) % 4];
      // A run that comes to its end before it is killed is run again, and killed earlier.
      for (let part = moment.part; (await run(before, file, { ...moment, part })) !== undefined; part /= 2) {
        rmSync(file);
      }
      const left = readdirSync(folder).filter((name) => name.startsWith(`run-${moment.k}.`));
      kills.push(`${readFileSync(file).length} bytes, ${left.length} temporary`);
      expect(await run(after, file)).toBe(await uninterrupted);
      expect(readdirSync(folder).filter((name) => name.startsWith(`run-${moment.k}.`))).toEqual([]);
    },
  );

  test("20 of 20 went on bit for bit, some of them killed while writing", () => {
    process.stdout.write(`${kills.join("\n")}\n`);
    expect(kills).toHaveLength(20);
    expect(kills.filter((kill) => !kill.endsWith(" 0 temporary")).length).toBeGreaterThan(3);
  });
});
