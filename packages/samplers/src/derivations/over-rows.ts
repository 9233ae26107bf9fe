// The likelihood of all rows in a notation: by group, or stacked where the course writes one vector y.
import { distributed, type Line } from "./derivation.ts";
import {
  density,
  doubled,
  type Expression,
  fractionOf,
  given,
  law,
  minus,
  plus,
  repeated,
  squaredNorm,
  symbol,
  times,
  transpose,
  valueOf,
} from "./expression.ts";
import type { Notation, Rows } from "./notation.ts";

/** 0, the mean of what is centred. */
export const ZERO: Expression = valueOf(0);

/** The rows that formulas speak of. */
export const rowsOf = (n: Notation): Rows => n.stacked ?? n.group;

/** The sum over the groups, or the one term where rows are stacked. */
export const sumOverRows = (n: Notation, of: Expression): Expression =>
  n.stacked === null ? sumOverGroups(n, of) : of;

/** The product over the groups, or the one factor where rows are stacked. */
export const productOverRows = (n: Notation, of: Expression): Expression =>
  n.stacked === null ? productOverGroups(n, of) : of;

/** The sum over the groups. */
export const sumOverGroups = ({ index, groups }: Notation, of: Expression): Expression =>
  repeated("sum", index, groups, of);

/** The product over the groups. */
export const productOverGroups = ({ index, groups }: Notation, of: Expression): Expression =>
  repeated("product", index, groups, of);

/** y − Xβ − Zb. */
export const residual = ({ beta }: Notation, { y, X, Z, b }: Rows): Expression =>
  minus(minus(y, times(X, beta)), times(Z, b));

/** Σ‖y_i − X_iβ − Z_ib_i‖². */
export const residualSquares = (n: Notation): Expression =>
  sumOverRows(n, squaredNorm(residual(n, rowsOf(n))));

/** a/(2σ²). */
export const overTwiceSigma2 = ({ sigma2 }: Notation, a: Expression): Expression =>
  fractionOf(doubled(sigma2), a);

/** σ²I. */
export const errorCovariance = ({ sigma2 }: Notation): Expression => times(sigma2, symbol("I"));

/** y_i | β, b_i, σ² ~ N(X_iβ + Z_ib_i, σ²I). */
export function rowsLaw(n: Notation, rows: Rows): Line {
  const { y, X, Z, b } = rows;
  const mean = plus(times(X, n.beta), times(Z, b));
  return distributed(given(y, [n.beta, b, n.sigma2]), law("N", mean, errorCovariance(n)));
}

/** p(y_i | β, b_i, σ²). */
export const rowsDensity = (n: Notation, { y, b }: Rows): Expression => density(y, n.beta, b, n.sigma2);

/** ZDZ' + σ²I. */
export function marginalCovariance(n: Notation, { Z }: Rows, D: Expression): Expression {
  return plus(times(Z, D, transpose(Z)), errorCovariance(n));
}
