// The named variables of a model's draws, and how each is read off a flat state.
import type { Model } from "@lmm-gibbs/core";
import { didYouMean, shown } from "@lmm-gibbs/core/internal";
import { flatLayout } from "./flat-state.ts";

/** One recorded number of a state. */
export interface Variable {
  /** Such as `beta[age]`, `sd_Subject[age]`, `b_Subject[M01,age]`. */
  readonly name: string;
  /** The name's part before the bracket. */
  readonly family: string;
  /** From the flat vector of a state, laid out as in flat-state.ts. */
  readonly read: (flat: Float64Array) => number;
}

const MOST_GROUPS_KEPT = 1000;

/**
 * All variables of a model in display order: β, σ, standard deviations, correlations, σ², D, b.
 *
 * @param model - the model
 * @returns a variable a number
 */
function variablesOf(model: Model): Variable[] {
  const { group, names, levels, diagonal } = model.terms[0];
  const variable = (family: string, index: string, read: (flat: Float64Array) => number): Variable => ({
    name: index === "" ? family : `${family}[${index}]`,
    family,
    read,
  });
  const { sigma2, D, b } = flatLayout(model);
  const q = names.length;
  const element = (s: Float64Array, k: number, l: number): number => s[D + k * q + l];
  const pairs = names.flatMap((_, k) =>
    names.flatMap((__, l) => (l > k && !diagonal ? [[k, l] as const] : [])),
  );
  return [
    ...model.names.map((name, k) => variable("beta", name, (s) => s[k])),
    variable("sigma", "", (s) => Math.sqrt(s[sigma2])),
    ...names.map((name, k) => variable(`sd_${group}`, name, (s) => Math.sqrt(element(s, k, k)))),
    ...pairs.map(([k, l]) =>
      variable(
        `cor_${group}`,
        `${names[k]},${names[l]}`,
        (s) => element(s, k, l) / (Math.sqrt(element(s, k, k)) * Math.sqrt(element(s, l, l))),
      ),
    ),
    variable("sigma2", "", (s) => s[sigma2]),
    ...names.flatMap((name, k) => [
      variable(`D_${group}`, `${name},${name}`, (s) => element(s, k, k)),
      ...pairs
        .filter(([first]) => first === k)
        .map(([, l]) => variable(`D_${group}`, `${name},${names[l]}`, (s) => element(s, k, l))),
    ]),
    ...levels.flatMap((level, i) =>
      names.map((name, k) => variable(`b_${group}`, `${level},${name}`, (s) => s[b + i * q + k])),
    ),
  ];
}

/** Two labels may make one name, as level "a,b" with effect "c" and level "a" with effect "b,c". */
function requireDistinct(variables: readonly Variable[]): void {
  const seen = new Set<string>();
  for (const { name } of variables) {
    if (seen.has(name)) {
      throw new RangeError(
        `two variables of the draws would be called ${shown(name)}; rename a level or a column`,
      );
    }
    seen.add(name);
  }
}

/**
 * The variables to keep.
 *
 * @param model - the model
 * @param keep - names, or families such as "beta", "D_Subject" or "b"; left out: all, b only up to 1,000 groups
 * @param withoutEffects - whether the engine keeps no b
 * @returns the variables in display order
 * @throws {RangeError} on a name that is no variable, or when two variables would have one name
 */
export function keptVariables(
  model: Model,
  keep: readonly string[] | undefined,
  withoutEffects: boolean,
): Variable[] {
  const { group, levels } = model.terms[0];
  const isEffect = ({ family }: Variable): boolean => family === `b_${group}`;
  const every = variablesOf(model);
  requireDistinct(every);
  const all = withoutEffects ? every.filter((variable) => !isEffect(variable)) : every;
  if (keep === undefined) {
    return levels.length <= MOST_GROUPS_KEPT ? all : all.filter((variable) => !isEffect(variable));
  }
  if (!Array.isArray(keep) || keep.length === 0) {
    throw new RangeError(`keep must be a list of at least one variable, got ${shown(keep)}`);
  }
  const families = new Set(all.map(({ family }) => family));
  const familyOf = (name: string): string => (families.has(name) ? name : `${name}_${group}`);
  const names = new Set(all.map(({ name }) => name));
  for (const name of keep as readonly unknown[]) {
    if (typeof name !== "string" || !(names.has(name) || families.has(familyOf(name)))) {
      const candidates = [...families, ...names];
      throw new RangeError(`keep: no variable ${shown(name)}${didYouMean(name, candidates)}`);
    }
  }
  const kept = new Set(keep.flatMap((name) => [name, familyOf(name)]));
  return all.filter(({ name, family }) => kept.has(name) || kept.has(family));
}
