// Reads a sum of terms: the fixed side of a formula, or the left of a bar.
import { readVariable } from "./expression.ts";
import { formulaError, shortly } from "./formula-error.ts";
import { cross, interact, nest, power } from "./formula-products.ts";
import {
  addTerms,
  type Expansion,
  orderedTerms,
  type Terms,
  type TermScope,
  variableTerm,
} from "./formula-terms.ts";
import { expectOperator, nested, peek, sees, take, type TokenReader, unexpected } from "./token-reader.ts";

/** Reads a random-effect term that stands at the reader's place. */
type ReadRandom = (reader: TokenReader) => void;

/**
 * Reads terms joined by `+` and `-`, up to what cannot continue them.
 *
 * @param reader - at the first term; moved behind the last
 * @param scope - of this side
 * @param readRandom - reads a random-effect term; null where none may stand
 * @returns the terms, expanded and in R's order
 * @throws RangeError when the terms cannot be read
 */
export function readSide(reader: TokenReader, scope: TermScope, readRandom: ReadRandom | null): Terms {
  return orderedTerms(scope, readSum(reader, scope, readRandom));
}

// The levels of the grammar, loosest first: sums; * and /; :; powers; operands.

function readSum(reader: TokenReader, scope: TermScope, readRandom: ReadRandom | null): Expansion {
  const sum: Expansion = { terms: new Map(), constant: null };
  let sign = sees(reader, "+", "-") ? take(reader).text : "+";
  for (;;) {
    // R's users write "x + -1" for "x - 1".
    if (sign === "+" && sees(reader, "-") && peek(reader, 1).text === "1") sign = take(reader).text;
    const isRandom = peek(reader).holdsBar;
    if (isRandom && readRandom !== null && sign === "+") readRandom(reader);
    else if (isRandom) throw formulaError(reader.text, peek(reader).position, misplacedRandomTerm(sign));
    else addTerms(scope, sum, readCrossing(reader, scope), sign === "+");
    if (!sees(reader, "+", "-")) return sum;
    sign = take(reader).text;
  }
}

function misplacedRandomTerm(sign: string): string {
  return sign === "-" ? "a random-effect term to remove" : "a random-effect term inside other terms";
}

function readCrossing(reader: TokenReader, scope: TermScope): Expansion {
  let left = readInteraction(reader, scope);
  while (sees(reader, "*", "/")) {
    const combine = take(reader).text === "*" ? cross : nest;
    left = combine(scope, left, readInteraction(reader, scope));
  }
  return left;
}

function readInteraction(reader: TokenReader, scope: TermScope): Expansion {
  let left = readPower(reader, scope);
  while (sees(reader, ":")) {
    take(reader);
    left = interact(scope, left, readPower(reader, scope));
  }
  return left;
}

function readPower(reader: TokenReader, scope: TermScope): Expansion {
  const base = readOperand(reader, scope);
  if (!sees(reader, "^")) return base;
  const sign = take(reader);
  const exponent = peek(reader);
  const degree = Number(exponent.text);
  if (exponent.kind !== "number" || !Number.isInteger(degree) || degree < 1 || degree > 20) {
    throw unexpected(reader, "an integer from 1 to 20 (a power of numbers is written I(x^2))");
  }
  if (base.terms.size === 1) {
    const hint = "in a formula that is the term itself; for a square write I(x^2)";
    throw formulaError(reader.text, sign.position, "the power of one term", hint);
  }
  take(reader);
  return power(scope, base, degree);
}

function readOperand(reader: TokenReader, scope: TermScope): Expansion {
  const token = peek(reader);
  if (token.kind === "name") return variableTerm(scope, readVariable(reader));
  if (token.kind === "number") {
    if (token.text !== "1" && token.text !== "0") {
      throw formulaError(
        reader.text,
        token.position,
        `the number ${shortly(token.text)} as a term`,
        "only 1 and 0 may stand there",
      );
    }
    take(reader);
    return {
      terms: new Map(),
      constant: { intercept: token.text === "1", position: token.position },
    };
  }
  if (token.holdsBar) throw formulaError(reader.text, token.position, misplacedRandomTerm("+"));
  if (!sees(reader, "(")) throw unexpected(reader, "a term");
  take(reader);
  const inner = nested(reader, () => readSum(reader, scope, null));
  expectOperator(reader, ")", 'to close "("');
  return inner;
}
