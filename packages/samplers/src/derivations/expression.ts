// Formulas as data: the few forms that derivations of this model need, and how to build them.

/** A number, a vector, or a matrix by rows. */
export type Value = number | readonly number[] | readonly (readonly number[])[];

/** A formula. Written once, it is printed as LaTeX or as text, and can be computed. */
export type Expression =
  /** A name, as LaTeX writes it. */
  | { readonly kind: "symbol"; readonly latex: string }
  /** A number, vector or matrix. */
  | { readonly kind: "value"; readonly value: Value }
  /** A formula that stands for a known value; the value takes its place when numbers are filled in. */
  | { readonly kind: "valued"; readonly of: Expression; readonly value: Value }
  | { readonly kind: "sum"; readonly terms: readonly Expression[] }
  | { readonly kind: "product"; readonly factors: readonly Expression[] }
  /** over/under; `apart` when LaTeX shall write (1/under)·over. */
  | {
      readonly kind: "fraction";
      readonly over: Expression;
      readonly under: Expression;
      readonly apart: boolean;
    }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: Expression }
  | {
      readonly kind:
        | "negative"
        | "transpose"
        | "inverse"
        | "determinant"
        | "squared norm"
        | "exponential"
        | "trace";
      readonly of: Expression;
    }
  /** The sum, the product, or the diagonal matrix, of `of` over an index from 1 to `upTo`. */
  | {
      readonly kind: "repeated";
      readonly operator: "sum" | "product" | "diagonal";
      readonly index: string;
      readonly upTo: Expression;
      readonly of: Expression;
    }
  /** of | on. */
  | { readonly kind: "given"; readonly of: Expression; readonly on: readonly Expression[] }
  /** p(of). */
  | { readonly kind: "density"; readonly of: Expression }
  /** ∫ of d(over). */
  | { readonly kind: "integral"; readonly of: Expression; readonly over: Expression }
  /** A law by its name, as LaTeX writes it, such as N(m, P⁻¹). */
  | { readonly kind: "law"; readonly name: string; readonly parameters: readonly Expression[] };

/** A part that may be absent. */
export type Optional = Expression | null;

/** A name, in LaTeX. */
export const symbol = (latex: string): Expression => ({ kind: "symbol", latex });

/** A number, vector or matrix. */
export const valueOf = (value: Value): Expression => ({ kind: "value", value });

/** A formula with the value it has at present. */
export const valued = (of: Expression, value: Value): Expression => ({ kind: "valued", of, value });

/** The sum of the parts that are there, with whole numbers added up and two equal symbols as twice the one. */
export function plus(...parts: readonly Optional[]): Expression {
  const terms: Expression[] = [];
  let whole = 0;
  for (const part of parts) {
    if (part === null) continue;
    for (const term of part.kind === "sum" ? part.terms : [part]) {
      const value = wholeNumber(term);
      const twin = term.kind === "symbol" ? terms.findIndex((one) => sameSymbol(one, term)) : -1;
      if (value !== null) whole += value;
      else if (twin >= 0) terms[twin] = doubled(term);
      else terms.push(term);
    }
  }
  if (whole !== 0 || terms.length === 0) {
    terms.push(whole < 0 ? negative(valueOf(-whole)) : valueOf(whole));
  }
  return terms.length === 1 ? terms[0] : { kind: "sum", terms };
}

/** a − b. */
export const minus = (a: Expression, b: Expression): Expression => plus(a, negative(b));

/** −a, carried into a sum. */
export function negative(a: Expression): Expression {
  if (a.kind === "negative") return a.of;
  return a.kind === "sum" ? plus(...a.terms.map(negative)) : { kind: "negative", of: a };
}

/** The product of the parts that are there. */
export function times(...parts: readonly Optional[]): Expression {
  const factors = parts
    .filter((part) => part !== null)
    .flatMap((part) => (part.kind === "product" ? part.factors : [part]));
  return factors.length === 1 ? factors[0] : { kind: "product", factors };
}

/** over/under; a fraction over something stays one fraction. */
export function divided(over: Expression, under: Expression): Expression {
  return over.kind === "fraction" && !over.apart
    ? { ...over, under: times(over.under, under) }
    : { kind: "fraction", over, under, apart: false };
}

/** (1/under)·of, for a long `of`. */
export const fractionOf = (under: Expression, of: Expression): Expression => ({
  kind: "fraction",
  over: of,
  under,
  apart: true,
});

const ONE = valueOf(1);
const TWO = valueOf(2);

/** a/2; half of 2b is b. */
export function halved(a: Expression): Expression {
  if (a.kind === "product" && a.factors[0] === TWO) return times(...a.factors.slice(1));
  if (a.kind === "fraction" && !a.apart && a.over.kind === "product" && a.over.factors[0] === TWO) {
    return divided(halved(a.over), a.under);
  }
  return divided(a, TWO);
}

/** ½a. */
export const half = (a: Expression): Expression => times(divided(ONE, TWO), a);

/** 2a. */
export const doubled = (a: Expression): Expression => times(TWO, a);

/** 1/a. */
export const reciprocal = (a: Expression): Expression => divided(ONE, a);

/** base to the exponent. */
export const power = (base: Expression, exponent: Expression): Expression => ({
  kind: "power",
  base,
  exponent,
});

/** A', of a matrix or vector. */
export const transpose = (of: Expression): Expression => ({ kind: "transpose", of });

/** A⁻¹. */
export const inverse = (of: Expression): Expression =>
  of.kind === "inverse" ? of.of : { kind: "inverse", of };

/** |A|. */
export const determinant = (of: Expression): Expression => ({ kind: "determinant", of });

/** ‖v‖². */
export const squaredNorm = (of: Expression): Expression => ({ kind: "squared norm", of });

/** exp{a}. */
export const exponential = (of: Expression): Expression => ({ kind: "exponential", of });

/** tr(A). */
export const trace = (of: Expression): Expression => ({ kind: "trace", of });

/** v'Av. */
export const quadratic = (v: Expression, A: Expression): Expression => times(transpose(v), A, v);

/** exp{−½a}. */
export const gaussian = (a: Expression): Expression => exponential(negative(half(a)));

/** of | on. */
export const given = (of: Expression, on: readonly Expression[]): Expression =>
  on.length === 0 ? of : { kind: "given", of, on };

/** p(of | on). */
export const density = (of: Expression, ...on: readonly Expression[]): Expression => ({
  kind: "density",
  of: given(of, on),
});

/** The sum, the product, or the diagonal matrix, of `of` over an index from 1 to `upTo`. */
export const repeated = (
  operator: "sum" | "product" | "diagonal",
  index: string,
  upTo: Expression,
  of: Expression,
): Expression => ({ kind: "repeated", operator, index, upTo, of });

/** A law by its name. */
export const law = (name: string, ...parameters: readonly Expression[]): Expression => ({
  kind: "law",
  name,
  parameters,
});

/** The formula itself, of one with a known value. */
export const unvalued = (e: Expression): Expression => (e.kind === "valued" ? unvalued(e.of) : e);

/** The number that a 1 × 1 value is, or the value itself. */
export function scalarOf(value: Value): Value {
  if (typeof value === "number" || value.length !== 1) return value;
  const [row] = value;
  return typeof row === "number" ? row : row.length === 1 ? row[0] : value;
}

/** Whether a formula is written as a number. */
export const isNumber = (e: Expression): boolean => {
  const bare = unvalued(e);
  return bare.kind === "value" && typeof scalarOf(bare.value) === "number";
};

/** Whether a formula ends in the reach of a ∑, ∏ or ∫, so that what follows would seem to belong to it. */
export function isOpen(e: Expression): boolean {
  const bare = unvalued(e);
  if (bare.kind === "product") return isOpen(bare.factors[bare.factors.length - 1]);
  if (bare.kind === "fraction") return bare.apart && isOpen(bare.over);
  return (bare.kind === "repeated" && bare.operator !== "diagonal") || bare.kind === "integral";
}

/**
 * The formula with its known values in place.
 *
 * @param e - a formula
 * @returns the formula with every outermost valued part replaced by its value
 */
export function withNumbers(e: Expression): Expression {
  switch (e.kind) {
    case "valued":
      return valueOf(e.value);
    case "sum":
      return { ...e, terms: e.terms.map(withNumbers) };
    case "product":
      return { ...e, factors: e.factors.map(withNumbers) };
    case "fraction":
      return { ...e, over: withNumbers(e.over), under: withNumbers(e.under) };
    case "power":
      return { ...e, base: withNumbers(e.base), exponent: withNumbers(e.exponent) };
    case "law":
      return { ...e, parameters: e.parameters.map(withNumbers) };
    case "symbol":
    case "value":
    case "given":
    case "density":
      return e;
    default:
      return { ...e, of: withNumbers(e.of) };
  }
}

const sameSymbol = (a: Expression, b: Expression): boolean =>
  a.kind === "symbol" && b.kind === "symbol" && a.latex === b.latex;

function wholeNumber(e: Expression): number | null {
  if (e.kind === "negative") {
    const value = wholeNumber(e.of);
    return value === null ? null : -value;
  }
  return e.kind === "value" && Number.isInteger(e.value) ? (e.value as number) : null;
}
