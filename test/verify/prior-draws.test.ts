// Draws from the prior follow it, by moments and quantiles known in closed form, within 4 standard errors.
import { type Model, zellner, normal, type State } from "@lmm-gibbs/core";
import { seededStream } from "@lmm-gibbs/samplers";
import { priorDraws, simulateResponse } from "@lmm-gibbs/verify";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { smallModel, smallModels } from "./small-models.ts";

const DRAWS = 4000;
const models = Object.values(smallModels);

function statesOf(model: Model, draws = DRAWS): State[] {
  const stream = seededStream("prior", 0);
  const draw = priorDraws(model);
  return Array.from({ length: draws }, () => draw(stream));
}

/** Standard errors between the mean of values and what it should be. */
function errors(values: readonly number[], expected: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.abs(mean - expected) / Math.sqrt(variance / values.length);
}

/** Shares below the quartiles of a half-t with 3 degrees of freedom: |t₃| is below them with probability ¼, ½, ¾. */
const HALF_T_3 = [
  [0.25, 0.34935],
  [0.5, 0.76489],
  [0.75, 1.42263],
] as const;

function expectHalfT3(sds: readonly number[], scale: number): void {
  for (const [p, quantile] of HALF_T_3) {
    const below = sds.map((sd) => (sd < scale * quantile ? 1 : 0));
    expect(errors(below, p)).toBeLessThan(4);
  }
}

describe("draws of", () => {
  test("an inverse-gamma σ² and an inverse-Wishart D: the means of their inverses", () => {
    const states = statesOf(models[0]);
    expect(
      errors(
        states.map(({ sigma2 }) => 1 / sigma2),
        3 / 2,
      ),
    ).toBeLessThan(4);
    const inverseS = inverse(
      new Matrix([
        [2, 0.3],
        [0.3, 1],
      ]),
    );
    for (const [k, l] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ]) {
      const elements = states.map(({ terms }) => inverse(new Matrix(terms[0].D)).get(k, l));
      expect(errors(elements, 5 * inverseS.get(k, l))).toBeLessThan(4);
    }
  });

  test("half-t σ and standard deviations: their quartiles", () => {
    const states = statesOf(models[1]);
    expectHalfT3(
      states.map(({ sigma2 }) => Math.sqrt(sigma2)),
      1.2,
    );
    expectHalfT3(
      states.map(({ terms }) => Math.sqrt(terms[0].D[0][0])),
      1.5,
    );
    expectHalfT3(
      states.map(({ terms }) => Math.sqrt(terms[0].D[1][1])),
      0.7,
    );
  });

  test("a diagonal D: an inverse-gamma column and a half-t one, nothing beside the diagonal", () => {
    const states = statesOf(models[2]);
    expect(
      errors(
        states.map(({ terms }) => 1 / terms[0].D[0][0]),
        3 / 2,
      ),
    ).toBeLessThan(4);
    expectHalfT3(
      states.map(({ terms }) => Math.sqrt(terms[0].D[1][1])),
      0.8,
    );
    expect(states.every(({ terms }) => terms[0].D[0][1] === 0 && terms[0].D[1][0] === 0)).toBe(true);
  });

  test("normal β: mean and variance", () => {
    const states = statesOf(
      smallModel({
        beta: normal({
          mean: [1, -1],
          covariance: [
            [2, 1],
            [1, 3],
          ],
        }),
        sigma2: models[0].priors.sigma2,
        D: models[0].priors.D[0] as never,
      }),
    );
    const [one, two] = [0, 1].map((k) => states.map(({ beta }) => beta[k] - [1, -1][k]));
    expect(errors(one, 0)).toBeLessThan(4);
    expect(errors(two, 0)).toBeLessThan(4);
    expect(
      errors(
        one.map((value) => value ** 2),
        2,
      ),
    ).toBeLessThan(4);
    expect(
      errors(
        two.map((value) => value ** 2),
        3,
      ),
    ).toBeLessThan(4);
    expect(
      errors(
        one.map((value, i) => value * two[i]),
        1,
      ),
    ).toBeLessThan(4);
  });

  test("Zellner's β: (β − m₀)/σ has variance g(X'X)⁻¹", () => {
    const model = smallModel({
      beta: zellner({ g: 10, mean: [1, -1] }),
      sigma2: models[0].priors.sigma2,
      D: models[0].priors.D[0] as never,
    });
    const X = Matrix.from1DArray(model.rows, 2, Array.from(model.X));
    const covariance = inverse(X.transpose().mmul(X)).mul(10);
    const scaled = statesOf(model).map(({ beta, sigma2 }) =>
      beta.map((value, k) => (value - [1, -1][k]) / Math.sqrt(sigma2)),
    );
    for (const [k, l] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ]) {
      expect(
        errors(
          scaled.map((z) => z[k] * z[l]),
          covariance.get(k, l),
        ),
      ).toBeLessThan(4);
    }
  });

  test("b given D: Σb_i'D⁻¹b_i is χ² with Jq = 12 degrees of freedom, by mean and variance", () => {
    const sums = statesOf(models[0]).map(({ terms: [{ b, D }] }) => {
      const stack = new Matrix(b);
      return Matrix.mul(stack.transpose().mmul(stack), inverse(new Matrix(D))).sum();
    });
    expect(errors(sums, 12)).toBeLessThan(4);
    expect(
      errors(
        sums.map((value) => (value - 12) ** 2),
        24,
      ),
    ).toBeLessThan(4);
  });

  test("a response: its residuals are N(0, σ²), independent", () => {
    const [model] = models;
    const stream = seededStream("response", 0);
    const residuals = statesOf(model, 400).map((state) => {
      const y = simulateResponse(model, state, stream);
      const { Z, groupOf } = model.terms[0];
      return Array.from(y, (value, row) => {
        const b = state.terms[0].b[groupOf[row]];
        const fit = [0, 1].reduce(
          (sum, k) => sum + model.X[2 * row + k] * state.beta[k] + Z[2 * row + k] * b[k],
          0,
        );
        return (value - fit) / Math.sqrt(state.sigma2);
      });
    });
    expect(errors(residuals.flat(), 0)).toBeLessThan(4);
    expect(
      errors(
        residuals.flat().map((value) => value ** 2),
        1,
      ),
    ).toBeLessThan(4);
    // Half of them within 0.67449, because σ² has mean 1 here.
    expect(
      errors(
        residuals.flat().map((value) => (Math.abs(value) < 0.67449 ? 1 : 0)),
        0.5,
      ),
    ).toBeLessThan(4);
    expect(
      errors(
        residuals.map((r) => r[0] * r[1]),
        0,
      ),
    ).toBeLessThan(4);
  });
});
