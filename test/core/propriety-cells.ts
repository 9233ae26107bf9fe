// Sixty designs with priors whose posteriors are known to be proper or not, why, and how to see it without our rules.
import {
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
  zellner,
} from "@lmm-gibbs/core";
import {
  halfTOnRoot,
  logLikelihood,
  type LogPrior,
  type Mode,
  modesOf,
  power,
} from "../integrated-posterior.ts";

export interface Cell {
  readonly design: string;
  readonly prior: string;
  readonly truth: "proper" | "improper";
  /** Why, by what is known. */
  readonly because: string;
  readonly model: Model;
  /** The posterior of the logarithms of the variances, for `growth`. */
  readonly integrated: { dimension: number; logDensity: (logs: readonly number[]) => number };
}

interface Written {
  readonly written: PriorsWritten["sigma2"];
  readonly text: string;
  readonly log: LogPrior;
}

const FLAT_VARIANCE: Written = { written: flatVariance(), text: "flat variance", log: power(-1) };
const FLAT_SD: Written = { written: flatSd(), text: "flat sd", log: power(-0.5) };
const ONE_OVER: Written = { written: jeffreys(), text: "1/x", log: power(0) };
const HALF_T: Written = { written: halfT({ df: 2, scale: 3 }), text: "half-t", log: halfTOnRoot(2, 3) };
const ig = (shape: number, scale: number): Written => ({
  written: inverseGamma({ shape, scale, improper: true }),
  text: `IG(${shape}, ${scale})`,
  log: power(shape, scale),
});

interface Layout {
  readonly text: string;
  readonly y: number[];
  readonly X: number[][];
  /** N rows of one element. */
  readonly z: number[];
  readonly groups: number[];
}

/** J groups of n rows; y from the group, the row in it and the row in all; X from the group and the row in it. */
function layout(
  text: string,
  J: number,
  n: number,
  y: (group: number, row: number) => number,
  x: (group: number, row: number) => number[] = () => [1],
  z: (group: number, row: number) => number = () => 1,
): Layout {
  const rows = Array.from({ length: J * n }, (_, i) => [Math.floor(i / n), i % n]);
  return {
    text,
    y: rows.map(([group, row]) => y(group, row)),
    X: rows.map(([group, row]) => x(group, row)),
    z: rows.map(([group, row]) => z(group, row)),
    groups: rows.map(([group]) => group),
  };
}

const EFFECT = [1.3, -0.4, 2.1, 0.2, -1.7, 3.3];
const NOISE = [
  [0.3, -0.8, 0.5, 0.1],
  [1.1, 0.2, -0.6, -0.9],
  [-0.4, 0.7, 0.9, -0.2],
  [0.6, -0.1, -1.2, 0.4],
  [-0.7, 1.4, 0.2, -0.3],
  [0.8, -0.5, 0.1, 1.2],
];
const generic = (group: number, row: number): number => EFFECT[group] + NOISE[group][row];

/** One random effect a group. */
function one(
  truth: Cell["truth"],
  because: string,
  { text, y, X, z, groups }: Layout,
  D: Written,
  sigma2: Written,
  beta?: { written: NonNullable<PriorsWritten["beta"]>; text: string; modes: Mode[] },
): Cell {
  const model = mixedModelFromMatrices(
    { y, X, Z: z.map((value) => [value]), groups },
    {
      priors: {
        D: D.written!,
        sigma2: sigma2.written!,
        ...(beta === undefined ? {} : { beta: beta.written }),
      },
    },
  );
  const modes =
    beta?.modes ??
    modesOf(
      y,
      X,
      z.map((value, i) =>
        Array.from({ length: Math.max(...groups) + 1 }, (_, g) => (g === groups[i] ? value : 0)),
      ),
    );
  return {
    design: text,
    prior: `τ² ${D.text}, σ² ${sigma2.text}${beta === undefined ? "" : `, β ${beta.text}`}`,
    truth,
    because,
    model,
    integrated: {
      dimension: 2,
      logDensity: (logs) =>
        logLikelihood(modes, logs) + sigma2.log(logs[0]) + logs[0] + D.log(logs[1]) + logs[1],
    },
  };
}

const oneWay = (J: number, n = 3): Layout => layout(`one-way, J = ${J}, n = ${n}`, J, n, generic);
const oneRow = (J: number, y = generic, text = ""): Layout =>
  layout(`one row a group, J = ${J}${text}`, J, 1, y);

const HC = "Hobert & Casella 1996: a one-way layout needs J − 1 + 2a > 0 and a < 0";
const ONE_WAY: Cell[] = [1, 2, 3, 4, 5, 6].flatMap((J) => [
  one(J >= 4 ? "proper" : "improper", `${HC}, a = −1`, oneWay(J), FLAT_VARIANCE, ONE_OVER),
  one(J >= 3 ? "proper" : "improper", `${HC}, a = −½`, oneWay(J), FLAT_SD, ONE_OVER),
]);
const NEVER: Cell[] = [2, 6].map((J) =>
  one(
    "improper",
    "1/τ² is not integrable at 0, where the likelihood is positive",
    oneWay(J),
    ONE_OVER,
    ONE_OVER,
  ),
);

const saturated = "Z spans all rows, so SSE = 0 and σ^(−(N − p − t)) (σ²)^(−a−1) decides at σ² = 0";
const constant = (): number => 2;
const ONE_ROW: Cell[] = [
  one("improper", `${saturated}: 1/σ²`, oneRow(6), HALF_T, ONE_OVER),
  one("improper", `${saturated}: 1/σ²`, oneRow(6), FLAT_SD, ONE_OVER),
  one(
    "proper",
    "y is N(μ, τ² + σ²) and both priors are laws with densities bounded on sds",
    oneRow(6),
    HALF_T,
    HALF_T,
  ),
  one(
    "improper",
    "y is constant, so (τ² + σ²)^(−2/2) is not integrable at (0, 0) against dτ dσ",
    oneRow(3, constant, ", y constant"),
    HALF_T,
    HALF_T,
  ),
  one(
    "proper",
    "an inverse-gamma keeps τ² from 0, where (τ² + σ²)^(−5/2) would diverge",
    oneRow(6, constant, ", y constant"),
    ig(2, 1),
    HALF_T,
  ),
  one(
    "proper",
    "(τ² + σ²)^(−1/2) is integrable at (0, 0) against dτ dσ",
    oneRow(2, constant, ", y constant"),
    HALF_T,
    HALF_T,
  ),
  one("proper", "an inverse-gamma keeps σ² from 0; at τ² = ∞ J − 1 − 1 > 0", oneRow(6), FLAT_SD, ig(2, 1)),
  one(
    "proper",
    "(τ² + σ²)^(−5/2) falls faster than the area of dτ² dσ² grows, and y is not constant",
    oneRow(6),
    FLAT_VARIANCE,
    FLAT_VARIANCE,
  ),
  one(
    "improper",
    "(τ² + σ²)^(−4/2) falls no faster than the area of dτ² dσ² grows",
    oneRow(5),
    FLAT_VARIANCE,
    FLAT_VARIANCE,
  ),
  one("proper", "(τ² + σ²)^(−3/2) against dτ dσ", oneRow(4), FLAT_SD, FLAT_SD),
  one("improper", "(τ² + σ²)^(−2/2) against dτ dσ", oneRow(3), FLAT_SD, FLAT_SD),
  one("improper", "N = p: no data are left for 1/σ²", oneRow(1), HALF_T, ONE_OVER),
];

const treated = (group: number): number[] => [1, group % 2];
const curved = (group: number): number[] => [1, group, group ** 2];
const dummies = (group: number): number[] => [0, 1, 2, 3].map((g) => (g === group ? 1 : 0));
const within = (text: string, J: number, x: (group: number) => number[]): Layout =>
  layout(`${text}, J = ${J}, n = 3`, J, 3, generic, x);
const slopes = (J: number): Layout =>
  layout(
    `random slope, X = [1, x], J = ${J}, n = 3`,
    J,
    3,
    generic,
    (_, row) => [1, row],
    (_, row) => row,
  );
const loses = (t: number): string => `X takes directions of Z, which leaves t = ${t}: t + 2a > 0 decides`;
const X_HAS_Z: Cell[] = [
  one("proper", loses(2), within("a group-level covariate", 4, treated), FLAT_SD, ONE_OVER),
  one("improper", loses(2), within("a group-level covariate", 4, treated), FLAT_VARIANCE, ONE_OVER),
  one("improper", loses(1), within("a group-level covariate", 3, treated), FLAT_SD, ONE_OVER),
  one("proper", loses(3), within("two group-level covariates", 6, curved), FLAT_VARIANCE, ONE_OVER),
  one("improper", loses(2), within("two group-level covariates", 5, curved), FLAT_VARIANCE, ONE_OVER),
  one("improper", loses(0), within("X holds every group's column", 4, dummies), FLAT_SD, ONE_OVER),
  one(
    "proper",
    `${loses(0)}, and a half-t is a law`,
    within("X holds every group's column", 4, dummies),
    HALF_T,
    ONE_OVER,
  ),
  one("proper", loses(2), slopes(3), FLAT_SD, ONE_OVER),
];

const equal = layout("y equal within groups, J = 4, n = 2", 4, 2, (group) => EFFECT[group]);
const line = layout(
  "y on the line of X, J = 4, n = 3",
  4,
  3,
  (group, row) => 1 + 2 * (row + group),
  (group, row) => [1, row + group],
);
const noSse = "SSE = 0 with 4 degrees of freedom: (σ²)^(−2−a−1) decides at σ² = 0";
const EXACT: Cell[] = [
  one("improper", noSse, equal, HALF_T, ONE_OVER),
  one("proper", "an inverse-gamma vanishes at σ² = 0", equal, HALF_T, ig(2, 1)),
  one("improper", noSse, equal, HALF_T, ig(-2, 0)),
  one("proper", noSse, equal, HALF_T, ig(-2.5, 0)),
  one("improper", "X alone fits y: both variances go to 0", line, HALF_T, ONE_OVER),
  one("proper", "an inverse-gamma vanishes at σ² = 0", line, FLAT_SD, ig(2, 1)),
];

const FAR: Cell[] = [
  one("improper", "N − p + 2a_e = 3 − 1 − 2 is not above 0", oneWay(1), HALF_T, FLAT_VARIANCE),
  one("proper", "N − p + 2a_e = 4 − 1 − 2 is above 0, and D has a law", oneWay(1, 4), HALF_T, FLAT_VARIANCE),
  one("improper", "τ^(−2) e^(−1/τ²) dτ² is integrable at 0; at ∞ t + 2a = 0", oneWay(1), ig(0, 1), ONE_OVER),
  one("proper", "as before with t = 1", oneWay(2), ig(0, 1), ONE_OVER),
];

/** Balanced one-way with intercept: y about `mean`, an eigenvalue for the grand mean that a prior of β fixes. */
function balanced(
  J: number,
  n: number,
  mean: number,
  grand: (m: number) => Omit<Mode, "multiplicity">,
): Mode[] {
  const means = Array.from(
    { length: J },
    (_, g) => EFFECT[g] + NOISE[g].slice(0, n).reduce((s, e) => s + e / n, 0),
  );
  const centre = means.reduce((s, m) => s + m / J, 0);
  const between = means.reduce((s, m) => s + n * (m - centre) ** 2, 0);
  const inside = means.reduce(
    (s, m, g) => s + NOISE[g].slice(0, n).reduce((t, e) => t + (EFFECT[g] + e - m) ** 2, 0),
    0,
  );
  return [
    { multiplicity: 1, ...grand(J * n * (centre - mean) ** 2) },
    { multiplicity: J - 1, coefficients: [1, n], squares: J === 1 ? 0 : between },
    { multiplicity: J * (n - 1), coefficients: [1, 0], squares: n === 1 ? 0 : inside },
  ].filter(({ multiplicity }) => multiplicity > 0);
}

const normalBeta = (J: number, n = 3) => ({
  written: normal({ mean: 0, sd: 2 }),
  text: "normal",
  modes: balanced(J, n, 0, (squares) => ({ coefficients: [1, n], constant: J * n * 4, squares })),
});
const zellnerBeta = (J: number, n = 3) => ({
  written: zellner({ g: 4, mean: 0.5 }),
  text: "Zellner",
  modes: balanced(J, n, 0.5, (squares) => ({ coefficients: [5, n], squares })),
});
const ownMean = "a proper β leaves all J directions of Z: J + 2a > 0";
const fitted = layout(
  "y = 2x + b_i, x centred, J = 3, n = 2",
  3,
  2,
  (group, row) => EFFECT[group] + 2 * (2 * row - 1),
  (_, row) => [1, 2 * row - 1],
);
const centred = EFFECT.slice(0, 3).reduce((s, m) => s + m / 3, 0);
const PROPER_BETA: Cell[] = [
  one("improper", ownMean, oneWay(1), FLAT_SD, ONE_OVER, normalBeta(1)),
  one("proper", ownMean, oneWay(2), FLAT_SD, ONE_OVER, normalBeta(2)),
  one("improper", ownMean, oneWay(2), FLAT_VARIANCE, ONE_OVER, normalBeta(2)),
  one("improper", `${saturated}: 1/σ²`, oneRow(3), HALF_T, ONE_OVER, normalBeta(3, 1)),
  one("proper", ownMean, oneWay(3), FLAT_VARIANCE, ONE_OVER, zellnerBeta(3)),
  one(
    "proper",
    "X and Z fit y exactly, but Zellner's prior of β charges 2'X'X2/σ² for it",
    fitted,
    HALF_T,
    ONE_OVER,
    {
      written: zellner({ g: 4, mean: 0 }),
      text: "Zellner",
      modes: [
        { multiplicity: 1, coefficients: [5, 2], squares: 6 * centred ** 2 },
        { multiplicity: 1, coefficients: [5, 0], squares: 6 * 4 },
        {
          multiplicity: 2,
          coefficients: [1, 2],
          squares: 2 * EFFECT.slice(0, 3).reduce((s, m) => s + (m - centred) ** 2, 0),
        },
        { multiplicity: 2, coefficients: [1, 0], squares: 0 },
      ],
    },
  ),
];

/** J groups with y_i = Z_iη_i + error, Z_i = X_i = [1, x], x = ±1 twice, so that Z_i'Z_i = 4I. */
function twoEffects(
  truth: Cell["truth"],
  because: string,
  J: number,
  D: { written: PriorsWritten["D"]; text: string; diagonal: boolean },
  integrated: Cell["integrated"],
): Cell {
  const x = [-1, -1, 1, 1];
  const error = [0.5, -0.5, 0.5, -0.5];
  const y = Array.from({ length: J }, (_, g) =>
    x.map((value, r) => planar(g, J)[0] + planar(g, J)[1] * value + error[r]),
  );
  const model = mixedModelFromMatrices(
    {
      y,
      X: y.map(() => x.map((value) => [1, value])),
      Z: y.map(() => x.map((value) => [1, value])),
    },
    { diagonal: D.diagonal, priors: { D: D.written! } },
  );
  return {
    design: `X_i = Z_i, q = 2, J = ${J}, n = 4`,
    prior: D.text,
    truth,
    because,
    model,
    integrated,
  };
}

/** Corners of a regular polygon, the same scatter in both directions. */
const planar = (g: number, J: number): [number, number] => [
  Math.cos((2 * Math.PI * g) / J),
  Math.sin((2 * Math.PI * g) / J),
];

/** Two variances, each with its own prior; β flat, σ² ∝ 1/σ². */
function diagonalD(first: Written, second: Written): Parameters<typeof twoEffects>[3] {
  return {
    written: [first.written!, second.written!],
    text: `D diagonal: ${first.text}, ${second.text}`,
    diagonal: true,
  };
}
function diagonalPosterior(J: number, first: Written, second: Written): Cell["integrated"] {
  const modes: Mode[] = [
    ...(J === 1
      ? []
      : [
          [1, 4, 0],
          [1, 0, 4],
        ]
    ).map((coefficients) => ({
      multiplicity: J - 1,
      coefficients,
      squares: 4 * J * 0.5,
    })),
    { multiplicity: 2 * J, coefficients: [1, 0, 0], squares: J },
  ];
  return {
    dimension: 3,
    logDensity: (logs) =>
      logLikelihood(modes, logs) + first.log(logs[1]) + logs[1] + second.log(logs[2]) + logs[2],
  };
}
const diagonal = (truth: Cell["truth"], because: string, J: number, first: Written, second: Written): Cell =>
  twoEffects(truth, because, J, diagonalD(first, second), diagonalPosterior(J, first, second));

/** |D|^(−(ν+3)/2) e^(−s tr(D⁻¹)/2) under 1/σ², by D's eigenvalues: the Jacobian is |l₁ − l₂|, the rotation integrates out. */
export function spectral(J: number, df: number, s: number): Cell["integrated"] {
  return {
    dimension: 3,
    logDensity([u, v, w]) {
      const [high, low] = [Math.max(v, w), Math.min(v, w)];
      if (high === low) return -Infinity;
      const modes: Mode[] = [
        ...(J === 1
          ? []
          : [
              [1, 4, 0],
              [1, 0, 4],
            ]
        ).map((coefficients) => ({
          multiplicity: J - 1,
          coefficients,
          squares: 4 * J * 0.5,
        })),
        { multiplicity: 2 * J, coefficients: [1, 0, 0], squares: J },
      ];
      return (
        logLikelihood(modes, [u, v, w]) +
        high +
        Math.log1p(-Math.exp(low - high)) -
        ((df + 3) / 2) * (v + w) -
        (s === 0 ? 0 : (s * (Math.exp(-v) + Math.exp(-w))) / 2) +
        v +
        w
      );
    },
  };
}
function unstructured(truth: Cell["truth"], because: string, J: number, df: number, s: number): Cell {
  const scale =
    s === 0
      ? 0
      : [
          [s, 0],
          [0, s],
        ];
  const text = `IW(${df}, ${s === 0 ? "0" : "I"})`;
  return twoEffects(
    truth,
    because,
    J,
    { written: inverseWishart({ df, scale, improper: true }), text, diagonal: false },
    spectral(J, df, s),
  );
}
const eigen = "eigenvalues of D: at 0 ν < −1, at ∞ J − 1 + ν > 1";
const TWO_EFFECTS: Cell[] = [
  diagonal("proper", "each variance like a one-way layout", 3, FLAT_SD, FLAT_SD),
  diagonal("improper", "each variance like a one-way layout", 2, FLAT_SD, FLAT_SD),
  diagonal("proper", "each variance like a one-way layout", 4, FLAT_VARIANCE, HALF_T),
  diagonal("improper", "each variance like a one-way layout", 3, HALF_T, FLAT_VARIANCE),
  unstructured("improper", `${eigen}; flat needs J ≥ 2q + 2 = 6`, 5, -3, 0),
  unstructured("proper", `${eigen}; flat needs J ≥ 2q + 2 = 6`, 6, -3, 0),
  unstructured("proper", eigen, 5, -2, 0),
  unstructured("improper", eigen, 4, -2, 0),
  unstructured("improper", `${eigen}; ν = 0 never`, 6, 0, 0),
  unstructured("proper", "e^(−tr(D⁻¹)/2) keeps D from 0; at ∞ J − 1 + ν = 2 > 1", 2, 1, 1),
];

export const CELLS: readonly Cell[] = [
  ...ONE_WAY,
  ...NEVER,
  ...ONE_ROW,
  ...X_HAS_Z,
  ...EXACT,
  ...FAR,
  ...PROPER_BETA,
  ...TWO_EFFECTS,
];
