// The notations and parameterisations of the five courses, as docs/notation.md lists them.
import { didYouMean, shown } from "@lmm-gibbs/core/internal";
import { type Expression, inverse, plus, symbol, valueOf } from "./expression.ts";

/** Ours, or that of a course: see docs/notation.md. */
export type NotationName = "here" | "A" | "B" | "C" | "D" | "E";

/** The rows that a likelihood speaks of: those of a group, or all of them where a course stacks them. */
export interface Rows {
  readonly y: Expression;
  readonly X: Expression;
  readonly Z: Expression;
  readonly b: Expression;
  /** The covariance of y given β, with b integrated out; an inverse where the course names the precision. */
  readonly V: Expression;
}

/** A mean and a covariance; the covariance is an inverse where the course names the precision. */
export interface NormalSymbols {
  readonly mean: Expression;
  readonly covariance: Expression;
}

/** The symbols and the parameterisation of one course; where it has none, ours stand. */
export interface Notation {
  readonly name: NotationName;
  readonly transpose: "prime" | "T";
  /** The letters that count groups and random effects. */
  readonly index: string;
  readonly column: string;
  /** The number of groups, of rows, of fixed effects and of random effects a group. */
  readonly groups: Expression;
  readonly rows: Expression;
  readonly p: Expression;
  readonly q: Expression;
  readonly group: Rows;
  /** All rows as one vector, where the course has no groups in its formulas; else null. */
  readonly stacked: (Rows & { readonly D: Expression }) | null;
  /** Everything of a kind at once, as it stands behind the bar of p( | ). */
  readonly all: {
    readonly y: Expression;
    readonly X: Expression;
    readonly b: Expression;
    readonly eta: Expression;
  };
  /** Hierarchical centering of a group: η_i = U_iβ + b_i, y_i = Z_iη_i + X_wiβ + ε_i. */
  readonly centered: { readonly eta: Expression; readonly U: Expression; readonly Xw: Expression };
  readonly beta: Expression;
  readonly D: Expression;
  readonly sigma2: Expression;
  /** The prior of β and its full conditional; δ of Zellner's prior. */
  readonly betaPrior: NormalSymbols;
  readonly betaPosterior: NormalSymbols;
  readonly delta: Expression;
  /** A group's own generalised least-squares fit, where the course writes the mean of β by it; else null. */
  readonly groupFit: Expression | null;
  /** The full conditional of b_i. */
  readonly effectsPosterior: NormalSymbols;
  /** The precision 1/σ² where the course gives it a Gamma law; null where σ² has an inverse-gamma law. */
  readonly phi: Expression | null;
  /**
   * The parameters of a variance's prior and full conditional, of σ² for "", of a diagonal element of D for its column:
   * shape and scale of an inverse-gamma, or v and s² of Gamma(v/2, vs²/2) on the precision.
   */
  readonly variance: Record<"prior" | "posterior", (column: string) => readonly [Expression, Expression]>;
  /** An element of b_i, and a diagonal element of D. */
  readonly effect: (column: string) => Expression;
  readonly element: (column: string) => Expression;
  /** Degrees of freedom and S of the inverse-Wishart prior of D, and of its full conditional. */
  readonly covariance: Record<"prior" | "posterior", readonly [Expression, Expression]>;
  /** The inverse-Wishart's name, and whether S stands inverted in it though the density has tr(SD⁻¹). */
  readonly inverseWishart: { readonly name: string; readonly inverted: boolean };
  /** The Wishart's name where the course also gives the law of D⁻¹; else null. */
  readonly wishart: string | null;
  /** The variance of a random intercept, where the course has a name of its own for it. */
  readonly interceptVariance: Expression | null;
  /** Half-t priors: df, scale and auxiliary of a column, of σ for "". */
  readonly halfT: Record<"df" | "scale" | "auxiliary", (column: string) => Expression>;
}

const s = symbol;

/** A letter with its subscript, if any. */
const sub = (letter: string, subscript: string): Expression =>
  s(
    subscript === ""
      ? letter
      : subscript.length === 1
        ? `${letter}_${subscript}`
        : `${letter}_{${subscript}}`,
  );

const here: Notation = {
  name: "here",
  transpose: "prime",
  index: "i",
  column: "k",
  groups: s("J"),
  rows: s("N"),
  p: s("p"),
  q: s("q"),
  group: { y: s("y_i"), X: s("X_i"), Z: s("Z_i"), b: s("b_i"), V: s("V_i") },
  stacked: null,
  all: { y: s("y"), X: s("X"), b: s("b"), eta: s("\\eta") },
  centered: { eta: s("\\eta_i"), U: s("U_i"), Xw: s("X_{wi}") },
  beta: s("\\beta"),
  D: s("D"),
  sigma2: s("\\sigma^2"),
  betaPrior: { mean: s("m_0"), covariance: inverse(s("\\Psi_0")) },
  betaPosterior: { mean: s("m"), covariance: inverse(s("P")) },
  delta: s("\\delta"),
  groupFit: null,
  effectsPosterior: { mean: s("m_i"), covariance: s("C_i") },
  phi: null,
  variance: {
    prior: (k) => [sub("a", `0${k}`), sub("s", `0${k}`)],
    posterior: (k) => [sub("a", `n${k}`), sub("s", `n${k}`)],
  },
  effect: (k) => sub("b", `i${k}`),
  element: (k) => sub("D", `${k}${k}`),
  covariance: { prior: [s("\\nu"), s("S")], posterior: [s("\\nu_n"), s("S_n")] },
  inverseWishart: { name: "\\mathrm{IW}", inverted: false },
  wishart: null,
  interceptVariance: null,
  halfT: { df: (k) => sub("\\nu", k), scale: (k) => sub("A", k), auxiliary: (k) => sub("\\alpha", k) },
};

const byCovariance = {
  betaPrior: { mean: s("m_0"), covariance: s("B_0") },
  betaPosterior: { mean: s("m_n"), covariance: s("B_n") },
};

const A: Notation = {
  ...here,
  name: "A",
  column: "l",
  groups: s("m"),
  rows: { kind: "repeated", operator: "sum", index: "i", upTo: s("m"), of: s("m_i") },
  q: s("k"),
  group: { y: s("Y_i"), X: s("X_i"), Z: s("Z_i"), b: s("b_i"), V: s("V_i") },
  // IG(a, b) has the letter of the random effects, so all of these are written with their braces.
  all: { y: s("Y"), X: s("X"), b: s("\\{b_i\\}"), eta: s("\\{\\eta_i\\}") },
  sigma2: s("\\sigma_\\epsilon^2"),
  betaPrior: { mean: s("\\beta_0"), covariance: s("B_0") },
  betaPosterior: { mean: s("\\beta_*"), covariance: s("B_*") },
  effectsPosterior: { mean: s("\\hat{b}_i"), covariance: s("C_i") },
  variance: {
    prior: (k) => (k === "" ? [s("a"), s("b")] : here.variance.prior(k)),
    posterior: (k) => (k === "" ? [s("a_*"), s("b_*")] : [sub("a", `*${k}`), sub("s", `*${k}`)]),
  },
  covariance: { prior: [s("v"), s("S")], posterior: [s("v_*"), s("S_*")] },
  // Its α is the vector of all variance parameters.
  halfT: { ...here.halfT, auxiliary: (k) => sub("\\omega", k) },
};

const B: Notation = {
  ...here,
  ...byCovariance,
  name: "B",
  transpose: "T",
  groups: s("m"),
  rows: { kind: "repeated", operator: "sum", index: "i", upTo: s("m"), of: s("n_i") },
  group: { y: s("Y_i"), X: s("X_i"), Z: s("Z_i"), b: s("b_i"), V: s("\\Sigma_i") },
  all: { ...here.all, y: s("Y") },
  D: s("G"),
  effectsPosterior: { mean: s("\\hat{b}_i"), covariance: s("C_i") },
  element: (k) => sub("g", `${k}${k}`),
  interceptVariance: s("\\sigma_b^2"),
};

const C: Notation = {
  ...here,
  name: "C",
  transpose: "T",
  index: "j",
  rows: { kind: "repeated", operator: "sum", index: "j", upTo: s("J"), of: s("n_j") },
  p: s("d"),
  q: s("p"),
  group: { y: s("Y_j"), X: s("X_j"), Z: s("Z_j"), b: s("\\gamma_j"), V: inverse(s("\\Phi_j")) },
  all: { y: s("Y"), X: s("X"), b: s("\\{\\gamma_j\\}"), eta: s("\\{\\eta_j\\}") },
  centered: { eta: s("\\eta_j"), U: s("U_j"), Xw: s("X_{wj}") },
  D: s("\\Sigma"),
  betaPrior: { mean: s("\\mu_0"), covariance: inverse(s("\\Psi_0")) },
  betaPosterior: { mean: s("\\mu_n"), covariance: inverse(s("\\Psi_n")) },
  groupFit: s("\\hat{\\beta}_j"),
  effectsPosterior: { mean: s("m_j"), covariance: inverse(s("P_j")) },
  phi: s("\\phi"),
  variance: {
    prior: (k) => [sub("v", `0${k}`), s(k === "" ? "\\sigma_0^2" : `\\sigma_{0${k}}^2`)],
    posterior: (k) => [sub("v", `n${k}`), s(k === "" ? "\\sigma_n^2" : `\\sigma_{n${k}}^2`)],
  },
  effect: (k) => sub("\\gamma", `j${k}`),
  element: (k) => sub("\\Sigma", `${k}${k}`),
  covariance: { prior: [s("\\eta_0"), s("S_0")], posterior: [s("\\eta_n"), s("S_n")] },
  inverseWishart: { name: "\\mathrm{IW}_p", inverted: true },
  wishart: "\\mathrm{W}_p",
};

const D: Notation = {
  ...here,
  ...byCovariance,
  name: "D",
  column: "l",
  groups: s("k"),
  rows: s("n"),
  group: { y: s("y_i"), X: s("X_i"), Z: s("Z_i"), b: s("u_i"), V: s("V_i") },
  // Its G is the covariance of all random effects at once, the same block for each of the k groups.
  stacked: { y: s("y"), X: s("X"), Z: s("Z"), b: s("u"), V: s("V"), D: s("(I_k \\otimes G)") },
  all: { ...here.all, b: s("u") },
  D: s("G"),
  effectsPosterior: { mean: s("\\hat{u}_i"), covariance: s("C_i") },
  effect: (k) => sub("u", `i${k}`),
  element: (k) => sub("G", `${k}${k}`),
  interceptVariance: s("\\sigma_m^2"),
};

const E: Notation = {
  ...here,
  ...byCovariance,
  name: "E",
  transpose: "T",
  column: "l",
  groups: s("m"),
  // Its q leaves the random intercept out.
  q: plus(s("q"), valueOf(1)),
  group: { y: s("Y_i"), X: s("X_i"), Z: s("U_i"), b: s("\\gamma_i"), V: s("V_i") },
  all: { y: s("Y"), X: s("X"), b: s("\\gamma"), eta: s("\\eta") },
  // Its U_i is our Z_i.
  centered: { eta: s("\\eta_i"), U: s("K_i"), Xw: s("X_{wi}") },
  D: s("Q"),
  effectsPosterior: { mean: s("\\hat{\\gamma}_i"), covariance: s("C_i") },
  effect: (k) => sub("\\gamma", `i${k}`),
  element: (k) => sub("Q", `${k}${k}`),
  interceptVariance: s("\\tau_0^2"),
};

const NOTATIONS: Readonly<Record<NotationName, Notation>> = { here, A, B, C, D, E };

/** The notations there are, ours first. */
const NOTATION_NAMES = Object.keys(NOTATIONS) as readonly NotationName[];

/**
 * A notation by its name.
 *
 * @param name - as somebody wrote it
 * @returns the notation
 * @throws {RangeError} when there is none of that name
 */
export function notationOf(name: NotationName): Notation {
  if (typeof name === "string" && Object.hasOwn(NOTATIONS, name)) return NOTATIONS[name];
  const among = NOTATION_NAMES.map((one) => JSON.stringify(one)).join(", ");
  throw new RangeError(
    `notation must be one of ${among}, got ${shown(name)}${didYouMean(name, NOTATION_NAMES)}`,
  );
}
