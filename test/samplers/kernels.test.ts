// The kernels written out for q = 1, 2, 3 compute what the loops for any q compute; both refuse what is not positive definite.
import { inverseWishart, mixedModelFromMatrices, wishartLaw } from "@lmm-gibbs/core";
import { reducedGroups } from "@lmm-gibbs/core/internal";
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { drawBetaGivenB, drawBetaMarginal } from "../../packages/samplers/src/engine/draw-beta.ts";
import { drawAny, drawRandomEffects } from "../../packages/samplers/src/engine/draw-random-effects.ts";
import { drawCovariance } from "../../packages/samplers/src/engine/draw-variances.ts";
import {
  factorPrecisions,
  factorPrecisionsAny,
} from "../../packages/samplers/src/engine/factor-precisions.ts";
import {
  addMarginal,
  addMarginalAny,
  whiten,
  whitenAny,
} from "../../packages/samplers/src/engine/marginal-precision.ts";
import { scaledBetaPrior, scaledCovariancePrior } from "../../packages/samplers/src/engine/scaled-priors.ts";
import { invertFactoredInto, factorInPlace } from "../../packages/samplers/src/engine/small-matrix.ts";
import { type Workspace, workspace } from "../../packages/samplers/src/engine/workspace.ts";

describe.each([1, 2, 3, 4])("q = %i", (q) => {
  const stream = seededStream("kernels", q);
  const groups = [9, 1, 4, 2, 12, 3, 8].flatMap((n, i) => Array.from({ length: n }, () => i));
  const Z = groups.map(() => Array.from({ length: q }, () => stream.normal()));
  const X = groups.map(() => [1, stream.normal(), stream.normal()]);
  const y = groups.map(() => stream.normal());
  const scale = Array.from({ length: q }, (_, k) => Array.from({ length: q }, (__, l) => (k === l ? 1 : 0)));
  const prior = inverseWishart({ df: q + 2, scale });
  const model = mixedModelFromMatrices({ y, X, Z, groups }, { priors: { D: prior } });
  const data = reducedGroups(model);
  const D = wishartLaw({ df: q + 3, scale })
    .sample(stream)
    .flat();

  const atState = (): Workspace => {
    const w = workspace(data);
    w.sigma2 = 0.7;
    w.beta.set([0.3, -0.2, 0.5]);
    w.D.set(D);
    w.factor.set(D);
    factorInPlace(w.factor, q);
    invertFactoredInto(w.factor, q, w.inverseD, w.column);
    return w;
  };
  const { J, p, patterns, patternOf, R, Bc } = data;
  const written = atState();
  const looped = atState();

  test("whiten and addMarginal", () => {
    expect(whiten(data, written)).toBe(true);
    expect(whitenAny(patterns, q, R, looped)).toBe(true);
    addMarginal(data, written);
    addMarginalAny(J, p + 1, q, patternOf, Bc, looped);
    expectClose(written.normalEquations, looped.normalEquations);
  });

  test("factorPrecisions and drawRandomEffects", () => {
    expect(factorPrecisions(data, written)).toBe(true);
    expect(factorPrecisionsAny(patterns, q, R, looped)).toBe(true);
    drawRandomEffects(data, written, seededStream(1, 0));
    drawAny(data, looped, seededStream(1, 0));
    expectClose(written.b, looped.b);
    expectClose(written.bb, looped.bb);
    expect(written.residual).toBeCloseTo(looped.residual, 10);
  });

  test("a V_i that is not positive definite is refused by both, and by what draws β", () => {
    const flat = scaledBetaPrior(model, data);
    for (const [sigma2, D11] of [
      [-1, 0],
      [0, 0],
      [1, -1e3],
      [NaN, 1],
    ]) {
      const w = atState();
      w.sigma2 = sigma2;
      w.D.fill(0);
      w.D[q * q - 1] = D11;
      expect(whiten(data, w)).toBe(false);
      expect(whitenAny(patterns, q, R, w)).toBe(false);
      expect(drawBetaMarginal(data, flat, w, stream)).toBe(false);
    }
  });

  test.each(Array.from({ length: q }, (_, k) => k))(
    "a precision of b that is negative in %i is refused",
    (k) => {
      const w = atState();
      w.inverseD[k * q + k] = -1e6;
      expect(factorPrecisions(data, w)).toBe(false);
      expect(factorPrecisionsAny(patterns, q, R, w)).toBe(false);
    },
  );

  test.each([Infinity, -Infinity, NaN, 0, -1])("%d has no Cholesky factor as a pivot", (pivot) => {
    const A = new Float64Array(q * q);
    for (let k = 0; k < q; k++) A[k * q + k] = k === q - 1 ? pivot : 1;
    expect(factorInPlace(A, q)).toBe(false);
  });

  test("a precision of β and a scale of D that are not positive definite are refused", () => {
    const w = atState();
    const wrong = {
      ...scaledBetaPrior(model, data),
      precision: Float64Array.from({ length: 9 }, () => -1e9),
    };
    expect(drawBetaGivenB(data, wrong, w, stream)).toBe(false);
    w.bb.fill(-1e9);
    expect(drawCovariance(data, scaledCovariancePrior(model, data), w, stream)).toBe(false);
  });
});

function expectClose(a: Float64Array, b: Float64Array): void {
  a.forEach((value, k) => expect(Math.abs(value - b[k])).toBeLessThan(1e-11 * (1 + Math.abs(b[k]))));
}
