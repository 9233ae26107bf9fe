// Numbers and names in the sentences that explain a verdict.
import type { Model } from "../model.ts";

/** A number with at most four significant digits, with a true minus. */
export function number(value: number): string {
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

/** `3 − 1 = 2`, or `3` where nothing is added to it. */
export function sum(first: number, ...others: readonly number[]): string {
  const added = others.filter((other) => other !== 0);
  if (added.length === 0) return number(first);
  const terms = added.map((other) => `${other < 0 ? "−" : "+"} ${number(Math.abs(other))}`);
  const total = added.reduce((left, other) => left + other, first);
  return `${number(first)} ${terms.join(" ")} = ${number(total)}`;
}

/** The variances of D by their names in the draws. */
export function varianceNames({ terms }: Model): string[] {
  const [{ group, names }] = terms;
  return names.map((name) => `D_${group}[${name},${name}]`);
}

/** `1 group leaves`, `6 groups leave`. */
export function groupsLeave({ terms }: Model): string {
  const J = terms[0].levels.length;
  return J === 1 ? "1 group leaves" : `${J} groups leave`;
}

/** The residual sum of squares, or its root where the square is out of range. */
export function squaresText(residual: number): string {
  const squares = residual ** 2;
  return squares > 0 && squares < Infinity ? `SSE = ${number(squares)}` : `√SSE = ${number(residual)}`;
}
