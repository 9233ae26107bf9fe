// The kernels written out for q = 1, 2, 3 compute what the loops for any q compute.
import { inverseWishart, mixedModelFromMatrices, wishartLaw } from "@lmm-gibbs/core";
import { reducedGroups } from "@lmm-gibbs/core/internal";
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { drawAny, drawRandomEffects } from "../../packages/samplers/src/engine/draw-random-effects.ts";
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
  const data = reducedGroups(mixedModelFromMatrices({ y, X, Z, groups }, { priors: { D: prior } }));
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

  test("a D that is not positive definite is refused by both", () => {
    for (const w of [written, looped]) {
      w.sigma2 = -1;
      w.D.fill(0);
    }
    expect(whiten(data, written)).toBe(false);
    expect(whitenAny(patterns, q, R, looped)).toBe(false);
  });
});

function expectClose(a: Float64Array, b: Float64Array): void {
  a.forEach((value, k) => expect(Math.abs(value - b[k])).toBeLessThan(1e-11 * (1 + Math.abs(b[k]))));
}
