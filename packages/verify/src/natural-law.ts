// The three families that full conditionals belong to, by their parameters, with log densities up to a constant.
//
// Unlike the laws of core these are defined for parameters that no law has (a negative shape, an indefinite precision), so
// that a wrong derivation can be evaluated as it was written.
import { choleskyFactor, invertFactored } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";

/** A value of a block: σ², a vector, or a matrix. */
export type Value = number | number[] | number[][];

/** A log density up to a constant. */
export type LogDensity = (x: Value) => number;

/** N(P⁻¹h, P⁻¹), by precision P and precisionMean h (a column). */
export interface NaturalNormal {
  readonly family: "normal";
  readonly precision: Matrix;
  readonly precisionMean: Matrix;
}

/** Independent IG(shape, scale), one a component. */
export interface NaturalInverseGamma {
  readonly family: "inverse-gamma";
  readonly shape: number[];
  readonly scale: number[];
}

/** IW(df, scale). */
export interface NaturalInverseWishart {
  readonly family: "inverse-wishart";
  readonly df: number;
  readonly scale: Matrix;
}

/** A law of one of the three families. */
export type NaturalLaw = NaturalNormal | NaturalInverseGamma | NaturalInverseWishart;

/** The positive numbers of a value: itself, the elements of a vector, the diagonal of a matrix. */
export function componentsOf(x: Value): number[] {
  if (typeof x === "number") return [x];
  return x.map((element, k) => (typeof element === "number" ? element : element[k]));
}

/** The log density of a law up to a constant: quadratic; linear in log x and 1/x; linear in log|D| and D⁻¹. */
export function logDensityOf(law: NaturalLaw): LogDensity {
  if (law.family === "normal") {
    return (x) => {
      const column = Matrix.columnVector(x as number[]);
      const quadratic = column.transpose().mmul(law.precision).mmul(column).get(0, 0);
      return law.precisionMean.transpose().mmul(column).get(0, 0) - quadratic / 2;
    };
  }
  if (law.family === "inverse-gamma") {
    return (x) =>
      componentsOf(x).reduce(
        (sum, one, k) => sum - (law.shape[k] + 1) * Math.log(one) - law.scale[k] / one,
        0,
      );
  }
  return (x) => {
    const { logDeterminant, inverse } = inverted(x as number[][]);
    const trace = Matrix.mul(law.scale, inverse).sum();
    return (-(law.df + law.scale.rows + 1) * logDeterminant - trace) / 2;
  };
}

/** log|D| and D⁻¹ of a positive definite D. */
export function inverted(D: number[][]): { logDeterminant: number; inverse: Matrix } {
  const L = choleskyFactor(new Matrix(D));
  const logDeterminant = 2 * L.diagonal().reduce((sum, l) => sum + Math.log(l), 0);
  return { logDeterminant, inverse: invertFactored(L) };
}
