// Kernels of a variance in either parameterisation, and how its full conditional's parameters add up.
import type { InverseGammaLaw } from "@lmm-gibbs/core";
import { type Definition, distributed, type Line, proportional } from "./derivation.ts";
import {
  density,
  divided,
  doubled,
  exponential,
  type Expression,
  fractionOf,
  given,
  half,
  halved,
  law as lawOf,
  negative,
  plus,
  power,
  times,
  valueOf,
} from "./expression.ts";
import type { Notation } from "./notation.ts";
import { subjectOf, type VarianceParts, type VarianceSubject } from "./variance-parts.ts";

/** A factor of the joint density, (σ²)^(−count/2) exp{−squares/2σ²}. */
export interface VarianceFactor {
  readonly count: Expression;
  readonly squares: Expression;
}

/** The kernel of a law with these parts: x^(−a−1) exp{−s/x}, or φ^(v/2−1) exp{−(φ/2)vs²}. */
export function varianceKernel(subject: VarianceSubject, parts: VarianceParts | null): Expression {
  const of = subjectOf(subject);
  const minusOne = valueOf(-1);
  if (parts === null) return power(of, minusOne);
  const { first, second } = parts;
  return subject.precision === null
    ? times(power(of, plus(negative(first), minusOne)), exponential(negative(divided(second, of))))
    : times(power(of, plus(halved(first), minusOne)), exponential(negative(times(halved(of), second))));
}

/** The line that states a prior that is no law, by its kernel. */
export function kernelLine(subject: VarianceSubject, parts: VarianceParts | null): Line {
  return proportional(density(subjectOf(subject)), varianceKernel(subject, parts));
}

/** (σ²)^(−count/2) exp{−squares/2σ²}, or φ^(count/2) exp{−(φ/2)squares}. */
export function factorKernel(subject: VarianceSubject, { count, squares }: VarianceFactor): Expression {
  const of = subjectOf(subject);
  return subject.precision === null
    ? times(power(of, negative(halved(count))), exponential(negative(fractionOf(doubled(of), squares))))
    : times(power(of, halved(count)), exponential(negative(times(halved(of), squares))));
}

/** The parts of the full conditional: the prior's, and what each factor adds. */
export function posteriorParts(
  { precision }: VarianceSubject,
  prior: VarianceParts | null,
  factors: readonly VarianceFactor[],
): VarianceParts {
  const isHalved = precision === null;
  return {
    first: plus(prior?.first ?? null, ...factors.map(({ count }) => (isHalved ? halved(count) : count))),
    second: plus(
      prior?.second ?? null,
      ...factors.map(({ squares }) => (isHalved ? half(squares) : squares)),
    ),
  };
}

/** The parameters of the full conditional by name, with their values. */
export function varianceDefinitions(
  n: Notation,
  { column, precision }: VarianceSubject,
  { first, second }: VarianceParts,
  { shape, scale }: InverseGammaLaw,
): Definition[] {
  const [a, s] = n.variance.posterior(column);
  const unit = precision === null ? 1 : 2;
  return [
    { name: a, formula: first, value: unit * shape },
    { name: precision === null ? s : times(a, s), formula: second, value: unit * scale },
  ];
}

/** The full conditional in numbers. */
export function numbersLine(
  subject: VarianceSubject,
  on: readonly Expression[],
  { shape, scale }: InverseGammaLaw,
): Line {
  const name = subject.precision === null ? "\\mathrm{IG}" : "\\mathrm{Gamma}";
  return distributed(given(subjectOf(subject), on), lawOf(name, valueOf(shape), valueOf(scale)));
}
