// The derivation of β given b, σ²: a regression of y_i − Z_ib_i on X_i.
import type { NormalLaw, State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import { type Derivation, proportional } from "./derivation.ts";
import { density, exponential, fractionOf, minus, negative, times, transpose, valued } from "./expression.ts";
import { normalEnding } from "./normal-ending.ts";
import type { Notation } from "./notation.ts";
import {
  overTwiceSigma2,
  productOverRows,
  residualSquares,
  rowsDensity,
  rowsLaw,
  rowsOf,
  sumOverRows,
} from "./over-rows.ts";
import { textName } from "./parameters.ts";
import { priorOfBeta } from "./prior-of-beta.ts";

/** The derivation of `betaGivenB`'s law at a state. */
export function deriveBetaGivenB(
  data: TextbookData,
  { sigma2, terms }: State,
  law: NormalLaw,
  n: Notation,
): Derivation {
  const rows = rowsOf(n);
  const prior = priorOfBeta(data, sigma2, n);
  const given = [n.all.b, n.sigma2, n.all.y];
  const Xt = transpose(rows.X);
  const projected = Matrix.zeros(data.XX.rows, 1);
  data.groups.forEach(({ y, X, Z }, i) => {
    projected.add(X.transpose().mmul(Matrix.sub(y, Z.mmul(Matrix.columnVector(terms[0].b[i])))));
  });
  const ending = normalEnding(
    n,
    {
      unknown: n.beta,
      given,
      symbols: n.betaPosterior,
      precision: [
        prior.precision,
        valued(
          fractionOf(n.sigma2, sumOverRows(n, times(Xt, rows.X))),
          Matrix.div(data.XX, sigma2).to2DArray(),
        ),
      ],
      precisionMean: [
        prior.precisionMean,
        valued(
          fractionOf(n.sigma2, sumOverRows(n, times(Xt, minus(rows.y, times(rows.Z, rows.b))))),
          projected.div(sigma2).to1DArray(),
        ),
      ],
    },
    law,
  );
  const likelihood = exponential(negative(overTwiceSigma2(n, residualSquares(n))));
  return {
    ...ending,
    at: [{ name: n.sigma2, value: sigma2 }],
    steps: [
      { kind: "model", says: "The model and the prior:", lines: [rowsLaw(n, rows), prior.line] },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(n.beta, n)}:`,
        lines: [
          proportional(
            density(n.beta, ...given),
            times(prior.factor, productOverRows(n, rowsDensity(n, rows))),
          ),
        ],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it:",
        lines: [proportional(null, times(prior.kernel, likelihood))],
      },
      ...ending.steps,
    ],
  };
}
