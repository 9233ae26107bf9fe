// Holds a number to a figure as it is printed in lecture notes.
import { expect } from "vitest";

/** Expects a number to round to a printed figure, at as many decimals as are printed. */
export function expectPrinted(value: number, figure: string): void {
  const decimals = figure.split(".")[1]?.length ?? 0;
  expect(value.toFixed(decimals)).toBe(figure);
}

/** Expects numbers to round to printed figures. */
export function expectAllPrinted(values: readonly number[], figures: readonly string[]): void {
  expect(values).toHaveLength(figures.length);
  values.forEach((value, k) => expectPrinted(value, figures[k]));
}
