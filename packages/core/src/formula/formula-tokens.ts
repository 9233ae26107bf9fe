// Cuts the text of a formula into tokens, in one pass.
import { formulaError, shortly } from "./formula-error.ts";

/** A piece of a formula; `position` is its 0-based place in the text. */
export interface Token {
  readonly kind: "name" | "number" | "operator" | "end";
  /** The characters; of a backquoted name those between the quotes. */
  readonly text: string;
  readonly position: number;
  /** Of an opening parenthesis: whether it holds a random-effect term, that is a bar of its own. */
  holdsBar: boolean;
}

/** How deep parentheses, calls, signs and powers may nest. */
export const DEEPEST = 100;

const NAME = /[\p{L}._][\p{L}\p{M}\p{N}._]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const OPERATOR = /\|\||[~+\-*/^:()|,]/y;
const SPACE = /\s+/y;

/**
 * Cuts a formula into tokens; every pattern is anchored and without ambiguity, so the time is linear.
 *
 * @param text - the formula
 * @returns the tokens, the last one of kind "end"
 * @throws RangeError at a character no formula has, an unclosed backquote or parenthesis, or too deep nesting
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const open: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? "";
  };
  while (at < text.length) {
    const space = match(SPACE);
    at += space.length;
    if (at === text.length) break;
    const token = nextToken(text, at, match);
    tokens.push(token);
    trackParentheses(text, token, open);
    at += token.kind === "name" && text[at] === "`" ? token.text.length + 2 : token.text.length;
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) throw formulaError(text, unclosed.position, 'an unclosed "("');
  tokens.push({ kind: "end", text: "the end", position: text.length, holdsBar: false });
  return tokens;
}

function nextToken(text: string, at: number, match: (pattern: RegExp) => string): Token {
  const token = (kind: Token["kind"], found: string): Token => ({
    kind,
    text: found,
    position: at,
    holdsBar: false,
  });
  if (text[at] === "`") {
    const end = text.indexOf("`", at + 1);
    if (end < 0) throw formulaError(text, at, "an unclosed backquote");
    if (end === at + 1) throw formulaError(text, at, "an empty name between backquotes");
    return token("name", text.slice(at + 1, end));
  }
  const number = match(NUMBER);
  if (number !== "") return token("number", number);
  const name = match(NAME);
  if (name === ".") {
    throw formulaError(text, at, 'unexpected "."', "all other columns are not taken at once: name them");
  }
  if (name !== "") return token("name", name);
  const operator = match(OPERATOR);
  if (operator !== "") return token("operator", operator);
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw formulaError(text, at, `unexpected character ${shortly(character)}`);
}

function trackParentheses(text: string, token: Token, open: Token[]): void {
  if (token.kind !== "operator") return;
  if (token.text === "(") {
    open.push(token);
    if (open.length > DEEPEST)
      throw formulaError(text, token.position, `more than ${DEEPEST} nested parentheses`);
  } else if (token.text === ")") {
    if (open.pop() === undefined) throw formulaError(text, token.position, 'a ")" without its "("');
  } else if (token.text === "|" || token.text === "||") {
    const parenthesis = open.at(-1);
    if (parenthesis === undefined) {
      throw formulaError(
        text,
        token.position,
        `"${token.text}" outside parentheses`,
        "write a random-effect term as (1 | group)",
      );
    }
    parenthesis.holdsBar = true;
  }
}

/**
 * A name as a formula must write it: bare, or between backquotes when it is not a plain name.
 *
 * @param name - the name of a column
 * @returns the name, backquoted where needed
 */
export function nameText(name: string): string {
  NAME.lastIndex = 0;
  return NAME.exec(name)?.[0] === name && name !== "." ? name : `\`${name}\``;
}
