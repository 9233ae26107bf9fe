// Checks what users would install (`npm run packages`): publint, attw, the advisories, and sizes as docs/reliability.md has them.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { productionTree } from "./production-tree.mjs";

process.chdir(new URL("..", import.meta.url).pathname);
const PACKAGES = ["core", "samplers", "diagnostics", "verify", "lmm-gibbs"].map((name) => `packages/${name}`);
let failed = false;

/** Runs a command; what it prints when it succeeds, otherwise null and its output shown. */
function run(command, args, cwd = ".") {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, CI: "true" },
  });
  if (status === 0) return stdout;
  console.error(`${command} ${args.join(" ")} in ${cwd}:\n${stdout}${stderr}`);
  return null;
}

console.log("| package | packed | unpacked | files | publint | attw |\n|---|---|---|---|---|---|");
for (const folder of PACKAGES) {
  const [{ name, size, unpackedSize, entryCount }] = JSON.parse(
    run("npm", ["pack", "--dry-run", "--json"], folder),
  );
  const publint = run("npx", ["publint", "run", ".", "--pack", "npm", "--strict"], folder) !== null;
  const attw = run("npx", ["attw", "--profile", "esm-only", "--pack", "."], folder) !== null;
  failed ||= !publint || !attw;
  const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;
  const verdict = (ok) => (ok ? "clean" : "FAILS");
  console.log(
    `| ${name} | ${kB(size)} | ${kB(unpackedSize)} | ${entryCount} | ${verdict(publint)} | ${verdict(attw)} |`,
  );
}

const tree = productionTree(PACKAGES);
const scripted = tree.filter(({ installScripts }) => installScripts.length > 0);
failed ||= scripted.length > 0;
console.log(`\n${tree.length} packages in the production tree, ${scripted.length} with install scripts`);
for (const { id, installScripts } of scripted) console.log(`  ${id}: ${installScripts.join(", ")}`);

const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
const audit = run("npx", ["--yes", packageManager, "audit", "--prod"]);
failed ||= audit === null;
console.log(audit === null ? "the audit found something, or could not be made" : audit.trim());
process.exitCode = failed ? 1 : 0;
