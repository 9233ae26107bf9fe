// Numbers printed with the digits that their Monte Carlo error leaves meaningful.
import { roundToError, threeDecimals, wholeDraws } from "@lmm-gibbs/diagnostics";
import { expect, it } from "vitest";
import { twoDigits } from "../../packages/diagnostics/src/round-to-error.ts";

it.each([
  [1.23456, 0.04, "1.23"],
  [1.23456, 0.01, "1.23"],
  [1.23456, 0.00999, "1.235"],
  [123456, 1200, "123000"],
  [-0.003, 0.04, "0.00"],
  [99.996, 0.02, "100.00"],
  [4.4e-9, 2e-10, "4.4e-9"],
  [1e-12, 2e-9, "0"],
  [123456789, 20, "1.2345679e+8"],
  [0.5, 1e-150, "5.0000000000000000e-1"],
  [7, 30, "10"],
  [4, 30, "0"],
  [3, NaN, "3"],
  [1 / 3, 0, "0.33333"],
  [NaN, 1, "NA"],
  [-Infinity, 1, "-Inf"],
])("prints %d with an error of %d as %s", (value, error, text) => {
  expect(roundToError(value, error)).toBe(text);
});

it.each([
  [0.0999, "0.10"],
  [12.3, "12"],
  [NaN, "NA"],
])("prints the error %d with two digits as %s", (value, text) => {
  expect(twoDigits(value)).toBe(text);
});

it("rounds draws down, and R-hat and correlations to three decimals without a negative zero", () => {
  expect([399.99, NaN, Infinity].map(wholeDraws)).toEqual(["399", "NA", "Inf"]);
  expect([1.0096, -0.0001, 5.2e15, NaN].map(threeDecimals)).toEqual(["1.010", "0.000", "5.2e+15", "NA"]);
});
