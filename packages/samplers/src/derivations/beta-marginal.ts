// The derivation of β given σ², D with the random effects integrated out: generalised least squares.
import type { NormalLaw, State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { weighted } from "../conditionals/beta-marginal.ts";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import { type Derivation, distributed, equals, proportional, type Step } from "./derivation.ts";
import {
  density,
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
import { normalEnding } from "./normal-ending.ts";
import type { Notation } from "./notation.ts";
import {
  marginalCovariance,
  productOverRows,
  rowsDensity,
  rowsLaw,
  rowsOf,
  sumOverGroups,
  sumOverRows,
  ZERO,
} from "./over-rows.ts";
import { textName } from "./parameters.ts";
import { priorOfBeta } from "./prior-of-beta.ts";

/** The derivation of `betaMarginal`'s law at a state. */
export function deriveBetaMarginal(
  data: TextbookData,
  { sigma2, terms }: State,
  law: NormalLaw,
  n: Notation,
): Derivation {
  const rows = rowsOf(n);
  const { y, X, b, V } = rows;
  const prior = priorOfBeta(data, sigma2, n);
  const on = [n.sigma2, n.D, n.all.y];
  const W = inverse(V);
  const covarianceOfB = n.stacked?.D ?? n.D;
  const D = new Matrix(terms[0].D);
  const p = data.XX.rows;
  const [XWX, XWy] = [Matrix.zeros(p, p), Matrix.zeros(p, 1)];
  for (const group of data.groups) {
    XWX.add(weighted(group, group.X, D, sigma2));
    XWy.add(weighted(group, group.y, D, sigma2));
  }
  const ending = normalEnding(
    n,
    {
      unknown: n.beta,
      given: on,
      symbols: n.betaPosterior,
      precision: [prior.precision, valued(sumOverRows(n, times(transpose(X), W, X)), XWX.to2DArray())],
      precisionMean: [
        prior.precisionMean,
        valued(sumOverRows(n, times(transpose(X), W, y)), XWy.to1DArray()),
      ],
    },
    law,
  );
  const averaged: Expression = {
    kind: "integral",
    of: times(rowsDensity(n, rows), density(b, n.D)),
    over: b,
  };
  const marginal = density(y, n.beta, n.sigma2, n.D);
  const misfit = sumOverRows(n, quadratic(minus(y, times(X, n.beta)), W));
  return {
    ...ending,
    at: [
      { name: n.sigma2, value: sigma2 },
      { name: n.D, value: terms[0].D },
    ],
    steps: [
      {
        kind: "model",
        says: `The model, with ${textName(b, n)} integrated out, and the prior:`,
        lines: [
          rowsLaw(n, rows),
          distributed(given(b, [n.D]), lawOf("N", ZERO, covarianceOfB)),
          distributed(given(y, [n.beta, n.sigma2, n.D]), lawOf("N", times(X, n.beta), V)),
          equals(V, marginalCovariance(n, rows, covarianceOfB)),
          prior.line,
        ],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(n.beta, n)}, integrated over ${textName(n.all.b, n)}:`,
        lines: [
          proportional(density(n.beta, ...on), times(prior.factor, productOverRows(n, averaged))),
          proportional(null, times(prior.factor, productOverRows(n, marginal))),
        ],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it:",
        lines: [proportional(null, times(prior.kernel, gaussian(misfit)))],
      },
      ...ending.steps,
      ...byGroupFits(n, prior.precisionMean),
    ],
  };
}

/** The mean by each group's own fit, as lecture C writes it. */
function byGroupFits(n: Notation, prior: Optional): Step[] {
  if (n.groupFit === null) return [];
  const { X, y, V } = n.group;
  const fitted = times(transpose(X), inverse(V), X, n.groupFit);
  const { mean, covariance } = n.betaPosterior;
  const normal = `${textName(fitted, n)} = ${textName(times(transpose(X), inverse(V), y), n)}`;
  return [
    {
      kind: "second form",
      says: `The same by each group's own generalised least-squares fit, any solution of ${normal}:`,
      lines: [equals(mean, times(covariance, plus(prior, sumOverGroups(n, fitted))))],
    },
  ];
}
