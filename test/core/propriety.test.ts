// Propriety: sixty cells of known truth, each beside the growth of its integral, and what the rules leave open.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import {
  estimate,
  flatSd,
  flatVariance,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  mixedModelFromMatrices,
  type Model,
  normal,
  type PriorsWritten,
  propriety,
  withResponse,
  zellner,
} from "@lmm-gibbs/core";
import { proprietyGiven } from "@lmm-gibbs/core/internal";
import { describe, expect, test } from "vitest";
import { growth } from "../integrated-posterior.ts";
import { CELLS, spectral } from "./propriety-cells.ts";
import { flatD, slopes, zellnerLine } from "./propriety-slopes.ts";

describe("sixty cells, J = 1 … 6", () => {
  test("are sixty, no two the same", () => {
    expect(new Set(CELLS.map(({ design, prior }) => `${design}; ${prior}`)).size).toBe(60);
    expect(CELLS.filter(({ truth }) => truth === "improper").length).toBeGreaterThan(20);
  });

  test.each(CELLS.map((cell) => [`${cell.design}; ${cell.prior}: ${cell.truth}`, cell] as const))(
    "%s",
    (_, { model, truth, integrated: { dimension, logDensity }, because }) => {
      const found = propriety(model);
      expect(found.verdict, `${because}; ${String(found)}`).toBe(truth);
      const ratio = growth(dimension, logDensity, dimension === 2 ? 16 : 8, 2);
      // Nothing may lie between.
      expect([ratio < 0.05, ratio > 0.9]).toEqual([truth === "proper", truth === "improper"]);
    },
  );

  test("stand in docs/propriety.md", () => {
    const page = readFileSync(new URL("../../docs/propriety.md", import.meta.url), "utf8");
    const rows = CELLS.map(
      ({ design, prior, truth, because }) => `| ${design} | ${prior} | ${truth} | ${because} |`,
    );
    expect(page.split("\n").filter((line) => / \| (im)?proper \| /u.test(line))).toEqual(rows);
  });

  const constructors = { flatSd, flatVariance, halfT, inverseGamma, jeffreys };
  test.each(CELLS.filter(({ truth }) => truth === "improper").map((one) => [one.design, one.prior, one]))(
    "the remedy is code that makes it proper: %s; %s",
    (_, __, { model }) => {
      const { remedy } = propriety(model);
      const written = runInNewContext(`({ ${remedy!} })`, constructors) as { priors: PriorsWritten };
      expect(propriety(withPriors(model, written.priors)).verdict, remedy!).toBe("proper");
    },
  );

  test("a proper one has no remedy", () => {
    for (const { model, truth } of CELLS) expect(propriety(model).remedy === null).toBe(truth === "proper");
  });

  test("are the same when y is measured in another unit, or moved along X", () => {
    for (const { model, truth, design, prior } of CELLS) {
      // The mean of Zellner's prior has a unit: beside it a small enough y is nothing but rounding.
      const units = model.priors.beta.kind === "zellner" ? [4] : [2 ** -400, 2 ** 400];
      for (const unit of units) {
        const y = model.y.map((value) => value * unit);
        expect(propriety(withResponse(model, y)).verdict, `${design}; ${prior}; ${unit}`).toBe(truth);
      }
      if (model.priors.beta.kind !== "flat") continue;
      const moved = model.y.map((value, row) => value + 1000 * model.X[row * model.names.length]);
      expect(propriety(withResponse(model, moved)).verdict, `${design}; ${prior}; moved`).toBe(truth);
    }
  });
});

/** The model under other priors; those not written stay. */
function withPriors(model: Model, { D, sigma2 }: PriorsWritten): Model {
  const [{ names, groupOf, Z, diagonal }] = model.terms;
  const rowsOf = (flat: Float64Array, width: number): number[][] =>
    Array.from({ length: model.rows }, (_, i) => Array.from(flat.subarray(i * width, (i + 1) * width)));
  const made = mixedModelFromMatrices(
    {
      y: model.y,
      X: rowsOf(model.X, model.names.length),
      Z: rowsOf(Z, names.length),
      groups: Array.from(groupOf),
    },
    { diagonal, priors: { D: D ?? halfT({ df: 2, scale: 1 }), ...(sigma2 === undefined ? {} : { sigma2 }) } },
  );
  const priors = {
    beta: model.priors.beta,
    sigma2: sigma2 === undefined ? model.priors.sigma2 : made.priors.sigma2,
    D: D === undefined ? model.priors.D : made.priors.D,
  };
  return { ...model, priors };
}

describe("an unstructured D", () => {
  const covariate = (g: number): number[] => [(g * g) % 5];
  const both = (g: number, x: number): number[] => [(g * g) % 5, x * ((g * g) % 5)];
  const within = (_: number, __: number, row: number): number[] => [Math.sin(11 * row)];
  const saturating = (_: number, __: number, row: number): number[] => [
    Math.sin(11 * row),
    Math.cos(5 * row),
  ];
  test.each<[string, Model, string, RegExp]>([
    [
      "w and x × w too, J = 7",
      slopes(7, { D: flatD }, both),
      "proper",
      /r = 2 in each direction: J − r \+ ν = 2 is/,
    ],
    [
      "w and x × w too, J = 6",
      slopes(6, { D: flatD }, both),
      "improper",
      /leave t = 4 for .* = 1 must be above/,
    ],
    ["w alone, J = 7", slopes(7, { D: flatD }, covariate), "proper", /r = 2/],
    [
      "w alone, J = 6: between the bounds",
      slopes(6, { D: flatD }, covariate),
      "not covered",
      /J − r \+ ν = 1 is not/,
    ],
    ["w alone, J = 4", slopes(4, { D: flatD }, covariate), "improper", /leave t = 3 for/],
    ["a covariate of the row, J = 6", slopes(6, { D: flatD }, within), "proper", /6 of 6 groups .* r = 1/],
    ["a covariate of the row, J = 5", slopes(5, { D: flatD }, within), "improper", /leave t = 4 for/],
    ["covariates that leave no row", slopes(9, { D: flatD }, saturating), "not covered", /fit exactly/],
    [
      "dependent columns of X",
      slopes(9, { D: flatD, beta: normal({ sd: 3 }) }, (_, x) => [2 * x]),
      "not covered",
      /dependent/,
    ],
    [
      "a singular scale",
      slopes(8, {
        D: inverseWishart({
          df: -2,
          scale: [
            [1, 0],
            [0, 0],
          ],
          improper: true,
        }),
      }),
      "not covered",
      /singular but not 0/,
    ],
    [
      "a proper β, as many groups as a flat one needs",
      slopes(6, { D: flatD, beta: normal({ sd: 3 }) }),
      "proper",
      /6 of 6 groups/,
    ],
    ["a proper β, fewer", slopes(5, { D: flatD, beta: normal({ sd: 3 }) }), "not covered", /J − r \+ ν/],
    ["Zellner's β", slopes(6, { D: flatD, beta: zellner({ g: 5 }) }), "proper", /6 of 6 groups/],
    ["the default", slopes(2, {}), "proper", /SSE = /],
    ["proper, σ² flat", slopes(1, { sigma2: flatVariance() }), "improper", /N − p \+ 2a = 2 − 2 = 0/],
  ])("%s", (_, model, verdict, why) => {
    const found = propriety(model);
    expect(found.verdict, String(found)).toBe(verdict);
    expect(found.why).toMatch(why);
  });

  test("Z in another basis than X is the same Z: coefficients that are rounding are 0", () => {
    const whole = slopes(6, { D: flatD });
    const rows = Array.from({ length: whole.rows }, (_, row) => row);
    const x = rows.map((row) => whole.X[2 * row + 1]);
    const turned = mixedModelFromMatrices(
      {
        y: whole.y,
        X: x.map((value) => [0.3, 1.7 * value]),
        Z: x.map((value) => [1 + 0.1 * value, value - 7.3]),
        groups: Array.from(whole.terms[0].groupOf),
      },
      { priors: { D: flatD } },
    );
    expect(propriety(turned)).toMatchObject({ verdict: "proper", why: expect.stringContaining("r = 1") });
    const scaled = mixedModelFromMatrices(
      {
        y: whole.y,
        X: x.map((value) => [1, value]),
        Z: x.map((value) => [0.3, 1.7 * value + 1e-14]),
        groups: Array.from(whole.terms[0].groupOf),
      },
      { priors: { D: flatD } },
    );
    expect(propriety(scaled)).toMatchObject({ verdict: "proper", why: expect.stringContaining("r = 1") });
  });

  test("σ² and one eigenvalue of D may go to ∞ together, or both, or σ² alone", () => {
    // With N − p + 2a_e = c and e^(−tr(D⁻¹)/2): c > 0, c + ν − 1 > 0, c + 2ν > 0, and at D = ∞ J − 1 + ν > 1.
    const verdict = (J: number, df: number, c: number): string => {
      const shape = (c - (4 * J - 2)) / 2;
      const D = inverseWishart({
        df,
        scale: [
          [1, 0],
          [0, 1],
        ],
        improper: true,
      });
      const model = slopes(J, { D, sigma2: inverseGamma({ shape, scale: 0, improper: true }) });
      const { logDensity } = spectral(J, df, 1);
      const ratio = growth(3, (logs) => logDensity(logs) - shape * logs[0], 16, 4);
      const found = propriety(model).verdict;
      expect([ratio < 0.05, ratio > 0.9], `${J} ${df} ${c} ${ratio}`).toEqual([
        found === "proper",
        found === "improper",
      ]);
      return found;
    };
    expect(verdict(4, -0.5, 1.2)).toBe("improper");
    expect(verdict(4, -0.5, 2.5)).toBe("proper");
    expect(verdict(6, -2, 3.5)).toBe("improper");
    expect(verdict(6, -2, 5)).toBe("proper");
    expect(verdict(3, 3, -0.5)).toBe("improper");
  });

  test("a covariate of the groups, X_i = [Z_i, w_i]: as the integral over eigenvalues and rotations of D grows", () => {
    // With Z_i'Z_i = 4I, W = D + σ²I/4: β integrates to |W|^(−(J−1)/2)(e₁'W⁻¹e₁)^(−½), which an arithmetic-geometric mean averages
    // over rotations.
    const averaged = (a: number, b: number): number => {
      for (let i = 0; i < 60; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
      return a;
    };
    const ratioOf = (J: number): number => {
      const { logDensity } = spectral(J, -3, 0);
      return growth(
        3,
        ([u, v, w]) => {
          const [first, second] = [v, w].map((log) => 1 / Math.sqrt(Math.exp(log) + Math.exp(u) / 4));
          return logDensity([u, v, w]) - Math.log(averaged(first, second));
        },
        16,
        4,
      );
    };
    expect(ratioOf(5)).toBeGreaterThan(0.9);
    expect(propriety(slopes(5, { D: flatD }, covariate)).verdict).toBe("improper");
    expect(ratioOf(7)).toBeLessThan(0.05);
    expect(propriety(slopes(7, { D: flatD }, covariate)).verdict).toBe("proper");
  });

  test("a group too small for a regression of its own does not count", () => {
    const whole = slopes(6, { D: flatD });
    // The sixth group keeps one of its four rows.
    const rows = Array.from({ length: 21 }, (_, row) => row);
    const [{ Z, groupOf }] = whole.terms;
    const cut = mixedModelFromMatrices(
      {
        y: whole.y.slice(0, 21),
        X: rows.map((row) => whole.X.slice(2 * row, 2 * row + 2)),
        Z: rows.map((row) => Z.slice(2 * row, 2 * row + 2)),
        groups: groupOf.slice(0, 21),
      },
      { priors: { D: flatD } },
    );
    expect(propriety(whole).verdict).toBe("proper");
    expect(propriety(cut)).toMatchObject({
      verdict: "not covered",
      why: expect.stringContaining("5 of 6 groups"),
    });
  });

  test("an exact fit under half-t priors on both sides has no rule; under an inverse-Wishart it has", () => {
    const y = [1, 2, 3, 5, 8, 13];
    const Z = y.map((_, row) => [1, row % 2]);
    const exact = (D: PriorsWritten["D"], sigma2: PriorsWritten["sigma2"]): Model =>
      mixedModelFromMatrices(
        { y, X: Z, Z, groups: [0, 0, 1, 1, 2, 2] },
        { priors: { D: D!, sigma2: sigma2! } },
      );
    const scale = [
      [1, 0],
      [0, 1],
    ];
    const half = halfT({ df: 2, scale: 1 });
    expect(propriety(exact(half, half)).verdict).toBe("not covered");
    expect(propriety(exact(inverseWishart({ df: 3, scale }), half)).verdict).toBe("proper");
    expect(propriety(exact(inverseWishart({ df: 3, scale }), jeffreys())).verdict).toBe("improper");
  });
});

test("more than ten variances whose subsets decide are not looked at", () => {
  const groups = Array.from({ length: 40 }, (_, row) => row % 20);
  const judged = (q: number, D: PriorsWritten["D"], sigma2: PriorsWritten["sigma2"]): string => {
    const Z = groups.map((_, row) => Array.from({ length: q }, (__, k) => Math.sin((row + 1) * (k + 2))));
    const model = mixedModelFromMatrices(
      { y: groups.map((_, row) => Math.cos(5 * row)), X: groups.map(() => [1]), Z, groups },
      { diagonal: true, priors: { D: D!, sigma2: sigma2! } },
    );
    const { verdict, why } = propriety(model);
    return `${verdict}: ${why.slice(0, 60)}`;
  };
  const proper = inverseGamma({ shape: 2, scale: 1 });
  const half = halfT({ df: 2, scale: 1 });
  expect(judged(11, flatSd(), proper)).toMatch(
    /^not covered: 11 variances have a prior that is improper at infinity/u,
  );
  expect(judged(10, flatSd(), proper)).toMatch(/^proper/u);
  // Two rows a group and ten effects: an exact fit.
  expect(judged(11, half, half)).toMatch(/^not covered: 11 variances may go to 0 where the fit is exact/u);
  expect(judged(10, half, half)).toMatch(/^proper/u);
  expect(judged(11, half, proper)).toMatch(/^proper/u);
  expect(judged(11, [half, ...Array.from({ length: 10 }, () => proper)], half)).toMatch(/^proper/u);
});

test("groups of many rows are judged as those of few", () => {
  const groups = Array.from({ length: 60 }, (_, row) => row % 3);
  const of = (y: (row: number) => number): Model =>
    mixedModelFromMatrices(
      { y: groups.map((_, row) => y(row)), X: groups.map(() => [1]), Z: groups.map(() => [1]), groups },
      { priors: { D: flatSd() } },
    );
  const y = groups.map((_, row) => Math.sin(row));
  const means = [0, 1, 2].map((g) =>
    y.reduce((sum, value, row) => sum + (groups[row] === g ? value / 20 : 0), 0),
  );
  const sse = y.reduce((sum, value, row) => sum + (value - means[groups[row]]) ** 2, 0);
  expect(propriety(of((row) => y[row])).why).toBe(
    "N − p + 2a_e + 2a = 58 is above 0; 3 groups leave D_group[z1,z1] t = 2, t + 2a = 1 is above 0; " +
      `SSE = ${sse.toPrecision(4)} is above 0`,
  );
  expect(propriety(of((row) => groups[row])).verdict).toBe("improper");
});

test("verdicts are the same when a covariate is measured in another unit", () => {
  for (const { model, truth, design, prior } of CELLS) {
    if (model.priors.beta.kind !== "flat") continue;
    for (const unit of [1e-7 / 3, 1e7 / 3]) {
      const scaled = { ...model, X: model.X.map((value) => unit * value) };
      expect(propriety(scaled).verdict, `${design}; ${prior}; ${unit}`).toBe(truth);
    }
  }
});

test("under Zellner's prior what counts is y less the prior's mean", () => {
  const about = (mean: number[]): string => propriety(zellnerLine(mean)).verdict;
  expect(about([0, 0])).toBe("proper");
  expect(about([0, 2])).toBe("improper");
  expect(about([1e6, 2])).toBe("improper");
});

describe("with unknowns held fixed", () => {
  const model = slopes(2, { D: [flatSd(), flatSd()] }, undefined, true);
  test.each([
    [[], "improper"],
    [["D"], "proper"],
    [["sigma2"], "improper"],
    [["sigma2", "D"], "proper"],
    [["beta"], "not covered"],
    [["b", "D"], "not covered"],
  ] as const)("%j: %s", (held, verdict) => {
    expect(proprietyGiven(model, held).verdict).toBe(verdict);
  });
});

describe("a nearly improper prior is noted where the data leave the variance near 0", () => {
  const oneWay = (between: number, shape: number): Model => {
    const groups = Array.from({ length: 30 }, (_, row) => row % 6);
    return mixedModelFromMatrices(
      {
        y: groups.map((g, row) => between * (g - 2.5) + Math.sin(9 * row)),
        X: groups.map(() => [1]),
        Z: groups.map(() => [1]),
        groups,
      },
      { priors: { D: inverseGamma({ shape, scale: shape }) } },
    );
  };
  test("REML's estimate is 0, or below its standard error", () => {
    expect(propriety(oneWay(0, 0.001)).notes).toEqual([
      expect.stringMatching(/^the prior of D_group\[z1,z1\], inverse-gamma of shape 0\.001 .* singular/u),
    ]);
    const model = oneWay(0.23, 0.001);
    const { notes } = propriety(model);
    // Of the balanced layout: Var(τ̂²) = 2/n²·((σ² + nτ²)²/(J − 1) + σ⁴/(J(n − 1))).
    const { sigma2, D } = estimate(model, { method: "REML" });
    const error = Math.sqrt((2 / 25) * ((sigma2 + 5 * D[0][0]) ** 2 / 5 + sigma2 ** 2 / 24));
    expect(notes).toEqual([
      expect.stringContaining(
        `its REML estimate ${D[0][0].toPrecision(4)} is below its standard error ${error.toPrecision(4)}:`,
      ),
    ]);
    expect(String(propriety(oneWay(0, 0.001)))).toContain("\nnote: the prior of D_group");
  });

  test("not where the data keep it away from 0, nor where the prior is not that near", () => {
    expect(propriety(oneWay(3, 0.001)).notes).toEqual([]);
    expect(propriety(oneWay(0, 0.02)).notes).toEqual([]);
    expect(propriety(oneWay(0, 0.01)).notes).toHaveLength(1);
  });

  test("of an unstructured D by the law of each variance, of shape (ν − q + 1)/2", () => {
    const under = (df: number): Model => {
      const D = inverseWishart({
        df,
        scale: [
          [0.01, 0],
          [0, 0.01],
        ],
      });
      const model = slopes(6, { D });
      return withResponse(
        model,
        model.y.map((_, row) => Math.sin(9 * row)),
      );
    };
    expect(propriety(under(1.01)).notes).toEqual([
      expect.stringContaining("D_group[z1,z1], inverse-gamma of shape 0.005 and scale 0.005"),
      expect.stringContaining("D_group[z2,z2]"),
    ]);
    expect(propriety(under(1.03)).notes).toEqual([]);
  });

  test("not of a half-t", () => {
    // By the margin of an inverse-Wishart of these degrees of freedom it would be near.
    expect(propriety(slopes(6, { D: halfT({ df: 1.01, scale: 1 }) })).notes).toEqual([]);
  });

  describe("where nothing is left to tell σ²", () => {
    const oneRow = (sigma2: PriorsWritten["sigma2"], D: PriorsWritten["D"], groups = [0, 1, 2]): Model =>
      mixedModelFromMatrices(
        { y: [1, 2, 4], X: [[1], [1], [1]], Z: [[1], [1], [1]], groups },
        { priors: { sigma2: sigma2!, D: D! } },
      );
    const near = inverseGamma({ shape: 0.001, scale: 0.001 });
    const half = halfT({ df: 2, scale: 3 });

    test("of σ², whose prior is near and proper", () => {
      expect(propriety(oneRow(near, half)).notes).toEqual([
        "the prior of sigma2, inverse-gamma of shape 0.001 and scale 0.001, is nearly 1/x, which makes the posterior improper, " +
          "and fixed and random effects fit the response exactly: the posterior hangs on how small shape and scale are; compare " +
          "with halfT({ df, scale })",
      ]);
      expect(propriety(oneRow(near, half, [0, 0, 1])).notes).toEqual([]);
      expect(propriety(oneRow(jeffreys(), half)).notes).toEqual([]);
      expect(propriety(oneRow(inverseGamma({ shape: 0.005, scale: 0, improper: true }), half)).notes).toEqual(
        [],
      );
    });

    test("of D, as there is no REML estimate", () => {
      const [ofSigma2, ofD] = propriety(oneRow(near, near)).notes;
      expect(ofSigma2).toContain("the prior of sigma2");
      expect(ofD).toMatch(
        /D_group\[z1,z1\], inverse-gamma of shape 0\.001 and scale 0\.001, .* there is no REML estimate \(/u,
      );
    });
  });
});

describe("the record", () => {
  const model = slopes(3, { D: [flatVariance(), flatSd()] }, undefined, true);
  test("is plain data that prints", () => {
    const found = propriety(model);
    expect(structuredClone(found)).toEqual({ ...found });
    expect(JSON.parse(JSON.stringify(found))).toEqual({ ...found });
    expect(String(found)).toBe(
      `improper, by ${found.rule}: ${found.why}\nnearest proper prior: ${found.remedy}`,
    );
    expect(found.why).toBe(
      "at D_group[z1,z1] = ∞ the posterior is improper: t + 2a = 2 − 2 = 0 must be above 0, where 3 groups leave t = 2, the " +
        "rank of Z once X is projected out",
    );
    expect(found.rule).toMatch(/Hobert & Casella 1996, theorem 1/);
  });

  test("is refused for what is no model", () => {
    expect(() => propriety({} as never)).toThrow(TypeError);
  });
});
