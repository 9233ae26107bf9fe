// Moments keep their digits where a plain sum would lose them.
import { expect, it } from "vitest";
import { center, mean, variance } from "../../packages/diagnostics/src/moments.ts";
import { relativeError } from "./reference-cases.ts";

const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1];

it("has the mean of many draws as exactly as that of the few they repeat", () => {
  const few = Float64Array.from(tenths, (x) => 1 / x);
  const many = Float64Array.from({ length: 1_000_000 }, (_, t) => few[t % few.length]);
  expect(relativeError(mean(many), mean(few))).toBeLessThan(5e-16);
});

it("has the variance of draws with an offset that doubles hold exactly as that without", () => {
  const draws = Float64Array.from({ length: 999 }, (_, t) => (t * t) % 64);
  const moved = draws.map((x) => x + 2 ** 46);
  expect(variance(moved)).toBe(variance(draws));
  expect(center(moved)).toEqual(center(draws));
});

it("deviates by exact zeros in a constant chain, and the variance of one draw is undefined", () => {
  expect(center(Float64Array.of(0.1, 0.1, 0.1))).toEqual(Float64Array.of(0, 0, 0));
  expect(variance(Float64Array.of(0.1))).toBeNaN();
});

it("is infinite when draws of one sign are, undefined when both are", () => {
  expect(mean(Float64Array.of(1, Infinity, 2))).toBe(Infinity);
  expect(mean(Float64Array.of(-Infinity, 1, -Infinity))).toBe(-Infinity);
  expect(mean(Float64Array.of(-Infinity, 1, Infinity))).toBeNaN();
});

it("has a finite mean where a distance from the first draw overflows", () => {
  expect(mean(Float64Array.of(1e308, -1e308, 6))).toBe(2);
});
