// Computes the formulas of a derivation, so that what is printed can be held to what is true.
import { gammaLaw, inverseGammaLaw, inverseWishartLaw, normalLaw, wishartLaw } from "@lmm-gibbs/core";
import type { Derivation, Expression, Line, Value } from "@lmm-gibbs/samplers";
import { determinant, inverse, Matrix } from "ml-matrix";

/** Where in its ∑ and ∏ a formula is computed. */
export interface At {
  readonly group: number;
  readonly column: number;
}

/** What the symbols of a formula stand for. */
export interface Scope {
  /** A symbol as LaTeX writes it. */
  symbol(latex: string, at: At): Matrix;
  /** The letter that counts random effects, and their indices; any other letter counts groups. */
  readonly column: string;
  readonly columns: readonly number[];
  readonly groups: number;
  /** The lines that say what densities are. */
  readonly lines: readonly Line[];
  /** Gets the relative distance of every valued part from its value. */
  readonly distances: number[];
}

/** A scope with a few symbols of its own. */
const within = (scope: Scope, own: ReadonlyMap<string, Matrix>): Scope => ({
  ...scope,
  symbol: (latex, at) => own.get(latex) ?? scope.symbol(latex, at),
});

export const scalar = (value: number): Matrix => new Matrix([[value]]);

/** A value as a matrix, a vector as a column. */
export function matrixOf(value: Value): Matrix {
  if (typeof value === "number") return scalar(value);
  return new Matrix(value.map((row) => (typeof row === "number" ? [row] : [...row])));
}

/** Largest distance of two matrices, relative to their largest element. */
export function distance(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.columns !== b.columns) return Infinity;
  return Matrix.sub(a, b).abs().max() / Math.max(1e-300, a.clone().abs().max(), b.clone().abs().max());
}

/** The value of a formula. */
export function compute(e: Expression, scope: Scope, at: At): Matrix {
  const of = (part: Expression): Matrix => compute(part, scope, at);
  switch (e.kind) {
    case "symbol":
      return scope.symbol(e.latex, at);
    case "value":
      return matrixOf(e.value);
    case "valued": {
      const value = of(e.of);
      scope.distances.push(distance(value, matrixOf(e.value)));
      return value;
    }
    case "sum":
      return e.terms.map(of).reduce(added);
    case "negative":
      return Matrix.mul(of(e.of), -1);
    case "product":
      return e.factors.map(of).reduce(multiplied);
    case "fraction":
      return Matrix.div(of(e.over), only(of(e.under)));
    case "power":
      return scalar(only(of(e.base)) ** only(of(e.exponent)));
    case "transpose":
      return of(e.of).transpose();
    case "inverse":
      return inverse(of(e.of));
    case "determinant":
      return scalar(determinant(of(e.of)));
    case "squared norm":
      return scalar(of(e.of).norm("frobenius") ** 2);
    case "trace":
      return scalar(of(e.of).trace());
    case "repeated": {
      const parts = places(e.index, scope, at).map((place) => compute(e.of, scope, place));
      if (e.operator === "diagonal") return Matrix.diag(parts.map(only));
      return parts.reduce(e.operator === "sum" ? added : multiplied);
    }
    default:
      return scalar(Math.exp(logOf(e, scope, at)));
  }
}

/** The logarithm of a density or kernel, which may be far below the smallest double. */
export function logOf(e: Expression, scope: Scope, at: At): number {
  const of = (part: Expression): number => logOf(part, scope, at);
  switch (e.kind) {
    case "product":
      return e.factors.map(of).reduce((sum, part) => sum + part);
    case "exponential":
      return only(compute(e.of, scope, at));
    case "power":
      return only(compute(e.exponent, scope, at)) * of(e.base);
    case "repeated":
      return places(e.index, scope, at)
        .map((place) => logOf(e.of, scope, place))
        .reduce((sum, part) => sum + part);
    case "density":
      return logDensity(e.of, scope, at);
    case "integral":
      return logIntegral(e, scope, at);
    default:
      return Math.log(only(compute(e, scope, at)));
  }
}

/** The log density at x of a law as its course writes it. */
function logLaw(e: Expression & { kind: "law" }, x: Matrix, scope: Scope, at: At): number {
  const [first, second] = e.parameters.map((part) => compute(part, scope, at));
  switch (e.name) {
    case "N": {
      const mean = x.rows > 1 && first.rows === 1 ? Matrix.zeros(x.rows, 1) : first;
      const covariance = symmetrized(second);
      return normalLaw({ mean: mean.to1DArray(), covariance }).logDensity(x.to1DArray());
    }
    case "\\mathrm{IG}":
      return inverseGammaLaw({ shape: only(first), scale: only(second) }).logDensity(only(x));
    case "\\mathrm{Gamma}":
      return gammaLaw({ shape: only(first), rate: only(second) }).logDensity(only(x));
    case "\\mathrm{IW}":
      return inverseWishartLaw({ df: only(first), scale: symmetrized(second) }).logDensity(symmetrized(x));
    case "\\mathrm{IW}_p":
      return inverseWishartLaw({ df: only(first), scale: symmetrized(inverse(second)) }).logDensity(
        symmetrized(x),
      );
    case "\\mathrm{W}_p":
      return wishartLaw({ df: only(first), scale: symmetrized(second) }).logDensity(symmetrized(x));
    default:
      throw new Error(`what law is ${e.name}?`);
  }
}

/** What a line `x | · ~ law` says of the log density at the present x: of every column where x has them. */
export function logOfLine(line: Line, scope: Scope, at: At, byColumn: boolean): number {
  const left = line.left!;
  const subject = left.kind === "given" ? left.of : left;
  const named = line.right as Expression & { kind: "law" };
  return (byColumn ? places(scope.column, scope, at) : [at])
    .map((place) => logLaw(named, compute(subject, scope, place), scope, place))
    .reduce((sum, part) => sum + part);
}

/** The present values of a derivation's parameters as symbols, each formula computed and held to its value. */
export function defined({ definitions }: Derivation, scope: Scope, at: At): Scope {
  const own = new Map<string, Matrix>();
  const inner = within(scope, own);
  for (const { name, formula, value } of definitions) {
    const computed = compute(formula, inner, at);
    scope.distances.push(distance(computed, matrixOf(value)));
    if (name.kind === "symbol") own.set(name.latex, matrixOf(value));
  }
  return inner;
}

function places(index: string, { column, columns, groups }: Scope, at: At): At[] {
  if (index === column) return columns.map((k) => ({ ...at, column: k }));
  return Array.from({ length: groups }, (_, group) => ({ ...at, group }));
}

/** A density is what a line of the derivation says it is. */
function logDensity(of: Expression, scope: Scope, at: At): number {
  const key = bare(of);
  for (const line of scope.lines) {
    if (line.relation === "~" && bare(line.left!) === key) {
      const subject = of.kind === "given" ? of.of : of;
      return logLaw(line.right as Expression & { kind: "law" }, compute(subject, scope, at), scope, at);
    }
    if (line.relation === "∝" && line.left?.kind === "density" && bare(line.left.of) === key) {
      return logOf(line.right, scope, at);
    }
  }
  throw new Error(`nothing says what p(${key}) is`);
}

/** A formula as text, whatever values its parts carry. */
const bare = (e: Expression): string =>
  JSON.stringify(e, (_, part: Expression | undefined) => (part?.kind === "valued" ? part.of : part));

/** log ∫ exp{g(b)} db of a g that is quadratic in b: exact from g at 0, ±e_i and e_i + e_j. */
function logIntegral({ of, over }: Expression & { kind: "integral" }, scope: Scope, at: At): number {
  const { latex } = over as Expression & { kind: "symbol" };
  const d = scope.symbol(latex, at).rows;
  const g = (...ones: readonly [number, number][]): number => {
    const b = Matrix.zeros(d, 1);
    for (const [k, value] of ones) b.set(k, 0, b.get(k, 0) + value);
    return logOf(of, within(scope, new Map([[latex, b]])), at);
  };
  const g0 = g();
  const up = Array.from({ length: d }, (_, k) => g([k, 1]));
  const slope = Matrix.columnVector(up.map((value, k) => (value - g([k, -1])) / 2));
  const H = Matrix.zeros(d, d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l <= k; l++) {
      H.set(k, l, up[k] + up[l] - g0 - g([k, 1], [l, 1]));
      H.set(l, k, H.get(k, l));
    }
  }
  const peak = inverse(H).mmul(slope);
  return g0 + peak.dot(slope) / 2 + (d * Math.log(2 * Math.PI) - Math.log(determinant(H))) / 2;
}

const isScalar = ({ rows, columns }: Matrix): boolean => rows === 1 && columns === 1;

function only(A: Matrix): number {
  if (!isScalar(A)) throw new Error(`a number is needed, here is ${A.rows} × ${A.columns}`);
  return A.get(0, 0);
}

const added = (A: Matrix, B: Matrix): Matrix => {
  if (A.rows !== B.rows || A.columns !== B.columns) throw new Error("a sum of different sizes");
  return Matrix.add(A, B);
};

function multiplied(A: Matrix, B: Matrix): Matrix {
  if (isScalar(A)) return Matrix.mul(B, A.get(0, 0));
  if (isScalar(B)) return Matrix.mul(A, B.get(0, 0));
  if (A.columns !== B.rows)
    throw new Error(`a product of ${A.rows} × ${A.columns} and ${B.rows} × ${B.columns}`);
  return A.mmul(B);
}

const symmetrized = (A: Matrix): number[][] => Matrix.add(A, A.transpose()).div(2).to2DArray();
