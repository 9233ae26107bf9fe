// Reads β, σ² and D of every draw back from named variables.
import { shown } from "../arguments.ts";
import { type Draws, requireDraws } from "../draws/draws.ts";
import { reading } from "../reading.ts";
import type { Model } from "../model.ts";
import type { ModelParameters } from "./parameters.ts";

/** Whether somebody passed draws rather than parameters. */
export function isDraws(source: ModelParameters | Draws): source is Draws {
  return reading(
    () => "the parameters or draws",
    () => typeof (source as Partial<Draws> | null)?.get === "function",
  );
}

/** The draws of β, σ² and D. */
export interface ParameterDraws {
  readonly chains: number;
  readonly iterations: number;
  /** The parameters of one draw. */
  readonly at: (
    chain: number,
    iteration: number,
  ) => Required<Pick<ModelParameters, "sigma2" | "D">> & { beta: number[] };
}

/**
 * The parameters of every draw of a model.
 *
 * @param model - the model the draws are of
 * @param draws - draws with β, σ² and D among their variables
 * @returns their parameters, read when asked for
 * @throws {RangeError} when there are no draws, or a variable was not kept
 */
export function parameterDraws(model: Model, draws: Draws): ParameterDraws {
  requireDraws(draws);
  if (draws.chains === 0 || draws.iterations === 0) throw new RangeError("there are no draws");
  const { group, names: effects, diagonal } = model.terms[0];
  const known = new Set(draws.variables);
  const column = (name: string): Float64Array[] => {
    if (known.has(name)) return draws.get(name);
    throw new RangeError(
      `the draws have no variable ${shown(name)}: they are of another model, or keep left it out; beta, sigma2 and D are needed`,
    );
  };
  const beta = model.names.map((name) => column(`beta[${name}]`));
  const sigma2 = column("sigma2");
  const D = effects.map((name, k) =>
    effects.slice(0, k + 1).map((other, l) => {
      if (diagonal && k !== l) return null;
      return column(`D_${group}[${other},${name}]`);
    }),
  );
  return {
    chains: draws.chains,
    iterations: draws.iterations,
    at: (chain, t) => ({
      beta: beta.map((column_) => column_[chain][t]),
      sigma2: sigma2[chain][t],
      D: effects.map((_, k) => effects.map((__, l) => D[Math.max(k, l)][Math.min(k, l)]?.[chain][t] ?? 0)),
    }),
  };
}

/** Calls a function with the parameters of every draw, chain after chain. */
export function eachDraw(
  { chains, iterations, at }: ParameterDraws,
  visit: (parameters: ReturnType<ParameterDraws["at"]>) => void,
): void {
  for (let chain = 0; chain < chains; chain++) {
    for (let t = 0; t < iterations; t++) visit(at(chain, t));
  }
}
