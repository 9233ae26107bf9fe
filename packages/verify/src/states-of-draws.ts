// The states that draws of one chain are, put together from their variables.
import type { Draws, Model, State } from "@lmm-gibbs/core";

/** The variables that a state is made of. */
export function stateVariables(withEffects: boolean): string[] {
  return ["beta", "sigma2", "D", ...(withEffects ? ["b"] : [])];
}

/**
 * The states of the first chain.
 *
 * @param model - the model of the draws
 * @param draws - with β, σ², D and, where `withEffects`, b kept
 * @param withEffects - whether the states have b; without it b is 0
 * @returns one state a draw
 */
export function statesOfDraws(model: Model, draws: Draws, withEffects: boolean): State[] {
  const { group, names, levels, diagonal } = model.terms[0];
  const chain = (variable: string): Float64Array => draws.get(variable)[0];
  const beta = model.names.map((name) => chain(`beta[${name}]`));
  const sigma2 = chain("sigma2");
  const D = names.map((name, k) =>
    names.map((other, l) =>
      diagonal && k !== l ? null : chain(`D_${group}[${k <= l ? `${name},${other}` : `${other},${name}`}]`),
    ),
  );
  const b = levels.map((level) =>
    names.map((name) => (withEffects ? chain(`b_${group}[${level},${name}]`) : null)),
  );
  return Array.from({ length: draws.iterations }, (_, t) => ({
    beta: beta.map((values) => values[t]),
    sigma2: sigma2[t],
    terms: [
      {
        D: D.map((row) => row.map((values) => values?.[t] ?? 0)),
        b: b.map((row) => row.map((values) => values?.[t] ?? 0)),
      },
    ],
  }));
}
