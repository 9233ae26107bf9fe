// Posterior draws as plain data: named variables, one array a chain.
import Papa from "papaparse";
import { didYouMean } from "./did-you-mean.ts";
import type { Priors } from "./resolve-priors.ts";

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
  /** The sweep's name, or its blocks. */
  readonly sweep: string;
  readonly engine: string;
  readonly warmup: number;
  readonly thin: number;
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

/** `Draws` as JSON. */
export interface DrawsJson {
  readonly variables: readonly string[];
  readonly iterations: number;
  readonly seconds: number;
  readonly seed: number | string;
  readonly description: DrawsDescription;
  /** chain → variable → iteration. */
  readonly values: readonly (readonly (readonly number[])[])[];
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
      throw new RangeError(`no variable "${variable}" in the draws${didYouMean(variable, variables)}`);
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
        variables.map((_, v) => Array.from(numbers.subarray(v * iterations, (v + 1) * iterations))),
      ),
    }),
  };
}

/**
 * Draws from the JSON that `Draws.toJSON` gave.
 *
 * @param json - the parsed JSON
 * @returns the draws
 * @throws {RangeError} when it is not such JSON
 */
export function drawsFromJson(json: DrawsJson): Draws {
  if (!Array.isArray(json?.variables) || !Array.isArray(json.values)) {
    throw new RangeError("this is not the JSON of draws: variables or values are missing");
  }
  const chains: DrawsJson["values"] = json.values;
  const values = chains.map((chain, c) => {
    const numbers = new Float64Array(json.variables.length * json.iterations);
    if (chain.length !== json.variables.length || chain.some((column) => column.length !== json.iterations)) {
      throw new RangeError(`chain ${c + 1} of the JSON is not ${json.variables.length} × ${json.iterations}`);
    }
    chain.forEach((column, v) => numbers.set(column, v * json.iterations));
    return numbers;
  });
  return drawsOf({ ...json, values });
}

/**
 * The draws with derived quantities appended, computed draw by draw.
 *
 * @param draws - the draws
 * @param derived - name → function of one draw, an object of the variables' values such as
 *   `{ icc: (d) => d["D_Subject[(Intercept),(Intercept)]"] / (… + d.sigma2) }`
 * @returns new draws; the given ones are not changed
 * @throws {RangeError} when a derived name is already a variable
 */
export function mapDraws(
  draws: Draws,
  derived: { readonly [name: string]: (draw: Readonly<Record<string, number>>) => number },
): Draws {
  const names = Object.keys(derived);
  const { iterations, variables } = draws;
  const all = [...variables, ...names];
  const columns = variables.map((variable) => draws.get(variable));
  const values = Array.from({ length: draws.chains }, (_, chain) => {
    const numbers = new Float64Array(all.length * iterations);
    columns.forEach((column, v) => numbers.set(column[chain], v * iterations));
    let t = 0;
    const draw = Object.defineProperties(
      Object.create(null) as Record<string, number>,
      Object.fromEntries(
        variables.map((name, v) => [name, { get: () => columns[v][chain][t], enumerable: true }]),
      ),
    );
    for (t = 0; t < iterations; t++) {
      names.forEach((name, k) => {
        numbers[(variables.length + k) * iterations + t] = derived[name](draw);
      });
    }
    return numbers;
  });
  const { seconds, seed, description } = draws;
  return drawsOf({ variables: all, iterations, seconds, seed, description, values });
}

/**
 * The draws as CSV: chain, iteration (both from 1), then a column a variable.
 *
 * @param draws - the draws
 * @returns CSV text with a header; numbers in full precision
 */
export function toCsv(draws: Draws): string {
  const columns = draws.variables.map((variable) => draws.get(variable));
  const rows: number[][] = [];
  for (let chain = 0; chain < draws.chains; chain++) {
    for (let t = 0; t < draws.iterations; t++) {
      rows.push([chain + 1, t + 1, ...columns.map((column) => column[chain][t])]);
    }
  }
  return Papa.unparse({ fields: ["chain", "iteration", ...draws.variables], data: rows }, { newline: "\n" });
}
