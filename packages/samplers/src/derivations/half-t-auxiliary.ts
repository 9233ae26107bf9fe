// The derivation of the auxiliaries α of half-t priors, given the variances that they scale.
import type { CovariancePrior, IndependentLaw, InverseGammaLaw, State, VariancePrior } from "@lmm-gibbs/core";
import { choleskyFactor, halfTColumns, invertFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import { covariancePriorLine, type FullPrior } from "./covariance-prior.ts";
import { type Definition, type Derivation, distributed, type Line, proportional } from "./derivation.ts";
import {
  density,
  divided,
  exponential,
  type Expression,
  given,
  halved,
  law as lawOf,
  negative,
  plus,
  power,
  reciprocal,
  repeated,
  symbol,
  times,
  valued,
  valueOf,
} from "./expression.ts";
import type { Notation } from "./notation.ts";
import { parametersOf, textName } from "./parameters.ts";
import { elementSubject, halfTParts, residualSubject, subjectOf, varianceLaw } from "./variance-parts.ts";

/** What the auxiliaries scale, in letters. */
interface Scaled {
  readonly of: Expression;
  /** The letter of a column; "" for the one α of σ. */
  readonly column: string;
  /** The law of what is scaled given α, and its density with that of α. */
  readonly line: Line;
  readonly factors: Expression;
  /** Degrees of freedom of that law, and ν times the inverse of what is scaled, of a column. */
  readonly degrees: (column: string) => Expression;
  readonly misfit: (column: string) => Expression;
}

/** The present numbers of one auxiliary. */
interface Numbers {
  readonly column: string;
  readonly degrees: number;
  readonly misfit: number;
  readonly scale: number;
}

/** The derivation of the auxiliaries of D's half-t priors at a D. */
export function deriveCovarianceAuxiliary(
  prior: CovariancePrior,
  D: number[][],
  { components }: IndependentLaw,
  n: Notation,
): Derivation {
  const isDiagonal = prior.kind === "diagonal";
  const inverseD = invertFactored(choleskyFactor(new Matrix(D)));
  const numbers = halfTColumns(prior).map(({ column, df, scale }) => ({
    column: String(column + 1),
    degrees: isDiagonal ? df : df + D.length - 1,
    misfit: df * inverseD.get(column, column),
    scale,
  }));
  const scaled = isDiagonal ? scaledElements(n) : scaledMatrix(prior, n);
  return derivation(scaled, numbers, components as readonly InverseGammaLaw[], n);
}

/** The derivation of the auxiliary of σ's half-t prior at a σ². */
export function deriveResidualAuxiliary(
  { model }: TextbookData,
  { sigma2 }: State,
  law: InverseGammaLaw,
  n: Notation,
): Derivation {
  const { df, scale } = model.priors.sigma2 as VariancePrior & { readonly kind: "half-t" };
  const subject = residualSubject(n);
  const [of, nu, alpha] = [subjectOf(subject), n.halfT.df(""), n.halfT.auxiliary("")];
  const scaled: Scaled = {
    of,
    column: "",
    line: distributed(given(of, [alpha]), varianceLaw(subject, halfTParts(subject, nu, alpha))),
    factors: times(density(alpha), density(of, alpha)),
    degrees: () => nu,
    misfit: () => (n.phi === null ? divided(nu, n.sigma2) : times(nu, n.phi)),
  };
  return derivation(scaled, [{ column: "", degrees: df, misfit: df / sigma2, scale }], [law], n);
}

/** A full D: IW(ν + q − 1, 2ν diag(1/α_k)) given α. */
function scaledMatrix(prior: FullPrior, n: Notation): Scaled {
  const [nu, alpha] = [n.halfT.df(""), n.halfT.auxiliary(n.column)];
  const letter = textLatex(n.D);
  return {
    of: n.D,
    column: n.column,
    line: covariancePriorLine(prior, n),
    factors: times(density(n.D, n.halfT.auxiliary("")), repeated("product", n.column, n.q, density(alpha))),
    degrees: () => plus(nu, n.q, valueOf(-1)),
    misfit: (k) => times(nu, symbol(`(${letter}^{-1})_{${k}${k}}`)),
  };
}

/** Elements of a diagonal D: IG(ν_k/2, ν_k/α_k) given α_k. */
function scaledElements(n: Notation): Scaled {
  const subject = elementSubject(n, n.column);
  const of = subjectOf(subject);
  const [nu, alpha] = [n.halfT.df(n.column), n.halfT.auxiliary(n.column)];
  return {
    of: n.D,
    column: n.column,
    line: distributed(given(of, [alpha]), varianceLaw(subject, halfTParts(subject, nu, alpha))),
    factors: repeated("product", n.column, n.q, times(density(alpha), density(of, alpha))),
    degrees: (k) => n.halfT.df(k),
    misfit: (k) => divided(n.halfT.df(k), n.element(k)),
  };
}

const textLatex = (e: Expression): string => (e.kind === "symbol" ? e.latex : "D");

function derivation(
  scaled: Scaled,
  numbers: readonly Numbers[],
  laws: readonly InverseGammaLaw[],
  n: Notation,
): Derivation {
  const { of, column, degrees, misfit } = scaled;
  const [alpha, all] = [n.halfT.auxiliary(column), n.halfT.auxiliary("")];
  const ofEach = (e: Expression): Expression => (column === "" ? e : repeated("product", column, n.q, e));
  const precisionOfA = reciprocal(power(n.halfT.scale(column), valueOf(2)));
  const half1 = divided(valueOf(1), valueOf(2));
  const shape = halved(plus(degrees(column), valueOf(1)));
  const rate = plus(misfit(column), precisionOfA);
  const kernel = (a: Expression, s: Expression): Expression =>
    times(power(alpha, plus(negative(a), valueOf(-1))), exponential(negative(divided(s, alpha))));
  const definitions = numbers.flatMap((one, k): Definition[] => {
    const c = one.column;
    const A = valued(n.halfT.scale(c), one.scale);
    return [
      {
        name: symbol(c === "" ? "a" : `a_${c}`),
        formula: halved(valued(plus(degrees(c), valueOf(1)), one.degrees + 1)),
        value: laws[k].shape,
      },
      {
        name: symbol(c === "" ? "s" : `s_${c}`),
        formula: plus(valued(misfit(c), one.misfit), reciprocal(power(A, valueOf(2)))),
        value: laws[k].scale,
      },
    ];
  });
  const law = lawOf("\\mathrm{IG}", shape, rate);
  return {
    notation: n.name,
    unknown: all,
    given: [of],
    law,
    at: [],
    definitions,
    numbers: laws.map(({ shape, scale }, k) =>
      distributed(
        given(n.halfT.auxiliary(numbers[k].column), [of]),
        lawOf("\\mathrm{IG}", valueOf(shape), valueOf(scale)),
      ),
    ),
    parameters: parametersOf(n, definitions),
    steps: [
      {
        kind: "model",
        says: "The half-t prior as a mixture (Huang & Wand 2013):",
        lines: [scaled.line, distributed(alpha, lawOf("\\mathrm{IG}", half1, precisionOfA))],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(all, n)}:`,
        lines: [proportional(density(all, of), scaled.factors)],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it:",
        lines: [
          proportional(
            null,
            ofEach(
              times(
                kernel(half1, precisionOfA),
                power(alpha, negative(halved(degrees(column)))),
                exponential(negative(divided(misfit(column), alpha))),
              ),
            ),
          ),
        ],
      },
      {
        kind: "collected",
        says: "Powers and exponents collected:",
        lines: [proportional(null, ofEach(kernel(shape, rate)))],
      },
      {
        kind: "law",
        says: `That is the kernel of ${column === "" ? "an inverse-gamma law" : "independent inverse-gamma laws"}:`,
        lines: [distributed(given(alpha, [of]), law)],
      },
    ],
  };
}
