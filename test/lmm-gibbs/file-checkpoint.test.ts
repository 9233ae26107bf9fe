// A checkpoint in a file: whole at every moment, tidy, and plain about a path that cannot be.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CheckpointError, mixedModel, sample, sampleSync } from "lmm-gibbs";
import { fileCheckpoint } from "lmm-gibbs/node";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = Array.from({ length: 24 }, (_, i) => ({ y: Math.sin(7 * i) + i, t: i % 4, who: `p${i % 6}` }));
const model = mixedModel("y ~ t + (1 | who)", rows);
const options = { chains: 2, warmup: 10, draws: 3000, seed: 5 };

test("the same call goes on from the file, and at the end gives the same draws at once", async () => {
  const file = join(folder, "run.checkpoint");
  const once = sampleSync(model, options).toJSON().values;
  for (let call = 0; call < 2; call++) {
    const draws = await sample(model, { ...options, checkpoint: fileCheckpoint(file, { every: 0 }) });
    expect(draws.toJSON().values).toEqual(once);
  }
  const url = fileCheckpoint(pathToFileURL(file));
  expect(Buffer.compare((await url.read())!, readFileSync(file))).toBe(0);
  expect(readFileSync(file, "latin1")).toMatch(/^lmm-gibbs checkpoint 1 \d{16} [\da-f]{64}\n\{/);
  expect(readdirSync(folder)).toEqual(["run.checkpoint"]);
  rmSync(file);
});

test("a reader sees the old content or the new, never a part", async () => {
  const file = join(folder, "whole");
  const checkpoint = fileCheckpoint(file);
  const contents = Array.from({ length: 30 }, (_, i) => new Uint8Array(300_000 + 1000 * i).fill(i));
  await checkpoint.write(contents[0]);
  const state = { isWriting: true };
  const writing = (async () => {
    for (const content of contents) await checkpoint.write(content);
    state.isWriting = false;
  })();
  let looks = 0;
  for (let last = 0; state.isWriting; looks++) {
    const seen = readFileSync(file);
    expect(seen[0]).toBeGreaterThanOrEqual(last);
    [last] = seen;
    expect(Buffer.compare(seen, contents[last])).toBe(0);
    await new Promise(setImmediate);
  }
  await writing;
  expect(looks).toBeGreaterThan(10);
  expect(readdirSync(folder)).toEqual(["whole"]);
  rmSync(file);
});

test("what killed processes have left is removed, what is somebody's else is not", async () => {
  const { pid: dead } = spawnSync(process.execPath, ["--version"]);
  const names = [
    "run",
    `run.${process.pid}-0123456789ab.tmp`,
    "run.tmp",
    `run.${dead}-0123456789ab.tmp.old`,
    `run2.${dead}-0123456789ab.tmp`,
  ];
  for (const name of [...names, `run.${dead}-0123456789ab.tmp`]) writeFileSync(join(folder, name), "x");
  await fileCheckpoint(join(folder, "run")).read();
  expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
  for (const name of names) rmSync(join(folder, name));
});

test("a link stays a link", async () => {
  writeFileSync(join(folder, "target"), "x");
  symlinkSync("target", join(folder, "link"));
  await fileCheckpoint(join(folder, "link")).write(Uint8Array.of(1, 2));
  expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
  expect([...readFileSync(join(folder, "target"))]).toEqual([1, 2]);
  rmSync(join(folder, "link"));
  rmSync(join(folder, "target"));
});

test("a place that cannot be written is an error before the first sweep, and leaves nothing behind", async () => {
  const missing = fileCheckpoint(join(folder, "missing", "run"));
  expect(await missing.read()).toBeUndefined();
  const error: unknown = await sample(model, { ...options, checkpoint: missing }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(CheckpointError);
  expect((error as CheckpointError).message).toContain("the checkpoint could not be written: ENOENT");
  expect((error as CheckpointError).saved.unfinished!.done).toEqual([0, 0]);
  mkdirSync(join(folder, "taken"));
  await expect(
    sample(model, { ...options, checkpoint: fileCheckpoint(join(folder, "taken")) }),
  ).rejects.toThrow("EISDIR");
  await expect(fileCheckpoint(join(folder, "taken")).write(Uint8Array.of(1))).rejects.toThrow(
    /EISDIR|ENOTEMPTY|EEXIST/,
  );
  expect(readdirSync(folder)).toEqual(["taken"]);
  expect(existsSync(join(folder, "missing"))).toBe(false);
});

test("an empty file, or somebody else's, is refused and stays", async () => {
  for (const content of ["", "a,b\n1,2\n"]) {
    const file = join(folder, "data.csv");
    writeFileSync(file, content);
    await expect(sample(model, { ...options, checkpoint: fileCheckpoint(file) })).rejects.toThrow(
      content === "" ? "the checkpoint is empty" : "the checkpoint starts with",
    );
    expect(readFileSync(file, "utf8")).toBe(content);
    rmSync(file);
  }
});

test("a path or an option that is none", () => {
  for (const path of [undefined, null, 5, "", {}]) {
    expect(() => fileCheckpoint(path as never)).toThrow("fileCheckpoint's path must be a text or a file URL");
  }
  expect(() => fileCheckpoint("x", { often: 1 } as never)).toThrow(
    'fileCheckpoint\'s options cannot have "often"',
  );
});
