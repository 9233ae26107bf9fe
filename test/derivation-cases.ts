// Every block with every prior it depends on, its derivation in a notation, and the law that the derivation must be.
import {
  groupsOf,
  halfT,
  inverseGamma,
  inverseWishart,
  type Model,
  type PriorsWritten,
  type State,
} from "@lmm-gibbs/core";
import {
  conditionals,
  type Conditionals,
  type Derivation,
  type Expression,
  type NotationName,
  type Derived,
  seededStream,
} from "@lmm-gibbs/samplers";
import { determinant, Matrix } from "ml-matrix";
import type { At, Scope } from "./compute-expression.ts";
import { centering, scopeOf } from "./derivation-symbols.ts";
import { betaPriors, variancePriors } from "./every-prior.ts";
import { randomModel, randomState } from "./random-model.ts";

/** Ours and those of the five courses. */
export const NOTATIONS: NotationName[] = ["here", "A", "B", "C", "D", "E"];
/** Rows of each group, and the group whose random effects are looked at. */
const SIZES = [1, 2, 5, 4];
export const GROUP = 3;

const scale = [
  [2, 0.3],
  [0.3, 1],
];
const covariancePriors = {
  "inverse-Wishart": { diagonal: false, D: inverseWishart({ df: 4, scale }) },
  "half-t": { diagonal: false, D: halfT({ df: 5, scale: [1.5, 0.7] }) },
  "diagonal inverse-gamma": {
    diagonal: true,
    D: [inverseGamma({ shape: 2, scale: 3 }), inverseGamma({ shape: 1.5, scale: 0.5 })],
  },
  "diagonal half-t": { diagonal: true, D: [halfT({ df: 4, scale: 1 }), halfT({ df: 3, scale: 0.8 })] },
  "diagonal inverse-gamma and half-t": {
    diagonal: true,
    D: [inverseGamma({ shape: 2, scale: 3 }), halfT({ df: 3, scale: 0.8 })],
  },
};

type BlockOf = keyof Conditionals;

/** A block of a model with given priors, and what its ν is. */
export interface Case {
  title: string;
  block: BlockOf;
  priors: PriorsWritten;
  diagonal?: boolean;
  effects?: 1;
  fixed?: 2;
  /** The columns that a centered update centers, of those of Z; default all. */
  centered?: number[];
  nu?: number;
}

/** Every block with every prior it depends on. */
export const cases: Case[] = [];
for (const [name, beta] of Object.entries(betaPriors)) {
  for (const block of ["beta", "betaMarginal", "betaCentered"] as const) {
    cases.push({ title: `${block}, β ${name}`, block, priors: { beta } });
  }
}
for (const [which, part] of [
  ["all", { fixed: 2 }],
  ["one of two", { centered: [1] }],
  ["nothing", { centered: [] }],
] as const) {
  const block = "betaCentered";
  cases.push({
    title: `${block}, ${which} centered`,
    block,
    priors: {},
    ...part,
    centered: [...(part.centered ?? [0, 1])],
  });
}
for (const [name, sigma2] of Object.entries(variancePriors)) {
  cases.push({ title: `sigma2, σ² ${name}`, block: "sigma2", priors: { sigma2 }, nu: 3 });
  const priors = { sigma2, beta: betaPriors.zellner };
  cases.push({ title: `sigma2, σ² ${name}, β zellner`, block: "sigma2", priors, nu: 3 });
}
for (const [name, { diagonal, D }] of Object.entries(covariancePriors)) {
  const nu = name === "inverse-Wishart" ? 4 : 5;
  cases.push({ title: `D ${name}`, block: "D", priors: { D }, diagonal, nu });
  cases.push({ title: `b, D ${name}`, block: "b", priors: { D }, diagonal, nu });
  if (name.includes("half-t")) {
    cases.push({ title: `auxiliary, D ${name}`, block: "auxiliary", priors: { D }, diagonal, nu });
  }
}
cases.push({
  title: "sigma2Auxiliary",
  block: "sigma2Auxiliary",
  priors: { sigma2: variancePriors["half-t"] },
  nu: 3,
});
for (const [name, D] of [
  ["inverse-Wishart", inverseWishart({ df: 4, scale: 2 })],
  ["half-t", halfT({ df: 4, scale: 2 })],
] as const) {
  cases.push({ title: `D of one random effect, ${name}`, block: "D", priors: { D }, effects: 1, nu: 4 });
}

const term = (s: State, part: Partial<State["terms"][0]>): State => ({
  ...s,
  terms: [{ ...s.terms[0], ...part }],
});

/** The state with the block at another state's value, and that value. */
function moved(block: BlockOf, s: State, other: State): State {
  switch (block) {
    case "b":
      return term(s, { b: s.terms[0].b.map((row, i) => (i === GROUP ? other.terms[0].b[i] : row)) });
    case "sigma2":
      return { ...s, sigma2: other.sigma2 };
    case "D":
      return term(s, { D: other.terms[0].D });
    case "auxiliary":
      return term(s, { auxiliary: other.terms[0].auxiliary! });
    case "sigma2Auxiliary":
      return { ...s, auxiliary: other.auxiliary! };
    default:
      return { ...s, beta: other.beta };
  }
}

/** The law of a block, with the log density that it gives a state's value of the block. */
function lawOf(block: BlockOf, laws: Conditionals, s: State): { law: Derived; log: (at: State) => number } {
  switch (block) {
    case "b": {
      const law = laws.b(s, GROUP);
      return { law, log: ({ terms }) => law.logDensity(terms[0].b[GROUP]) };
    }
    case "sigma2": {
      const law = laws.sigma2(s);
      return { law, log: ({ sigma2 }) => law.logDensity(sigma2) };
    }
    case "D": {
      const law = laws.D(s);
      return { law, log: ({ terms }) => law.logDensity(terms[0].D) };
    }
    case "auxiliary": {
      const law = laws.auxiliary(s);
      return { law, log: ({ terms }) => law.logDensity(terms[0].auxiliary!) };
    }
    case "sigma2Auxiliary": {
      const law = laws.sigma2Auxiliary(s);
      return { law, log: ({ auxiliary }) => law.logDensity(auxiliary!) };
    }
    default: {
      const law = laws[block](s);
      return { law, log: ({ beta }) => law.logDensity(beta) };
    }
  }
}

/** A derivation, and what it is held to. */
export interface Setting {
  law: Derived;
  derivation: Derivation;
  model: Model;
  base: State;
  next: State;
  /** The law's own log density at a state's value of the block, with the Jacobian of what the derivation speaks of. */
  log: (at: State) => number;
  /** What symbols are at a state; η, which a centered update holds, stays that of `base`. */
  scopeAt: (s: State) => Scope;
  at: At;
  byColumn: boolean;
}

const settings = new Map<string, Setting>();

/** A case in a notation, at a random state. */
export function settingOf(one: Case, notation: NotationName): Setting {
  const key = `${notation} ${one.title}`;
  const known = settings.get(key) ?? newSetting(one, notation);
  settings.set(key, known);
  return known;
}

function newSetting(one: Case, notation: NotationName): Setting {
  const { block, priors, diagonal, effects, fixed, nu } = one;
  const model = randomModel(seededStream(7, 0), priors, {
    diagonal: diagonal ?? false,
    effects: effects ?? 2,
    fixed: fixed ?? 3,
    sizes: SIZES,
  });
  const stream = seededStream(20261121, 1);
  const base = randomState(stream, model);
  const next = moved(block, base, randomState(stream, model));
  const centered = one.centered ?? model.terms[0].names.map((_, k) => k);
  const wanted = Object.fromEntries(model.terms[0].names.map((name, k) => [name, centered.includes(k)]));
  const { law, log } = lawOf(block, conditionals(model, { centering: wanted }), base);
  const derivation = law.derivation({ notation });
  const eta = etaOf(model, base, centered);
  const prior = model.priors.D[0];
  const columns = base.terms[0].D.flatMap((_, k) =>
    block === "auxiliary" && prior.kind === "diagonal" && prior.columns[k].kind !== "half-t" ? [] : [k],
  );
  return {
    law,
    derivation,
    model,
    base,
    next,
    log: (s) => log(s) + logJacobian(derivation.unknown, s),
    scopeAt: (s) => ({
      ...scopeOf(notation, model, s, eta, nu ?? NaN, columns, centered),
      lines: derivation.steps.flatMap(({ kind, lines }) => (kind === "model" ? lines : [])),
      distances: [],
    }),
    // Where a course stacks all rows there is no group.
    at: {
      group: notation === "D" && ["beta", "betaMarginal", "sigma2"].includes(block) ? -1 : GROUP,
      column: columns[0],
    },
    byColumn: block === "auxiliary" || (block === "D" && prior.kind === "diagonal"),
  };
}

/** What a density of the precision, where a derivation speaks of it, has over that of the variance. */
export function logJacobian(unknown: Expression, { sigma2, terms }: State): number {
  const [{ D }] = terms;
  const isPrecision = unknown.kind === "inverse";
  const isDiagonal = D.every((row, k) => row.every((value, l) => k === l || value === 0));
  if (isPrecision) return (isDiagonal ? 2 : D.length + 1) * Math.log(determinant(new Matrix(D)));
  return unknown.kind === "symbol" && unknown.latex === "\\phi" ? 2 * Math.log(sigma2) : 0;
}

/** η_i = U_iβ + b_i. */
function etaOf(model: Model, { beta, terms }: State, centered: readonly number[]): Matrix[] {
  return groupsOf(model).map(({ X, Z }, i) =>
    centering(new Matrix(X), new Matrix(Z), centered)
      .mmul(Matrix.columnVector(beta))
      .add(Matrix.columnVector(terms[0].b[i])),
  );
}
