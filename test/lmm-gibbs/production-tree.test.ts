// What users install runs nothing when it is installed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { productionTree } from "../../scripts/production-tree.mjs";

const packages = ["core", "samplers", "diagnostics", "verify", "lmm-gibbs"].map((name) =>
  fileURLToPath(new URL(`../../packages/${name}`, import.meta.url)),
);

test("no package of the production tree has an install script", () => {
  const tree = productionTree(packages);
  expect(tree.length).toBeGreaterThan(50);
  expect(tree.filter(({ installScripts }) => installScripts.length > 0)).toEqual([]);
});

test("a script, or a binding to build, would be seen", () => {
  const root = mkdtempSync(join(tmpdir(), "production-tree-"));
  const write = (path: string, manifest: object): void => {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, "package.json"), JSON.stringify(manifest));
  };
  try {
    write("own", { name: "own", dependencies: { a: "1", b: "1" }, devDependencies: { c: "1" } });
    write("node_modules/a", {
      name: "a",
      version: "1.0.0",
      dependencies: { b: "1" },
      scripts: { test: "t" },
    });
    write("node_modules/a/node_modules/b", { name: "b", version: "2.0.0", scripts: { postinstall: "p" } });
    write("node_modules/b", { name: "b", version: "1.0.0" });
    writeFileSync(join(root, "node_modules/b/binding.gyp"), "{}");
    expect(productionTree([join(root, "own")])).toEqual([
      { id: "a@1.0.0", installScripts: [] },
      { id: "b@2.0.0", installScripts: ["postinstall"] },
      { id: "b@1.0.0", installScripts: ["node-gyp rebuild"] },
    ]);
    write("own", { name: "own", dependencies: { missing: "1" } });
    expect(() => productionTree([join(root, "own")])).toThrow("missing");
  } finally {
    rmSync(root, { recursive: true });
  }
});
