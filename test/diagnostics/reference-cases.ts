// Reads the reference cases: draws, and what R's posterior, coda and arithmetic say of them.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../fixtures/diagnostics/", import.meta.url);

/** A number as the fixtures encode it: NA is null, NaN and Infinity are strings. */
export type Encoded = number | string | null;

/** A row of numbers, or the error R stopped with. */
export type Answer = Encoded[] | { error: string };

/** What mcmcse says of one chain. */
interface BatchMeans {
  batch_size_bm: number;
  ess_bm: Encoded;
}

interface Nested {
  acf: Answer[];
  autocovariance_biased: Answer[];
  ess_capped: string[];
  posterior_1_7_1: Record<string, Encoded>;
  mcmcse_1_5_0?: BatchMeans[];
  coda: { autocorr_lags_0_1_5_10_50?: Answer[] | { error: string } } | null;
}

interface Fixture {
  name: string;
  iterations: number;
  tolerance: number;
  draws?: Encoded[][] | Record<string, unknown>;
  reference: Nested & Record<string, unknown>;
  reference_shifted?: Record<string, Encoded>;
}

export interface ReferenceCase extends Nested {
  name: string;
  tolerance: number;
  draws: number[][];
  /** The measures that are one number. */
  values: Record<string, number>;
  /** The same of the draws without a large offset. */
  shifted?: Record<string, number>;
}

export const decode = (value: Encoded): number => (value === null ? NaN : Number(value));

const isNumber = (entry: [string, unknown]): entry is [string, Encoded] =>
  entry[1] === null || typeof entry[1] !== "object";

const decodeNumbers = (record: Record<string, unknown>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(isNumber)
      .map(([name, value]) => [name, decode(value)]),
  );

/** Every case with draws of one variable. */
export const cases: ReferenceCase[] = readdirSync(folder).flatMap((file) => {
  const fixture: Fixture = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const { name, tolerance, draws, reference, reference_shifted } = fixture;
  if (!Array.isArray(draws)) return [];
  return [
    {
      name,
      tolerance,
      draws: draws.map((chain) => chain.map(decode)),
      values: decodeNumbers(reference),
      acf: reference.acf,
      autocovariance_biased: reference.autocovariance_biased,
      ess_capped: reference.ess_capped,
      posterior_1_7_1: reference.posterior_1_7_1,
      coda: reference.coda,
      ...(reference.mcmcse_1_5_0 ? { mcmcse_1_5_0: reference.mcmcse_1_5_0 } : {}),
      ...(reference_shifted === undefined ? {} : { shifted: decodeNumbers(reference_shifted) }),
    },
  ];
});

export function caseNamed(name: string): ReferenceCase {
  const found = cases.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

/** The relative distance; 0 for the same undefined, infinite or zero value, infinite for different ones. */
export function relativeError(actual: number, expected: number): number {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return 0;
  const distance = Math.abs(actual - expected) / Math.abs(expected);
  return Number.isFinite(distance) ? distance : Infinity;
}

/** The largest relative distance between two rows, infinite when they differ in length. */
export function largestError(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return expected.reduce((worst, value, i) => Math.max(worst, relativeError(actual[i], value)), 0);
}

/**
 * The largest distance between autocovariances, relative to that at lag 0: one near zero is a difference of numbers of
 * that size. R's error at a draw that is not finite is taken for undefined lags.
 */
export function lagError(actual: readonly number[], answer: Answer): number {
  const expected = Array.isArray(answer) ? answer.map(decode) : actual.map(() => NaN);
  if (actual.length !== expected.length) return Infinity;
  return expected.reduce((worst, value, k) => {
    const comparable = expected[0] > 0 && Number.isFinite(actual[k]) && Number.isFinite(value);
    const error = comparable ? Math.abs(actual[k] - value) / expected[0] : relativeError(actual[k], value);
    return Math.max(worst, error);
  }, 0);
}
