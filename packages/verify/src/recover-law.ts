// Recovers the parameters of a law from differences of its log density, or finds that it is of another family.
import { choleskyFactor, invertFactored } from "@lmm-gibbs/core/internal";
import { Matrix, solve } from "ml-matrix";
import type {
  LogDensity,
  NaturalInverseGamma,
  NaturalInverseWishart,
  NaturalLaw,
  NaturalNormal,
  Value,
} from "./natural-law.ts";

/** What the parameters do not explain, relative to the largest difference of log densities. */
const UNEXPLAINED = 1e-6;

/**
 * The law of a log density that is quadratic, linear in (log x, 1/x), or linear in (log|D|, D⁻¹).
 *
 * @param density - up to a constant
 * @param like - a law of the family that is looked for, about which the density is evaluated
 * @param x - a value of the block, for its form
 * @returns the law, or null when the density is of another family or not finite
 */
export function recoverLaw(density: LogDensity, like: NaturalLaw, x: Value): NaturalLaw | null {
  if (like.family === "normal") return recoverNormal(density, like);
  if (like.family === "inverse-gamma") return recoverInverseGamma(density, like, x);
  return recoverInverseWishart(density, like);
}

/**
 * Solves log density differences = statistics · parameters by least squares.
 *
 * @returns the parameters, or null when they do not explain every difference
 */
function fitted(rows: readonly { statistics: number[]; value: number }[]): number[] | null {
  const base = rows[0];
  const A = new Matrix(rows.slice(1).map((row) => row.statistics.map((s, k) => s - base.statistics[k])));
  const differences = rows.slice(1).map((row) => row.value - base.value);
  if (!differences.every(Number.isFinite)) return null;
  const y = Matrix.columnVector(differences);
  const parameters = solve(A, y, true);
  const largest = differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unexplained = Matrix.sub(A.mmul(parameters), y).abs().max();
  return unexplained <= UNEXPLAINED * largest ? parameters.to1DArray() : null;
}

/** In u = L'(x − m), P = LL' the precision looked for, so that all directions are alike. */
function recoverNormal(
  density: LogDensity,
  { precision, precisionMean }: NaturalNormal,
): NaturalNormal | null {
  const d = precision.rows;
  const L = choleskyFactor(precision);
  const covariance = invertFactored(L);
  const mean = covariance.mmul(precisionMean);
  const outwards = covariance.mmul(L);
  const unit = (k: number, size: number): number[] =>
    Array.from({ length: d }, (_, j) => (j === k ? size : 0));
  const axes = Array.from({ length: d }, (_, k) => k);
  const points = [
    unit(0, 0),
    ...axes.flatMap((k) => [unit(k, 1), unit(k, -1), unit(k, 2)]),
    ...axes.flatMap((k) => axes.slice(k + 1).flatMap((l) => [1, -2].map((size) => unit(k, 1).with(l, size)))),
  ];
  const parameters = fitted(
    points.map((u) => ({
      statistics: [...u, ...axes.flatMap((k) => axes.slice(k).map((l) => u[k] * u[l]))],
      value: density(outwards.mmul(Matrix.columnVector(u)).add(mean).to1DArray()),
    })),
  );
  if (parameters === null) return null;
  const gradient = Matrix.columnVector(parameters.slice(0, d));
  const H = Matrix.zeros(d, d);
  let next = d;
  for (const k of axes) {
    for (const l of axes.slice(k)) {
      const product = -parameters[next++];
      if (k === l) H.set(k, k, 2 * product);
      else {
        H.set(k, l, product);
        H.set(l, k, product);
      }
    }
  }
  const found = L.mmul(H).mmul(L.transpose());
  return { family: "normal", precision: found, precisionMean: L.mmul(gradient).add(found.mmul(mean)) };
}

function recoverInverseGamma(
  density: LogDensity,
  { shape, scale }: NaturalInverseGamma,
  x: Value,
): NaturalInverseGamma | null {
  const middle = scale.map((s, k) => s / shape[k]);
  const formed = (components: number[]): Value =>
    typeof x === "number"
      ? components[0]
      : typeof x[0] === "number"
        ? components
        : Matrix.diag(components).to2DArray();
  const points = [
    middle,
    ...middle.flatMap((one, k) => [0.5, 2, 4].map((factor) => middle.with(k, one * factor))),
    middle.map((one) => 3 * one),
  ];
  const parameters = fitted(
    points.map((components) => ({
      statistics: components.flatMap((one, k) => [-Math.log(one), -middle[k] / one]),
      value: density(formed(components)),
    })),
  );
  return (
    parameters && {
      family: "inverse-gamma",
      shape: shape.map((_, k) => parameters[2 * k] - 1),
      scale: middle.map((one, k) => parameters[2 * k + 1] * one),
    }
  );
}

/** In W = L'D⁻¹L, LL' the covariance looked for. */
function recoverInverseWishart(
  density: LogDensity,
  { df, scale }: NaturalInverseWishart,
): NaturalInverseWishart | null {
  const q = scale.rows;
  const L = choleskyFactor(Matrix.div(scale, df));
  const axes = Array.from({ length: q }, (_, k) => k);
  const changed = (...elements: [k: number, l: number, value: number][]): Matrix => {
    const W = Matrix.eye(q);
    for (const [k, l, value] of elements) {
      W.set(k, l, value);
      W.set(l, k, value);
    }
    return W;
  };
  const points = [
    Matrix.eye(q),
    Matrix.eye(q).mul(2),
    Matrix.eye(q).mul(4),
    Matrix.eye(q).mul(0.5),
    ...axes.flatMap((k) => [changed([k, k, 2]), changed([k, k, 0.5])]),
    ...axes.flatMap((k) =>
      axes.slice(k + 1).flatMap((l) => [changed([k, l, 0.5]), changed([k, l, -0.3], [k, k, 1.5])]),
    ),
  ];
  const parameters = fitted(
    points.map((W) => {
      const root = choleskyFactor(W);
      const logDeterminant = 2 * root.diagonal().reduce((sum, l) => sum + Math.log(l), 0);
      const D = L.mmul(invertFactored(root)).mmul(L.transpose());
      return {
        statistics: [
          logDeterminant / 2,
          ...axes.flatMap((k) => axes.slice(k).map((l) => (k === l ? -W.get(k, k) / 2 : -W.get(k, l)))),
        ],
        value: density(D.add(D.transpose()).mul(0.5).to2DArray()),
      };
    }),
  );
  if (parameters === null) return null;
  const inner = Matrix.zeros(q, q);
  let next = 1;
  for (const k of axes) {
    for (const l of axes.slice(k)) {
      inner.set(k, l, parameters[next]);
      inner.set(l, k, parameters[next++]);
    }
  }
  return {
    family: "inverse-wishart",
    df: parameters[0] - q - 1,
    scale: L.mmul(inner).mmul(L.transpose()),
  };
}
