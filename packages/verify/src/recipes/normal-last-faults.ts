// What goes wrong in the last step to the law of a normal block, from P and P·mean to a mean and a spread.
import { Matrix } from "ml-matrix";
import { powerOf } from "../matrix-power.ts";
import { type NormalFault, normalFinish } from "./normal-parts.ts";

/** Faults of the whole precision and the whole mean. */
export function lastFaults(sigma2: number): NormalFault[] {
  return [...CONSTANT, ...sigma2Faults(sigma2)];
}

/** A fault of the last step, from the right P, mean and P·mean. */
function last(
  id: string,
  says: string,
  wrong: (P: Matrix, mean: Matrix, h: Matrix) => readonly [precision: Matrix | null, mean: Matrix],
): NormalFault {
  return {
    id,
    says,
    change: (parts) => {
      const P = Matrix.add(parts.priorPrecision, parts.dataPrecision);
      const inverse = powerOf(P, -1);
      if (inverse === null) return null;
      const h = Matrix.add(parts.priorTerm, parts.dataTerm);
      const [precision, mean] = wrong(P, inverse.mmul(h), h);
      if (precision === null) return null;
      return { ...parts, finish: () => normalFinish(precision, precision.mmul(mean)) };
    },
  };
}

const CONSTANT: readonly NormalFault[] = [
  last("mean-sign", "the mean has the wrong sign", (P, mean) => [P, Matrix.mul(mean, -1)]),
  last(
    "mean-not-multiplied-by-covariance",
    "the mean is P·mean itself: it is not multiplied by the covariance P⁻¹",
    (P, _, h) => [P, h],
  ),
  last(
    "mean-multiplied-by-precision",
    "the mean is multiplied by the precision P where the covariance P⁻¹ belongs",
    (P, _, h) => [P, P.mmul(h)],
  ),
  last(
    "precision-for-covariance",
    "the precision P is given as the covariance, P⁻¹ and P are exchanged",
    (P, mean) => [powerOf(P, -1), mean],
  ),
  last(
    "half-missing",
    "the ½ of the exponent is missing: the mean is right, the precision is twice what it should be",
    (P, mean) => [Matrix.mul(P, 2), mean],
  ),
  last(
    "half-twice",
    "the ½ of the exponent is there twice: the mean is right, the precision is half what it should be",
    (P, mean) => [Matrix.mul(P, 0.5), mean],
  ),
  last(
    "variance-for-sd",
    "the variance is given as the standard deviation: the mean is right, the covariance is squared",
    (P, mean) => [powerOf(P, 2), mean],
  ),
  last(
    "sd-for-variance",
    "the standard deviation is given as the variance: the mean is right, of the covariance it is the root",
    (P, mean) => [powerOf(P, 0.5), mean],
  ),
  last(
    "precision-diagonal-only",
    "the mean is right, but the off-diagonal elements of the precision are left out",
    (P, mean) => [Matrix.diag(P.diagonal()), mean],
  ),
  last(
    "covariance-diagonal-only",
    "the mean is right, but the correlations are left out: only the variances are used",
    (P, mean) => [Matrix.diag((powerOf(P, -1) as Matrix).diagonal().map((variance) => 1 / variance)), mean],
  ),
];

/** Faults that multiply the whole precision or the whole mean by a power of σ². */
function sigma2Faults(sigma2: number): NormalFault[] {
  const sigma = Math.sqrt(sigma2);
  const powers = [
    ["over-sigma2", "divided by σ²", 1 / sigma2],
    ["times-sigma2", "multiplied by σ²", sigma2],
    ["over-sigma", "divided by σ", 1 / sigma],
    ["times-sigma", "multiplied by σ", sigma],
  ] as const;
  return powers.flatMap(([id, how, factor]) => [
    last(
      `precision-${id}`,
      `the mean is right, but the whole precision is ${how} once more than it should be`,
      (P, mean) => [Matrix.mul(P, factor), mean],
    ),
    last(
      `precision-${id}-and-mean`,
      `P·mean is right, but the whole precision is ${how} once more than it should be, and the mean is off with it`,
      (P, mean) => [Matrix.mul(P, factor), Matrix.div(mean, factor)],
    ),
    last(
      `mean-${id}`,
      `the precision is right, but the mean is ${how} once more than it should be`,
      (P, mean) => [P, Matrix.mul(mean, factor)],
    ),
  ]);
}
