// Numbers and names in the sentences that explain a verdict.
import type { Model } from "../model.ts";

/** A number with at most four significant digits, with a true minus. */
export function number(value: number): string {
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

/** `3 − 1`, for a value and twice an exponent. */
export function sum(first: number, ...others: readonly number[]): string {
  const parts = others.filter((other) => other !== 0);
  return [number(first), ...parts.map((other) => `${other < 0 ? "−" : "+"} ${number(Math.abs(other))}`)].join(
    " ",
  );
}

/** The variances of D by their names in the draws. */
export function varianceNames({ terms }: Model): string[] {
  const [{ group, names }] = terms;
  return names.map((name) => `D_${group}[${name},${name}]`);
}

/** `1 group`, `6 groups`. */
export function groupCount({ terms }: Model): string {
  const J = terms[0].levels.length;
  return `${J} ${J === 1 ? "group" : "groups"}`;
}

/** The residual sum of squares, or its root where the square is out of range. */
export function squaresText(residual: number): string {
  const squares = residual ** 2;
  return squares > 0 && squares < Infinity ? `SSE = ${number(squares)}` : `√SSE = ${number(residual)}`;
}
