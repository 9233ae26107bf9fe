// Installs the workspace's dependencies when the lockfile differs from the one last installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

process.chdir(new URL("..", import.meta.url).pathname);
const lockfile = readFileSync("pnpm-lock.yaml", "utf8");
const installed = "node_modules/.installed-lockfile.yaml";

if (!existsSync(installed) || readFileSync(installed, "utf8") !== lockfile) {
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
  console.log(`Installing dependencies with ${packageManager} …`);
  const { status } = spawnSync("npx", ["--yes", packageManager, "install", "--frozen-lockfile"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, CI: "true" },
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(installed, lockfile);
}
