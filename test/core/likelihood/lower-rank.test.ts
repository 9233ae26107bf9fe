// A nearly singular factor of D with the parameters of its rank alone: the same D, and as many numbers as that rank has.
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { factorAt } from "../../../packages/core/src/likelihood/factor-map.ts";
import { lowerRank } from "../../../packages/core/src/likelihood/lower-rank.ts";
import { squareOf } from "./search-of.ts";

/** The factor that a search on the map begins with. */
function begun(L: readonly number[], q: number, diagonal = false) {
  const lower = lowerRank(Float64Array.from(L), q, diagonal);
  if (lower === null) throw new Error("Λ is of full rank");
  expect(lower.radius).toBe(1);
  expect(lower.phi).toHaveLength(lower.map.size);
  return { size: lower.map.size, factor: factorAt(lower.map, lower.phi) };
}

describe("a triangular Λ", () => {
  const stream = seededStream("lower rank", 0);
  const cases = [
    [2, 1],
    [3, 1],
    [3, 2],
    [4, 2],
    [5, 4],
  ].flatMap(([q, rank]) =>
    Array.from({ length: 5 }, () => {
      // Nothing needs Λ to be triangular: what counts is ΛΛ', of this rank but for the last columns.
      const columns = Array.from({ length: q * rank }, () => stream.normal());
      const L = Array.from({ length: q * q }, (_, at) =>
        at % q < rank ? columns[Math.floor(at / q) * rank + (at % q)] : 1e-6 * stream.normal(),
      );
      return { q, rank, L };
    }),
  );

  test.each(cases)("of order $q and rank $rank", ({ q, rank, L }) => {
    const { size, factor } = begun(L, q);
    expect(size).toBe(q * rank - (rank * (rank - 1)) / 2);
    const D = squareOf(L, q);
    squareOf(factor, q).forEach((value, at) => expect(value).toBeCloseTo(D[at], 9));
    expect(factor.filter((value, at) => at % q >= rank && value !== 0)).toHaveLength(0);
  });

  test.each([
    { L: [0, 0, 0.5, 0], D: [0, 0, 0, 0.25] },
    { L: [0.5, 0, 0, 0], D: [0.25, 0, 0, 0] },
    { L: [0, 0, 0, 0.5], D: [0, 0, 0, 0.25] },
  ])("with no variance in a row begins with the other: $L", ({ L, D }) => {
    const { size, factor } = begun(L, 2);
    expect([size, squareOf(factor, 2)]).toEqual([2, D]);
  });

  test("that is 0 has no parameters", () => {
    expect(begun([0, 0, 0, 0], 2)).toEqual({ size: 0, factor: Float64Array.of(0, 0, 0, 0) });
  });

  test("is singular where its least singular value is below 1e-4", () => {
    expect(lowerRank(Float64Array.of(1, 0, 0, 1.01e-4), 2, false)).toBe(null);
    expect(begun([1, 0, 0, 0.99e-4], 2).size).toBe(2);
    // Its diagonal is not small, yet the columns nearly depend on one another.
    expect(begun([1e-3, 0, 1e3, 1e-3], 2).size).toBe(2);
  });
});

describe("a diagonal Λ", () => {
  test("keeps what is not below 1e-4, in its place", () => {
    const L = [0.3, 0, 0, 0, 0.99e-4, 0, 0, 0, -0.7];
    expect(begun(L, 3, true)).toEqual({
      size: 2,
      factor: Float64Array.from(L, (value, at) => (at === 4 ? 0 : value)),
    });
    expect(begun([0, 0, 0, 2], 2, true)).toEqual({ size: 1, factor: Float64Array.of(0, 0, 0, 2) });
  });

  test("of full rank is left alone", () => {
    expect(lowerRank(Float64Array.of(1.01e-4, 0, 0, -2), 2, true)).toBe(null);
  });
});
