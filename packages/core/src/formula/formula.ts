// Reads a mixed-model formula in lme4's language: response ~ fixed terms + (random terms | group).
import { type Expression, readVariable } from "./expression.ts";
import { formulaError } from "./formula-error.ts";
import { readRandomTerms, type RandomTermFormula } from "./formula-random.ts";
import { readSide } from "./formula-side.ts";
import { type Terms, termScope } from "./formula-terms.ts";
import { expectOperator, peek, sees, tokenReader, type TokenReader, unexpected } from "./token-reader.ts";

/** A formula that was read; positions within are 0-based places in `text`. */
export interface Formula {
  /** The formula as it was written. */
  readonly text: string;
  readonly response: Expression;
  readonly fixed: Terms;
  readonly random: readonly RandomTermFormula[];
}

/**
 * Reads a formula of lme4's language: `+ - : * / ^`, parentheses, `1`, `0`, `(terms | group)`,
 * `(terms || group)`, and the functions I, scale, log, exp, sqrt, abs, log2, log10 and factor.
 *
 * @param text - as `distance ~ age + (age | Subject)`
 * @returns its response, its fixed terms expanded and ordered as R orders them, and its random-effect terms
 * @throws RangeError where the formula cannot be read, with the place
 * @throws TypeError when `text` is no text
 * @see Wilkinson & Rogers 1973, Symbolic description of factorial models
 * @see Bates, Mächler, Bolker & Walker 2015, Fitting linear mixed-effects models using lme4, section 2
 */
export function parseFormula(text: string): Formula {
  if (typeof text !== "string") {
    throw new TypeError(`a formula must be text such as "y ~ x + (1 | group)", got ${typeof text}`);
  }
  const reader = tokenReader(text);
  const response = readResponse(reader);
  expectOperator(reader, "~", "between the response and the terms");
  const random: RandomTermFormula[] = [];
  const fixed = readSide(reader, termScope(text), (r) => random.push(...readRandomTerms(r)));
  if (peek(reader).kind !== "end") throw unexpected(reader, '"+", "-" or the end of the formula');
  const repeated = fixed.variables.find((variable) => variable.label === response.label);
  if (repeated !== undefined) {
    throw formulaError(
      text,
      repeated.position,
      "the response among the terms",
      "a response cannot explain itself",
    );
  }
  return { text, response, fixed, random };
}

function readResponse(reader: TokenReader): Expression {
  if (peek(reader).kind !== "name") throw unexpected(reader, 'a response such as y or log(y) before "~"');
  const response = readVariable(reader);
  if (sees(reader, "+", "-", "*", "/", "^")) {
    throw unexpected(reader, '"~" (arithmetic in the response is written I(…))');
  }
  return response;
}
