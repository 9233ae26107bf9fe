// The derivation of σ² given β, b, or of φ = 1/σ² where the course has it.
import type { InverseGammaLaw, State } from "@lmm-gibbs/core";
import { isProper } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import type { TextbookData } from "../conditionals/textbook-data.ts";
import { type Derivation, distributed, proportional } from "./derivation.ts";
import { density, given, times, valued } from "./expression.ts";
import type { Notation } from "./notation.ts";
import { productOverRows, residualSquares, rowsDensity, rowsLaw, rowsOf } from "./over-rows.ts";
import { parametersOf, textName } from "./parameters.ts";
import { priorOfBeta, zellnerSquares } from "./prior-of-beta.ts";
import {
  factorKernel,
  kernelLine,
  numbersLine,
  posteriorParts,
  varianceDefinitions,
  type VarianceFactor,
  varianceKernel,
} from "./variance-kernel.ts";
import { priorLine, priorParts, residualSubject, subjectOf, varianceLaw } from "./variance-parts.ts";

/** The derivation of `residualVariance`'s law at a state. */
export function deriveResidualVariance(
  data: TextbookData,
  state: State,
  law: InverseGammaLaw,
  n: Notation,
): Derivation {
  const { beta, sigma2: priors } = data.model.priors;
  const subject = residualSubject(n);
  const unknown = subjectOf(subject);
  const alpha = n.halfT.auxiliary("");
  const onAlpha = priors.kind === "half-t" ? [alpha] : [];
  const on = [n.beta, n.all.b, ...onAlpha, n.all.y];
  const prior = priorParts(n, subject, priors, state.auxiliary);
  const isZellner = beta.kind === "zellner";
  const { rss, deviation } = squares(data, state);
  const likelihood = { count: valued(n.rows, data.model.rows), squares: valued(residualSquares(n), rss) };
  const ofBeta = { count: valued(n.p, state.beta.length), squares: valued(zellnerSquares(n), deviation) };
  const factors: VarianceFactor[] = [...(isZellner ? [ofBeta] : []), likelihood];
  const parts = posteriorParts(subject, prior, factors);
  const definitions = varianceDefinitions(n, subject, parts, law);
  // Zellner's prior of β is a density given σ², so it is a factor here too: its letters, whatever σ² is.
  const betaPrior = isZellner ? priorOfBeta(data, 1, n) : null;
  return {
    notation: n.name,
    unknown,
    given: on,
    law: varianceLaw(subject, parts),
    at: priors.kind === "half-t" ? [{ name: alpha, value: state.auxiliary ?? NaN }] : [],
    definitions,
    numbers: [numbersLine(subject, on, law)],
    parameters: parametersOf(n, definitions),
    steps: [
      {
        kind: "model",
        says: isZellner ? "The model and the priors:" : "The model and the prior:",
        lines: [
          rowsLaw(n, rowsOf(n)),
          ...(betaPrior === null ? [] : [betaPrior.line]),
          isProper(priors) ? priorLine(subject, prior, onAlpha) : kernelLine(subject, prior),
        ],
      },
      {
        kind: "factors",
        says: `The factors of the joint density that hold ${textName(unknown, n)}:`,
        lines: [
          proportional(
            density(unknown, ...on),
            times(
              density(unknown, ...onAlpha),
              betaPrior?.factor ?? null,
              productOverRows(n, rowsDensity(n, rowsOf(n))),
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
            times(varianceKernel(subject, prior), ...factors.map((one) => factorKernel(subject, one))),
          ),
        ],
      },
      {
        kind: "collected",
        says: "Powers and exponents collected:",
        lines: [proportional(null, varianceKernel(subject, parts))],
      },
      {
        kind: "law",
        says: `That is the kernel of ${subject.precision === null ? "an inverse-gamma" : "a gamma"} law:`,
        lines: [distributed(given(unknown, on), varianceLaw(subject, parts))],
      },
    ],
  };
}

/** Σ‖y_i − X_iβ − Z_ib_i‖², and δ(β − m₀)'X'X(β − m₀) under Zellner's prior. */
function squares(
  { model, groups, XX }: TextbookData,
  { beta, terms }: State,
): { rss: number; deviation: number } {
  const columnBeta = Matrix.columnVector(beta);
  let rss = 0;
  groups.forEach(({ y, X, Z }, i) => {
    const b = Matrix.columnVector(terms[0].b[i]);
    rss += Matrix.sub(y, X.mmul(columnBeta)).sub(Z.mmul(b)).norm("frobenius") ** 2;
  });
  const prior = model.priors.beta;
  if (prior.kind !== "zellner") return { rss, deviation: 0 };
  const away = Matrix.sub(columnBeta, Matrix.columnVector(prior.mean));
  return { rss, deviation: prior.delta * away.transpose().mmul(XX).mmul(away).get(0, 0) };
}
