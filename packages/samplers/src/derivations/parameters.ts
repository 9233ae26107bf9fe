// The parameters of a derived law as a record, under the names that the course gives them.
import type { Definition } from "./derivation.ts";
import type { Expression, Value } from "./expression.ts";
import type { Notation } from "./notation.ts";
import { textOf } from "./write-text.ts";

/** A name in plain text. */
export const textName = (e: Expression, n: Notation): string => textOf(e, n, []);

/** The present values of definitions by their names in plain text. */
export function parametersOf(n: Notation, definitions: readonly Definition[]): Record<string, Value> {
  return Object.fromEntries(definitions.map(({ name, value }) => [textName(name, n), value]));
}
