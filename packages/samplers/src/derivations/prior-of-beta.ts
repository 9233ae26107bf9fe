// The prior of β in a derivation: its line, its factor of the joint density, and what it adds to a precision.
import { betaPrior } from "../conditionals/beta-prior.ts";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import { distributed, type Line, proportional } from "./derivation.ts";
import {
  density,
  divided,
  doubled,
  exponential,
  type Expression,
  gaussian,
  given,
  inverse,
  law,
  minus,
  negative,
  type Optional,
  quadratic,
  times,
  transpose,
  valued,
  valueOf,
} from "./expression.ts";
import type { Notation } from "./notation.ts";

/** What derivations need of the prior of β. */
export interface PriorOfBeta {
  readonly line: Line;
  readonly factor: Expression;
  /** Null where the density is constant. */
  readonly kernel: Optional;
  /** Ψ₀ and Ψ₀m₀; null where the density is constant. */
  readonly precision: Optional;
  readonly precisionMean: Optional;
}

/** X'X of all rows. */
const gram = ({ all: { X } }: Notation): Expression => times(transpose(X), X);

/** δ(β − m₀)'X'X(β − m₀). */
export function zellnerSquares(n: Notation): Expression {
  const deviation = minus(n.beta, n.betaPrior.mean);
  return times(n.delta, transpose(deviation), gram(n), deviation);
}

/** The prior of β in a notation; Zellner's at the given σ². */
export function priorOfBeta(data: TextbookData, sigma2: number, n: Notation): PriorOfBeta {
  const prior = data.model.priors.beta;
  const { mean, covariance } = n.betaPrior;
  if (prior.kind === "flat") {
    const factor = density(n.beta);
    return {
      line: proportional(factor, valueOf(1)),
      factor,
      kernel: null,
      precision: null,
      precisionMean: null,
    };
  }
  const { precision: P, precisionMean } = betaPrior(data, sigma2);
  const isZellner = prior.kind === "zellner";
  const precision = isZellner ? times(divided(n.delta, n.sigma2), gram(n)) : inverse(covariance);
  const spread = isZellner ? times(divided(n.sigma2, n.delta), inverse(gram(n))) : covariance;
  const on = isZellner ? [n.sigma2] : [];
  const deviation = minus(n.beta, mean);
  return {
    line: distributed(given(n.beta, on), law("N", mean, spread)),
    factor: density(n.beta, ...on),
    kernel: isZellner
      ? exponential(negative(times(divided(n.delta, doubled(n.sigma2)), quadratic(deviation, gram(n)))))
      : gaussian(quadratic(deviation, precision)),
    precision: valued(precision, P.to2DArray()),
    precisionMean: valued(times(precision, mean), precisionMean.to1DArray()),
  };
}
