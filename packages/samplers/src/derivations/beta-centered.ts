// The derivation of β given η_i = U_iβ + b_i: the rows of β that are centered see η_i, the others what Z_iη_i leaves of y_i.
import type { NormalLaw, State } from "@lmm-gibbs/core";
import { choleskyFactor, invertFactored, shown } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import type { CenteredDesign } from "../conditionals/beta-centered.ts";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import { type Derivation, distributed, equals, proportional } from "./derivation.ts";
import {
  density,
  exponential,
  type Expression,
  fractionOf,
  gaussian,
  given,
  inverse,
  law as lawOf,
  minus,
  negative,
  plus,
  quadratic,
  squaredNorm,
  times,
  transpose,
  valued,
} from "./expression.ts";
import { normalEnding } from "./normal-ending.ts";
import type { Notation } from "./notation.ts";
import { errorCovariance, overTwiceSigma2, productOverGroups, sumOverGroups } from "./over-rows.ts";
import { textName } from "./parameters.ts";
import { priorOfBeta } from "./prior-of-beta.ts";

/** The derivation of `betaCentered`'s law at a state and its η. */
export function deriveBetaCentered(
  data: TextbookData,
  design: CenteredDesign,
  eta: readonly Matrix[],
  { sigma2, terms }: State,
  law: NormalLaw,
  n: Notation,
): Derivation {
  const prior = priorOfBeta(data, sigma2, n);
  const { U, Xw, eta: effect } = n.centered;
  const { y, Z, b } = n.group;
  const on = [n.all.eta, n.sigma2, n.D, n.all.y];
  const [hasCentered, hasOthers] = [design.centered.length > 0, design.others.length > 0];
  const shift = hasCentered ? times(U, n.beta) : null;
  const rest = hasOthers ? times(Xw, n.beta) : null;
  const W = inverse(n.D);
  const sums = crossProducts(data, design, eta, terms[0].D, sigma2);

  const ofEta: Expression[] = hasCentered ? [density(effect, n.beta, n.D)] : [];
  const ofRows = hasOthers ? [density(y, n.beta, effect, n.sigma2)] : [];
  const left = minus(y, times(Z, effect));
  const fromEta = gaussian(sumOverGroups(n, quadratic(minus(effect, times(U, n.beta)), W)));
  const fromRows = exponential(
    negative(overTwiceSigma2(n, sumOverGroups(n, squaredNorm(minus(left, times(Xw, n.beta)))))),
  );
  const overSigma2 = (e: Expression): Expression => fractionOf(n.sigma2, sumOverGroups(n, e));
  const ending = normalEnding(
    n,
    {
      unknown: n.beta,
      given: on,
      symbols: n.betaPosterior,
      precision: [
        prior.precision,
        hasCentered ? valued(sumOverGroups(n, times(transpose(U), W, U)), sums.UWU.to2DArray()) : null,
        hasOthers ? valued(overSigma2(times(transpose(Xw), Xw)), sums.XX.to2DArray()) : null,
      ],
      precisionMean: [
        prior.precisionMean,
        hasCentered ? valued(sumOverGroups(n, times(transpose(U), W, effect)), sums.UWeta.to1DArray()) : null,
        hasOthers ? valued(overSigma2(times(transpose(Xw), left)), sums.Xleft.to1DArray()) : null,
      ],
    },
    law,
  );
  return {
    ...ending,
    at: [
      { name: n.sigma2, value: sigma2 },
      { name: n.D, value: terms[0].D },
    ],
    steps: [
      {
        kind: "model",
        says: modelSays(data, design, n),
        lines: [
          equals(effect, plus(shift, b)),
          distributed(
            given(y, [...(hasOthers ? [n.beta] : []), effect, n.sigma2]),
            lawOf("N", plus(times(Z, effect), rest), errorCovariance(n)),
          ),
          ...(hasCentered
            ? [distributed(given(effect, [n.beta, n.D]), lawOf("N", times(U, n.beta), n.D))]
            : []),
          prior.line,
        ],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(n.beta, n)} when ${textName(effect, n)} is held:`,
        lines: [
          proportional(
            density(n.beta, ...on),
            times(prior.factor, productOverGroups(n, times(...ofEta, ...ofRows))),
          ),
        ],
      },
      {
        kind: "kernel",
        says: "Written out, without what does not depend on it:",
        lines: [
          proportional(null, times(prior.kernel, hasCentered ? fromEta : null, hasOthers ? fromRows : null)),
        ],
      },
      ...ending.steps,
    ],
  };
}

/** Which coefficients are centered, in words. */
function modelSays(data: TextbookData, { centered, others }: CenteredDesign, n: Notation): string {
  const names = (columns: readonly number[]): string =>
    columns.map((k) => shown(data.model.names[k])).join(", ");
  const [U, Xw] = [textName(n.centered.U, n), textName(n.centered.Xw, n)];
  if (centered.length === 0) return "The model and the prior; nothing is centered:";
  if (others.length === 0) return "The model, all of it centered, and the prior:";
  return (
    `The model and the prior, centered in ${names(centered)} and not in ${names(others)} (columns of ${U} and ` +
    `${Xw} are zero where a coefficient is not theirs):`
  );
}

/** The sums over groups that the update needs, with U_i and X_wi as wide as β. */
function crossProducts(
  { groups, XX }: TextbookData,
  { centered, others, groups: designs }: CenteredDesign,
  eta: readonly Matrix[],
  D: number[][],
  sigma2: number,
): Record<"UWU" | "UWeta" | "XX" | "Xleft", Matrix> {
  const p = XX.rows;
  const W = invertFactored(choleskyFactor(new Matrix(D)));
  const widened = (A: Matrix, columns: readonly number[]): Matrix => {
    const wide = Matrix.zeros(A.rows, p);
    columns.forEach((column, c) => wide.setColumn(column, A.getColumn(c)));
    return wide;
  };
  const zero = (columns: number): Matrix => Matrix.zeros(p, columns);
  const sums = { UWU: zero(p), UWeta: zero(1), XX: zero(p), Xleft: zero(1) };
  groups.forEach(({ y, Z }, i) => {
    const U = widened(designs[i].U, centered);
    const Xw = widened(designs[i].Xw, others);
    const UW = U.transpose().mmul(W);
    sums.UWU.add(UW.mmul(U));
    sums.UWeta.add(UW.mmul(eta[i]));
    sums.XX.add(Xw.transpose().mmul(Xw).div(sigma2));
    sums.Xleft.add(
      Xw.transpose()
        .mmul(Matrix.sub(y, Z.mmul(eta[i])))
        .div(sigma2),
    );
  });
  return sums;
}
