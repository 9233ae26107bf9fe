// Reads draws back from their JSON, every number as it was.
import { shown } from "../arguments.ts";
import { type Draws, type DrawsJson, drawsOf, type JsonNumber } from "./draws.ts";

/**
 * Draws from the JSON that `Draws.toJSON` gave.
 *
 * @param json - the parsed JSON
 * @returns the draws
 * @throws {RangeError} when it is not such JSON, naming chain, variable and iteration of a cell that is no number
 */
export function drawsFromJson(json: DrawsJson): Draws {
  const { variables, values, iterations, description } = (json ?? {}) as Partial<DrawsJson>;
  const isText = (name: unknown): boolean => typeof name === "string";
  const complete =
    Array.isArray(variables) &&
    variables.every(isText) &&
    Array.isArray(values) &&
    Number.isSafeInteger(iterations) &&
    iterations! >= 0 &&
    typeof description === "object" &&
    description !== null;
  if (!complete) {
    throw new RangeError(
      "this is not the JSON of draws: variables, values, iterations or description are missing",
    );
  }
  return drawsOf({
    ...json,
    values: json.values.map((chain, c) => {
      const numbers = new Float64Array(json.variables.length * json.iterations);
      if (!Array.isArray(chain) || chain.length !== json.variables.length) {
        throw new RangeError(`chain ${c + 1} of the JSON does not have ${json.variables.length} variables`);
      }
      json.variables.forEach((variable, v) => {
        numbers.set(
          numbersOf(json.values[c][v], json.iterations, `chain ${c + 1}, ${variable}`),
          v * json.iterations,
        );
      });
      return numbers;
    }),
  });
}

function numbersOf(column: readonly JsonNumber[], iterations: number, where: string): number[] {
  if (!Array.isArray(column) || column.length !== iterations) {
    throw new RangeError(`${where}: the JSON does not have ${iterations} iterations`);
  }
  return (column as readonly unknown[]).map((cell, t) => {
    if (typeof cell === "number") return cell;
    if (cell === "NaN" || cell === "Infinity" || cell === "-Infinity") return Number(cell);
    throw new RangeError(`${where}, iteration ${t + 1}: a number must come, got ${shown(cell)}`);
  });
}
