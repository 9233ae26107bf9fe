// The parameters that a claimed law may be given by, in every course's form, as the parameters that we compute with.
import { finiteAbove, finiteVector, recordOf, shown, symmetric } from "@lmm-gibbs/core/internal";
import { inverse, Matrix } from "ml-matrix";
import type { ClaimSetting } from "./claim-setting.ts";
import type { NaturalLaw, NaturalNormal } from "./natural-law.ts";

type Numbers = number | readonly number[];
type Square = number | readonly number[] | readonly (readonly number[])[];

/**
 * Parameters of a law. A number is meant for one dimension, an array is a diagonal.
 *
 * Normal: a mean and one of precision, covariance, variance, sd; or P and precisionMean = P·mean. Inverse-gamma: shape and
 * scale; shape and rate, of the gamma law of the precision; or df and scale of a scaled-inverse-χ². Inverse-Wishart: df and
 * scale; MCMCglmm's nu and V; JAGS's df and inverseScale. Several variances: an array of such records.
 */
export type CandidateParameters =
  | { mean: Numbers; precision: Square }
  | { mean: Numbers; covariance: Square }
  | { mean: Numbers; variance: Numbers }
  | { mean: Numbers; sd: Numbers }
  | { precisionMean: Numbers; precision: Square }
  | { shape: Numbers; scale: Numbers }
  | { shape: Numbers; rate: Numbers }
  | { df: number; scale: Square }
  | { nu: number; V: Square }
  | { df: number; inverseScale: Square }
  | readonly ({ shape: number; scale: number } | { shape: number; rate: number })[];

/**
 * The law that parameters mean.
 *
 * @param parameters - as the user wrote them
 * @param setting - model and block, which say the family and its dimension
 * @returns the law; it need not be one (a negative shape, an indefinite precision)
 * @throws {RangeError} when a parameter is missing, unknown, of another size, or not finite
 */
export function lawOfParameters(parameters: CandidateParameters, setting: ClaimSetting): NaturalLaw {
  const { model, block } = setting;
  const family = block.family(model);
  const dimension = block.names(model).length;
  const record = parameters as Readonly<Record<string, unknown>>;
  if (family === "normal") return normalOf(record, dimension);
  if (family === "inverse-gamma") return inverseGammaOf(record, dimension);
  if ("shape" in parameters) {
    const { shape, scale } = inverseGammaOf(record, dimension);
    if (dimension === 1) return { family, df: 2 * shape[0], scale: new Matrix([[2 * scale[0]]]) };
    throw new RangeError(
      `the candidate has a shape, but D is ${dimension} × ${dimension}: give df and scale`,
    );
  }
  return inverseWishartOf(record, dimension);
}

function normalOf(record: Readonly<Record<string, unknown>>, d: number): NaturalNormal {
  recordOf(record, ["mean", "precision", "covariance", "variance", "sd", "precisionMean"], "the candidate");
  const spreads = ["precision", "covariance", "variance", "sd"].filter((name) => name in record);
  const means = ["mean", "precisionMean"].filter((name) => name in record);
  if (
    spreads.length !== 1 ||
    means.length !== 1 ||
    (means[0] === "precisionMean" && spreads[0] !== "precision")
  ) {
    throw new RangeError(
      "the candidate, a normal law, needs mean and one of precision, covariance, variance, sd; or precisionMean and " +
        `precision; it has ${Object.keys(record).join(", ")}`,
    );
  }
  const [spread] = spreads;
  const name = `the candidate's ${spread}`;
  let precision: Matrix;
  if (spread === "precision" || spread === "covariance") {
    const given = squareOf(record[spread], d, name);
    precision = spread === "precision" ? given : invertedOf(given, name);
  } else {
    const values = numbersOf(record[spread], d, name).map((value) => (spread === "sd" ? value ** 2 : value));
    precision = invertedOf(Matrix.diag(values), name);
  }
  const vector = Matrix.columnVector(numbersOf(record[means[0]], d, `the candidate's ${means[0]}`));
  return {
    family: "normal",
    precision,
    precisionMean: means[0] === "mean" ? precision.mmul(vector) : vector,
  };
}

function inverseGammaOf(
  record: Readonly<Record<string, unknown>>,
  d: number,
): { family: "inverse-gamma"; shape: number[]; scale: number[] } {
  if (Array.isArray(record)) {
    const parts = record.map((one) => inverseGammaOf(one as Record<string, unknown>, 1));
    if (parts.length !== d)
      throw new RangeError(`the candidate has ${parts.length} laws, the block has ${d} components`);
    return {
      family: "inverse-gamma",
      shape: parts.flatMap(({ shape }) => shape),
      scale: parts.flatMap(({ scale }) => scale),
    };
  }
  recordOf(record, ["shape", "scale", "rate", "df"], "the candidate");
  const { shape, scale, rate, df } = record;
  const [sizes, spreads] = [
    [shape, df].filter((one) => one !== undefined),
    [scale, rate].filter((one) => one !== undefined),
  ];
  if (sizes.length !== 1 || spreads.length !== 1 || (df !== undefined && scale === undefined)) {
    throw new RangeError(
      "the candidate, an inverse-gamma law, needs shape and scale; shape and rate, of the gamma law of the inverse; or df and " +
        `scale, of a scaled-inverse-χ²; it has ${Object.keys(record).join(", ")}`,
    );
  }
  const second = numbersOf(spreads[0], d, `the candidate's ${scale === undefined ? "rate" : "scale"}`);
  if (df === undefined) {
    return { family: "inverse-gamma", shape: numbersOf(shape, d, "the candidate's shape"), scale: second };
  }
  const nu = finiteAbove(df, -Infinity, "the candidate's df");
  return {
    family: "inverse-gamma",
    shape: second.map(() => nu / 2),
    scale: second.map((value) => (nu * value) / 2),
  };
}

function inverseWishartOf(record: Readonly<Record<string, unknown>>, q: number): NaturalLaw {
  recordOf(record, ["df", "scale", "nu", "V", "inverseScale"], "the candidate");
  const { df, scale, nu, V, inverseScale } = record;
  const keys = Object.keys(record).toSorted().join(", ");
  if (keys !== "df, scale" && keys !== "V, nu" && keys !== "df, inverseScale") {
    throw new RangeError(
      "the candidate, an inverse-Wishart law, needs df and scale; nu and V (MCMCglmm); or df and inverseScale (JAGS's dwish); " +
        `it has ${keys}`,
    );
  }
  const degrees = finiteAbove(df ?? nu, -Infinity, `the candidate's ${df === undefined ? "nu" : "df"}`);
  const matrix = squareOf(scale ?? V ?? inverseScale, q, "the candidate's scale");
  return { family: "inverse-wishart", df: degrees, scale: V === undefined ? matrix : matrix.mul(degrees) };
}

function numbersOf(value: unknown, d: number, name: string): number[] {
  if (typeof value !== "number") return finiteVector(value, name, d);
  return Array.from({ length: d }, () => finiteAbove(value, -Infinity, name));
}

function squareOf(value: unknown, d: number, name: string): Matrix {
  if (typeof value === "number") {
    if (d === 1) return new Matrix([[finiteAbove(value, -Infinity, name)]]);
    throw new RangeError(`${name} must be ${d} × ${d}, or ${d} numbers for a diagonal, got ${shown(value)}`);
  }
  if (Array.isArray(value) && Array.isArray(value[0])) return new Matrix(symmetric(value, name, d));
  return Matrix.diag(finiteVector(value, name, d));
}

function invertedOf(matrix: Matrix, name: string): Matrix {
  try {
    const result = inverse(matrix);
    if (result.to1DArray().every(Number.isFinite)) return result;
  } catch {
    // A singular matrix: said below.
  }
  throw new RangeError(`${name} must not be singular, got ${shown(matrix.to2DArray())}`);
}
