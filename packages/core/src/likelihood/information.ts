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
  const reduced = reducedParameters(model, parameters);
  requireIndependentColumns(model, reduced.data);
  const { data, sigma } = reduced;
  const sums = componentSums(model, reduced, method === "ML" ? reduced.beta : null);
  const s4 = sigma ** 4;
  if (method === "REML") {
    const { inverse, single } = sums;
    const scaled = single.map((T) => inverse.mmul(T));
    const each = (f: (j: number, k: number) => number): number[][] =>
      sums.names.map((_, j) => sums.names.map((__, k) => f(j, k) / (sums.units[j] * sums.units[k])));
    const trace = (j: number, k: number): number =>
      sums.traces.get(j, k) - 2 * sums.double.get(j, k) + Matrix.mul(scaled[j], scaled[k].transpose()).sum();
    const between = sums.cross.transpose().mmul(inverse).mmul(sums.cross);
    return {
      names: sums.names,
      expected: each((j, k) => trace(j, k) / (2 * s4)),
      observed: each(
        (j, k) => -trace(j, k) / (2 * s4) + (sums.squares.get(j, k) - between.get(j, k)) / (s4 * sigma ** 2),
      ),
    };
  }
  const p = data.p;
  const units = [...Array.from(data.xScale, (x) => data.yScale / x), ...sums.units];
  const crossOf = (k: number, j: number): number => sums.cross.get(k, j) / s4;
  const block = (f: (j: number, k: number) => number, cross: (k: number, j: number) => number): number[][] =>
    units.map((unit, row) =>
      units.map((other, column) => {
        const value =
          row < p && column < p
            ? sums.normal.get(row, column) / sigma ** 2
            : row < p
              ? cross(row, column - p)
              : column < p
                ? cross(column, row - p)
                : f(row - p, column - p);
        return value / (unit * other);
      }),
    );
  return {
    names: [...model.names.map((name) => `beta[${name}]`), ...sums.names],
    expected: block(
      (j, k) => sums.traces.get(j, k) / (2 * s4),
      () => 0,
    ),
    observed: block(
      (j, k) => -sums.traces.get(j, k) / (2 * s4) + sums.squares.get(j, k) / (s4 * sigma ** 2),
      crossOf,
    ),
  };
}
