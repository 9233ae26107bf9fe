// Says in which direction a law is off, when no known fault explains it: which parameter, and by how much.
import { Matrix } from "ml-matrix";
import type { NaturalLaw } from "./natural-law.ts";
import { significant } from "./numbers-shown.ts";
import { powerOf } from "./matrix-power.ts";

/** A claimed law beside the right one, at a state with this σ². */
export interface LawPair {
  readonly claimed: NaturalLaw;
  readonly right: NaturalLaw;
  readonly sigma2: number;
}

const EQUAL = 1e-6;

/**
 * What is off, in sentences.
 *
 * @param pairs - at one state each, of one family
 * @returns one sentence a parameter, right ones included
 */
export function direction(pairs: readonly LawPair[]): string[] {
  const { family } = pairs[0].right;
  if (family === "normal") return normalDirection(pairs);
  if (family === "inverse-gamma") return inverseGammaDirection(pairs);
  return inverseWishartDirection(pairs);
}

function normalDirection(pairs: readonly LawPair[]): string[] {
  const parts = pairs.map(({ claimed, right, sigma2 }) => {
    if (claimed.family !== "normal" || right.family !== "normal") throw new TypeError("not a normal law");
    const covariance = powerOf(right.precision, -1) as Matrix;
    const meanOf = (P: Matrix, h: Matrix): Matrix | null => powerOf(P, -1)?.mmul(h) ?? null;
    return {
      precision: { claimed: claimed.precision, right: right.precision },
      mean: {
        claimed:
          meanOf(claimed.precision, claimed.precisionMean) ?? Matrix.zeros(right.precision.rows, 1).mul(NaN),
        right: covariance.mmul(right.precisionMean),
      },
      precisionMean: { claimed: claimed.precisionMean, right: right.precisionMean },
      definite: powerOf(claimed.precision, -1) !== null,
      sigma2,
    };
  });
  const sigma2 = parts.map((part) => part.sigma2);
  if (parts.some(({ definite }) => !definite)) {
    return ["the precision is not positive definite at some states, so the claim is not a law there"];
  }
  const mean = comparison(
    "the mean",
    parts.map((part) => part.mean),
    sigma2,
  );
  const precision = comparison(
    "the precision",
    parts.map((part) => part.precision),
    sigma2,
  );
  const isRight = (sentence: string): boolean => sentence.endsWith(" is right");
  const term = comparison(
    "P·mean",
    parts.map((part) => part.precisionMean),
    sigma2,
  );
  return isRight(mean) || isRight(precision) ? [mean, precision] : [mean, precision, term];
}

function inverseGammaDirection(pairs: readonly LawPair[]): string[] {
  const sigma2 = pairs.map((pair) => pair.sigma2);
  const of = (which: "shape" | "scale") =>
    pairs.map(({ claimed, right }) => {
      if (claimed.family !== "inverse-gamma" || right.family !== "inverse-gamma") {
        throw new TypeError("not an inverse-gamma law");
      }
      return { claimed: Matrix.columnVector(claimed[which]), right: Matrix.columnVector(right[which]) };
    });
  return [comparison("the shape", of("shape"), sigma2), comparison("the scale", of("scale"), sigma2)];
}

function inverseWishartDirection(pairs: readonly LawPair[]): string[] {
  const sigma2 = pairs.map((pair) => pair.sigma2);
  const parts = pairs.map(({ claimed, right }) => {
    if (claimed.family !== "inverse-wishart" || right.family !== "inverse-wishart") {
      throw new TypeError("not an inverse-Wishart law");
    }
    return { claimed, right };
  });
  const df = parts.map(({ claimed, right }) => ({
    claimed: new Matrix([[claimed.df]]),
    right: new Matrix([[right.df]]),
  }));
  const scale = parts.map(({ claimed, right }) => ({ claimed: claimed.scale, right: right.scale }));
  return [comparison("the number of degrees of freedom", df, sigma2), comparison("the scale", scale, sigma2)];
}

/** How a parameter differs at all states: not at all, by one number, by one factor, by a power of σ², or somehow. */
function comparison(
  name: string,
  pairs: readonly { claimed: Matrix; right: Matrix }[],
  sigma2: readonly number[],
): string {
  const size = ({ right, claimed }: (typeof pairs)[0]): number =>
    Math.max(right.norm("frobenius"), claimed.norm("frobenius"), Number.MIN_VALUE);
  const off = pairs.map((pair) => Matrix.sub(pair.claimed, pair.right));
  if (off.every((matrix, s) => matrix.norm("frobenius") <= EQUAL * size(pairs[s]))) return `${name} is right`;
  const shift = off[0];
  const isShift = off.every(
    (matrix, s) => Matrix.sub(matrix, shift).norm("frobenius") <= EQUAL * size(pairs[s]),
  );
  if (isShift && pairs.length > 1) {
    const values = shift.to1DArray();
    return values.every((value) => Math.abs(value - values[0]) <= EQUAL * Math.abs(values[0]))
      ? `${name} is ${significant(Math.abs(values[0]))} too ${values[0] > 0 ? "large" : "small"}`
      : `${name} is off by ${shownMatrix(shift)}, the same at every state`;
  }
  const ratios = pairs.map(
    ({ claimed, right }) => Matrix.mul(claimed, right).sum() / Matrix.mul(right, right).sum(),
  );
  const isScaled = pairs.every(
    (pair, s) =>
      Matrix.sub(pair.claimed, Matrix.mul(pair.right, ratios[s])).norm("frobenius") <= EQUAL * size(pair),
  );
  if (isScaled) {
    const power = [0, 1, -1, 0.5, -0.5, 2, -2].find((k) => {
      const constants = ratios.map((ratio, s) => ratio / sigma2[s] ** k);
      return constants.every((c) => Math.abs(c - constants[0]) <= EQUAL * Math.abs(constants[0]));
    });
    if (power !== undefined && pairs.length > 1) {
      return `${name} is ${factorShown(ratios[0] / sigma2[0] ** power, power)} what it should be`;
    }
    return `${name} is ${significant(ratios[0])} times what it should be at the first state${pairs.length > 1 ? ", by another factor at others" : ""}`;
  }
  const { claimed, right } = pairs[0];
  return `${name} is off: at the first state it is ${shownMatrix(claimed)} where ${shownMatrix(right)} belongs`;
}

const POWERS: Readonly<Record<string, string>> = {
  1: "σ²",
  "-1": "1/σ²",
  0.5: "σ",
  "-0.5": "1/σ",
  2: "σ⁴",
  "-2": "1/σ⁴",
};

function factorShown(constant: number, power: number): string {
  if (power === 0) return `${significant(constant)} times`;
  const symbol = POWERS[String(power)];
  return Math.abs(constant - 1) <= EQUAL ? `${symbol} times` : `${significant(constant)} × ${symbol} times`;
}

function shownMatrix(matrix: Matrix): string {
  const most = 3;
  const rows = matrix.to2DArray().slice(0, most);
  const cut = matrix.rows > most || matrix.columns > most ? ", …" : "";
  if (matrix.rows === 1 && matrix.columns === 1) return significant(rows[0][0]);
  if (matrix.columns === 1) return `(${rows.map(([value]) => significant(value)).join(", ")}${cut})`;
  return `[${rows.map((row) => `[${row.slice(0, most).map(significant).join(", ")}]`).join(", ")}${cut}]`;
}
