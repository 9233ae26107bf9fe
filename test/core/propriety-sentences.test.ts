// What verdicts of propriety say: every sentence with its numbers, and the prior it proposes, as they stand in a file.
import {
  flatSd,
  flatVariance,
  halfT,
  inverseGamma,
  inverseWishart,
  mixedModelFromMatrices,
  type Model,
  normal,
  type PriorsWritten,
  propriety,
  zellner,
} from "@lmm-gibbs/core";
import { proprietyGiven } from "@lmm-gibbs/core/internal";
import { expect, test } from "vitest";
import { squaresText, sum } from "../../packages/core/src/propriety/words.ts";
import { CELLS } from "./propriety-cells.ts";
import { flatD, slopes, zellnerLine } from "./propriety-slopes.ts";

const power = (shape: number): ReturnType<typeof inverseGamma> =>
  inverseGamma({ shape, scale: 0, improper: true });
const wishart = (df: number, scale: number | number[][]): ReturnType<typeof inverseWishart> =>
  inverseWishart({ df, scale, improper: true });
const I = [
  [1, 0],
  [0, 1],
];
const half = halfT({ df: 2, scale: 1 });
const diagonal = (J: number, D: PriorsWritten["D"], sigma2: PriorsWritten["sigma2"]): Model =>
  slopes(J, { D: D!, sigma2: sigma2! }, undefined, true);

/** Two rows a group on lines through 0 of their own, which random slopes fit without the random intercepts. */
const lines = (D: PriorsWritten["D"], sigma2: PriorsWritten["sigma2"]): Model => {
  const groups = [0, 0, 1, 1, 2, 2];
  const x = [1, 2, 2, 5, 1, 3];
  return mixedModelFromMatrices(
    {
      y: groups.map((g, row) => [2, -1, 3][g] * x[row]),
      X: groups.map(() => [1]),
      Z: x.map((value) => [1, value]),
      groups,
    },
    { diagonal: true, priors: { D: D!, sigma2: sigma2! } },
  );
};

/** Eight groups with p(D) ∝ 1, the last of equal rows of Z in which a covariate of the groups varies. */
const degenerate = (): Model => {
  const groups = Array.from({ length: 32 }, (_, row) => Math.floor(row / 4));
  const Z = groups.map((g, row) => [1, g === 7 ? 0.5 : (row % 4) + Math.sin(row)]);
  return mixedModelFromMatrices(
    {
      y: groups.map((g, row) => Math.sin(7 * g) + Math.cos(3 * row)),
      X: Z.map(([one, x], row) => [one, x, groups[row] === 7 ? Math.sin(row) : groups[row] ** 2 % 5]),
      Z,
      groups,
    },
    { priors: { D: flatD } },
  );
};

/** p(D) ∝ 1 for random slopes over rows of which X has one column that varies within groups. */
const within = (J: number, n: number): Model => {
  const groups = Array.from({ length: J * n }, (_, row) => Math.floor(row / n));
  return mixedModelFromMatrices(
    {
      y: groups.map((g, row) => Math.sin(7 * g) + Math.cos(3 * row)),
      X: groups.map((_, row) => [Math.sin(11 * row)]),
      Z: groups.map((_, row) => [1, row % n]),
      groups,
    },
    { priors: { D: flatD } },
  );
};

const MORE: [string, Model][] = [
  [
    "slopes, J = 4, diagonal D: flat variance, half-t; σ² IG(−6, 0)",
    diagonal(4, [flatVariance(), half], power(-6)),
  ],
  [
    "slopes, J = 4, diagonal D: flat variance, half-t; σ² IG(−5.5, 0)",
    diagonal(4, [flatVariance(), half], power(-5.5)),
  ],
  [
    "slopes, J = 1, diagonal D: flat sd, IG(3, 4)",
    diagonal(1, [flatSd(), inverseGamma({ shape: 3, scale: 4 })], half),
  ],
  [
    "slopes, J = 4, diagonal D: half-t, half-t; σ² IG(2, 1)",
    diagonal(4, [half, half], inverseGamma({ shape: 2, scale: 1 })),
  ],
  [
    "own lines through 0, diagonal D: half-t, IG(2, 1)",
    lines([half, inverseGamma({ shape: 2, scale: 1 })], half),
  ],
  [
    "own lines through 0, diagonal D: IG(2, 1), half-t",
    lines([inverseGamma({ shape: 2, scale: 1 }), half], half),
  ],
  ["slopes, J = 5, D ∝ 1, half-t σ²", slopes(5, { D: flatD, sigma2: half })],
  [
    "slopes, J = 6, D ∝ 1, σ² IG(2, 1)",
    slopes(6, { D: flatD, sigma2: inverseGamma({ shape: 2, scale: 1 }) }),
  ],
  ["slopes, J = 6, IW(−1, 0)", slopes(6, { D: wishart(-1, 0) })],
  ["slopes, J = 6, IW(−1.5, 0)", slopes(6, { D: wishart(-1.5, 0) })],
  [
    "slopes, J = 4, IW(−0.5, I), σ² IG(−6.25, 0): one eigenvalue and σ²",
    slopes(4, { D: wishart(-0.5, I), sigma2: power(-6.25) }),
  ],
  [
    "slopes, J = 6, D ∝ 1, normal β, σ² IG(−8.5, 0)",
    slopes(6, { D: flatD, beta: normal({ sd: 3 }), sigma2: power(-8.5) }),
  ],
  [
    "slopes, J = 6, D ∝ 1, Zellner's β, σ² IG(−8.5, 0)",
    slopes(6, { D: flatD, beta: zellner({ g: 5 }), sigma2: power(-8.5) }),
  ],
  [
    "slopes and a covariate constant within all groups but one, J = 8, D ∝ 1",
    slopes(8, { D: flatD }, (g, _, row) => [g === 0 ? Math.sin(11 * row) : (g * g) % 5]),
  ],
  [
    "slopes and a covariate that varies within all groups but one, J = 8, D ∝ 1",
    slopes(8, { D: flatD }, (g, _, row) => [g === 0 ? 3 : Math.sin(11 * row)]),
  ],
  ["slopes, one group of equal rows of Z in which X varies, J = 8, D ∝ 1", degenerate()],
  ["no column of X in Z, J = 5, D ∝ 1", within(5, 4)],
  ["one row a group, q = 2, J = 9, D ∝ 1", within(9, 1)],
  ["y = 2x + b_i, Zellner's β about 0", zellnerLine([0, 0])],
  ["y = 2x + b_i, Zellner's β about 2x", zellnerLine([0, 2])],
  ["slopes and a covariate of the groups, J = 8, D ∝ 1", slopes(8, { D: flatD }, (g) => [(g * g) % 5])],
  ["slopes, J = 2, default priors", slopes(2, {})],
  ["slopes, J = 2, IW(3, I)", slopes(2, { D: inverseWishart({ df: 3, scale: I }), sigma2: half })],
  [
    "slopes, J = 2, half-t D, σ² IG(2, 1)",
    slopes(2, { D: half, sigma2: inverseGamma({ shape: 2, scale: 1 }) }),
  ],
  ["slopes, J = 1, half-t D, σ² flat variance", slopes(1, { D: half, sigma2: flatVariance() })],
];

test("every sentence, and every prior proposed", async () => {
  const all = [
    ...CELLS.map(({ design, prior, model }): [string, Model] => [`${design}; ${prior}`, model]),
    ...MORE,
  ];
  const text = all.map(([title, model]) =>
    `${title}\n${String(propriety(model))}\n`.replaceAll("\n", "\n  ").trimEnd(),
  );
  await expect(`${text.join("\n")}\n`).toMatchFileSnapshot("propriety-sentences.txt");
});

test("numbers in sentences", () => {
  expect([sum(7), sum(4, -4), sum(2, 0, 3), sum(2, -2, -1.5)]).toEqual([
    "7",
    "4 − 4 = 0",
    "2 + 3 = 5",
    "2 − 2 − 1.5 = −1.5",
  ]);
  expect([3, 0, 1e-200, 1e200].map(squaresText)).toEqual([
    "SSE = 9",
    "√SSE = 0",
    "√SSE = 1e−200",
    "√SSE = 1e+200",
  ]);
});

test("what is held fixed is named", () => {
  const model = slopes(2, {});
  expect(proprietyGiven(model, ["beta", "D"]).why).toMatch(/^beta held fixed: /u);
  expect(proprietyGiven(model, ["sigma2", "b", "beta"]).why).toMatch(/^b and beta held fixed: /u);
});
