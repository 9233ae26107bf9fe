// The basis of the random effects in which likelihoods are maximised: a group's information averages to the identity there.
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import {
  balancedBasis,
  inBasis,
  outOfBasis,
  stackedFactor,
} from "../../../packages/core/src/likelihood/basis.ts";
import { likelihoodData } from "../../../packages/core/src/likelihood/likelihood-data.ts";
import { randomModel } from "../../random-model.ts";

const stream = seededStream("basis", 0);
const data = likelihoodData(randomModel(stream, {}, { effects: 3 }));
const { q, J } = data;
const inOrder = [0, 1, 2];
const DIAGONAL = [true, false, false, false, true, false, false, false, true];

/** T'T, row-major: ΣR_i'R_i. */
function information(of: typeof data): number[] {
  const T = stackedFactor(of, inOrder);
  return Array.from({ length: q * q }, (_, at) =>
    inOrder.reduce((sum, r) => sum + T[r * q + Math.floor(at / q)] * T[r * q + (at % q)], 0),
  );
}

describe.each([[[0, 1, 2]], [[2, 0, 1]], [[1, 2, 0]]])("in the order %j", (order) => {
  test("the groups' information is J times the identity", () => {
    const C = balancedBasis(data, false, order);
    information(inBasis(data, C)).forEach((value, at) => {
      expect(value).toBeCloseTo(at % (q + 1) === 0 ? J : 0, 10);
    });
  });

  test("an effect is made of its own number and those before", () => {
    const C = balancedBasis(data, false, order);
    order.forEach((effect, place) => {
      expect(Array.from(C.subarray(effect * q, (effect + 1) * q), (value) => value !== 0)).toEqual(
        inOrder.map((k) => k <= place),
      );
    });
  });

  test("with a diagonal D its diagonal alone is, and every effect has its own number", () => {
    const C = balancedBasis(data, true, order);
    expect(Array.from(C, (value) => value !== 0)).toEqual(DIAGONAL);
    const turned = information(inBasis(data, C));
    for (const k of inOrder) expect(turned[k * (q + 1)]).toBeCloseTo(J, 10);
  });
});

test("a factor goes back to the effects' own basis by a product", () => {
  const [C, L] = [1, 2].map(() => Float64Array.from({ length: q * q }, () => stream.normal()));
  outOfBasis(C, L, q).forEach((value, at) => {
    const [row, column] = [Math.floor(at / q), at % q];
    expect(value).toBeCloseTo(
      inOrder.reduce((sum, k) => sum + C[row * q + k] * L[k * q + column], 0),
      12,
    );
  });
});
