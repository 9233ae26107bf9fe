// The prior of a variance in either parameterisation: inverse-gamma on it, or Gamma on its precision.
import type { VariancePrior } from "@lmm-gibbs/core";
import { distributed, type Line, proportional } from "./derivation.ts";
import {
  density,
  divided,
  doubled,
  type Expression,
  given,
  halved,
  inverse,
  law,
  type Optional,
  reciprocal,
  times,
  valued,
} from "./expression.ts";
import type { Notation } from "./notation.ts";

/** Whose law it is: σ² for column "", or a diagonal element of D. */
export interface VarianceSubject {
  readonly column: string;
  readonly variance: Expression;
  /** The precision, where the course gives that a Gamma law; else null. */
  readonly precision: Optional;
}

/** Shape and scale of an inverse-gamma; or, of a Gamma on the precision, twice its shape and twice its rate. */
export interface VarianceParts {
  readonly first: Expression;
  readonly second: Expression;
}

/** σ², with φ = 1/σ² where the course has it. */
export const residualSubject = (n: Notation): VarianceSubject => ({
  column: "",
  variance: n.sigma2,
  precision: n.phi,
});

/** A diagonal element of D. */
export const elementSubject = (n: Notation, column: string): VarianceSubject => ({
  column,
  variance: n.element(column),
  precision: n.phi === null ? null : inverse(n.element(column)),
});

/** What the law is of: the variance, or its precision. */
export const subjectOf = ({ variance, precision }: VarianceSubject): Expression => precision ?? variance;

/** IG(a, s), or Gamma(v/2, vs²/2) on the precision. */
export function inverseGammaParts(n: Notation, { column, precision }: VarianceSubject): VarianceParts {
  const [first, second] = n.variance.prior(column);
  return { first, second: precision === null ? second : times(first, second) };
}

/** IG(ν/2, ν/α), or Gamma(ν/2, ν/α) on the precision: a half-t given its auxiliary. */
export function halfTParts({ precision }: VarianceSubject, df: Expression, alpha: Expression): VarianceParts {
  return precision === null
    ? { first: halved(df), second: divided(df, alpha) }
    : { first: df, second: divided(doubled(df), alpha) };
}

/**
 * A prior's parts with their present values.
 *
 * @param n - the notation
 * @param subject - the variance
 * @param prior - its prior
 * @param alpha - the auxiliary of a half-t
 * @returns the parts; null for 1/σ², which has none
 */
export function priorParts(
  n: Notation,
  subject: VarianceSubject,
  prior: VariancePrior,
  alpha: number | undefined,
): VarianceParts | null {
  if (prior.kind === "half-t") {
    const { df, auxiliary } = n.halfT;
    return halfTParts(
      subject,
      valued(df(subject.column), prior.df),
      valued(auxiliary(subject.column), alpha ?? NaN),
    );
  }
  if (prior.shape === 0 && prior.scale === 0) return null;
  const { first, second } = inverseGammaParts(n, subject);
  const unit = subject.precision === null ? 1 : 2;
  return { first: valued(first, unit * prior.shape), second: valued(second, unit * prior.scale) };
}

/** The law with these parts. */
export const varianceLaw = ({ precision }: VarianceSubject, { first, second }: VarianceParts): Expression =>
  precision === null
    ? law("\\mathrm{IG}", first, second)
    : law("\\mathrm{Gamma}", halved(first), halved(second));

/** The line that states a prior, given `on`. */
export function priorLine(
  subject: VarianceSubject,
  parts: VarianceParts | null,
  on: readonly Expression[],
): Line {
  const of = subjectOf(subject);
  return parts === null
    ? proportional(density(of), reciprocal(of))
    : distributed(given(of, on), varianceLaw(subject, parts));
}
