// What a formula can compute from columns: names, arithmetic and a few functions, as a tree.
import { formulaError } from "./formula-error.ts";
import { nameText } from "./formula-tokens.ts";
import {
  expectOperator,
  nested,
  peek,
  sees,
  take,
  type TokenReader,
  unexpected,
  unknownFunction,
} from "./token-reader.ts";

/** The functions a formula may call; `factor` only around a column's name. */
const FUNCTIONS = ["I", "scale", "log", "exp", "sqrt", "abs", "log2", "log10", "factor"] as const;

/** The name of a function a formula may call. */
type FunctionName = (typeof FUNCTIONS)[number];

/** A column or what is computed from columns; `label` is its text as R would print it, `position` is 0-based. */
export type Expression = { readonly label: string; readonly position: number } & (
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "call"; readonly name: FunctionName; readonly argument: Expression }
  | { readonly kind: "negative"; readonly operand: Expression }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: Expression }
  /** Operands joined from the left: sums and differences, or products and quotients. */
  | { readonly kind: "chain"; readonly first: Expression; readonly rest: readonly ChainLink[] }
);

/** An operator and its right operand in a chain. */
export interface ChainLink {
  readonly operator: "+" | "-" | "*" | "/";
  readonly operand: Expression;
}

/**
 * Reads a variable of a formula: a column's name or a call of a function.
 *
 * @param reader - at a name; moved behind the variable
 * @returns the variable
 * @throws RangeError when the function is unknown or its argument cannot be read
 */
export function readVariable(reader: TokenReader): Expression {
  const token = take(reader);
  const isCall = sees(reader, "(") && reader.text[token.position] !== "`";
  if (!isCall) {
    return { kind: "column", name: token.text, label: nameText(token.text), position: token.position };
  }
  const name = FUNCTIONS.find((known) => known === token.text);
  if (name === undefined) throw unknownFunction(reader, token, FUNCTIONS);
  take(reader);
  const from = reader.next;
  const argument = nested(reader, () => readSum(reader));
  if (name === "factor" && argument.kind !== "column") {
    throw formulaError(reader.text, argument.position, "factor() takes the name of one column, got more");
  }
  if (!reader.tokens.slice(from, reader.next).some((t) => t.kind === "name")) {
    throw formulaError(reader.text, token.position, `${name}() uses no column`);
  }
  expectOperator(reader, ")", `to end ${name}(…)`);
  return { kind: "call", name, argument, label: `${name}(${argument.label})`, position: token.position };
}

function readSum(reader: TokenReader): Expression {
  return readChain(reader, ["+", "-"], () => readProduct(reader), " ");
}

function readProduct(reader: TokenReader): Expression {
  return readChain(reader, ["*", "/"], () => readSigned(reader), "");
}

function readChain(
  reader: TokenReader,
  operators: readonly ChainLink["operator"][],
  readOperand: () => Expression,
  space: string,
): Expression {
  const first = readOperand();
  const rest: ChainLink[] = [];
  const label = [first.label];
  for (;;) {
    const operator = operators.find((known) => sees(reader, known));
    if (operator === undefined) break;
    take(reader);
    const operand = readOperand();
    rest.push({ operator, operand });
    const around = operator === "*" ? " " : space;
    label.push(`${around}${operator}${around}${operand.label}`);
  }
  return rest.length === 0
    ? first
    : { kind: "chain", first, rest, label: label.join(""), position: first.position };
}

function readSigned(reader: TokenReader): Expression {
  if (!sees(reader, "-", "+")) return readPower(reader);
  const sign = take(reader);
  const operand = nested(reader, () => readSigned(reader));
  const label = `${sign.text}${operand.label}`;
  if (sign.text === "+") return { ...operand, label, position: sign.position };
  return { kind: "negative", operand, label, position: sign.position };
}

function readPower(reader: TokenReader): Expression {
  const base = readOperand(reader);
  if (!sees(reader, "^")) return base;
  take(reader);
  const exponent = nested(reader, () => readSigned(reader));
  return { kind: "power", base, exponent, label: `${base.label}^${exponent.label}`, position: base.position };
}

function readOperand(reader: TokenReader): Expression {
  const token = peek(reader);
  if (token.kind === "name") {
    const variable = readVariable(reader);
    if (variable.kind === "call" && variable.name === "factor") {
      throw formulaError(reader.text, token.position, "factor() is no number to compute with");
    }
    return variable;
  }
  if (token.kind === "number") {
    take(reader);
    const value = Number(token.text);
    return { kind: "number", value, label: String(value), position: token.position };
  }
  if (!sees(reader, "(")) throw unexpected(reader, "a name, a number or a parenthesis");
  take(reader);
  const inner = nested(reader, () => readSum(reader));
  expectOperator(reader, ")", 'to close "("');
  return { ...inner, label: `(${inner.label})`, position: token.position };
}
