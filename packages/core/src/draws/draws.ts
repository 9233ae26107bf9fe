// Posterior draws as plain data: named variables, one array a chain.
import type { AliasedColumn } from "../design/aliased.ts";
import type { DroppedRows } from "../design/drop-missing.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { ProprietyRecord } from "../propriety/propriety.ts";
import type { Priors } from "../priors/settled-priors.ts";
import { shown } from "../arguments.ts";

/** What was sampled, and how. */
export interface DrawsDescription {
  readonly formula: string;
  readonly response: string;
  readonly rows: number;
  readonly names: readonly string[];
  readonly terms: readonly {
    readonly group: string;
    readonly levels: number;
    readonly names: readonly string[];
  }[];
  readonly priors: Priors;
  /** The columns that `{ aliased: "drop" }` left out of X; absent when there are none. */
  readonly aliased?: readonly AliasedColumn[];
  /** The rows that `{ na: "drop" }` left out; absent when there are none. */
  readonly dropped?: DroppedRows;
  /** Whether the posterior is proper; "improper" only where `allowImproper` let it be sampled. Absent from older draws. */
  readonly propriety?: ProprietyRecord;
  /** The sweep's name, or its blocks. */
  readonly sweep: string;
  /** "sandwich" when the sweep ends with the scale move of random effects and their standard deviations, else "none". */
  readonly scaleMove: string;
  /** The fixed effects that a centered update centers; absent when the sweep has none. */
  readonly centered?: readonly string[];
  readonly engine: string;
  readonly warmup: number;
  readonly thin: number;
  /** Present when the run was interrupted: the draws a chain that it was to keep. */
  readonly interrupted?: { readonly draws: number };
}

/** Kept draws of every variable and chain. */
export interface Draws {
  /** In display order, such as `beta[age]`, `sigma2`, `D_Subject[(Intercept),age]`. */
  readonly variables: readonly string[];
  readonly chains: number;
  /** Kept iterations a chain. */
  readonly iterations: number;
  /** Wall time of the whole run, warm-up included. */
  readonly seconds: number;
  readonly seed: number | string;
  readonly description: DrawsDescription;
  /** The draws of one variable, an array a chain: views, not copies. @throws {RangeError} on an unknown name */
  get(variable: string): Float64Array[];
  /** Plain JSON that `drawsFromJson` reads back. */
  toJSON(): DrawsJson;
}

/** A number as JSON: NaN and the infinities, which JSON does not know, as text. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity";

/** `Draws` as JSON. */
export interface DrawsJson {
  readonly variables: readonly string[];
  readonly iterations: number;
  readonly seconds: number;
  readonly seed: number | string;
  readonly description: DrawsDescription;
  /** chain → variable → iteration. */
  readonly values: readonly (readonly (readonly JsonNumber[])[])[];
}

/** Refuses what is not draws. @throws {TypeError} */
export function requireDraws(value: unknown): asserts value is Draws {
  if (!isDraws(value)) {
    throw new TypeError(`draws must come from sample, fit or drawsFromJson, got ${shown(value)}`);
  }
}

function isDraws(value: unknown): boolean {
  try {
    const { variables, get, iterations } = (value ?? {}) as Partial<Draws>;
    return Array.isArray(variables) && typeof get === "function" && typeof iterations === "number";
  } catch {
    return false;
  }
}

/** What draws are made of. */
export interface DrawsParts extends Omit<DrawsJson, "values"> {
  /** One array a chain, variable after variable. */
  readonly values: readonly Float64Array[];
}

/**
 * Draws over their values.
 *
 * @param parts - names, description, and one array of variables × iterations numbers a chain
 * @returns the draws; they view `parts.values`
 * @throws {RangeError} when a name appears twice or an array has the wrong length
 */
export function drawsOf(parts: DrawsParts): Draws {
  const { variables, iterations, values, seconds, seed, description } = parts;
  const indexOf = new Map(variables.map((name, v) => [name, v]));
  if (indexOf.size !== variables.length) {
    const twice = variables.find((name, v) => indexOf.get(name) !== v);
    throw new RangeError(`two variables are called "${twice}"`);
  }
  for (const [chain, numbers] of values.entries()) {
    if (numbers.length !== variables.length * iterations) {
      throw new RangeError(
        `chain ${chain + 1} has ${numbers.length} numbers for ${variables.length} variables × ${iterations} iterations`,
      );
    }
  }
  const get = (variable: string): Float64Array[] => {
    const v = indexOf.get(variable);
    if (v === undefined) {
      throw new RangeError(`no variable ${shown(variable)} in the draws${didYouMean(variable, variables)}`);
    }
    return values.map((numbers) => numbers.subarray(v * iterations, (v + 1) * iterations));
  };
  return {
    variables,
    chains: values.length,
    iterations,
    seconds,
    seed,
    description,
    get,
    toJSON: () => ({
      variables,
      iterations,
      seconds,
      seed,
      description,
      values: values.map((numbers) =>
        variables.map((_, v) =>
          Array.from(numbers.subarray(v * iterations, (v + 1) * iterations), jsonNumber),
        ),
      ),
    }),
  };
}

/** A number as JSON. */
function jsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}
