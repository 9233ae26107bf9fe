// The end of every derivation of a normal law: the quadratic form collected, and its mean and covariance read off.
import type { NormalLaw } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import {
  type Definition,
  type Derivation,
  distributed,
  equals,
  proportional,
  type Step,
} from "./derivation.ts";
import {
  doubled,
  type Expression,
  gaussian,
  given,
  inverse,
  law as lawOf,
  minus,
  type Optional,
  plus,
  quadratic,
  times,
  transpose,
  valued,
} from "./expression.ts";
import type { Notation, NormalSymbols } from "./notation.ts";
import { parametersOf, textName } from "./parameters.ts";

/** What a quadratic form is collected from: parts of the precision and of precision × mean, each with its value. */
export interface NormalParts {
  readonly unknown: Expression;
  readonly given: readonly Expression[];
  readonly symbols: NormalSymbols;
  readonly precision: readonly Optional[];
  readonly precisionMean: readonly Optional[];
}

/**
 * θ | · ∝ exp{−½[θ'Pθ − 2θ'r]} is N(P⁻¹r, P⁻¹): the last steps and the parameters.
 *
 * @param n - the notation
 * @param parts - P and r as sums
 * @param law - the law at the present state
 * @returns what a derivation ends with
 */
export function normalEnding(
  n: Notation,
  parts: NormalParts,
  law: NormalLaw,
): Omit<Derivation, "at"> & { steps: Step[] } {
  const { unknown, symbols } = parts;
  const { mean, covariance } = symbols;
  const precision = plus(...parts.precision);
  const precisionMean = plus(...parts.precisionMean);
  const isByPrecision = covariance.kind === "inverse";
  const definitions: Definition[] = [
    isByPrecision
      ? { name: covariance.of, formula: precision, value: law.precision }
      : {
          name: covariance,
          formula: inverse(valued(precision, law.precision)),
          value: law.covariance,
        },
    {
      name: mean,
      formula: times(covariance, valued(precisionMean, summed(parts.precisionMean))),
      value: law.mean,
    },
  ];
  const named = lawOf("N", mean, covariance);
  const name = textName(unknown, n);
  const steps: Step[] = [
    {
      kind: "collected",
      says: `Collected as a quadratic form in ${name}:`,
      lines: [
        proportional(
          null,
          gaussian(minus(quadratic(unknown, precision), doubled(times(transpose(unknown), precisionMean)))),
        ),
      ],
    },
    {
      kind: "law",
      says: "That is the kernel of a normal law:",
      lines: [
        distributed(given(unknown, parts.given), named),
        ...definitions.map(({ name, formula }) => equals(name, formula)),
      ],
    },
  ];
  return {
    notation: n.name,
    unknown,
    given: parts.given,
    steps,
    law: named,
    definitions,
    numbers: [],
    parameters: parametersOf(n, definitions),
  };
}

/** The sum of the values of the parts that are there. */
function summed(parts: readonly Optional[]): number[] {
  const values = parts.flatMap((part) => (part?.kind === "valued" ? [part.value as number[]] : []));
  const sum = Matrix.zeros(values[0].length, 1);
  for (const value of values) sum.add(Matrix.columnVector(value));
  return sum.to1DArray();
}
