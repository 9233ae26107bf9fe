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
 * @param start - m numbers with a finite value; none for a function of nothing
 * @param radius - of the first trust region
 * @returns the minimum found
 * @see Nocedal & Wright 2006, sections 4.1 and 4.3; Moré & Sorensen 1983
 */
export function minimize(
  evaluate: (at: Float64Array) => Evaluation,
  start: Float64Array,
  radius: number,
): Minimum {
  let at = start;
  let current = evaluate(at);
  if (start.length === 0) return { at, value: current.value, converged: true, iterations: 0 };
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
      if (!(norm(next.gradient) < norm(current.gradient))) break;
    } else {
      const ratio = (current.value - next.value) / decrease;
      const length = norm(step);
      // Written so that NaN shrinks the region.
      if (!(ratio > 0.25)) delta = length / 4;
      else if (ratio > 0.75 && length > 0.8 * delta) delta *= 3;
      if (!(ratio > 1e-4)) {
        if (delta < 1e-14 * norm(at)) break;
        continue;
      }
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
  const largest = decomposition.realEigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const eigenvalues = decomposition.realEigenvalues;
  // What rounding leaves of a flat direction is neither curvature nor slope.
  eigenvalues.forEach((value, k) => {
    if (Math.abs(value) > FLAT * largest || Math.abs(components[k]) > FLAT_SLOPE * largest) return;
    eigenvalues[k] = 0;
    components[k] = 0;
  });
  return { eigenvalues, components, Q };
}

/** The step that minimises g's + ½s'Hs over ‖s‖ ≤ radius, and the decrease it promises. */
function stepWithin(
  { eigenvalues, components, Q }: QuadraticModel,
  radius: number,
): { step: Float64Array; decrease: number } {
  const least = Math.min(...eigenvalues);
  const along = (mu: number): number[] =>
    components.map((g, k) => (g === 0 ? 0 : -g / (eigenvalues[k] + mu)));
  let s = along(0);
  // Written so that an infinite step is shortened.
  if (least < 0 || !(norm(s) <= radius)) {
    s = along(shiftFor(eigenvalues, components, radius));
    // The hard case: the gradient has nothing along the most negative curvature, so either way along it will do.
    const short = radius ** 2 - norm(s) ** 2;
    if (least < 0 && short > 1e-3 * radius ** 2) {
      const k = eigenvalues.indexOf(least);
      s[k] += (components[k] > 0 ? -1 : 1) * Math.sqrt(short);
    }
  }
  const decrease = -s.reduce((sum, x, k) => sum + x * (components[k] + 0.5 * eigenvalues[k] * x), 0);
  return { step: Float64Array.from(Q.mmul(Matrix.columnVector(s)).to1DArray()), decrease };
}

/** μ > −λ_min with ‖(H + μI)⁻¹g‖ = radius, or next to −λ_min in the hard case. */
function shiftFor(eigenvalues: readonly number[], components: readonly number[], radius: number): number {
  const least = Math.min(...eigenvalues);
  const scale = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const length = (mu: number): number =>
    Math.sqrt(components.reduce((sum, g, k) => sum + (g === 0 ? 0 : (g / (eigenvalues[k] + mu)) ** 2), 0));
  let low = Math.max(0, -least) + 1e-12 * scale;
  let high = low + norm(components) / radius + scale * 1e-12;
  if (length(low) <= radius) return low;
  for (let i = 0; i < 100 && high - low > 1e-10 * high; i++) {
    const middle = 0.5 * (low + high);
    if (length(middle) > radius) low = middle;
    else high = middle;
  }
  return high;
}

function norm(x: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * x[k];
  return Math.sqrt(sum);
}
