// A checkpoint in a file, which at every moment is there whole, the old one or the new one.
import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { recordOf } from "@lmm-gibbs/core/internal";
import type { Checkpoint } from "@lmm-gibbs/samplers";

/** Bytes read at once: Node reads no more than 2 GiB in one call. */
const PIECE = 2 ** 26;

/**
 * A file that keeps a run while it goes on: `sample(model, { checkpoint: fileCheckpoint(path) })`.
 *
 * Every writing goes to a temporary file in the same folder, is forced to the disk and renamed, so a crash leaves the old
 * file or the new one. Temporary files of processes that are no more are removed at the next reading.
 *
 * @param path - the file; its folder must exist. It is left there at the end: the same call then gives the same draws at once
 * @param options - `every`: seconds from one writing to the next, at least; default 30
 * @returns the checkpoint; its `read` and `write` reject with Node's errors
 * @throws {TypeError} when the path is none
 */
export function fileCheckpoint(path: string | URL, options: { every?: number } = {}): Checkpoint {
  if (!(path instanceof URL) && (typeof path !== "string" || path === "")) {
    throw new TypeError(`fileCheckpoint's path must be a text or a file URL, got ${typeof path}`);
  }
  const { every } = recordOf(options, ["every"], "fileCheckpoint's options");
  const named = path instanceof URL ? fileURLToPath(path) : path;
  // Where a link leads to, so that the link stays.
  const target = (): Promise<string> => realpath(named).catch(() => named);
  return {
    read: async () => {
      const file = await target();
      await removeStale(file);
      return contentOf(file);
    },
    write: async (content) => replace(await target(), content),
    ...(every === undefined ? {} : { every }),
  };
}

async function contentOf(file: string): Promise<Uint8Array | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const content = new Uint8Array((await handle.stat()).size);
    let length = 0;
    while (length < content.length) {
      const { bytesRead } = await handle.read(
        content,
        length,
        Math.min(PIECE, content.length - length),
        length,
      );
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return content.subarray(0, length);
  } finally {
    await handle.close();
  }
}

async function replace(file: string, content: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Forces the renaming to the disk, where a folder can be opened for it: not on Windows. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
    // The file itself is on the disk; whether the folder can be forced there is the file system's choice.
  } finally {
    await handle?.close();
  }
}

/** Removes what killed processes have left of their writing to this file. */
async function removeStale(file: string): Promise<void> {
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const [, pid] = /^\.(\d+)-[\da-f]{12}\.tmp$/u.exec(name.slice(basename(file).length)) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
