// The scalar parameters of a model by the names they have in draws: β, σ, standard deviations, correlations, variances.
import { shown } from "../arguments.ts";
import { didYouMean } from "../did-you-mean.ts";
import { type Model, requireModel } from "../model.ts";

/** One scalar parameter; `isSquared` marks a variance, the square of a standard deviation. */
export type ScalarParameter =
  | { readonly kind: "beta"; readonly k: number; readonly isSquared: false }
  | { readonly kind: "sigma"; readonly isSquared: boolean }
  | { readonly kind: "sd"; readonly k: number; readonly isSquared: boolean }
  | { readonly kind: "cor"; readonly k: number; readonly l: number; readonly isSquared: false };

/**
 * The parameter of a name such as `beta[age]`, `sigma`, `sd_Subject[age]`, `cor_Subject[(Intercept),age]`, `sigma2` or
 * `D_Subject[age,age]`.
 *
 * @param model - the model
 * @param name - the name
 * @returns which parameter it is
 * @throws {RangeError} when the model has no such parameter, with a suggestion
 */
export function scalarParameter(model: Model, name: string): ScalarParameter {
  requireModel(model);
  const { group, names, diagonal } = model.terms[0];
  const known = new Map<string, ScalarParameter>();
  model.names.forEach((coefficient, k) => {
    known.set(`beta[${coefficient}]`, { kind: "beta", k, isSquared: false });
  });
  known.set("sigma", { kind: "sigma", isSquared: false });
  names.forEach((effect, k) => known.set(`sd_${group}[${effect}]`, { kind: "sd", k, isSquared: false }));
  names.forEach((effect, k) => {
    names.forEach((other, l) => {
      if (k !== l && !diagonal) {
        known.set(`cor_${group}[${effect},${other}]`, { kind: "cor", k, l, isSquared: false });
      }
    });
  });
  known.set("sigma2", { kind: "sigma", isSquared: true });
  names.forEach((effect, k) =>
    known.set(`D_${group}[${effect},${effect}]`, { kind: "sd", k, isSquared: true }),
  );
  const found = known.get(name);
  if (found !== undefined) return found;
  const list = known.size <= 12 ? ` (${[...known.keys()].join(", ")})` : "";
  throw new RangeError(
    `the model has no parameter ${shown(name)}${list}${typeof name === "string" ? didYouMean(name, known.keys()) : ""}`,
  );
}
