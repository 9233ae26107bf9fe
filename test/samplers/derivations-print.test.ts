// What derivations print: LaTeX that KaTeX accepts, text within 100 columns, and the formulas of the notes.
import { readFileSync } from "node:fs";
import {
  gammaPrecision,
  halfT,
  inverseGamma,
  inverseWishart,
  mixedModelFromMatrices,
  normal,
  type PriorsWritten,
  zellner,
} from "@lmm-gibbs/core";
import {
  type Conditionals,
  conditionals,
  type Expression,
  type NotationName,
  type PrintOptions,
  seededStream,
} from "@lmm-gibbs/samplers";
import { renderToString } from "katex";
import { describe, expect, test } from "vitest";
import { type At, compute, defined, distance, logOf, type Scope } from "../compute-expression.ts";
import { type Case, cases, NOTATIONS, settingOf } from "../derivation-cases.ts";
import { randomModel, randomState } from "../random-model.ts";
import { readLatex, symbolsIn } from "../read-latex.ts";

const parse = (latex: string): string =>
  renderToString(latex, { displayMode: true, output: "mathml", throwOnError: true, strict: "error" });

/** How far apart two readings of a formula are: kernels in their logarithms, laws in each parameter. */
function gap(read: Expression, meant: Expression, scope: Scope, at: At): number {
  if (meant.kind === "law") {
    const { name, parameters } = read as typeof meant;
    if (name !== meant.name || parameters.length !== meant.parameters.length) return Infinity;
    return Math.max(...parameters.map((part, k) => gap(part, meant.parameters[k], scope, at)));
  }
  const isKernel = /"kind":"(exponential|density)"/.test(JSON.stringify(meant));
  if (!isKernel) return distance(compute(read, scope, at), compute(meant, scope, at));
  const [a, b] = [read, meant].map((e) => logOf(e, scope, at));
  return Math.abs(a - b) / Math.max(1, Math.abs(b));
}

describe.each(cases)("$title", (one: Case) => {
  test("KaTeX parses it in every notation", () => {
    for (const notation of NOTATIONS) {
      const { law } = settingOf(one, notation);
      for (const numbers of [false, true]) {
        const latex = law.toLatex({ notation, numbers });
        expect(parse(latex)).toContain("katex");
        expect(latex).toMatch(/^\\begin\{aligned\}\n[^]*\n\\end\{aligned\}$/);
        expect(latex).not.toMatch(/undefined|NaN|Infinity|object|[^\n -~]/);
      }
    }
  });

  test("its LaTeX, read back, computes to the same", () => {
    for (const notation of NOTATIONS) {
      const { law, derivation, base, scopeAt, at } = settingOf(one, notation);
      const scope = defined(derivation, scopeAt(base), at);
      const symbols = symbolsIn(derivation);
      const lines = derivation.steps.flatMap((step) => step.lines);
      const rows = law.toLatex({ notation }).split("\n").slice(1, -1);
      expect(rows.length).toBe(lines.length);
      rows.forEach((row, k) => {
        const [left, right] = row.replace(/ \\\\(\[1ex\])?$/, "").split(/&(?:=|\\propto|\\sim) /);
        const read = readLatex(right, symbols);
        expect(gap(read, lines[k].right, scope, at), row).toBeLessThan(1e-12);
        expect(left === "").toBe(lines[k].left === null);
      });
    }
  });

  test("the text keeps to 100 columns in every notation, and its numbers are its own", () => {
    for (const notation of NOTATIONS) {
      const { law } = settingOf(one, notation);
      const [letters, numbers] = [law.toText({ notation }), law.toText({ notation, numbers: true })];
      expect(numbers.startsWith(`${letters}\nWith the present numbers:\n`)).toBe(true);
      for (const line of numbers.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
      expect(numbers).not.toMatch(/undefined|NaN|Infinity|object|\\|[\ue000-\uf8ff]| $/m);
    }
  });
});

/** The laws of a model with one random intercept and slope, at a state. */
function lawsOf(priors: PriorsWritten): {
  [K in "beta" | "betaMarginal" | "sigma2" | "D"]: ReturnType<Conditionals[K]>;
} & {
  b: ReturnType<Conditionals["b"]>;
} {
  const model = randomModel(seededStream(7, 0), priors);
  const state = randomState(seededStream(8, 0), model);
  const laws = conditionals(model);
  return {
    beta: laws.beta(state),
    betaMarginal: laws.betaMarginal(state),
    sigma2: laws.sigma2(state),
    D: laws.D(state),
    b: laws.b(state, "g4"),
  };
}

describe("the formulas of the notes", () => {
  const D = inverseWishart({
    df: 4,
    scale: [
      [2, 0.3],
      [0.3, 1],
    ],
  });

  test("lecture C: Gamma on φ, IW with S inverted in its name, precisions Ψ", () => {
    const laws = lawsOf({
      beta: normal({ mean: 1, precision: 2 }),
      sigma2: gammaPrecision({ shape: 2.5, rate: 1.5 }),
      D,
    });
    const c: PrintOptions = { notation: "C" };
    const sigma2 = laws.sigma2.toText(c);
    expect(sigma2).toContain("φ ~ Gamma(v₀/2, v₀σ₀²/2)");
    expect(sigma2).toContain(
      "φ | β, {γ_j}, Y ~ Gamma((v₀ + ∑_j n_j)/2, (v₀σ₀² + ∑_j ‖Y_j − X_jβ − Z_jγ_j‖²)/2)",
    );
    const ofD = laws.D.toText(c);
    expect(ofD).toContain("Σ | {γ_j} ~ IW_p(η₀ + J, (S₀ + ∑_j γ_jγ_jᵀ)⁻¹)");
    expect(ofD).toContain("Σ⁻¹ | {γ_j} ~ W_p(η₀ + J, (S₀ + ∑_j γ_jγ_jᵀ)⁻¹)");
    expect(ofD).toContain("∝ |Σ|^(−(η₀ + J + p + 1)/2) exp{−½tr((S₀ + ∑_j γ_jγ_jᵀ)Σ⁻¹)}");
    const marginal = laws.betaMarginal.toText(c);
    expect(marginal).toContain("Ψ_n = Ψ₀ + ∑_j X_jᵀΦ_jX_j\n");
    expect(marginal).toContain("μ_n = Ψ_n⁻¹(Ψ₀μ₀ + ∑_j X_jᵀΦ_jX_jβ̂_j)");
    expect(laws.D.toLatex(c)).toContain(
      "\\mathrm{IW}_p\\left( \\eta_0 + J,\\; \\left( S_0 + \\sum_{j=1}^{J} \\gamma_j \\gamma_j^{T} \\right)^{-1} \\right)",
    );
  });

  test("lecture A: Zellner's prior, IG(a, b), IW(v, S)", () => {
    const laws = lawsOf({ beta: zellner({ delta: 0.1 }), sigma2: inverseGamma({ shape: 2, scale: 3 }), D });
    const a: PrintOptions = { notation: "A" };
    expect(laws.beta.toText(a)).toContain("β | σ_ε² ~ N(β₀, (σ_ε²/δ)(X'X)⁻¹)");
    expect(laws.sigma2.toText(a)).toContain("σ_ε² ~ IG(a, b)");
    expect(laws.D.toText(a)).toContain("D | {b_i} ~ IW(v + m, S + ∑_i b_ib_i')");
    expect(laws.b.toText(a)).toContain("b̂_i = DZ_i'V_i⁻¹(Y_i − X_iβ)\n  C_i = D − DZ_i'V_i⁻¹Z_iD");
  });

  test("lecture B: the predictor with Σ_i; lecture D: all rows at once; lecture E: U_i and Q", () => {
    const laws = lawsOf({ D });
    const form = (notation: NotationName, block: "b" | "betaMarginal"): string =>
      laws[block].toText({ notation });
    expect(form("B", "b")).toContain("b̂_i = GZ_iᵀΣ_i⁻¹(Y_i − X_iβ)");
    expect(form("B", "b")).toContain("Σ_i = Z_iGZ_iᵀ + σ²I");
    expect(form("D", "betaMarginal")).toContain("V = Z(I_k ⊗ G)Z' + σ²I");
    expect(form("D", "betaMarginal")).toContain("B_n = (X'V⁻¹X)⁻¹\n  m_n = B_nX'V⁻¹y");
    expect(form("D", "b")).toContain("û_i = GZ_i'V_i⁻¹(y_i − X_iβ)");
    expect(form("E", "betaMarginal")).toContain("V_i = U_iQU_iᵀ + σ²I");
    expect(form("E", "betaMarginal")).toContain("B_n = (∑_i X_iᵀV_i⁻¹X_i)⁻¹");
  });

  test("use the symbols of docs/notation.md", () => {
    const [head, ...rows] = readFileSync(new URL("../../docs/notation.md", import.meta.url), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(0, 9)
      .map((line) => line.split("|").map((cell) => cell.trim()));
    const row = (name: string): string[] => rows.find((cells) => cells[1].startsWith(name))!;
    const laws = lawsOf({ D });
    for (const notation of NOTATIONS) {
      const column =
        notation === "here" ? 1 : head.findIndex((cell) => cell.startsWith(`lecture ${notation}`));
      // The first symbol of the cell; lecture D's and A's remarks in brackets are not part of it.
      const symbol = (name: string): string => row(name)[column].split(/[ ,;(]/)[0];
      const text = laws.betaMarginal.toText({ notation });
      const [y, X, b, ofD, sigma2, V] = ["y_i", "X_i", "b_i", "D", "σ²", "V_i"].map(symbol);
      expect(text).toContain(`${y} | β, ${b}, ${sigma2} ~ N(${X}β + `);
      expect(text).toContain(`${y} | β, ${sigma2}, ${ofD} ~ N(${X}β, ${V})\n  ${V} = `);
      expect(laws.D.toLatex({ notation })).toContain(`=1}^{${symbol("J groups")}}`);
    }
  });
});

test("one random effect has the name of an intercept's variance only when it is one", () => {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((t) => [1, (t * t) % 5]);
  const names: Partial<Record<NotationName, string>> = { B: "σ_b²", D: "σ_m²", E: "τ₀²" };
  for (const column of [0, 1]) {
    const model = mixedModelFromMatrices({
      y: [1, 4, 2, 8, 5, 7, 1, 3],
      X: rows,
      Z: rows.map((row) => [row[column]]),
      groups: ["a", "a", "a", "b", "b", "b", "c", "c"],
    });
    const law = conditionals(model).D(randomState(seededStream(1, 0), model));
    for (const [notation, name] of Object.entries(names) as [NotationName, string][]) {
      expect(law.toText({ notation }).includes(name)).toBe(column === 0);
      expect(law.toText({ notation })).toContain("\nThe same, since it is one variance:\n");
    }
  }
});

describe("options", () => {
  const { beta, sigma2 } = lawsOf({});

  test("String(law) is the text in our notation, without numbers", () => {
    expect(String(beta)).toBe(beta.toText());
    expect(beta.toText()).toBe(beta.toText({ notation: "here", numbers: false }));
    expect(String(sigma2)).toContain("σ² | β, b, y ~ IG(N/2, ½ ∑_i ‖y_i − X_iβ − Z_ib_i‖²)");
  });

  test("writing to a derivation changes neither the law nor what it prints", () => {
    const before = [beta.toText({ numbers: true }), beta.logDensity([1, 2, 3])];
    const { at, definitions, parameters } = beta.derivation();
    for (const value of [...[...at, ...definitions].map((one) => one.value), ...Object.values(parameters)]) {
      if (Array.isArray(value)) value.fill(17);
    }
    expect([beta.toText({ numbers: true }), beta.logDensity([1, 2, 3])]).toEqual(before);
  });

  test.each([
    [{ notation: "F" }, RangeError, 'notation must be one of "here", "A", "B", "C", "D", "E", got "F"'],
    [{ notation: "c" }, RangeError, 'did you mean "C"?'],
    [{ notation: "hear" }, RangeError, 'did you mean "here"?'],
    [{ notation: "toString" }, RangeError, "notation must be one of"],
    [{ notation: ["A"] }, RangeError, "notation must be one of"],
    [{ notation: null }, RangeError, "got null"],
    [{ numbers: 1 }, TypeError, "numbers must be true or false, got 1"],
    [{ notations: "A" }, RangeError, 'did you mean "notation"?'],
    ["C", TypeError, "the options must be an object"],
    [null, TypeError, "the options must be an object"],
  ])("%j is refused", (options, kind, message) => {
    for (const print of ["toLatex", "toText"] as const) {
      expect(() => beta[print](options as PrintOptions)).toThrow(kind);
      expect(() => beta[print](options as PrintOptions)).toThrow(message);
    }
    expect(() => beta.derivation(options as PrintOptions)).toThrow(Error);
  });
});

describe("numbers", () => {
  test("large matrices show their corners, and keep to 100 columns", () => {
    const stream = seededStream(3, 0);
    const rows = Array.from({ length: 100 }, () =>
      Array.from({ length: 11 }, (_, k) => (k === 0 ? 1 : stream.normal() * 10 ** (k - 5))),
    );
    const model = mixedModelFromMatrices(
      { y: rows.map(() => stream.normal()), X: rows, Z: rows, groups: rows.map((_, r) => `g${r % 5}`) },
      { priors: { D: halfT({ df: 2, scale: 1e-5 }) } },
    );
    const laws = conditionals(model);
    const state = randomState(stream, model);
    for (const law of [
      laws.beta(state),
      laws.betaMarginal(state),
      laws.betaCentered(state),
      laws.b(state, 0),
      laws.D(state),
    ]) {
      for (const notation of NOTATIONS) {
        const text = law.toText({ notation, numbers: true });
        expect(text).toContain("⋯");
        for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
        const latex = law.toLatex({ notation, numbers: true });
        expect(latex).toContain("\\ddots");
        expect(parse(latex)).toContain("katex");
      }
    }
  });

  test("have five significant digits, whole numbers all, powers of ten where they are far from 1", () => {
    const { sigma2 } = lawsOf({ sigma2: inverseGamma({ shape: 1.2345678e-7, scale: 9.87654321e12 }) });
    const text = sigma2.toText({ numbers: true });
    expect(text).toContain("a_n = a₀ + N/2 = 1.2346·10⁻⁷ + 24/2 = 12\n");
    expect(text).toContain(
      "s_n = s₀ + ½ ∑_i ‖y_i − X_iβ − Z_ib_i‖² = 9.8765·10¹² + ½·1047.3 = 9.8765·10¹²\n",
    );
    expect(sigma2.toLatex({ numbers: true })).toContain("1.2346 \\times 10^{-7}");
  });

  test("of a group are those of the group, named in the text", () => {
    const { b } = lawsOf({});
    expect(String(b)).toMatch(/^The model of group "g4":\n/);
    expect(b.derivation().parameters["m_i"]).toEqual(b.mean);
  });
});
