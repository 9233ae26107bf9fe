// The derivation of b_i given β, σ², D: the group's residual, shrunk towards zero.
import type { NormalLaw, State } from "@lmm-gibbs/core";
import { choleskyFactor, invertFactored, shown } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import type { GroupMatrices } from "../conditionals/textbook-data.ts";
import { type Derivation, distributed, equals, proportional } from "./derivation.ts";
import {
  density,
  exponential,
  fractionOf,
  gaussian,
  given,
  inverse,
  law as lawOf,
  minus,
  negative,
  quadratic,
  squaredNorm,
  times,
  transpose,
  valued,
} from "./expression.ts";
import { normalEnding } from "./normal-ending.ts";
import type { Notation } from "./notation.ts";
import { marginalCovariance, overTwiceSigma2, residual, rowsDensity, rowsLaw, ZERO } from "./over-rows.ts";
import { textName } from "./parameters.ts";

/** The derivation of the law of one group's random effects at a state. */
export function deriveRandomEffects(
  level: string,
  { y: yi, X: Xi, Z: Zi }: GroupMatrices,
  { beta, sigma2, terms }: State,
  law: NormalLaw,
  n: Notation,
): Derivation {
  const { group, D } = n;
  const { y, X, Z, b, V } = group;
  const on = [n.beta, n.sigma2, D, y];
  const left = minus(y, times(X, n.beta));
  const ZZ = times(transpose(Z), Z);
  const leftNow = Matrix.sub(yi, Xi.mmul(Matrix.columnVector(beta)));
  const ending = normalEnding(
    n,
    {
      unknown: b,
      given: on,
      symbols: n.effectsPosterior,
      precision: [
        valued(inverse(D), invertFactored(choleskyFactor(new Matrix(terms[0].D))).to2DArray()),
        valued(fractionOf(n.sigma2, ZZ), Zi.transpose().mmul(Zi).div(sigma2).to2DArray()),
      ],
      precisionMean: [
        valued(
          fractionOf(n.sigma2, times(transpose(Z), left)),
          Zi.transpose().mmul(leftNow).div(sigma2).to1DArray(),
        ),
      ],
    },
    law,
  );
  const { mean, covariance } = n.effectsPosterior;
  const W = inverse(V);
  return {
    ...ending,
    at: [
      { name: n.beta, value: beta },
      { name: n.sigma2, value: sigma2 },
      { name: D, value: terms[0].D },
    ],
    steps: [
      {
        kind: "model",
        says: `The model of group ${shown(level)}:`,
        lines: [rowsLaw(n, group), distributed(given(b, [D]), lawOf("N", ZERO, D))],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(b, n)}:`,
        lines: [proportional(density(b, ...on), times(density(b, D), rowsDensity(n, group)))],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it:",
        lines: [
          proportional(
            null,
            times(
              gaussian(quadratic(b, inverse(D))),
              exponential(negative(overTwiceSigma2(n, squaredNorm(residual(n, group))))),
            ),
          ),
        ],
      },
      ...ending.steps,
      {
        kind: "second form",
        says: "The same as a shrunken residual, the best linear unbiased predictor where β is its GLS estimate:",
        lines: [
          equals(mean, times(D, transpose(Z), W, left)),
          equals(covariance, minus(D, times(D, transpose(Z), W, Z, D))),
          equals(V, marginalCovariance(n, group, D)),
        ],
      },
    ],
  };
}
