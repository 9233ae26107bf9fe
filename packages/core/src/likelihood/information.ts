// The expected and the observed information of a likelihood.
import { Matrix } from "ml-matrix";
import { recordOf } from "../arguments.ts";
import type { Model } from "../model.ts";
import { type Method, methodOf } from "./estimate.ts";
import { requireIndependentColumns } from "./identified.ts";
import { type ModelParameters, reducedParameters } from "./parameters.ts";
import { componentSums } from "./variance-components.ts";

/** Information matrices, rows and columns in the order of `names`. */
export interface Information {
  /** For ML β, σ² and the elements of D; for REML the latter two, as `beta[age]`, `sigma2`, `D_Subject[age,age]`. */
  readonly names: string[];
  /** −E ∂²ℓ: block-diagonal in β and (σ², D). */
  readonly expected: number[][];
  /** −∂²ℓ. */
  readonly observed: number[][];
}

/**
 * The information about β, σ² and the elements of D in the marginal log likelihood, or about σ² and D in the restricted.
 *
 * With V_j = ∂V/∂α_j, expected ½tr(V⁻¹V_jV⁻¹V_k), observed −½tr(V⁻¹V_jV⁻¹V_k) + e'V⁻¹V_jV⁻¹V_kV⁻¹e, and
 * X'V⁻¹V_jV⁻¹e between β and α_j; for REML P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹ takes the place of V⁻¹. An off-diagonal
 * element of D counts once.
 *
 * @param model - the model
 * @param parameters - an estimate, a state or `{ beta, sigma2, D }`; β left out, or for REML: its GLS estimate
 * @param options - `method`: "ML" (default), "REML"
 * @returns the matrices, in the units of the parameters
 * @throws {RangeError} when the parameters do not fit the model, or its fixed effects depend on one another
 * @see Harville 1977; Searle, Casella & McCulloch 1992, section 6.6
 */
export function information(
  model: Model,
  parameters: ModelParameters,
  options: { method?: Method } = {},
): Information {
  const method = methodOf(recordOf(options, ["method"], "information's options").method, "ML");
  const { names, units, expected, observed } = scaledInformation(model, parameters, method);
  const inUnits = (matrix: number[][]): number[][] =>
    matrix.map((row, j) => row.map((value, k) => value / (units[j] * units[k])));
  return { names, expected: inUnits(expected), observed: inUnits(observed) };
}

/** Information in the units of the reduced data, in which no response is large or small. */
export interface ScaledInformation extends Information {
  /** What one scaled unit of each parameter is in the user's. */
  readonly units: number[];
}

/** The information of `information` in scaled units. */
export function scaledInformation(
  model: Model,
  parameters: ModelParameters,
  method: Method,
): ScaledInformation {
  const reduced = reducedParameters(model, parameters);
  requireIndependentColumns(model, reduced.data);
  const { data, sigma } = reduced;
  const sums = componentSums(model, reduced, method === "ML" ? reduced.beta : null);
  const { names, traces, squares, cross, single, double, normal, inverse } = sums;
  const [s2, s4, s6] = [sigma ** 2, sigma ** 4, sigma ** 6];
  const all = names.map((_, j) => j);
  const each = (f: (j: number, k: number) => number): number[][] => all.map((j) => all.map((k) => f(j, k)));
  if (method === "REML") {
    const scaled = single.map((T) => inverse.mmul(T));
    const between = cross.transpose().mmul(inverse).mmul(cross);
    const trace = (j: number, k: number): number =>
      traces.get(j, k) - 2 * double.get(j, k) + Matrix.mul(scaled[j], scaled[k].transpose()).sum();
    return {
      names,
      units: sums.units,
      expected: each((j, k) => trace(j, k) / (2 * s4)),
      observed: each((j, k) => -trace(j, k) / (2 * s4) + (squares.get(j, k) - between.get(j, k)) / s6),
    };
  }
  const p = data.p;
  const block = (beside: Matrix, components: number[][]): number[][] => {
    const matrix = Matrix.zeros(p + names.length, p + names.length);
    matrix.setSubMatrix(Matrix.mul(normal, 1 / s2), 0, 0);
    matrix.setSubMatrix(beside, 0, p);
    matrix.setSubMatrix(beside.transpose(), p, 0);
    matrix.setSubMatrix(components, p, p);
    return matrix.to2DArray();
  };
  return {
    names: [...model.names.map((name) => `beta[${name}]`), ...names],
    units: [...Array.from(data.xScale, (x) => data.yScale / x), ...sums.units],
    expected: block(
      Matrix.zeros(p, names.length),
      each((j, k) => traces.get(j, k) / (2 * s4)),
    ),
    observed: block(
      Matrix.mul(cross, 1 / s4),
      each((j, k) => -traces.get(j, k) / (2 * s4) + squares.get(j, k) / s6),
    ),
  };
}
