// Minimises a smooth function by Newton steps in a trust region: it leaves saddles, and ends at full accuracy.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A function's value, gradient (m) and Hessian (m × m, row-major) at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Where a minimisation ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  /** Whether no step promises to lower the value by more than rounding. */
  readonly converged: boolean;
  readonly iterations: number;
}

const MOST_ITERATIONS = 200;
/** Below this promised decrease values are too coarse to judge a step; it is judged by the gradient. */
const BELOW_ROUNDING = 1e-9;
const CONVERGED = 1e-8;
const FLAT = 1e-13;
const FLAT_SLOPE = 1e-9;

/**
 * Minimises a function of m numbers.
 *
 * Each step minimises the quadratic model exactly within the radius, by the eigenvectors of the Hessian, so directions of
 * negative curvature lead out of saddles; near the minimum plain Newton steps go on while the gradient shrinks.
 *
 * @param evaluate - the function; a value that is not finite refuses the point
 * @param start - m numbers; none for a function of nothing
 * @param radius - of the first trust region
 * @returns the minimum found, or the start, not converged, where the function has no value there
 * @see Nocedal & Wright 2006, sections 4.1 and 4.3; Moré & Sorensen 1983
 */
export function minimize(
  evaluate: (at: Float64Array) => Evaluation,
  start: Float64Array,
  radius: number,
): Minimum {
  let at = start;
  let current = evaluate(at);
  const isValue = Number.isFinite(current.value);
  if (start.length === 0 || !isValue) return { at, value: current.value, converged: isValue, iterations: 0 };
  let delta = radius;
  let iterations = 0;
  let promised = Infinity;
  for (; iterations < MOST_ITERATIONS; iterations++) {
    const model = quadraticModel(current);
    const { step, decrease } = stepWithin(model, delta);
    promised = decrease;
    if (!(decrease > 0) || step.every((s, k) => at[k] + s === at[k])) break;
    const moved = at.map((x, k) => x + step[k]);
    const next = evaluate(moved);
    if (decrease < BELOW_ROUNDING) {
      if (!(Number.isFinite(next.value) && norm(next.gradient) < norm(current.gradient))) break;
    } else {
      const ratio = (current.value - next.value) / decrease;
      const length = norm(step);
      // Written so that NaN shrinks the region.
      if (!(ratio > 0.25)) delta = length / 4;
      else if (ratio > 0.75 && length > 0.8 * delta) delta *= 3;
      if (!(ratio > 1e-4)) continue;
    }
    at = moved;
    current = next;
  }
  return { at, value: current.value, converged: promised < CONVERGED, iterations };
}

interface QuadraticModel {
  /** Eigenvalues, and the gradient's components along the eigenvectors (the columns of Q). */
  readonly eigenvalues: number[];
  readonly components: number[];
  readonly Q: Matrix;
}

function quadraticModel({ gradient, hessian }: Evaluation): QuadraticModel {
  const m = gradient.length;
  const H = Matrix.from1DArray(m, m, hessian);
  const decomposition = new EigenvalueDecomposition(H.add(H.transpose()).mul(0.5), { assumeSymmetric: true });
  const Q = decomposition.eigenvectorMatrix;
  const components = Q.transpose()
    .mmul(Matrix.columnVector(Array.from(gradient)))
    .to1DArray();
  const eigenvalues = decomposition.realEigenvalues;
  const largest = Math.max(...eigenvalues.map(Math.abs));
  // What rounding leaves of a flat direction is neither curvature nor slope.
  eigenvalues.forEach((value, k) => {
    if (Math.abs(value) > FLAT * largest || Math.abs(components[k]) > FLAT_SLOPE * largest) return;
    eigenvalues[k] = 0;
    components[k] = 0;
  });
  return { eigenvalues, components, Q };
}

/** The step that minimises g's + ½s'Hs over ‖s‖ ≤ radius, and the decrease it promises. */
function stepWithin(model: QuadraticModel, radius: number): { step: Float64Array; decrease: number } {
  const { eigenvalues, components, Q } = model;
  const newton = stepAt(model, 0);
  // Written so that an infinite step is shortened.
  const within = Math.min(...eigenvalues) >= 0 && norm(newton) <= radius;
  const s = within ? newton : stepOfLength(model, radius);
  const decrease = -s.reduce((sum, x, k) => sum + x * (components[k] + 0.5 * eigenvalues[k] * x), 0);
  return { step: Float64Array.from(Q.mmul(Matrix.columnVector(s)).to1DArray()), decrease };
}

/** −(H + μI)⁻¹g, along the eigenvectors. */
function stepAt({ eigenvalues, components }: QuadraticModel, mu: number): number[] {
  return components.map((g, k) => (g === 0 ? 0 : -g / (eigenvalues[k] + mu)));
}

/** The step at the μ > −λ_min that makes it as long as the radius. */
function stepOfLength(model: QuadraticModel, radius: number): number[] {
  const { eigenvalues, components } = model;
  const least = Math.min(...eigenvalues);
  const scale = Math.max(...eigenvalues.map(Math.abs));
  let low = Math.max(0, -least) + 1e-12 * scale;
  const longest = stepAt(model, low);
  const missing = radius ** 2 - norm(longest) ** 2;
  if (missing >= 0) {
    // The hard case: the gradient has next to nothing along the most negative curvature, so that way is gone what is missing.
    const k = eigenvalues.indexOf(least);
    longest[k] = (components[k] > 0 ? -1 : 1) * Math.sqrt(longest[k] ** 2 + missing);
    return longest;
  }
  let high = low + norm(components) / radius;
  for (let halving = 0; halving < 60; halving++) {
    const middle = 0.5 * (low + high);
    if (norm(stepAt(model, middle)) > radius) low = middle;
    else high = middle;
  }
  return stepAt(model, high);
}

function norm(x: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * x[k];
  return Math.sqrt(sum);
}
