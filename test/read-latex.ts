// Reads the LaTeX of a formula back, as a reader would: what it then computes is what was really printed.
import type { Expression } from "@lmm-gibbs/samplers";

/** Every symbol that a formula, or any data that holds formulas, is made of. */
export function symbolsIn(data: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof data !== "object" || data === null) return found;
  const { kind, latex } = data as { kind?: string; latex?: string };
  if (kind === "symbol" && latex !== undefined) found.add(latex);
  for (const part of Object.values(data)) symbolsIn(part, found);
  return found;
}

/**
 * Reads a formula.
 *
 * @param latex - as the library writes it
 * @param symbols - the names it may hold
 * @returns the formula, by the usual rules: powers before products, products before sums, ∑ and ∏ to the end of a term
 */
export function readLatex(latex: string, symbols: ReadonlySet<string>): Expression {
  const names = [...symbols].toSorted((a, b) => b.length - a.length);
  let rest = latex
    .replace(/\\left\|/g, "⟨")
    .replace(/\\right\|/g, "⟩")
    .replace(/\\(left|right)(?![a-zA-Z])/g, "");

  const skip = (): void => {
    rest = rest.replace(/^(?:\s|\\;)+/, "");
  };
  const next = (text: string): boolean => {
    skip();
    return rest.startsWith(text);
  };
  const take = (text: string): boolean => {
    if (!next(text)) return false;
    rest = rest.slice(text.length);
    return true;
  };
  const must = (text: string): void => {
    if (!take(text)) throw new Error(`${text} is missing before ${rest.slice(0, 40)}`);
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    skip();
    const found = pattern.exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  };
  const between = <T>(open: string, read: () => T, close: string): T => {
    must(open);
    const value = read();
    must(close);
    return value;
  };

  const sum = (): Expression => {
    const terms = [take("-") ? negative(term()) : term()];
    for (;;) {
      if (take("+")) terms.push(term());
      else if (take("-")) terms.push(negative(term()));
      else return terms.length === 1 ? terms[0] : { kind: "sum", terms };
    }
  };
  const term = (): Expression => {
    const factors: Expression[] = [];
    for (let one = factor(); one !== null; one = factor()) {
      factors.push(take("/") ? fraction(one, factor()!) : one);
      take("\\cdot");
    }
    if (factors.length === 0) throw new Error(`a factor is missing before ${rest.slice(0, 40)}`);
    return factors.length === 1 ? factors[0] : { kind: "product", factors };
  };
  const factor = (): Expression | null => {
    let base = atom();
    if (base === null) return null;
    for (;;) {
      if (take("'") || take("^{T}")) base = { kind: "transpose", of: base };
      else if (take("^{-1}")) base = { kind: "inverse", of: base };
      else if (take("^{")) {
        base = { kind: "power", base, exponent: sum() };
        must("}");
      } else return base;
    }
  };
  const given = (): Expression => {
    const of = sum();
    if (!take("\\mid")) return of;
    const on = [sum()];
    while (take(",")) on.push(sum());
    return { kind: "given", of, on };
  };
  const atom = (): Expression | null => {
    if (next("p(")) {
      must("p");
      return { kind: "density", of: between("(", given, ")") };
    }
    if (next("(I_k")) return name();
    if (next("(")) return name() ?? between("(", sum, ")");
    if (next("[")) return between("[", sum, "]");
    if (next("⟨")) return { kind: "determinant", of: between("⟨", sum, "⟩") };
    if (take("\\exp")) return { kind: "exponential", of: between("\\{", sum, "\\}") };
    if (take("\\mathrm{tr}")) return { kind: "trace", of: between("(", sum, ")") };
    if (take("\\lVert")) {
      const of = sum();
      must("\\rVert^{2}");
      return { kind: "squared norm", of };
    }
    if (take("\\tfrac") || take("\\frac")) return fraction(between("{", sum, "}"), between("{", sum, "}"));
    if (take("\\int")) {
      const of = term();
      must("\\, d");
      return { kind: "integral", of, over: name()! };
    }
    return repeated() ?? name() ?? number();
  };
  const repeated = (): Expression | null => {
    const found = match(/^\\(sum|prod|mathrm\{diag\})_\{(\w)(?:=1)?\}/);
    if (found === null) return null;
    const [, operator, index] = found;
    if (operator.startsWith("math")) {
      const of = between("(", sum, ")");
      return { kind: "repeated", operator: "diagonal", index, upTo: of, of };
    }
    must("^");
    const upTo = between("{", sum, "}");
    return { kind: "repeated", operator: operator === "sum" ? "sum" : "product", index, upTo, of: term() };
  };
  const name = (): Expression | null => {
    const latex = names.find(next);
    if (latex === undefined) return null;
    rest = rest.slice(latex.length);
    return { kind: "symbol", latex };
  };
  const number = (): Expression | null => {
    const found = match(/^\d+(?:\.\d+)?/);
    return found === null ? null : { kind: "value", value: Number(found[0]) };
  };

  const law = match(/^(N|\\mathrm\{\w+\}(?:_p)?)(?=\()/);
  if (law !== null && law[0] !== "\\mathrm{tr}") {
    must("(");
    const parameters = [sum()];
    while (take(",")) parameters.push(sum());
    must(")");
    return done({ kind: "law", name: law[0], parameters });
  }
  return done(sum());

  function done(e: Expression): Expression {
    skip();
    if (rest !== "") throw new Error(`what is ${rest}?`);
    return e;
  }
}

const negative = (of: Expression): Expression => ({ kind: "negative", of });

const fraction = (over: Expression, under: Expression): Expression => ({
  kind: "fraction",
  over,
  under,
  apart: false,
});
