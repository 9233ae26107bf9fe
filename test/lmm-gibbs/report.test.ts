// The report of a fit: what it says of model, priors, effects, and whether to believe them.
import {
  type Block,
  fit,
  flat,
  flatSd,
  flatVariance,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  mixedModel,
  normal,
  parseCsv,
  type PriorsWritten,
  report,
  sampleSync,
  zellner,
} from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import { describe, expect, test } from "vitest";

const sleep = readCsv(new URL("../../data/sleepstudy.csv", import.meta.url));
const formula = "Reaction ~ Days + (Days | Subject)";
const short = { chains: 2, warmup: 20, draws: 60, seed: 3 };

function lines(priors: PriorsWritten, text: string = formula, more: object = {}): string[] {
  return report(sampleSync(mixedModel(text, sleep, { priors }), { ...short, ...more })).split("\n");
}

test("sections come in lme4's order: random effects, residual, fixed effects, each variable once", () => {
  const all = lines({});
  const names = all
    .slice(
      0,
      all.findIndex((line) => line.startsWith("Verdict")),
    )
    .flatMap(
      (line) => /^ {0,2}([A-Z][a-z]+ ?e?[a-z]*(?: of \w+)?|\w+\[.*?\]|sigma)(?= |$)/.exec(line)?.[1] ?? [],
    );
  expect(names.filter((name) => !name.startsWith("Linear"))).toEqual([
    "Random effects of Subject",
    "sd_Subject[(Intercept)]",
    "sd_Subject[Days]",
    "cor_Subject[(Intercept),Days]",
    "Residual",
    "sigma",
    "Fixed effects",
    "beta[(Intercept)]",
    "beta[Days]",
  ]);
});

test("the head says formula, rows, levels, sweep, engine and seed", () => {
  const text = lines({}).join("\n");
  expect(text).toContain(`Linear mixed model, ${formula}`);
  expect(text).toContain("180 rows, 18 levels of Subject");
  expect(text).toContain("2 chains of 60 after 20 of warm-up; marginal sweep, fast engine, seed 3, ");
  expect(lines({}, formula, { thin: 3 }).join("\n")).toContain("after 20 of warm-up, thinned by 3;");
});

test("the head of an interrupted run says so", () => {
  const draws = sampleSync(mixedModel(formula, sleep), short);
  const interrupted = { ...draws, description: { ...draws.description, interrupted: { draws: 1000 } } };
  expect(report(interrupted).replaceAll(/\s+/gu, " ")).toContain(
    "2 chains of 60, interrupted before the 1000 asked for, after 20 of warm-up; marginal sweep",
  );
});

test.each<[string, PriorsWritten, string[]]>([
  [
    "flat, 1/σ², inverse-Wishart",
    {
      beta: flat(),
      sigma2: jeffreys(),
      D: inverseWishart({
        df: 4,
        scale: [
          [600, 0],
          [0, 35],
        ],
      }),
    },
    ["beta flat", "sigma2 ∝ 1/sigma2", "D_Subject ~ inverse-Wishart, df 4, scale [600, 0; 0, 35]"],
  ],
  [
    "normal, inverse-gamma, half-t",
    {
      beta: normal({ mean: [250, 10], sd: [100, 10] }),
      sigma2: inverseGamma({ shape: 2, scale: 500 }),
      D: halfT({ df: 2, scale: [100, 20] }),
    },
    [
      "beta ~ normal, mean 250, 10, precision 0.0001, 0.01",
      "sigma2 ~ inverse-gamma, shape 2, scale 500",
      "sd_Subject ~ half-t(2), scale 100 for (Intercept), 20 for Days",
    ],
  ],
  [
    "normal with correlations, half-t σ",
    {
      beta: normal({
        precision: [
          [1, 0.5],
          [0.5, 1],
        ],
      }),
      sigma2: halfT({ df: 3, scale: 50 }),
    },
    ["beta ~ normal, mean 0 each, precision [1, 0.5; 0.5, 1]", "sigma ~ half-t(3), scale 50"],
  ],
  [
    "Zellner",
    { beta: zellner({ g: 180, mean: [250, 0] }) },
    ["beta | sigma2 ~ normal, mean 250, 0, covariance 180 · sigma2 · (X'X)⁻¹"],
  ],
])("priors are printed as one would write them: %s", (_, priors, expected) => {
  const text = lines(priors).join("\n");
  for (const line of expected) expect(text).toContain(line);
});

test("a diagonal D has one prior a column, on a line each, and no correlation", () => {
  const priors = { D: [inverseGamma({ shape: 2, scale: 600 }), halfT({ df: 2, scale: 20 })] };
  const text = lines(priors, "Reaction ~ Days + (Days || Subject)").map((line) => line.trim());
  expect(text).toContain("D_Subject[(Intercept),(Intercept)] ~ inverse-gamma, shape 2, scale 600");
  expect(text).toContain("sd_Subject[Days] ~ half-t(2), scale 20");
  expect(text.join()).not.toContain("cor_");
});

test("no line is wider than 100 columns, whatever the names", () => {
  const long = parseCsv(`y,a_very_long_name_of_a_covariate_that_somebody_chose,a_long_grouping_factor_name
1.2,0.3,a\n2.4,1.1,a\n3.3,2.5,a\n0.9,0.2,b\n2.2,1.4,b\n3.9,2.2,b\n1.1,0.1,c\n2.8,1.6,c\n3.0,2.7,c`);
  const model = mixedModel(
    "y ~ a_very_long_name_of_a_covariate_that_somebody_chose + (a_very_long_name_of_a_covariate_that_somebody_chose | a_long_grouping_factor_name)",
    long,
  );
  for (const line of report(sampleSync(model, short)).split("\n"))
    expect(line.length, line).toBeLessThanOrEqual(100);
});

describe("the verdict", () => {
  test("is that the chains have mixed when every R-hat is at most 1.01 and every ESS at least 100 a chain", async () => {
    const rikz = readCsv(new URL("../../data/rikz.csv", import.meta.url));
    const mixed = await fit("Richness ~ NAP + (1 | Beach)", rikz, { seed: 1 });
    expect(String(mixed)).toMatch(
      /Verdict: the chains have mixed: every R-hat is at most 1\.00\d, and every ESS\s+at least \d{3,}\./,
    );
  });

  const text = (more: object): string => lines({}, formula, more).join(" ").replaceAll(/\s+/g, " ");

  test("names the worst variable of each test and what to do when not", () => {
    const verdict = text({ sweep: "uncentered", draws: 300 });
    expect(verdict).toMatch(
      /Verdict: not yet: \d of 6 variables fail a test\. R-hat +1\.\d+! at most 1\.01 \d of 6 fail \S+/,
    );
    expect(verdict).toMatch(/ bulk ESS +\d+! at least 200 \d of 6 fail \S+ tail ESS /);
    expect(verdict).toMatch(/What to do .*1\. .* Draw \d+ a chain, [\d.]+ times as many/);
    expect(verdict).toMatch(
      /the correlation of beta\[\S+\] with the mean of its random effects is -0\.\d\d: /,
    );
    expect(verdict.match(/chains of 300/g)).toHaveLength(1);
  });

  test("does not send a marginal sweep to centring", () => {
    for (const sweep of ["marginal", ["betaMarginal", "b", "sigma2", "D"]]) {
      const verdict = text({ sweep, draws: 20 });
      expect(verdict).toMatch(/R-hat.* beta\[|ESS.* beta\[|\d of 6 fail/);
      expect(verdict).not.toMatch(/centre it/);
    }
  });

  test("says when there are too few draws to judge", () => {
    expect(text({ draws: 3 })).toContain(
      "Verdict: too few draws to judge: there are 3 a chain, and it takes 12 at least.",
    );
  });

  test("names a variable that was held fixed, and judges the others", () => {
    const sweep = ["betaMarginal", "b", "D"];
    const held = text({ sweep, initial: { sigma2: 625 } });
    expect(held).toContain("No value sigma: held fixed at 25. ");
    expect(held).toContain(" of 5 fail ");
    // Also when each chain holds it at a value of its own.
    const apart = text({ sweep, initial: [{ sigma2: 625 }, { sigma2: 900 }] });
    expect(apart).toContain("sigma: held fixed at 25, 30.");
    expect(apart).not.toContain("stuck");
  });

  test("does not know what a block of one's own holds", () => {
    const still: Block = { draws: ["sigma2"], given: ["beta", "b"], step: () => ({}) };
    const sweep = ["betaMarginal", "b", still, "D"];
    expect(text({ sweep, initial: [{ sigma2: 625 }, { sigma2: 900 }] })).toContain(
      "sigma: chains 1, 2 never move, each at a value of its own.",
    );
  });

  test("has lines of at most 100 characters", () => {
    for (const more of [
      { draws: 3 },
      { sweep: "uncentered" },
      { sweep: ["beta", "b", "D"], initial: { sigma2: 625 } },
    ]) {
      for (const line of lines({}, formula, more)) expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });
});

test("only what was kept is reported", () => {
  const text = lines({}, formula, { keep: ["beta"] }).join("\n");
  expect(text).toContain("beta[Days]");
  expect(text).not.toContain("sigma ");
  expect(lines({}, formula, { keep: ["b"] }).join("\n")).toContain("none of the report's variables was kept");
});

describe("propriety", () => {
  const tiny = {
    y: [1, 2, 4, 3, 5, 2, 2.5, 3.5],
    g: ["a", "a", "b", "b", "a", "b", "a", "b"],
  };
  const model = mixedModel("y ~ 1 + (1 | g)", tiny, { priors: { D: flatSd() } });

  test("of an improper posterior the first line says so, then why, the rule and the remedy", () => {
    const text = report(sampleSync(model, { ...short, allowImproper: true }));
    const [first, ...rest] = text.split("\n");
    expect(first).toMatch(/^THE POSTERIOR IS IMPROPER; it was sampled because allowImproper is true/u);
    const head = rest.slice(0, rest.indexOf("")).join(" ");
    expect(head).toContain("t + 2a = 1 − 1 = 0 must be above 0");
    expect(head).toMatch(/Nearest proper prior: priors: \{ D: halfT\(/u);
    expect(text).toContain("\nLinear mixed model, y ~ 1 + (1 | g)\n");
    const none = sampleSync(model, { ...short, allowImproper: true, keep: ["b"] });
    expect(report(none)).toMatch(/^THE POSTERIOR IS IMPROPER/u);
  });

  test("what no rule covers has a line, which is not the first; what is proper has none", () => {
    const D = inverseWishart({ df: -3, scale: 0, improper: true });
    const rows = Array.from({ length: 20 }, (_, row) => ({
      y: Math.sin(5 * row),
      x: row % 4,
      g: `g${Math.floor(row / 4)}`,
    }));
    const five = mixedModel("y ~ x + (x | g)", rows, { priors: { D, beta: normal({ sd: 9 }) } });
    const open = report(sampleSync(five, short)).split("\n");
    expect(open[0]).toBe("Linear mixed model, y ~ x + (x | g)");
    expect(open.find((line) => line.startsWith("  proper?"))).toContain(
      "no rule decides whether the posterior is proper: 5 of 5 groups",
    );
    expect(lines({}).join("\n")).not.toContain("proper");
  });

  test("nearly improper priors are noted by a fit, and where the model is given", async () => {
    const near = { D: inverseGamma({ shape: 0.001, scale: 0.001 }) };
    const fitted = await fit("y ~ 1 + (1 | g)", tiny, { priors: near, ...short });
    expect(String(fitted)).toContain("  note    the prior of D_g[(Intercept),(Intercept)]");
    expect(report(fitted.draws, fitted.model)).toBe(String(fitted));
    expect(report(fitted.draws)).not.toContain("  note ");
  });

  test.each<[string, PriorsWritten, string]>([
    ["flat sd", { D: flatSd() }, "sd_Subject flat"],
    ["flat variance", { sigma2: flatVariance() }, "sigma2 flat"],
    ["flat sigma", { sigma2: flatSd() }, "sigma flat"],
    [
      "a power",
      { sigma2: inverseGamma({ shape: -0.25, scale: 2, improper: true }) },
      "sigma2 ∝ sigma2^(-0.75) exp(-2/sigma2), improper",
    ],
  ])("an improper prior in words: %s", (_, priors, words) => {
    const text = "Reaction ~ Days + (1 | Subject)";
    expect(lines(priors, text).join("\n")).toContain(words);
  });

  test("improper priors of a matrix in words", () => {
    const flatD = inverseWishart({ df: -3, scale: 0, improper: true });
    expect(lines({ D: flatD }).join("\n")).toContain("D_Subject flat");
    const scale = [
      [2, 0],
      [0, 3],
    ];
    const power = inverseWishart({ df: 0, scale, improper: true });
    expect(lines({ D: power }).join("\n")).toContain(
      "D_Subject ∝ det(D_Subject)^(-1.5) exp(-tr(S inverse(D_Subject))/2), S = [2, 0; 0, 3],\n          improper",
    );
  });
});
