// Runs a script by Node in a process of its own, in the repository's folder.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

/** What a script prints, and how it ends. */
export function runNode(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}
