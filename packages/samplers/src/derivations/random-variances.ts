// The derivation of a diagonal D given b: each random effect's variance by itself.
import type { CovariancePrior, DiagonalLaw, InverseGammaLaw, State, VariancePrior } from "@lmm-gibbs/core";
import { auxiliaryOf, isProper } from "@lmm-gibbs/core/internal";
import { type Derivation, distributed, equals, type Line, proportional } from "./derivation.ts";
import {
  density,
  type Expression,
  given,
  inverse,
  law as lawOf,
  power,
  repeated,
  times,
  valued,
  valueOf,
} from "./expression.ts";
import type { Notation } from "./notation.ts";
import { productOverGroups, sumOverGroups, ZERO } from "./over-rows.ts";
import { parametersOf, textName } from "./parameters.ts";
import {
  factorKernel,
  kernelLine,
  numbersLine,
  posteriorParts,
  varianceDefinitions,
  type VarianceFactor,
  varianceKernel,
} from "./variance-kernel.ts";
import {
  elementSubject,
  halfTParts,
  inverseGammaParts,
  priorLine,
  priorParts,
  subjectOf,
  varianceLaw,
  type VarianceParts,
} from "./variance-parts.ts";

type DiagonalPrior = CovariancePrior & { readonly kind: "diagonal" };

/** The derivation of `randomCovariance`'s law of a diagonal D at a state. */
export function deriveDiagonal(
  prior: DiagonalPrior,
  { terms }: State,
  law: DiagonalLaw,
  n: Notation,
): Derivation {
  const [{ b, auxiliary }] = terms;
  const subject = elementSubject(n, n.column);
  const element = subjectOf(subject);
  const whole = subject.precision === null ? n.D : inverse(n.D);
  const alpha = n.halfT.auxiliary(n.column);
  const hasHalfT = prior.columns.some(({ kind }) => kind === "half-t");
  const onAlpha = hasHalfT ? [alpha] : [];
  const on = [n.all.b, ...(hasHalfT ? [n.halfT.auxiliary("")] : [])];
  const generic = genericParts(prior, n);
  const factor: VarianceFactor = { count: n.groups, squares: squaresOf(n, n.column) };
  const parts = posteriorParts(subject, generic, [factor]);
  const overColumns = (of: Expression): Expression => repeated("product", n.column, n.q, of);
  const definitions = prior.columns.flatMap((one, k) => {
    const own = elementSubject(n, String(k + 1));
    const added = {
      count: valued(n.groups, b.length),
      squares: valued(
        squaresOf(n, own.column),
        b.reduce((sum, row) => sum + row[k] ** 2, 0),
      ),
    };
    const ownPrior = priorParts(n, own, one, auxiliaryOf(prior, auxiliary, k));
    return varianceDefinitions(n, own, posteriorParts(own, ownPrior, [added]), componentOf(law, k));
  });
  const effect = n.effect(n.column);
  return {
    notation: n.name,
    unknown: whole,
    given: on,
    law: varianceLaw(subject, parts),
    at: alphasNow(prior, auxiliary, n),
    definitions,
    numbers: prior.columns.map((_, k) =>
      numbersLine(elementSubject(n, String(k + 1)), on, componentOf(law, k)),
    ),
    parameters: parametersOf(n, definitions),
    steps: [
      {
        kind: "model",
        says: modelSays(prior, n),
        lines: [
          distributed(given(effect, [n.element(n.column)]), lawOf("N", ZERO, n.element(n.column))),
          isProper(prior) ? priorLine(subject, generic, onAlpha) : kernelLine(subject, generic),
          ...halfTLines(prior, n),
        ],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(whole, n)}:`,
        lines: [
          proportional(
            density(whole, ...on),
            overColumns(
              times(density(element, ...onAlpha), productOverGroups(n, density(effect, n.element(n.column)))),
            ),
          ),
        ],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it:",
        lines: [
          proportional(
            null,
            overColumns(times(varianceKernel(subject, generic), factorKernel(subject, factor))),
          ),
        ],
      },
      {
        kind: "collected",
        says: "Powers and exponents collected:",
        lines: [proportional(null, overColumns(varianceKernel(subject, parts)))],
      },
      {
        kind: "law",
        says: `Those are kernels of independent ${subject.precision === null ? "inverse-gamma" : "gamma"} laws:`,
        lines: [distributed(given(element, [n.all.b, ...onAlpha]), varianceLaw(subject, parts))],
      },
    ],
  };
}

function modelSays({ columns }: DiagonalPrior, n: Notation): string {
  const count = columns.filter(({ kind }) => kind === "half-t").length;
  const alpha = textName(n.halfT.auxiliary(n.column), n);
  const aside = count === 0 || count === columns.length ? "" : ` (${alpha} only where it is a half-t)`;
  return `The law of the random effects and the prior, for each ${n.column}${aside}:`;
}

/** ∑_i b_ik². */
const squaresOf = (n: Notation, column: string): Expression =>
  sumOverGroups(n, power(n.effect(column), valueOf(2)));

/** The prior of element k in letters: a half-t's own where all are, else a shape and a scale for each. */
function genericParts({ columns }: DiagonalPrior, n: Notation): VarianceParts {
  const subject = elementSubject(n, n.column);
  return columns.every(({ kind }) => kind === "half-t")
    ? halfTParts(subject, n.halfT.df(n.column), n.halfT.auxiliary(n.column))
    : inverseGammaParts(n, subject);
}

/** What shape and scale are in the columns with a half-t prior, when others have another. */
function halfTLines({ columns }: DiagonalPrior, n: Notation): Line[] {
  const isHalfT = (one: VariancePrior): boolean => one.kind === "half-t";
  if (columns.every(isHalfT)) return [];
  return columns.flatMap((one, k) => {
    if (!isHalfT(one)) return [];
    const column = String(k + 1);
    const subject = elementSubject(n, column);
    const { first, second } = inverseGammaParts(n, subject);
    const halfT = halfTParts(subject, n.halfT.df(column), n.halfT.auxiliary(column));
    return [equals(first, halfT.first), equals(second, halfT.second)];
  });
}

/** The present auxiliaries, by column. */
function alphasNow(
  prior: DiagonalPrior,
  auxiliary: readonly number[] | undefined,
  n: Notation,
): Derivation["at"] {
  return prior.columns.flatMap((_, k) => {
    const value = auxiliaryOf(prior, auxiliary, k);
    return value === undefined ? [] : [{ name: n.halfT.auxiliary(String(k + 1)), value }];
  });
}

/** Every component of the law of a diagonal D is an inverse-gamma. */
const componentOf = (law: DiagonalLaw, k: number): InverseGammaLaw => law.components[k] as InverseGammaLaw;
