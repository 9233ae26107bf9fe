// The derivation of D given b: each b_i adds its square to S and one to the degrees of freedom.
import type { DiagonalLaw, InverseWishartLaw, State } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import {
  covarianceLetters,
  covarianceParts,
  covariancePriorLine,
  determinantPower,
  type FullPrior,
  inverseWishart,
} from "./covariance-prior.ts";
import { type Derivation, distributed, proportional, type Step } from "./derivation.ts";
import {
  density,
  determinant,
  type Expression,
  gaussian,
  given,
  halved,
  inverse,
  law as lawOf,
  negative,
  plus,
  power,
  quadratic,
  reciprocal,
  times,
  trace,
  transpose,
  valued,
  valueOf,
} from "./expression.ts";
import type { Notation } from "./notation.ts";
import { productOverGroups, sumOverGroups, ZERO } from "./over-rows.ts";
import { parametersOf, textName } from "./parameters.ts";
import { deriveDiagonal } from "./random-variances.ts";
import { varianceLaw } from "./variance-parts.ts";

/** The derivation of `randomCovariance`'s law at a state. */
export function deriveD(
  data: TextbookData,
  state: State,
  law: InverseWishartLaw | DiagonalLaw,
  n: Notation,
): Derivation {
  const prior = data.model.priors.D[0];
  if (prior.kind === "diagonal") return deriveDiagonal(prior, state, law as DiagonalLaw, n);
  return deriveFull(data, prior, state, law as InverseWishartLaw, n);
}

/** The inverse-Wishart of a full D. */
function deriveFull(
  data: TextbookData,
  prior: FullPrior,
  { terms }: State,
  law: InverseWishartLaw,
  n: Notation,
): Derivation {
  const [{ b: effects, auxiliary }] = terms;
  const { D } = n;
  const { b } = n.group;
  const alpha = n.halfT.auxiliary("");
  const onAlpha = prior.kind === "half-t" ? [alpha] : [];
  const on = [n.all.b, ...onAlpha];
  const [df, S] = covarianceLetters(prior, n);
  const [dfNow, SNow] = covarianceParts(prior, auxiliary, n);
  const stack = new Matrix(effects);
  const squares = sumOverGroups(n, times(b, transpose(b)));
  const [nuName, SName] = n.covariance.posterior;
  const definitions = [
    { name: nuName, formula: plus(dfNow, valued(n.groups, effects.length)), value: law.df },
    {
      name: SName,
      formula: plus(SNow, valued(squares, stack.transpose().mmul(stack).to2DArray())),
      value: law.scale,
    },
  ];
  const [dfn, Sn] = [plus(df, n.groups), plus(S, squares)];
  const named = inverseWishart(n, dfn, Sn);
  const W = inverse(D);
  const scatter = (e: Expression): Expression => trace(times(e, W));
  const powerOf = (degrees: Expression): Expression => determinantPower(degrees, n);
  return {
    notation: n.name,
    unknown: D,
    given: on,
    law: named,
    at: auxiliary === undefined || prior.kind !== "half-t" ? [] : [{ name: alpha, value: auxiliary }],
    definitions,
    numbers: [distributed(given(D, on), inverseWishart(n, valueOf(law.df), SName))],
    parameters: parametersOf(n, definitions),
    steps: [
      {
        kind: "model",
        says: "The law of the random effects and the prior:",
        lines: [distributed(given(b, [D]), lawOf("N", ZERO, D)), covariancePriorLine(prior, n)],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(D, n)}:`,
        lines: [
          proportional(density(D, ...on), times(density(D, ...onAlpha), productOverGroups(n, density(b, D)))),
        ],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it; a quadratic form is the trace of a product:",
        lines: [
          proportional(
            null,
            times(
              powerOf(df),
              gaussian(scatter(S)),
              productOverGroups(
                n,
                times(power(determinant(D), negative(reciprocal(valueOf(2)))), gaussian(quadratic(b, W))),
              ),
            ),
          ),
          proportional(
            null,
            times(
              powerOf(dfn),
              gaussian(plus(scatter(S), sumOverGroups(n, scatter(times(b, transpose(b)))))),
            ),
          ),
        ],
      },
      {
        kind: "collected",
        says: "Collected:",
        lines: [proportional(null, times(powerOf(dfn), gaussian(scatter(Sn))))],
      },
      {
        kind: "law",
        says: "That is the kernel of an inverse-Wishart law:",
        lines: [distributed(given(D, on), named)],
      },
      ...secondForms(data, n, on, dfn, Sn),
    ],
  };
}

/** The Wishart on the precision where the course has it, and the inverse-gamma that one variance's law is. */
function secondForms(
  { model, groups }: TextbookData,
  n: Notation,
  on: readonly Expression[],
  df: Expression,
  S: Expression,
): Step[] {
  const steps: Step[] = [];
  const form = (says: string, of: Expression, named: Expression): void => {
    steps.push({ kind: "second form", says, lines: [distributed(given(of, on), named)] });
  };
  if (n.wishart !== null) form("The same, of the precision:", inverse(n.D), lawOf(n.wishart, df, inverse(S)));
  if (model.terms[0].names.length === 1) {
    const isIntercept = groups.every(({ Z }) => Z.to1DArray().every((z) => z === 1));
    const variance = isIntercept ? (n.interceptVariance ?? n.D) : n.D;
    const precision = n.phi === null ? null : inverse(n.D);
    const parts = precision === null ? { first: halved(df), second: halved(S) } : { first: df, second: S };
    form(
      "The same, since it is one variance:",
      precision ?? variance,
      varianceLaw({ column: "", variance, precision }, parts),
    );
  }
  return steps;
}
