// Lists every package that installing some packages brings along, and what of it runs at installation.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** npm runs these for a package from the registry; `prepare` is not among them. */
const AT_INSTALLATION = ["preinstall", "install", "postinstall"];

/**
 * The packages below some folders' dependencies, those folders' own left out.
 *
 * @param {readonly string[]} folders - of packages, installed
 * @returns {{ id: string, installScripts: string[] }[]} name and version, and the scripts that an installation would run
 * @throws {Error} when a dependency is not installed
 */
export function productionTree(folders) {
  const manifests = new Map();
  const visit = (folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const found = realpathSync(installed(name, folder));
      if (manifests.has(found)) continue;
      manifests.set(found, null);
      manifests.set(found, visit(found));
    }
    return manifest;
  };
  const roots = new Set(folders.map((folder) => realpathSync(folder)));
  for (const root of roots) visit(root);
  return Array.from(manifests)
    .filter(([folder]) => !roots.has(folder))
    .map(([folder, { name, version, scripts = {}, gypfile }]) => ({
      id: `${name}@${version}`,
      installScripts: [
        ...AT_INSTALLATION.filter((script) => script in scripts),
        // npm builds a package with a binding.gyp unless it says otherwise.
        ...(existsSync(join(folder, "binding.gyp")) && gypfile !== false && !("install" in scripts)
          ? ["node-gyp rebuild"]
          : []),
      ],
    }));
}

/** Where Node finds a package from a folder. */
function installed(name, from) {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`${name}, which ${from} depends on, is not installed`);
  }
}
