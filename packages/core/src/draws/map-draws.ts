// Quantities derived from draws, draw by draw.
import { recordOf, shown } from "../arguments.ts";
import { didYouMean } from "../did-you-mean.ts";
import { type Draws, drawsOf, requireDraws } from "./draws.ts";

/** One draw: the variables' values by name. */
export type OneDraw = Readonly<Record<string, number>>;

/**
 * The draws with derived quantities appended, computed draw by draw.
 *
 * @param draws - the draws
 * @param derived - name → function of one draw, an object of the variables' values such as
 *   `{ icc: (d) => d["D_Subject[(Intercept),(Intercept)]"] / (… + d.sigma2) }`
 * @returns new draws; the given ones are not changed
 * @throws {RangeError} when a derived name is already a variable, or a function reads a name that is none
 * @throws {TypeError} when a function gives no number
 */
export function mapDraws(
  draws: Draws,
  derived: { readonly [name: string]: (draw: OneDraw) => number },
): Draws {
  requireDraws(draws);
  const functions = recordOf(derived, undefined, "the derived quantities");
  const names = Object.keys(functions);
  for (const name of names) {
    if (typeof functions[name] !== "function") {
      throw new TypeError(`${name} must be a function of one draw, got ${shown(functions[name])}`);
    }
  }
  const { iterations, variables } = draws;
  const all = [...variables, ...names];
  const columns = variables.map((variable) => draws.get(variable));
  const indexOf = new Map(variables.map((variable, v) => [variable, v]));
  const values = Array.from({ length: draws.chains }, (_, chain) => {
    const numbers = new Float64Array(all.length * iterations);
    columns.forEach((column, v) => numbers.set(column[chain], v * iterations));
    let t = 0;
    const draw: OneDraw = new Proxy(Object.freeze({}), {
      get: (_target, name) => {
        const v = indexOf.get(String(name));
        if (v !== undefined) return columns[v][chain][t];
        throw new RangeError(
          `no variable ${shown(String(name))} in the draws${didYouMean(String(name), variables)}`,
        );
      },
    });
    for (t = 0; t < iterations; t++) {
      names.forEach((name, k) => {
        const value = functions[name](draw);
        if (typeof value !== "number") throw new TypeError(`${name} must be a number, got ${shown(value)}`);
        numbers[(variables.length + k) * iterations + t] = value;
      });
    }
    return numbers;
  });
  const { seconds, seed, description } = draws;
  return drawsOf({ variables: all, iterations, seconds, seed, description, values });
}
