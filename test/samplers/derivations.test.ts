// Every printed step of every derivation, in every notation, is the same density as the law it derives.
import { gammaLaw, inverseGammaLaw, inverseWishartLaw, normalLaw, type State } from "@lmm-gibbs/core";
import type { NotationName, Value } from "@lmm-gibbs/samplers";
import { inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { compute, defined, distance, logOf, logOfLine, matrixOf } from "../compute-expression.ts";
import {
  type Case,
  cases,
  GROUP,
  logJacobian,
  NOTATIONS,
  type Setting,
  settingOf,
} from "../derivation-cases.ts";

/** How far apart two logarithms are, relative to the largest in play. */
const apart = (a: number, b: number, ...sizes: number[]): number =>
  Math.abs(a - b) / Math.max(1, ...[a, b, ...sizes].map(Math.abs));

/** How far the values, the lines after the kernel and the law in numbers are from the law. */
function gapsOfLaw({ derivation, log, scopeAt, at, byColumn }: Setting, state: State): number[] {
  const scope = defined(derivation, scopeAt(state), at);
  const lines = derivation.steps
    .filter(({ kind }) => kind === "law" || kind === "second form")
    .flatMap((step) => step.lines);
  const gaps = lines.map((line) => {
    const left = line.left!;
    if (line.relation === "=") return distance(compute(left, scope, at), compute(line.right, scope, at));
    const subject = left.kind === "given" ? left.of : left;
    const isOther = subject.kind === "inverse" && derivation.unknown.kind === "symbol";
    const expected = log(state) + (isOther ? logJacobian(subject, state) : 0);
    return apart(logOfLine(line, scope, at, byColumn), expected);
  });
  const isMatrix = derivation.law.kind === "law" && /IW|N/.test(derivation.law.name);
  const inNumbers = derivation.numbers.map((line) => logOfLine(line, scope, at, false));
  const sum = inNumbers.reduce((total, value) => total + value, 0);
  const numbersGap = isMatrix && inNumbers.length === 0 ? [] : [apart(sum, log(state))];
  return [...gaps, ...numbersGap, ...scope.distances];
}

describe.each(cases)("$title", (one: Case) => {
  test("each kernel changes with the unknown as the law's log density does", () => {
    for (const notation of NOTATIONS) {
      const { derivation, base, next, log, scopeAt, at } = settingOf(one, notation);
      const [from, to] = [scopeAt(base), scopeAt(next)];
      const claimed = log(next) - log(base);
      const kernels = derivation.steps
        .filter(({ kind }) => ["factors", "kernel", "collected"].includes(kind))
        .flatMap(({ lines }) => lines);
      expect(kernels.length, notation).toBeGreaterThanOrEqual(3);
      for (const { relation, right } of kernels) {
        const [here, there] = [logOf(right, from, at), logOf(right, to, at)];
        expect(relation).toBe("∝");
        expect(apart(there - here, claimed, here, there), notation).toBeLessThan(1e-10);
      }
    }
  });

  test("the law in letters, its other forms and its numbers are the law", () => {
    for (const notation of NOTATIONS) {
      const setting = settingOf(one, notation);
      // The parameters do not depend on the unknown, so they are the same at both states.
      for (const state of [setting.base, setting.next]) {
        const gaps = gapsOfLaw(setting, state);
        expect(gaps.length, notation).toBeGreaterThan(3);
        expect(Math.max(...gaps), notation).toBeLessThan(1e-10);
      }
    }
  });

  test("what the model's lines and the present values say is so", () => {
    for (const notation of NOTATIONS) {
      const { derivation, base, scopeAt, at } = settingOf(one, notation);
      const scope = scopeAt(base);
      for (const { left, relation, right } of scope.lines) {
        if (relation !== "=") continue;
        expect(distance(compute(left!, scope, at), compute(right, scope, at)), notation).toBeLessThan(1e-12);
      }
      for (const { name, value } of derivation.at) {
        const isAllAlpha = Array.isArray(value) && one.block === "D";
        const now = isAllAlpha ? Matrix.columnVector(base.terms[0].auxiliary!) : compute(name, scope, at);
        expect(distance(now, matrixOf(value)), notation).toBe(0);
      }
    }
  });

  test("the parameters, read by the course's convention, give the law back", () => {
    for (const notation of NOTATIONS) {
      const { derivation, base, next, log } = settingOf(one, notation);
      const rebuilt = rebuiltLaw(one, notation, derivation.parameters, base);
      const [here, there] = [rebuilt(base), rebuilt(next)];
      expect(apart(there - here, log(next) - log(base), here, there), notation).toBeLessThan(1e-10);
    }
  });
});

/** Names of mean and of precision or covariance of β, and of b_i. */
const NORMALS: Record<NotationName, { beta: [string, string]; b: [string, string]; by: [string, string] }> = {
  here: { beta: ["m", "P"], b: ["m_i", "C_i"], by: ["precision", "covariance"] },
  A: { beta: ["β_*", "B_*"], b: ["b̂_i", "C_i"], by: ["covariance", "covariance"] },
  B: { beta: ["m_n", "B_n"], b: ["b̂_i", "C_i"], by: ["covariance", "covariance"] },
  C: { beta: ["μ_n", "Ψ_n"], b: ["m_j", "P_j"], by: ["precision", "precision"] },
  D: { beta: ["m_n", "B_n"], b: ["û_i", "C_i"], by: ["covariance", "covariance"] },
  E: { beta: ["m_n", "B_n"], b: ["γ̂_i", "C_i"], by: ["covariance", "covariance"] },
};

/** The log density that named parameters give, of the precision where the course speaks of that. */
function rebuiltLaw(
  { block, diagonal }: Case,
  notation: NotationName,
  parameters: Readonly<Record<string, Value>>,
  { terms }: State,
): (s: State) => number {
  const number = (name: string): number => {
    expect(parameters[name], `${notation} ${name}`).toBeTypeOf("number");
    return parameters[name] as number;
  };
  const matrix = (name: string): number[][] => matrixOf(parameters[name]).to2DArray();
  const isGamma = notation === "C";
  const post = notation === "A" ? "*" : "n";
  const q = terms[0].D.length;
  switch (block) {
    case "sigma2":
      if (isGamma) {
        const [v, vs2] = [number("v_n"), number("v_nσ_n²")];
        const law = gammaLaw({ shape: v / 2, rate: vs2 / 2 });
        return ({ sigma2 }) => law.logDensity(1 / sigma2);
      }
      return ({ sigma2 }) =>
        inverseGammaLaw({
          shape: number(`a_${post}`),
          scale: number(notation === "A" ? "b_*" : "s_n"),
        }).logDensity(sigma2);
    case "D": {
      if (diagonal !== true) {
        const df = number({ here: "ν_n", A: "v_*", B: "ν_n", C: "η_n", D: "ν_n", E: "ν_n" }[notation]);
        const law = inverseWishartLaw({ df, scale: matrix(`S_${post}`) });
        return (s) => law.logDensity(s.terms[0].D);
      }
      const laws = Array.from({ length: q }, (_, k) =>
        isGamma
          ? gammaLaw({ shape: number(`v_n${k + 1}`) / 2, rate: number(`v_n${k + 1} σ_n${k + 1}²`) / 2 })
          : inverseGammaLaw({ shape: number(`a_${post}${k + 1}`), scale: number(`s_${post}${k + 1}`) }),
      );
      return (s) =>
        laws.reduce((sum, law, k) => sum + law.logDensity(s.terms[0].D[k][k] ** (isGamma ? -1 : 1)), 0);
    }
    case "auxiliary": {
      const indices = Object.keys(parameters).flatMap((name) =>
        name.startsWith("a") ? [name.slice(1)] : [],
      );
      const laws = indices.map((k) => inverseGammaLaw({ shape: number(`a${k}`), scale: number(`s${k}`) }));
      return (s) => laws.reduce((sum, law, k) => sum + law.logDensity(s.terms[0].auxiliary![k]), 0);
    }
    case "sigma2Auxiliary":
      return ({ auxiliary }) =>
        inverseGammaLaw({ shape: number("a"), scale: number("s") }).logDensity(auxiliary!);
    default: {
      const { beta, b, by } = NORMALS[notation];
      const [mean, spread] = block === "b" ? b : beta;
      const given = matrix(spread);
      const precision =
        by[block === "b" ? 1 : 0] === "precision" ? given : inverse(new Matrix(given)).to2DArray();
      const law = normalLaw({
        mean: matrix(mean).flat(),
        precision: Matrix.add(new Matrix(precision), new Matrix(precision).transpose()).div(2).to2DArray(),
      });
      return (s) => law.logDensity(block === "b" ? s.terms[0].b[GROUP] : s.beta);
    }
  }
}
