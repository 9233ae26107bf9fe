// What the README, the documents and the examples show runs, from the built packages, and prints what they say.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { summarize } from "lmm-gibbs";
import { describe, expect, test } from "vitest";
import { root, runNode } from "../run-node.ts";

/** The fenced blocks of a kind in a document. */
function blocksOf(path: string, kind: string): string[] {
  const text = readFileSync(`${root}/${path}`, "utf8");
  return Array.from(
    text.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, "gu")),
    ([, block]) => block,
  );
}

const examples = readdirSync(`${root}/examples`).filter((name) => name.endsWith(".js"));
const coursePages = readdirSync(`${root}/docs/course`)
  .filter((name) => /^[a-e]-.*\.md$/u.test(name))
  .map((name) => `course/${name.slice(0, -".md".length)}`);

/** Documents whose output is all shown, and those that show some lines of it. */
const whole = ["likelihood", "centering", "diagnostics", "derivations", "propriety", "input", ...coursePages];
const inPart = ["verify", "interruption"];

/** A document's code as one program; of the README the quick start. */
const programs: Record<string, string> = {
  "README.md": blocksOf("README.md", "js")[0],
  ...Object.fromEntries(
    [...whole, ...inPart].map((name) => [`docs/${name}.md`, blocksOf(`docs/${name}.md`, "js").join("")]),
  ),
};

/** What every program and example printed, run one after another beside this test, where "lmm-gibbs" resolves. */
const printed = ((): Record<string, { stdout: string; stderr: string }> => {
  const folder = `test/lmm-gibbs/.documents-${process.pid}`;
  mkdirSync(`${root}/${folder}`);
  try {
    const files = new Map(examples.map((name) => [name, `examples/${name}`]));
    for (const [name, code] of Object.entries(programs)) {
      files.set(name, `${folder}/${name.replaceAll("/", "-")}.mjs`);
      writeFileSync(`${root}/${files.get(name)}`, code);
    }
    const { stdout, stderr } = runNode("test/run-modules.mjs", ...files.values());
    if (stderr !== "") throw new Error(stderr);
    const results = JSON.parse(stdout) as Record<string, { stdout: string; stderr: string }>;
    return Object.fromEntries(Array.from(files, ([name, file]) => [name, results[file]]));
  } finally {
    rmSync(`${root}/${folder}`, { recursive: true });
  }
})();

describe("examples", () => {
  test.each(examples)("%s runs and prints numbers", (name) => {
    const { stdout, stderr } = printed[name];
    expect(stderr).toBe("");
    expect(stdout).toMatch(/\d\.\d/);
    expect(stdout).not.toMatch(/NaN|undefined|\bNA\b/);
  });

  test("the index of examples names each of them", () => {
    const index = readFileSync(`${root}/examples/README.md`, "utf8");
    for (const name of examples) expect(index).toContain(`\`${name}\``);
  });
});

test("the README's quick start runs as it stands", () => {
  const { stdout, stderr } = printed["README.md"];
  expect(stderr).toBe("");
  expect(stdout).toMatch(/beta\[age\] +0\.6\d/);
  expect(stdout).toContain("Linear mixed model, Richness ~ NAP + (1 | Beach)");
});

test.each(inPart)("docs/%s.md prints the lines that it shows", (name) => {
  const { stdout, stderr } = printed[`docs/${name}.md`];
  expect(stderr).toBe("");
  const lines = stdout.split("\n");
  const shown = blocksOf(`docs/${name}.md`, "text").flatMap((block) => block.trimEnd().split("\n"));
  expect(shown.length).toBeGreaterThan(0);
  for (const line of shown) expect(lines).toContain(line);
});

test.each(whole)("docs/%s.md prints what it shows", (name) => {
  const { stdout, stderr } = printed[`docs/${name}.md`];
  // How long a run took is another number every time.
  const timeless = (output: string): string => output.replaceAll(/; \d+\.\d s$/gmu, "; … s");
  expect(stderr).toBe("");
  expect(timeless(stdout)).toBe(timeless(blocksOf(`docs/${name}.md`, "(?:text|latex)").join("")));
});

test("the course has a page for each of its five lectures, and an index of them", () => {
  expect(coursePages).toHaveLength(5);
  const index = readFileSync(`${root}/docs/course/README.md`, "utf8");
  for (const page of coursePages) expect(index).toContain(`(${page.slice("course/".length)}.md)`);
});

test("docs/derivations.md renders the LaTeX that it prints", () => {
  expect(blocksOf("docs/derivations.md", "math")).toEqual(blocksOf("docs/derivations.md", "latex"));
});

test("docs/diagnostics.md names every measure there is", () => {
  const text = readFileSync(`${root}/docs/diagnostics.md`, "utf8");
  const said = (error: () => unknown): string => {
    try {
      return String(error());
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };
  const draws = { variables: ["x"], get: () => [[1, 2]] };
  const [, measures] = /\((.*?)\)/.exec(
    said(() => Reflect.apply(summarize, undefined, [draws, { measures: ["?"] }])),
  )!;
  expect(measures.split(", ").length).toBeGreaterThan(20);
  for (const name of measures.split(", ")) expect(text).toContain(`\`${name}\``);
});

test("the figures that the documents show are there, and small", () => {
  for (const [file, folder] of [
    ["README.md", ""],
    ["docs/centering.md", "docs/"],
  ]) {
    const figures = [...readFileSync(`${root}/${file}`, "utf8").matchAll(/!\[[^\]]+\]\(([^)]+)\)/gu)];
    expect(figures.length).toBeGreaterThan(0);
    for (const [, path] of figures) {
      const svg = readFileSync(`${root}/${folder}${path}`, "utf8");
      expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/u);
      expect(svg).not.toMatch(/NaN|undefined|null/);
      expect(svg.length).toBeLessThan(60_000);
    }
  }
});

test("every fault of `npm run faults` can still be planted", () => {
  expect(runNode("test/planted-faults.mjs", "--check")).toMatchObject({ status: 0, stderr: "" });
});
