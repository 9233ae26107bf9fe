// What the README and the examples show runs, from the built packages, and the main job does what it says.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { summarize } from "lmm-gibbs";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

describe("examples", () => {
  const files = readdirSync(`${root}/examples`).filter((name) => name.endsWith(".js"));

  test.each(files)("%s runs and prints numbers", (name) => {
    const { status, stdout, stderr } = run(`examples/${name}`);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/\d\.\d/);
    expect(stdout).not.toMatch(/NaN|undefined|\bNA\b/);
  });

  test("the index of examples names each of them", () => {
    const index = readFileSync(`${root}/examples/README.md`, "utf8");
    for (const name of files) expect(index).toContain(`\`${name}\``);
  });
});

/** What code prints, run beside this test, where "lmm-gibbs" resolves. */
function printedBy(code: string): string {
  const file = `test/lmm-gibbs/.code-${process.pid}-${Math.random()}.mjs`;
  writeFileSync(`${root}/${file}`, code);
  try {
    const { status, stdout, stderr } = run(file);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    return stdout;
  } finally {
    rmSync(`${root}/${file}`);
  }
}

/** The fenced blocks of a kind in a document. */
function blocksOf(path: string, kind: string): string[] {
  const text = readFileSync(`${root}/${path}`, "utf8");
  return Array.from(
    text.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, "g")),
    ([, block]) => block,
  );
}

test("the README's quick start runs as it stands", () => {
  const stdout = printedBy(blocksOf("README.md", "js")[0]);
  expect(stdout).toMatch(/beta\[age\] +0\.6\d/);
  expect(stdout).toContain("Linear mixed model, Richness ~ NAP + (1 | Beach)");
});

describe("documents whose code is one program, which prints the lines they show", () => {
  test.each(["docs/verify.md"])("%s", (path) => {
    const lines = printedBy(blocksOf(path, "js").join("\n")).split("\n");
    const shown = blocksOf(path, "text").flatMap((block) => block.trimEnd().split("\n"));
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown) expect(lines).toContain(line);
  });
});

const coursePages = readdirSync(`${root}/docs/course`)
  .filter((name) => /^[a-e]-.*\.md$/u.test(name))
  .map((name) => `course/${name.slice(0, -".md".length)}`);

test("the course has a page for each of its five lectures, and an index of them", () => {
  expect(coursePages).toHaveLength(5);
  const index = readFileSync(`${root}/docs/course/README.md`, "utf8");
  for (const page of coursePages) expect(index).toContain(`(${page.slice("course/".length)}.md)`);
});

test.each(["likelihood", "centering", "diagnostics", "derivations", "propriety", ...coursePages])(
  "docs/%s.md prints what it shows",
  (name) => {
    const text = readFileSync(`${root}/docs/${name}.md`, "utf8");
    const blocks = (language: string): string =>
      [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "gu"))]
        .map(([, block]) => block)
        .join("");
    // How long a run took is another number every time.
    const timeless = (output: string): string => output.replaceAll(/; \d+\.\d s$/gmu, "; … s");
    const file = `test/lmm-gibbs/.${name.replace("/", "-")}-${process.pid}.mjs`;
    writeFileSync(`${root}/${file}`, blocks("js"));
    try {
      const { stdout, stderr } = run(file);
      expect(stderr).toBe("");
      expect(timeless(stdout)).toBe(timeless(blocks("(?:text|latex)")));
    } finally {
      rmSync(`${root}/${file}`);
    }
  },
);

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
  expect(run("test/planted-faults.mjs", "--check")).toMatchObject({ status: 0, stderr: "" });
});

describe("the main job", () => {
  const main = "packages/lmm-gibbs/dist/main.js";

  test("prints the report and how every sweep mixes, within 100 columns", () => {
    const { status, stdout } = run(
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
    const { status, stdout, stderr } = run(main, "data/rikz.csv", "Richness ~ NAPP + (1 | Beach)");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('column "NAPP" is not in the data; did you mean "NAP"?');
    expect(run(main, "nothing.csv", "y ~ x + (1 | g)").stderr).toContain("nothing.csv");
    expect(run(main, "data/rikz.csv", "Richness ~ NAP + (1 | Beach)", "--priors={}x").stderr).toContain(
      "priors are not JSON",
    );
  });

  test("takes priors as JSON", () => {
    const priors =
      '--priors={"beta":{"flat":{}},"sigma2":{"flatSd":{}},"D":{"inverseGamma":{"shape":2,"scale":3}}}';
    const { stdout } = run(main, "data/rikz.csv", "Richness ~ NAP + (1 | Beach)", "--draws=200", priors);
    expect(stdout).toContain("sigma flat");
    expect(stdout).toContain("D_Beach ~ inverse-Wishart, df 4, scale [6]");
  });

  test("without arguments prints its usage", () => {
    expect(run(main).stdout).toContain("Usage: lmm-gibbs DATA.csv");
    expect(run(main).status).toBe(1);
    expect(run(main, "--help").status).toBe(0);
  });
});
