// The scale move: its density against the joint density and a numerical Jacobian, and that it keeps the posterior.
import {
  gammaLaw,
  halfT,
  halfTLaw,
  inverseGamma,
  inverseGammaLaw,
  inverseWishart,
  inverseWishartLaw,
  logJoint,
  mixedModelFromMatrices,
  normal,
  normalLaw,
  NumericalError,
  type PriorsWritten,
  type RandomStream,
  type State,
} from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { determinant, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { scaleLogDensity, scaleMove } from "../../packages/samplers/src/conditionals/scale-move.ts";
import { textbookData } from "../../packages/samplers/src/conditionals/textbook-data.ts";
import { sliceStep } from "../../packages/samplers/src/slice-step.ts";
import { randomModel, randomState } from "../random-model.ts";

const iw = {
  df: 5,
  scale: [
    [2, 0.3],
    [0.3, 1],
  ],
};
const diagonalOf = (a: number, b: number): number[][] => [
  [a, 0],
  [0, b],
];

interface Setting {
  priors: PriorsWritten;
  diagonal: boolean;
  D: (stream: RandomStream) => number[][];
}

const settings: Record<string, Setting> = {
  "inverse-Wishart": {
    priors: { D: inverseWishart(iw) },
    diagonal: false,
    D: (stream) => inverseWishartLaw(iw).sample(stream),
  },
  "half-t": {
    priors: { D: halfT({ df: 3, scale: [1.5, 0.7] }) },
    diagonal: false,
    D: (stream) => {
      const alpha = [1.5, 0.7].map((A) => inverseGammaLaw({ shape: 0.5, scale: 1 / A ** 2 }).sample(stream));
      return inverseWishartLaw({ df: 4, scale: diagonalOf(6 / alpha[0], 6 / alpha[1]) }).sample(stream);
    },
  },
  "diagonal, inverse-gamma and half-t": {
    priors: { D: [inverseGamma({ shape: 3, scale: 2 }), halfT({ df: 3, scale: 0.8 })] },
    diagonal: true,
    D: (stream) =>
      diagonalOf(
        inverseGammaLaw({ shape: 3, scale: 2 }).sample(stream),
        halfTLaw({ df: 3, scale: 0.8 }).sample(stream) ** 2,
      ),
  },
};

/** The numbers of (b, D) that vary freely. */
function free({ terms: [{ b, D }] }: State, diagonal: boolean): number[] {
  return [...b.flat(), ...(diagonal ? [D[0][0], D[1][1]] : [D[0][0], D[0][1], D[1][1]])];
}

function withFree(state: State, values: readonly number[], diagonal: boolean): State {
  const J = state.terms[0].b.length;
  const b = Array.from({ length: J }, (_, i) => [values[2 * i], values[2 * i + 1]]);
  const rest = values.slice(2 * J);
  const D = diagonal
    ? diagonalOf(rest[0], rest[1])
    : [
        [rest[0], rest[1]],
        [rest[1], rest[2]],
      ];
  return { ...state, terms: [{ b, D }] };
}

/** b_k and row and column k of D times c. */
function scaled(state: State, k: number, c: number): State {
  const factor = (l: number): number => (l === k ? c : 1);
  const [{ b, D }] = state.terms;
  return {
    ...state,
    terms: [
      {
        b: b.map((row) => row.map((value, l) => value * factor(l))),
        D: D.map((row, r) => row.map((value, l) => value * factor(r) * factor(l))),
      },
    ],
  };
}

describe.each(Object.entries(settings))("%s", (_, { priors, diagonal, D }) => {
  test.each([0, 1])("component %i: its density is the joint density times the map's Jacobian", (k) => {
    const stream = seededStream("scale", 0);
    const model = randomModel(
      stream,
      { sigma2: inverseGamma({ shape: 2, scale: 2 }), ...priors },
      { diagonal },
    );
    const data = textbookData(model);
    for (let trial = 0; trial < 20; trial++) {
      const { auxiliary: __, ...drawn } = randomState(stream, model);
      const state: State = { ...drawn, terms: [{ b: drawn.terms[0].b, D: drawn.terms[0].D }] };
      const logC = 0.8 * stream.normal();
      const c = Math.exp(logC);
      const at = free(state, diagonal);
      // Column by column of d(b_c, D_c)/d(b, D); the map is linear, so differences are exact.
      const J = at.map((value, column) => {
        const moved = at.with(column, value + 1);
        const [to, from] = [withFree(state, moved, diagonal), state].map((one) =>
          free(scaled(one, k, c), diagonal),
        );
        return to.map((x, row) => x - from[row]);
      });
      const logJacobian = Math.log(Math.abs(determinant(new Matrix(J))));
      const density = scaleLogDensity(data, state, k);
      const expected = logJoint(model, scaled(state, k, c)) - logJoint(model, state) + logJacobian;
      expect(Math.abs(density(logC) - density(0) - expected)).toBeLessThan(1e-8 * (1 + Math.abs(expected)));
    }
  });

  test("θ from the prior, y from the model, one move: θ still follows the prior, within 4 standard errors", () => {
    const stream = seededStream("scale, one step", 0);
    const SIZES = [3, 1, 4, 2];
    const groups = SIZES.flatMap((n, i) => Array.from({ length: n }, () => i));
    const X = groups.map((__, row) => [1, (row % 4) - 1.5]);
    const quantities: Record<string, (state: State) => number> = {
      "log D₁₁": ({ terms: [{ D: d }] }) => Math.log(d[0][0]),
      "(log D₁₁)²": ({ terms: [{ D: d }] }) => Math.log(d[0][0]) ** 2,
      "log D₂₂": ({ terms: [{ D: d }] }) => Math.log(d[1][1]),
      "(log D₂₂)²": ({ terms: [{ D: d }] }) => Math.log(d[1][1]) ** 2,
      "log D₁₁ · log D₂₂": ({ terms: [{ D: d }] }) => Math.log(d[0][0]) * Math.log(d[1][1]),
      "log |b₁₁|": ({ terms: [{ b }] }) => Math.log(Math.abs(b[0][0])),
      "log |b₂₂|": ({ terms: [{ b }] }) => Math.log(Math.abs(b[1][1])),
      "log D₁₁ · (log b₁₁)": ({ terms: [{ b, D: d }] }) => Math.log(d[0][0]) * Math.log(Math.abs(b[0][0])),
    };
    const names = Object.keys(quantities);
    const changes = names.map((): number[] => []);
    for (let replicate = 0; replicate < 4000; replicate++) {
      const sigma2 = 1 / gammaLaw({ shape: 3, rate: 2 }).sample(stream);
      const beta = [stream.normal(), stream.normal()];
      const covariance = D(stream);
      const b = SIZES.map(() => normalLaw({ mean: [0, 0], covariance }).sample(stream));
      const y = X.map(
        ([one, t], row) =>
          one * (beta[0] + b[groups[row]][0]) +
          t * (beta[1] + b[groups[row]][1]) +
          Math.sqrt(sigma2) * stream.normal(),
      );
      const all = {
        beta: normal({ mean: 0, sd: 1 }),
        sigma2: inverseGamma({ shape: 3, scale: 2 }),
        ...priors,
      };
      const model = mixedModelFromMatrices({ y, X, Z: X, groups }, { priors: all, diagonal });
      const before: State = { beta, sigma2, terms: [{ b, D: covariance }] };
      const after = scaleMove(textbookData(model), stream, before);
      names.forEach((name, k) => changes[k].push(quantities[name](after) - quantities[name](before)));
    }
    const off = names.map((name, k) => {
      const mean = changes[k].reduce((sum, x) => sum + x, 0) / changes[k].length;
      const variance = changes[k].reduce((sum, x) => sum + (x - mean) ** 2, 0) / changes[k].length;
      expect(variance).toBeGreaterThan(0);
      return { name, errors: mean / Math.sqrt(variance / changes[k].length) };
    });
    expect(off.filter(({ errors }) => !(Math.abs(errors) < 4))).toEqual([]);
  });
});

test("a scale that makes a variance 0 or infinite has no density, as under a half-t prior with scale 1e-150", () => {
  const [y, X, groups] = [
    [1, 2, 4, 3],
    [[1], [1], [1], [1]],
    ["a", "a", "b", "b"],
  ];
  const D = halfT({ df: 1, scale: 1e-150 });
  for (const diagonal of [true, false]) {
    const model = mixedModelFromMatrices({ y, X, Z: X, groups }, { priors: { D }, diagonal });
    const state: State = { beta: [2], sigma2: 1, terms: [{ b: [[0], [0]], D: [[1]] }] };
    const logDensity = scaleLogDensity(textbookData(model), state, 0);
    expect(Number.isFinite(logDensity(-300))).toBe(true);
    expect(logDensity(-400)).toBe(-Infinity);
    expect(logDensity(400)).toBe(-Infinity);
  }
});

describe("a slice step", () => {
  test("keeps its density: a chain of steps has the moments of a skewed density, within 4 standard errors", () => {
    // exp(X) is Gamma(3, 2), so E X = ψ(3) − log 2 and Var X = ψ'(3).
    const at = (x: number): number => 3 * x - 2 * Math.exp(x);
    const stream = seededStream("slice", 0);
    const draws: number[] = [];
    let x = 0;
    for (let t = 0; t < 40_000; t++) {
      const from = x;
      x += sliceStep({ at: (step) => at(from + step) }, stream);
      if (t % 4 === 3) draws.push(x);
    }
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    const [psi, trigamma] = [0.9227843350984671, 0.3949340668482264];
    expect(Math.abs(mean - (psi - Math.log(2)))).toBeLessThan(4 * Math.sqrt((2 * trigamma) / draws.length));
    expect(Math.abs(variance / trigamma - 1)).toBeLessThan(4 * Math.sqrt(6 / draws.length));
  });

  test.each([NaN, Infinity, -Infinity])("refuses a density that is %d where it starts", (value) => {
    expect(() => sliceStep({ at: () => value }, seededStream(1, 0))).toThrow(`a log density is ${value}`);
  });

  test.each([
    ["to the left", (x: number) => -Math.max(0, x)],
    ["to the right", (x: number) => Math.min(0, x)],
  ])("ends at a density that does not fall %s", (_, at) => {
    expect(() => sliceStep({ at }, seededStream(1, 0))).toThrow(NumericalError);
    expect(() => sliceStep({ at }, seededStream(1, 0))).toThrow("the density does not fall there");
  });
});
