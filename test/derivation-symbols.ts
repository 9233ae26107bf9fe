// What every symbol of the five courses stands for, stated apart from the library: the table that derivations are held to.
import { groupsOf, type Model, type State } from "@lmm-gibbs/core";
import type { NotationName } from "@lmm-gibbs/samplers";
import { inverse, Matrix, pseudoInverse } from "ml-matrix";
import { type At, scalar, type Scope } from "./compute-expression.ts";

/** The meanings that symbols may have, at a state. */
type Meanings = Record<string, (at: At) => Matrix>;

const COMMON = {
  "\\beta": "beta",
  "\\delta": "delta",
  I: "I",
  p: "p",
  q: "q",
  X: "allX",
  "\\nu": "nu",
  S: "S",
  "\\alpha": "alpha",
  A: "A",
} as const;

const INDEXED = { "\\alpha_k": "alphaK", "\\nu_k": "nuK", A_k: "AK" } as const;
const INDEXED_L = { "\\alpha_l": "alphaK", "\\nu_l": "nuK", A_l: "AK" } as const;
const BY_SHAPE = { a_0: "a", s_0: "s", "a_{0k}": "aK", "s_{0k}": "sK" } as const;
const BY_SHAPE_L = { a_0: "a", s_0: "s", "a_{0l}": "aK", "s_{0l}": "sK" } as const;

/** Symbols of each notation, by the meaning that docs/notation.md and the notes give them. */
const SYMBOLS: Record<NotationName, Readonly<Record<string, string>>> = {
  here: {
    ...COMMON,
    ...INDEXED,
    ...BY_SHAPE,
    y_i: "y",
    X_i: "X",
    Z_i: "Z",
    b_i: "b",
    V_i: "V",
    "\\sigma^2": "sigma2",
    D: "D",
    J: "J",
    N: "N",
    m_0: "m0",
    "\\Psi_0": "Psi0",
    "\\eta_i": "eta",
    U_i: "U",
    "X_{wi}": "Xw",
    "b_{ik}": "bK",
    "D_{kk}": "DK",
    "(D^{-1})_{kk}": "inverseDK",
  },
  A: {
    ...COMMON,
    ...INDEXED_L,
    ...BY_SHAPE_L,
    "\\omega": "alpha",
    "\\omega_l": "alphaK",
    Y_i: "y",
    X_i: "X",
    Z_i: "Z",
    b_i: "b",
    V_i: "V",
    "\\sigma_\\epsilon^2": "sigma2",
    a: "a",
    b: "s",
    D: "D",
    m: "J",
    m_i: "n",
    k: "q",
    v: "nu",
    "\\beta_0": "m0",
    B_0: "B0",
    "\\eta_i": "eta",
    U_i: "U",
    "X_{wi}": "Xw",
    "b_{il}": "bK",
    "D_{ll}": "DK",
    "(D^{-1})_{ll}": "inverseDK",
  },
  B: {
    ...COMMON,
    ...INDEXED,
    ...BY_SHAPE,
    Y_i: "y",
    X_i: "X",
    Z_i: "Z",
    b_i: "b",
    "\\Sigma_i": "V",
    "\\sigma^2": "sigma2",
    G: "D",
    m: "J",
    n_i: "n",
    m_0: "m0",
    B_0: "B0",
    "\\eta_i": "eta",
    U_i: "U",
    "X_{wi}": "Xw",
    "b_{ik}": "bK",
    "g_{kk}": "DK",
    "(G^{-1})_{kk}": "inverseDK",
    "\\sigma_b^2": "D",
  },
  C: {
    ...COMMON,
    ...INDEXED,
    p: "q",
    d: "p",
    Y_j: "y",
    X_j: "X",
    Z_j: "Z",
    "\\gamma_j": "b",
    "\\Phi_j": "W",
    "\\sigma^2": "sigma2",
    "\\phi": "phi",
    "\\Sigma": "D",
    J: "J",
    n_j: "n",
    "\\mu_0": "m0",
    "\\Psi_0": "Psi0",
    v_0: "v",
    "\\sigma_0^2": "guess",
    "v_{0k}": "vK",
    "\\sigma_{0k}^2": "guessK",
    "\\eta_0": "nu",
    S_0: "S",
    "\\eta_j": "eta",
    U_j: "U",
    "X_{wj}": "Xw",
    "\\gamma_{jk}": "bK",
    "\\Sigma_{kk}": "DK",
    "(\\Sigma^{-1})_{kk}": "inverseDK",
    "\\hat{\\beta}_j": "groupFit",
  },
  D: {
    ...COMMON,
    ...INDEXED_L,
    ...BY_SHAPE_L,
    y_i: "y",
    X_i: "X",
    Z_i: "Z",
    u_i: "b",
    V_i: "V",
    y: "ally",
    Z: "allZ",
    u: "allb",
    V: "allV",
    "(I_k \\otimes G)": "allD",
    "\\sigma^2": "sigma2",
    G: "D",
    k: "J",
    n: "N",
    m_0: "m0",
    B_0: "B0",
    "\\eta_i": "eta",
    U_i: "U",
    "X_{wi}": "Xw",
    "u_{il}": "bK",
    "G_{ll}": "DK",
    "(G^{-1})_{ll}": "inverseDK",
    "\\sigma_m^2": "D",
  },
  E: {
    ...COMMON,
    ...INDEXED_L,
    ...BY_SHAPE_L,
    q: "qWithoutIntercept",
    Y_i: "y",
    X_i: "X",
    U_i: "Z",
    "\\gamma_i": "b",
    V_i: "V",
    "\\sigma^2": "sigma2",
    Q: "D",
    m: "J",
    N: "N",
    m_0: "m0",
    B_0: "B0",
    "\\eta_i": "eta",
    K_i: "U",
    "X_{wi}": "Xw",
    "\\gamma_{il}": "bK",
    "Q_{ll}": "DK",
    "(Q^{-1})_{ll}": "inverseDK",
    "\\tau_0^2": "D",
  },
};

/** The letter that counts random effects. */
const COLUMN: Record<NotationName, string> = { here: "k", A: "l", B: "k", C: "k", D: "l", E: "l" };

/**
 * U_i of the models in these tests, whose centered columns are among the first of X, those of Z: Z_iU_i = X_ci.
 *
 * @param X - X_i
 * @param Z - Z_i
 * @param centered - which columns are centered
 * @returns U_i, as wide as X_i
 */
export function centering(X: Matrix, Z: Matrix, centered: readonly number[]): Matrix {
  const U = Matrix.zeros(Z.columns, X.columns);
  for (const k of centered) {
    // One row cannot tell the columns of Z apart; the first one then does it all.
    if (Z.rows === 1) U.set(0, k, X.get(0, k) / Z.get(0, 0));
    else U.set(k, k, 1);
  }
  return U;
}

function meanings(
  model: Model,
  state: State,
  eta: readonly Matrix[],
  nu: number,
  centered: readonly number[],
): Meanings {
  const groups = groupsOf(model).map(({ y, X, Z }) => ({
    y: Matrix.columnVector(y),
    X: new Matrix(X),
    Z: new Matrix(Z),
  }));
  const [{ b, D: rows, auxiliary = [] }] = state.terms;
  const D = new Matrix(rows);
  const { beta: betaPrior, sigma2: sigma2Prior } = model.priors;
  const covariancePrior = model.priors.D[0];
  const q = D.rows;
  const V = ({ Z }: { Z: Matrix }): Matrix =>
    Z.mmul(D).mmul(Z.transpose()).add(Matrix.eye(Z.rows).mul(state.sigma2));
  const stacked = (parts: Matrix[]): Matrix => new Matrix(parts.flatMap((part) => part.to2DArray()));
  const blocks = (parts: Matrix[]): Matrix => {
    const whole = Matrix.zeros(
      parts.reduce((sum, { rows }) => sum + rows, 0),
      parts.reduce((sum, { columns }) => sum + columns, 0),
    );
    let [row, column] = [0, 0];
    for (const part of parts) {
      whole.setSubMatrix(part, row, column);
      row += part.rows;
      column += part.columns;
    }
    return whole;
  };
  const all = {
    y: stacked(groups.map(({ y }) => y)),
    X: stacked(groups.map(({ X }) => X)),
    Z: blocks(groups.map(({ Z }) => Z)),
    V: blocks(groups.map(V)),
    D: blocks(groups.map(() => D)),
  };
  const columnPrior = (k: number): { shape: number; scale: number } => {
    if (covariancePrior.kind !== "diagonal") throw new Error("no prior of a column");
    const prior = covariancePrior.columns[k];
    return prior.kind === "half-t"
      ? { shape: prior.df / 2, scale: prior.df / alphaOf(k) }
      : { shape: prior.shape, scale: prior.scale };
  };
  const halfTs =
    covariancePrior.kind === "diagonal"
      ? covariancePrior.columns.flatMap(({ kind }, k) => (kind === "half-t" ? [k] : []))
      : D.getRow(0).map((_, k) => k);
  const alphaOf = (k: number): number => auxiliary[halfTs.indexOf(k)];
  const halfT = (k: number): { df: number; scale: number } => {
    if (covariancePrior.kind === "half-t") return { df: covariancePrior.df, scale: covariancePrior.scale[k] };
    const one = covariancePrior.kind === "diagonal" ? covariancePrior.columns[k] : sigma2Prior;
    if (one.kind !== "half-t") throw new Error("no half-t");
    return { df: one.df, scale: one.scale };
  };
  const shapeOf = (): { shape: number; scale: number } =>
    sigma2Prior.kind === "inverse-gamma" ? sigma2Prior : { shape: NaN, scale: NaN };
  const Psi0 = (): Matrix => {
    if (betaPrior.kind !== "normal") throw new Error("no precision");
    return new Matrix(betaPrior.precision);
  };
  return {
    y: ({ group }) => groups[group].y,
    X: ({ group }) => groups[group].X,
    Z: ({ group }) => groups[group].Z,
    b: ({ group }) => Matrix.columnVector(b[group]),
    V: ({ group }) => V(groups[group]),
    W: ({ group }) => inverse(V(groups[group])),
    n: ({ group }) => scalar(groups[group].y.rows),
    I: ({ group }) => (group < 0 ? Matrix.eye(model.rows) : Matrix.eye(groups[group].y.rows)),
    ally: () => all.y,
    allX: () => all.X,
    allZ: () => all.Z,
    allb: () => stacked(b.map((row) => Matrix.columnVector(row))),
    allV: () => all.V,
    allD: () => all.D,
    beta: () => Matrix.columnVector(state.beta),
    sigma2: () => scalar(state.sigma2),
    phi: () => scalar(1 / state.sigma2),
    D: () => D,
    J: () => scalar(groups.length),
    N: () => scalar(model.rows),
    p: () => scalar(model.names.length),
    q: () => scalar(q),
    qWithoutIntercept: () => scalar(q - 1),
    m0: () => Matrix.columnVector("mean" in betaPrior ? betaPrior.mean : []),
    Psi0,
    B0: () => inverse(Psi0()),
    delta: () => scalar("delta" in betaPrior ? betaPrior.delta : NaN),
    a: () => scalar(shapeOf().shape),
    s: () => scalar(shapeOf().scale),
    v: () => scalar(2 * shapeOf().shape),
    guess: () => scalar(shapeOf().scale / shapeOf().shape),
    aK: ({ column }) => scalar(columnPrior(column).shape),
    sK: ({ column }) => scalar(columnPrior(column).scale),
    vK: ({ column }) => scalar(2 * columnPrior(column).shape),
    guessK: ({ column }) => scalar(columnPrior(column).scale / columnPrior(column).shape),
    nu: () => scalar(nu),
    S: () => new Matrix("scale" in covariancePrior ? (covariancePrior.scale as number[][]) : []),
    alpha: () => scalar(state.auxiliary ?? NaN),
    A: () => scalar(sigma2Prior.kind === "half-t" ? sigma2Prior.scale : NaN),
    alphaK: ({ column }) => scalar(alphaOf(column)),
    nuK: ({ column }) => scalar(halfT(column).df),
    AK: ({ column }) => scalar(halfT(column).scale),
    bK: ({ group, column }) => scalar(b[group][column]),
    DK: ({ column }) => scalar(D.get(column, column)),
    inverseDK: ({ column }) => scalar(inverse(D).get(column, column)),
    eta: ({ group }) => eta[group],
    U: ({ group }) => centering(groups[group].X, groups[group].Z, centered),
    Xw: ({ group }) => {
      const Xw = groups[group].X.clone();
      for (const k of centered) Xw.setColumn(k, Matrix.zeros(Xw.rows, 1));
      return Xw;
    },
    // Some solution of X'WXβ̂ = X'Wy: that of least norm.
    groupFit: ({ group }) => {
      const { X, y } = groups[group];
      const XW = X.transpose().mmul(inverse(V(groups[group])));
      return pseudoInverse(XW.mmul(X)).mmul(XW.mmul(y));
    },
  };
}

/**
 * The scope of a derivation in a notation, at a state.
 *
 * @param name - the notation
 * @param model - the model; the first columns of X are those of Z
 * @param state - the state
 * @param eta - η_i of each group, which the centered update holds
 * @param nu - what ν stands for: degrees of freedom of the half-t or of the inverse-Wishart
 * @param columns - the random effects that the block speaks of
 * @param centered - the columns of X that are centered
 * @returns what its symbols are
 */
export function scopeOf(
  name: NotationName,
  model: Model,
  state: State,
  eta: readonly Matrix[],
  nu: number,
  columns: readonly number[],
  centered: readonly number[],
): Pick<Scope, "symbol" | "column" | "columns" | "groups"> {
  const known = meanings(model, state, eta, nu, centered);
  const table = SYMBOLS[name];
  const column = COLUMN[name];
  return {
    column,
    columns,
    groups: model.terms[0].levels.length,
    symbol(latex, at) {
      if (Object.hasOwn(table, latex)) return known[table[latex]](at);
      const digit = /_\{?[a-z0]*([1-9])/.exec(latex)?.[1];
      const generic = latex.replace(/_(\{[^}]*\}|[1-9])/, (subscript) => subscript.replace(/[1-9]/g, column));
      if (digit !== undefined && Object.hasOwn(table, generic)) {
        return known[table[generic]]({ ...at, column: Number(digit) - 1 });
      }
      throw new Error(`lecture ${name} has no ${latex}`);
    },
  };
}
