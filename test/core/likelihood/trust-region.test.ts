// The minimiser: where it ends, each step against the conditions of Moré and Sorensen, and how its radius follows the ratios.
import { seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { type Evaluation, minimize } from "../../../packages/core/src/likelihood/trust-region.ts";

/** What a point is minimised from: the quadratic g'x + ½x'Hx, H row-major. */
function quadratic(g: readonly number[], H: readonly number[]) {
  return (x: Float64Array): Evaluation => {
    const Hx = g.map((_, i) => x.reduce((sum, value, j) => sum + H[i * g.length + j] * value, 0));
    return {
      value: x.reduce((sum, value, i) => sum + value * (g[i] + 0.5 * Hx[i]), 0),
      gradient: Float64Array.from(g, (value, i) => value + Hx[i]),
      hessian: Float64Array.from(H),
    };
  };
}

/** The points that a minimisation asks for, in their order. */
function points(
  evaluate: (x: Float64Array) => Evaluation,
  start: readonly number[],
  radius: number,
): number[][] {
  const asked: number[][] = [];
  const recorded = (x: Float64Array): Evaluation => {
    asked.push([...x]);
    return evaluate(x);
  };
  minimize(recorded, Float64Array.from(start), radius);
  return asked;
}

const firstStep = (g: readonly number[], H: readonly number[], radius: number): number[] => {
  const start = g.map(() => 0);
  return points(quadratic(g, H), start, radius)[1] ?? start;
};

const norm = (x: readonly number[]): number => Math.hypot(...x);

describe("ends", () => {
  /** (x² − 1)² + 3y²: a saddle at 0, minima at ±1. */
  const wells = ([x, y]: Float64Array): Evaluation => ({
    value: (x * x - 1) ** 2 + 3 * y * y,
    gradient: Float64Array.of(4 * x * (x * x - 1), 6 * y),
    hessian: Float64Array.of(12 * x * x - 4, 0, 0, 6),
  });

  test("away from a saddle where the gradient is 0", () => {
    const { at, value, converged } = minimize(wells, Float64Array.of(0, 0), 0.5);
    expect(Math.abs(at[0])).toBeCloseTo(1, 12);
    expect(at[1]).toBeCloseTo(0, 12);
    expect([value < 1e-20, converged]).toEqual([true, true]);
  });

  test("at the bottom of Rosenbrock's valley, to rounding", () => {
    const banana = ([x, y]: Float64Array): Evaluation => ({
      value: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
      gradient: Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)),
      hessian: Float64Array.of(1200 * x * x - 400 * y + 2, -400 * x, -400 * x, 200),
    });
    const { at, iterations } = minimize(banana, Float64Array.of(-1.2, 1), 1);
    expect(at[0]).toBeCloseTo(1, 12);
    expect(at[1]).toBeCloseTo(1, 12);
    expect(iterations).toBeLessThan(50);
  });

  test("where the function is finite", () => {
    const log = ([x]: Float64Array): Evaluation => ({
      value: x > 0 ? x - Math.log(x) : NaN,
      gradient: Float64Array.of(1 - 1 / x),
      hessian: Float64Array.of(1 / x ** 2),
    });
    expect(minimize(log, Float64Array.of(50), 100).at[0]).toBeCloseTo(1, 10);
  });

  test("at once where there is nothing to minimise over", () => {
    const start = new Float64Array(0);
    const nothing = { value: 7, gradient: start, hessian: start };
    expect(minimize(() => nothing, start, 1)).toEqual({
      at: start,
      value: 7,
      converged: true,
      iterations: 0,
    });
  });

  test("at once, and not converged, where the function has no value", () => {
    const nowhere = (): Evaluation => ({
      value: NaN,
      gradient: Float64Array.of(NaN, NaN),
      hessian: Float64Array.of(NaN, NaN, NaN, NaN),
    });
    expect(points(nowhere, [1, 2], 1)).toEqual([[1, 2]]);
    expect(minimize(nowhere, Float64Array.of(1, 2), 1)).toMatchObject({ converged: false, iterations: 0 });
  });

  test("at once where it starts in the minimum", () => {
    expect(points(quadratic([0, 0], [2, 1, 1, 2]), [0, 0], 1)).toEqual([[0, 0]]);
    expect(minimize(quadratic([0, 0], [2, 1, 1, 2]), Float64Array.of(0, 0), 1)).toMatchObject({
      converged: true,
      iterations: 0,
    });
  });

  test("where the step is lost in rounding, in every coordinate", () => {
    const sloped = (slopes: readonly number[]) => (): Evaluation => ({
      value: 0,
      gradient: Float64Array.from(slopes),
      hessian: Float64Array.from(slopes.length === 1 ? [1] : [1, 0, 0, 1]),
    });
    // A step of 1 from 2⁵³ rounds back to it; one of −1 does not.
    expect(points(sloped([-1]), [2 ** 53], 10)).toEqual([[2 ** 53]]);
    expect(points(sloped([1]), [2 ** 53], 10)[1]).toEqual([2 ** 53 - 1]);
    expect(points(sloped([-1, -1]), [2 ** 53, 0], 10)[1]).toEqual([2 ** 53, 1]);
  });

  test("not converged after 200 steps along a function without a minimum, each three times as long", () => {
    const line = quadratic([1], [0]);
    const { converged, iterations } = minimize(line, Float64Array.of(0), 1);
    expect([converged, iterations]).toEqual([false, 200]);
    expect(points(line, [0], 1).slice(0, 5)).toEqual([[0], [-1], [-4], [-13], [-40]]);
  });

  test("at full accuracy where values are equal to rounding and the gradient still shrinks", () => {
    const shallow = ([x]: Float64Array): Evaluation => ({
      value: 5 + 1e-9 * (x - 1) ** 4,
      gradient: Float64Array.of(4e-9 * (x - 1) ** 3),
      hessian: Float64Array.of(12e-9 * (x - 1) ** 2),
    });
    const { at, converged } = minimize(shallow, Float64Array.of(2), 1);
    expect(Math.abs(at[0] - 1)).toBeLessThan(1e-14);
    expect(converged).toBe(true);
  });

  test("where a step has no value, even if it promised next to nothing", () => {
    const wall = ([x]: Float64Array): Evaluation => ({
      value: x > 0 ? 5 : NaN,
      gradient: Float64Array.of(x > 0 ? 1e-5 : 0),
      hessian: Float64Array.of(1),
    });
    expect(minimize(wall, Float64Array.of(5e-6), 1)).toMatchObject({ at: Float64Array.of(5e-6), value: 5 });
  });

  test("where values are equal to rounding and the gradient shrinks no more", () => {
    const kink = ([x]: Float64Array): Evaluation => ({
      value: 5,
      gradient: Float64Array.of(x > 0 ? 1e-5 : -1e-5),
      hessian: Float64Array.of(1),
    });
    expect(minimize(kink, Float64Array.of(5e-6), 1)).toMatchObject({ iterations: 0, converged: true });
  });
});

describe("the step", () => {
  test("is Newton's own within the radius", () => {
    expect(firstStep([1, 2], [1, 0, 0, 4], 4)).toEqual([-1, -0.5]);
    expect(firstStep([4], [1], 4)).toEqual([-4]);
  });

  test("leaves a flat direction alone, and what rounding makes of one", () => {
    expect(firstStep([1, 0], [1, 0, 0, 0], 4)).toEqual([-1, 0]);
    expect(firstStep([1, 1e-12], [1, 0, 0, 1e-17], 4)).toEqual([-1, 0]);
    expect(firstStep([100, 1e-8], [100, 0, 0, 1e-12], 4)).toEqual([-1, 0]);
  });

  test("goes along a flat direction that slopes, or that has a curvature of its own", () => {
    expect(Math.abs(firstStep([1, 1e-8], [1, 0, 0, 1e-17], 4)[1])).toBeGreaterThan(3.8);
    expect(firstStep([1, 1e-12], [1, 0, 0, 1e-12], 4)).toEqual([-1, -1]);
  });

  const stream = seededStream("trust-region", 0);
  const cases = Array.from({ length: 100 }, () => {
    const [c, s] = ((angle: number) => [Math.cos(angle), Math.sin(angle)])(6 * stream.uniform());
    const eigenvalues = [4 * stream.normal(), stream.normal()];
    const [a, b] = eigenvalues;
    const off = c * s * (a - b);
    const H = [c * c * a + s * s * b, off, off, s * s * a + c * c * b];
    return {
      H,
      least: Math.min(a, b),
      g: [stream.normal(), stream.normal()],
      radius: 0.1 + stream.uniform(),
    };
  });

  test.each(cases)("minimises the model within the radius", ({ H, least, g, radius }) => {
    const x = firstStep(g, H, radius);
    // (H + μI)x = −g for one μ ≥ −λ_min, which is 0 for a shorter step.
    const left = [0, 1].map((i) => -(g[i] + H[2 * i] * x[0] + H[2 * i + 1] * x[1]));
    const mu = (left[0] * x[0] + left[1] * x[1]) / norm(x) ** 2;
    expect(norm([left[0] - mu * x[0], left[1] - mu * x[1]])).toBeLessThan(1e-8 * (1 + norm(g)));
    expect(norm(x)).toBeLessThan(radius * (1 + 1e-9));
    expect(mu).toBeGreaterThan(Math.max(0, -least) - 1e-8);
    expect(mu * (radius - norm(x))).toBeLessThan(1e-8);
  });

  test.each([
    // The gradient has no part along the negative curvature, a part next to nothing, and one of the other sign.
    { g: [1, 0], along: 1 },
    { g: [1, 1e-13], along: -1 },
    { g: [1, -1e-13], along: 1 },
  ])("in the hard case goes to the radius, downhill: $g", ({ g, along }) => {
    const x = firstStep(g, [1, 0, 0, -1], 2);
    expect(x[0]).toBeCloseTo(-0.5, 10);
    expect(x[1]).toBeCloseTo(along * Math.sqrt(4 - 0.25), 10);
  });

  test("of a function that is flat, or curves down alike everywhere, goes against the gradient", () => {
    expect(firstStep([3, -4], [0, 0, 0, 0], 10)).toEqual([-6, 8]);
    const x = firstStep([3, -4], [-2, 0, 0, -2], 10);
    expect(x[0]).toBeCloseTo(-6, 9);
    expect(x[1]).toBeCloseTo(8, 9);
  });
});

describe("the radius", () => {
  /** Which point follows a first step down a slope of 1, whose value falls by a part of what the step promised. */
  function second(ratio: number, radius: number, length: number): number {
    const curvature = length < radius ? 1 / length : 0;
    const promised = length - 0.5 * curvature * length ** 2;
    const slope = ([x]: Float64Array): Evaluation => ({
      value: x === 0 ? 0 : -ratio * promised,
      gradient: Float64Array.of(1),
      hessian: Float64Array.of(x === 0 ? curvature : 0),
    });
    return points(slope, [0], radius)[2][0];
  }

  test.each([
    [NaN, -0.25],
    [-1, -0.25],
    [1e-4, -0.25],
    [2e-4, -1.25],
    [0.25, -1.25],
    [0.26, -2],
    [0.75, -2],
    [0.76, -4],
    [2, -4],
  ])("after a step to −1 that keeps %s of its promise leads to %s", (ratio, next) => {
    expect(second(ratio, 1, 1)).toBe(next);
  });

  test.each([
    { ratio: 1, radius: 1, length: 0.5, next: -1.5 },
    { ratio: 0.2, radius: 1, length: 0.5, next: -0.625 },
    { ratio: 1, radius: 1, length: 0.8, next: -1.8 },
    { ratio: 1, radius: 1, length: 0.9, next: -3.9 },
    { ratio: 1, radius: 4, length: 2, next: -6 },
  ])("follows the step's own length where that is shorter: $length of $radius", ({ next, ...step }) => {
    expect(second(step.ratio, step.radius, step.length)).toBe(next);
  });
});
