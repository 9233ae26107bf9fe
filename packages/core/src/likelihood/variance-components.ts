// The sums over groups that information matrices and Satterthwaite's degrees of freedom are made of.
//
// V_i = σ²I + Z_iDZ_i' is linear in α = (σ², elements of D); V_j = ∂V/∂α_j. All in relative units, V = σ²M, σ² = 1.
import { inverse, Matrix } from "ml-matrix";
import type { Model } from "../model.ts";
import { lowerTriangle } from "./criterion-derivatives.ts";
import type { ReducedParameters } from "./parameters.ts";
import { reducedGls } from "./reduced-gls.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** Sums for α_j and α_k, j, k = 1..m, σ² first. */
export interface ComponentSums {
  /** `sigma2`, `D_Subject[age,age]`, …: the rows of D's lower triangle. */
  readonly names: string[];
  /** What one scaled unit of each α_j is in the user's unit. */
  readonly units: number[];
  /** m × m: tr(V⁻¹V_jV⁻¹V_k). */
  readonly traces: Matrix;
  /** m × m: e'V⁻¹V_jV⁻¹V_kV⁻¹e. */
  readonly squares: Matrix;
  /** p × m: X'V⁻¹V_jV⁻¹e. */
  readonly cross: Matrix;
  /** m of p × p: T_j = X'V⁻¹V_jV⁻¹X. */
  readonly single: Matrix[];
  /** m × m: tr(A⁻¹ X'V⁻¹V_jV⁻¹V_kV⁻¹X), A = X'V⁻¹X. */
  readonly double: Matrix;
  /** p × p: A. */
  readonly normal: Matrix;
  /** p × p: A⁻¹. */
  readonly inverse: Matrix;
}

/** The names of σ² and the elements of D that a model has, and the coordinates of the latter. */
export function componentNames({ terms }: Model): { names: string[]; pairs: (readonly [number, number])[] } {
  const { group, names, diagonal } = terms[0];
  const pairs = lowerTriangle(names.length).filter(([a, b]) => a === b || !diagonal);
  return { names: ["sigma2", ...pairs.map(([a, b]) => `D_${group}[${names[b]},${names[a]}]`)], pairs };
}

/**
 * The sums at checked parameters.
 *
 * @param model - the model
 * @param reduced - its parameters
 * @param beta - p, at which e = y − Xβ; null for the GLS estimate
 * @returns the sums in scaled relative units
 * @see Harville 1977; Searle, Casella & McCulloch 1992, section 6.6
 */
export function componentSums(
  model: Model,
  { data, L }: Pick<ReducedParameters, "data" | "L">,
  beta: ArrayLike<number> | null,
): ComponentSums {
  const { J, p, q, N, Bc, R, patternOf, patterns, within, withinRank, xScale, zScale, yScale, shift } = data;
  const whitened = whitenedGroups(data, L);
  const { RX, delta: fitted } = reducedGls(data, whitened);
  const delta =
    beta === null ? fitted : Float64Array.from(xScale, (x, k) => ((beta[k] - shift[k]) * x) / yScale);
  const { names, pairs } = componentNames(model);
  const m = names.length;
  const square = (from: Float64Array, pattern: number): Matrix =>
    Matrix.from1DArray(q, q, from.subarray(pattern * q * q, (pattern + 1) * q * q));

  const count = new Float64Array(patterns);
  for (const pattern of patternOf) count[pattern]++;
  const factors = Array.from({ length: patterns }, (_, pattern) => {
    const K = square(whitened.K, pattern);
    const KR = K.mmul(square(R, pattern));
    const parts = [
      K.mmul(K.transpose()),
      ...pairs.map(([a, b]) => {
        const [left, right] = [KR.getColumnVector(a), KR.getColumnVector(b)];
        const product = left.mmul(right.transpose());
        return a === b ? product : product.add(right.mmul(left.transpose()));
      }),
    ];
    return { K, parts };
  });

  const traces = Matrix.zeros(m, m);
  const squares = Matrix.zeros(m, m);
  const cross = Matrix.zeros(p, m);
  const single = names.map(() => Matrix.zeros(p, p));
  const double = Matrix.zeros(m, m);
  const factor = Matrix.from1DArray(p, p, RX);
  const inverseRX = inverse(factor);
  factors.forEach(({ parts }, pattern) => {
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < m; k++) {
        add(traces, j, k, count[pattern] * Matrix.mul(parts[j], parts[k]).sum());
      }
    }
  });
  // R_i has q rows whatever n_i: those that are zeros counted 1 each, and σ² counts N.
  add(traces, 0, 0, N - J * q);
  for (let i = 0; i < J; i++) {
    const { K, parts } = factors[patternOf[i]];
    const rows = Matrix.from1DArray(q, p + 1, Bc.subarray(i * q * (p + 1), (i + 1) * q * (p + 1)));
    const B = K.mmul(rows.subMatrix(0, q - 1, 0, p - 1));
    const e = K.mmul(residuals(rows, delta));
    const whitenedX = B.mmul(inverseRX);
    const Ve = parts.map((part) => part.mmul(e));
    const VX = parts.map((part) => part.mmul(whitenedX));
    for (let j = 0; j < m; j++) {
      single[j].add(B.transpose().mmul(parts[j]).mmul(B));
      for (let r = 0; r < q; r++) {
        for (let k = 0; k < p; k++) add(cross, k, j, B.get(r, k) * Ve[j].get(r, 0));
      }
      for (let k = 0; k < m; k++) {
        add(squares, j, k, Matrix.mul(Ve[j], Ve[k]).sum());
        add(double, j, k, Matrix.mul(VX[j], VX[k]).sum());
      }
    }
  }
  if (withinRank > 0) {
    const rows = Matrix.from1DArray(withinRank, p + 1, within.subarray(0, withinRank * (p + 1)));
    const X = rows.subMatrix(0, withinRank - 1, 0, p - 1);
    const e = residuals(rows, delta);
    const Xe = X.transpose().mmul(e);
    single[0].add(X.transpose().mmul(X));
    for (let k = 0; k < p; k++) add(cross, k, 0, Xe.get(k, 0));
    add(squares, 0, 0, e.norm("frobenius") ** 2);
    add(double, 0, 0, X.mmul(inverseRX).norm("frobenius") ** 2);
  }
  const units = [yScale ** 2, ...pairs.map(([a, b]) => (yScale / zScale[a]) * (yScale / zScale[b]))];
  return {
    names,
    units,
    traces,
    squares,
    cross,
    single,
    double,
    normal: factor.transpose().mmul(factor),
    inverse: inverseRX.mmul(inverseRX.transpose()),
  };
}

function add(A: Matrix, i: number, j: number, value: number): void {
  A.set(i, j, A.get(i, j) + value);
}

/** The last column less the others times δ. */
function residuals(rows: Matrix, delta: Float64Array): Matrix {
  const p = delta.length;
  return rows
    .getColumnVector(p)
    .sub(rows.subMatrix(0, rows.rows - 1, 0, p - 1).mmul(Matrix.columnVector(Array.from(delta))));
}
