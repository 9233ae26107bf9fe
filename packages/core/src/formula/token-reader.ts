// Walks through the tokens of a formula, and speaks when one is not what must come.
import { didYouMean } from "../did-you-mean.ts";
import { formulaError, shortly } from "./formula-error.ts";
import { DEEPEST, type Token, tokenize } from "./formula-tokens.ts";

/** A place among the tokens of a formula; it moves as the formula is read. */
export interface TokenReader {
  readonly text: string;
  readonly tokens: readonly Token[];
  next: number;
  /** How many calls of the grammar's nested rules are open. */
  depth: number;
}

/**
 * Starts to read a formula.
 *
 * @param text - the formula
 * @returns a reader at its first token
 * @throws RangeError as `tokenize`
 */
export function tokenReader(text: string): TokenReader {
  return { text, tokens: tokenize(text), next: 0, depth: 0 };
}

/**
 * The token ahead, not consumed.
 *
 * @param reader - the place
 * @param ahead - how many tokens further to look
 * @returns the token; after the last one always the end
 */
export function peek(reader: TokenReader, ahead = 0): Token {
  const last = reader.tokens.length - 1;
  return reader.tokens[Math.min(reader.next + ahead, last)];
}

/**
 * Whether the token ahead is one of some operators.
 *
 * @param reader - the place
 * @param operators - the operators asked for
 * @returns true when it is
 */
export function sees(reader: TokenReader, ...operators: string[]): boolean {
  const token = peek(reader);
  return token.kind === "operator" && operators.includes(token.text);
}

/**
 * Consumes the token ahead.
 *
 * @param reader - the place, moved by one
 * @returns the token
 */
export function take(reader: TokenReader): Token {
  const token = peek(reader);
  reader.next++;
  return token;
}

/**
 * Consumes an operator that must come.
 *
 * @param reader - the place, moved by one
 * @param operator - the operator
 * @param why - what it ends or joins, for the message
 * @returns the token
 * @throws RangeError when something else comes
 */
export function expectOperator(reader: TokenReader, operator: string, why: string): Token {
  if (!sees(reader, operator)) throw unexpected(reader, `"${operator}" ${why}`);
  return take(reader);
}

/**
 * The error that something else was expected at the token ahead.
 *
 * @param reader - the place
 * @param wanted - what must come
 * @returns the error, to be thrown
 */
export function unexpected(reader: TokenReader, wanted: string): RangeError {
  const token = peek(reader);
  const before = reader.tokens[reader.next - 1];
  const after = before === undefined ? "" : ` after ${shortly(before.text)}`;
  const came = token.kind === "end" ? "the end of the formula" : shortly(token.text);
  return formulaError(reader.text, token.position, `expected ${wanted}${after}, got ${came}`);
}

/**
 * Reads a nested part of the grammar, and refuses to nest without end.
 *
 * @param reader - the place
 * @param read - reads the part
 * @returns what `read` returns
 * @throws RangeError beyond 100 levels
 */
export function nested<T>(reader: TokenReader, read: () => T): T {
  reader.depth++;
  if (reader.depth > DEEPEST) {
    throw formulaError(reader.text, peek(reader).position, `more than ${DEEPEST} nested levels`);
  }
  const result = read();
  reader.depth--;
  return result;
}

/**
 * The error of a function this language does not have.
 *
 * @param reader - the place
 * @param token - the name of the function
 * @param known - the names it has
 * @returns the error, to be thrown
 */
export function unknownFunction(reader: TokenReader, token: Token, known: readonly string[]): RangeError {
  const list = known.join(", ");
  const problem = `unknown function ${shortly(token.text)} (known: ${list})${didYouMean(token.text, known)}`;
  return formulaError(reader.text, token.position, problem);
}
