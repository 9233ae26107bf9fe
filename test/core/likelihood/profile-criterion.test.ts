// The profile deviance and its parametrisations of Λ: what they hold, and what the deviance is where it is known otherwise.
import { mixedModelFromMatrices, type Model, profileInterval } from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { balancedBasis, outOfBasis } from "../../../packages/core/src/likelihood/basis.ts";
import { factorAt, standardMap } from "../../../packages/core/src/likelihood/factor-map.ts";
import { likelihoodData } from "../../../packages/core/src/likelihood/likelihood-data.ts";
import { maximumOf } from "../../../packages/core/src/likelihood/maximum.ts";
import { evaluateObjective } from "../../../packages/core/src/likelihood/objective.ts";
import {
  type HeldParameter,
  profileDeviance,
} from "../../../packages/core/src/likelihood/profile-criterion.ts";
import {
  correlationMap,
  correlationStart,
  mapWithout,
  startFrom,
} from "../../../packages/core/src/likelihood/profile-maps.ts";
import { reducedGls } from "../../../packages/core/src/likelihood/reduced-gls.ts";
import { minimize } from "../../../packages/core/src/likelihood/trust-region.ts";
import { whitenedGroups } from "../../../packages/core/src/likelihood/whitened-groups.ts";
import { searchOf, squareOf } from "./search-of.ts";

const all = [0, 1, 2];

/** Twenty groups of six rows with three effects, of which `kept` are in the model. */
function modelOf(kept: readonly number[], diagonal: boolean, sizes = [2, 1, 1]): Model {
  const stream = seededStream("three effects", 0);
  const groups = Array.from({ length: 120 }, (_, row) => Math.floor(row / 6));
  const X = groups.map(() => [1, stream.normal(), stream.normal()]);
  const effects = Array.from({ length: 20 }, () => {
    const [a, b, c] = [stream.normal(), stream.normal(), stream.normal()];
    return [a, a + b, c - 0.7 * a - 0.5 * b].map((value, k) => sizes[k] * value);
  });
  const y = groups.map((g, row) => X[row].reduce((sum, x, k) => sum + x * effects[g][k], stream.normal()));
  const Z = X.map((x) => kept.map((k) => x[k]));
  return mixedModelFromMatrices({ y, X, Z, groups }, { diagonal });
}

/** The least deviance of a model, its estimate in scaled units, and the profile of each parameter. */
function profileOf(model: Model, restricted: boolean) {
  const { data, options } = searchOf(model, restricted);
  const { L, value } = maximumOf(data, options);
  const n = restricted ? data.N - data.p : data.N;
  const { rss, delta } = reducedGls(data, whitenedGroups(data, L));
  const sigma = Math.sqrt(rss / n);
  const D = squareOf(L, data.q).map((square) => sigma ** 2 * square);
  const profile = (held: HeldParameter) => profileDeviance(data, { ...options, L }, held);
  return { least: value - n * Math.log(n) + n, delta, sigma, D, profile };
}

const correlationIn = (D: readonly number[], q: number, k: number, l: number): number =>
  D[k * q + l] / Math.sqrt(D[k * q + k] * D[l * q + l]);

describe.each([false, true])("REML %s", (restricted) => {
  describe.each([false, true])("a diagonal D %s", (diagonal) => {
    test("at the estimate of every parameter the deviance is the least, and elsewhere it is more", () => {
      const { least, delta, sigma, D, profile } = profileOf(modelOf(all, diagonal), restricted);
      const held: [HeldParameter, number][] = [
        [{ kind: "sigma" }, sigma],
        ...all.map((k): [HeldParameter, number] => [{ kind: "sd", k }, Math.sqrt(D[4 * k])]),
      ];
      if (!restricted) all.forEach((k) => held.push([{ kind: "beta", k }, delta[k]]));
      if (!diagonal) {
        for (const k of all) {
          for (const l of all) {
            if (k !== l) held.push([{ kind: "cor", k, l }, correlationIn(D, 3, k, l)]);
          }
        }
      }
      for (const [parameter, at] of held) {
        const deviance = profile(parameter);
        expect(deviance(at)).toBeCloseTo(least, 8);
        expect(deviance(at - 0.1 * sigma)).toBeGreaterThan(least + 1e-6);
        expect(deviance(at + 0.1 * sigma)).toBeGreaterThan(least + 1e-6);
        expect(deviance(at)).toBeCloseTo(least, 8);
      }
    });

    test.each(all)("with the standard deviation of effect %i at 0 it is that of the model without", (k) => {
      const without = profileOf(
        modelOf(
          all.filter((l) => l !== k),
          diagonal,
        ),
        restricted,
      );
      const deviance = profileOf(modelOf(all, diagonal), restricted).profile({ kind: "sd", k });
      expect(deviance(0)).toBeCloseTo(without.least, 7);
      // To first order in it, because a correlation at its limit costs nothing there.
      expect(Math.abs(deviance(1e-9) - without.least)).toBeLessThan(1e-6);
      expect(deviance(0)).toBeCloseTo(without.least, 7);
    });
  });

  test.each([
    [0, 1],
    [1, 0],
    [2, 1],
  ])("a correlation of %i and %i costs no more than to leave one of them out", (k, l) => {
    // Effect 1 is all but nothing, so a correlation far from the estimate has it at 0.
    const sizes = [2, 0.01, 1];
    const without = profileOf(modelOf([0, 2], false, sizes), restricted);
    const deviance = profileOf(modelOf(all, false, sizes), restricted).profile({ kind: "cor", k, l });
    for (const rho of [-1, -0.99, 0.99, 1]) expect(deviance(rho)).toBeLessThanOrEqual(without.least + 1e-9);
  });

  test("a correlation of the other sign is not reached through a negative standard deviation", () => {
    const { least, D, profile } = profileOf(modelOf(all, false), restricted);
    const rho = correlationIn(D, 3, 0, 1);
    expect(Math.abs(rho)).toBeGreaterThan(0.5);
    expect(profile({ kind: "cor", k: 0, l: 1 })(-rho)).toBeGreaterThan(least + 3);
  });
});

// Of 400 such data these are some of the 42 in which a search from one start lost its way to a bound.
test.each([1, 3, 58, 172, 258, 292])(
  "searched for from anywhere, a correlation's bounds are the same: data %i",
  (seed) => {
    const stream = seededStream("profiles", seed);
    const groups = Array.from({ length: 48 }, (_, row) => Math.floor(row / 4));
    const Z = groups.map(() => [1, 2 * stream.normal()]);
    const effects = Array.from({ length: 12 }, () => [0.6 * stream.normal(), 0.3 * stream.normal()]);
    const y = groups.map((i, row) => effects[i][0] + Z[row][1] * effects[i][1] + stream.normal());
    const model = mixedModelFromMatrices({ y, X: Z, Z, groups });
    const { data, options, objective: free } = searchOf(model, false);
    const C = balancedBasis(data, false);
    const { value: least } = maximumOf(data, options);
    const above = (rho: number): number => {
      const objective = { ...free, map: correlationMap(2, rho, C[2], C[3]) };
      const values = Array.from({ length: 30 }, () => {
        const start = Float64Array.from({ length: 2 }, () => Math.exp(2 * stream.normal()));
        const inside = (phi: Float64Array) =>
          phi[0] > 0 && phi[1] > 0
            ? evaluateObjective(objective, phi, 2)
            : { value: NaN, gradient: new Float64Array(2), hessian: new Float64Array(4) };
        return minimize(inside, start, 1).value;
      });
      return Math.min(...values) - least;
    };
    const { lower, upper } = profileInterval(model, "cor_group[z1,z2]");
    for (const bound of [lower, upper]) {
      const excess = above(bound) - 3.841458820694124;
      expect(Math.abs(bound) === 1 ? Math.max(excess, 0) : Math.abs(excess)).toBeLessThan(1e-5);
    }
  },
);

describe("parametrisations", () => {
  const stream = seededStream("parametrisations", 0);
  const data = likelihoodData(modelOf(all, false));
  const L = Float64Array.from({ length: 9 }, () => stream.normal());

  test.each([[[0, 1, 2]], [[2, 0, 1]], [[1, 2, 0]]])(
    "an estimate has the same D in the order %j",
    (order) => {
      const C = balancedBasis(data, false, order);
      const phi = startFrom(C, L, order, false);
      const D = squareOf(L, 3);
      squareOf(outOfBasis(C, factorAt(standardMap(3, false), phi), 3), 3).forEach((value, at) => {
        expect(value).toBeCloseTo(D[at], 9);
      });
      const alone = balancedBasis(data, true, order);
      startFrom(alone, L, order, true).forEach((value, k) => {
        expect((value * alone[order[k] * 4]) ** 2).toBeCloseTo(D[order[k] * 4], 9);
      });
    },
  );

  test.each([-1, -0.3, 0, 0.8, 1])("the correlation %d is held whatever the other parameters", (rho) => {
    const order = [2, 0, 1];
    const C = balancedBasis(data, false, order);
    const map = correlationMap(3, rho, C[0], C[1]);
    expect(map.size).toBe(5);
    const phi = Float64Array.from({ length: 5 }, () => 0.5 + stream.uniform());
    const D = squareOf(outOfBasis(C, factorAt(map, phi), 3), 3);
    expect(correlationIn(D, 3, 2, 0)).toBeCloseTo(rho, 10);
    // Each of the five moves D.
    phi.forEach((_, k) => {
      const moved = phi.map((value, j) => (j === k ? value + 0.1 : value));
      const there = squareOf(outOfBasis(C, factorAt(map, moved), 3), 3);
      expect(Math.max(...there.map((value, at) => Math.abs(value - D[at])))).toBeGreaterThan(1e-3);
    });
  });

  test("an estimate is begun with at itself, its own correlation held", () => {
    const order = [1, 0, 2];
    const C = balancedBasis(data, false, order);
    const phi = startFrom(C, L, order, false).map(Math.abs);
    const D = squareOf(outOfBasis(C, factorAt(standardMap(3, false), phi), 3), 3);
    const [x, c] = [C[0], C[1]];
    const map = correlationMap(3, correlationIn(D, 3, 1, 0), x, c);
    const begun = squareOf(outOfBasis(C, factorAt(map, correlationStart(phi, x, c)), 3), 3);
    begun.forEach((value, at) => expect(value).toBeCloseTo(D[at], 9));
    expect(Array.from(correlationStart(Float64Array.of(0, 0, 0, 5, 6, 7), x, c))).toEqual([
      1e-3, 1e-3, 5, 6, 7,
    ]);
  });

  test("without a row of Λ its other places are numbered anew", () => {
    const left = mapWithout(standardMap(3, false), 1);
    expect(left.size).toBe(3);
    expect(Array.from(factorAt(left, Float64Array.of(1, 2, 3)))).toEqual([1, 0, 0, 0, 0, 0, 2, 0, 3]);
  });
});
