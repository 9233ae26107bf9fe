// The numbers of a state, and of the data with it, by which samplers are judged.
import { logMarginal, type Model, type State } from "@lmm-gibbs/core";
import { recordOf } from "@lmm-gibbs/core/internal";
import { Matrix } from "ml-matrix";
import { inverted } from "./natural-law.ts";
import { fittedValues } from "./prior-draws.ts";

/** A number of a state and of the model whose response it was drawn with. */
export type Quantity = (state: State, model: Model) => number;

/** A quantity by name. */
export interface NamedQuantity {
  readonly name: string;
  readonly of: Quantity;
}

const named = (name: string, of: Quantity): NamedQuantity => ({ name, of });

/** Pairs k < l of random effects, or none when D is diagonal. */
function pairsOf({ terms: [{ names, diagonal }] }: Model): [number, number][] {
  return diagonal
    ? []
    : names.flatMap((_, k) => names.slice(k + 1).map((__, l): [number, number] => [k, k + 1 + l]));
}

const correlation =
  (k: number, l: number): Quantity =>
  ({ terms: [{ D }] }) =>
    D[k][l] / Math.sqrt(D[k][k] * D[l][l]);

/** ‖y − Xβ − Zb‖². */
function residualSumOfSquares(state: State, model: Model): number {
  const fitted = fittedValues(model, state);
  return fitted.reduce((sum, fit, row) => sum + (model.y[row] - fit) ** 2, 0);
}

/**
 * What ranks are taken of: every parameter, the random effects of the first group, and the log likelihood, which sees a
 * sampler that ignores the data.
 *
 * @param model - the model
 * @param withEffects - whether states have b; without it the log likelihood has b integrated out
 * @returns the quantities, named as variables of draws
 * @see Modrák et al. 2023, on quantities that depend on the data
 */
export function rankedQuantities(model: Model, withEffects: boolean): NamedQuantity[] {
  const { group, names, levels } = model.terms[0];
  return [
    ...model.names.map((name, k) => named(`beta[${name}]`, ({ beta }) => beta[k])),
    named("sigma2", ({ sigma2 }) => sigma2),
    ...names.map((name, k) => named(`D_${group}[${name},${name}]`, ({ terms }) => terms[0].D[k][k])),
    ...pairsOf(model).map(([k, l]) => named(`cor_${group}[${names[k]},${names[l]}]`, correlation(k, l))),
    ...(withEffects
      ? names.map((name, k) => named(`b_${group}[${levels[0]},${name}]`, ({ terms }) => terms[0].b[0][k]))
      : []),
    named(
      "log likelihood",
      withEffects
        ? (state, of) =>
            -0.5 * (of.rows * Math.log(state.sigma2) + residualSumOfSquares(state, of) / state.sigma2)
        : (state, of) => logMarginal(of, state),
    ),
  ];
}

/**
 * What expectations are taken of: parameters on scales where they have moments whatever the prior (log variances,
 * correlations, Zellner's β in units of σ), and RSS/σ² and Σb_i'D⁻¹b_i, which are χ² in the joint law.
 *
 * @param model - the model
 * @param withEffects - whether states have b
 * @returns the quantities
 */
export function averagedQuantities(model: Model, withEffects: boolean): NamedQuantity[] {
  const { group, names } = model.terms[0];
  const isZellner = model.priors.beta.kind === "zellner";
  const logVariance =
    (k: number): Quantity =>
    ({ terms }) =>
      Math.log(terms[0].D[k][k]);
  return [
    ...model.names.map((name, k) =>
      isZellner
        ? named(`beta[${name}]/sigma`, ({ beta, sigma2 }) => beta[k] / Math.sqrt(sigma2))
        : named(`beta[${name}]`, ({ beta }) => beta[k]),
    ),
    named("log sigma2", ({ sigma2 }) => Math.log(sigma2)),
    ...names.map((name, k) => named(`log D_${group}[${name},${name}]`, logVariance(k))),
    ...pairsOf(model).map(([k, l]) => named(`cor_${group}[${names[k]},${names[l]}]`, correlation(k, l))),
    ...names.map((name, k) =>
      named(
        `log sigma2 · log D_${group}[${name},${name}]`,
        (state, of) => Math.log(state.sigma2) * logVariance(k)(state, of),
      ),
    ),
    ...(withEffects
      ? [
          named("RSS/sigma2", (state, of) => residualSumOfSquares(state, of) / state.sigma2),
          named("Σ b_i'D⁻¹b_i", ({ terms: [{ b, D }] }) => {
            const stack = new Matrix(b);
            return Matrix.mul(stack.transpose().mmul(stack), inverted(D).inverse).sum();
          }),
        ]
      : []),
  ];
}

/**
 * A user's quantities, checked.
 *
 * @param given - functions by name
 * @param ours - the names that are taken
 * @returns the quantities
 * @throws {TypeError} when one is no function; {RangeError} when its name is one of ours
 */
export function ownQuantities(
  given: Readonly<Record<string, Quantity>> | undefined,
  ours: readonly NamedQuantity[],
): NamedQuantity[] {
  if (given === undefined) return [];
  return Object.entries(recordOf(given, undefined, "quantities")).map(([name, of]) => {
    if (typeof of !== "function")
      throw new TypeError(`quantities: "${name}" must be a function of (state, model)`);
    if (ours.some((one) => one.name === name)) throw new RangeError(`quantities: "${name}" is there already`);
    return named(name, of);
  });
}

/** The value of a quantity. @throws {RangeError} when it is no finite number */
export function valueOf({ name, of }: NamedQuantity, state: State, model: Model): number {
  const value = of(state, model);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new RangeError(`the quantity "${name}" is ${String(value)} at a state; it must be a finite number`);
}
