// Formulas as plain Unicode text; matrices are left as blocks of lines for the layout to place.
import { LEVEL, levelOf } from "./bracket-level.ts";
import { type Expression, isNumber, isOpen, scalarOf, unvalued, type Value } from "./expression.ts";
import type { Notation } from "./notation.ts";
import { plainSymbol } from "./plain-symbol.ts";
import { printedNumber, shownCells, SHOWN } from "./print-number.ts";
import { FIRST_BLOCK, FIRST_BREAK, WIDTH } from "./text-layout.ts";

/** A private character: a space at nesting depth d where a line may be broken. */
const breakAt = (depth: number): string => String.fromCharCode(FIRST_BREAK + Math.min(depth, 0xff));
/** A private character: the place of matrix k. */
const blockMark = (k: number): string => String.fromCharCode(FIRST_BLOCK + k);

interface Style {
  readonly transpose: Notation["transpose"];
  readonly blocks: string[][];
  readonly depth: number;
}

/**
 * A formula as one line of text, for `layLine` to lay out.
 *
 * @param e - the formula
 * @param notation - whose mark of a transpose to use
 * @param blocks - gets each matrix of the formula, as lines of one width
 * @returns the line, with marks where it may be broken and where the matrices go
 */
export function textOf(
  e: Expression,
  { transpose }: Pick<Notation, "transpose">,
  blocks: string[][],
): string {
  return write(e, { transpose, blocks, depth: 0 });
}

const nested = (style: Style): Style => ({ ...style, depth: style.depth + 1 });

function write(e: Expression, style: Style): string {
  const at = (part: Expression, level: number): string => bracketed(part, level, style);
  const inside = (part: Expression): string => write(part, nested(style));
  switch (e.kind) {
    case "symbol":
      return plainSymbol(e.latex);
    case "value":
      return valueText(e.value, style);
    case "valued":
      return write(e.of, style);
    case "sum":
      return e.terms.map((term, k) => signed(term, k, style)).join("");
    case "negative":
      return `−${at(e.of, LEVEL.product)}`;
    case "product":
      return productText(e.factors, style);
    case "fraction":
      return isHalf(e) ? "½" : `${at(e.over, LEVEL.product)}/${at(e.under, LEVEL.raised)}`;
    case "power": {
      if (isSquare(e)) return `${at(e.base, LEVEL.atom)}²`;
      const exponent = inside(e.exponent);
      return `${at(e.base, LEVEL.atom)}^${levelOf(e.exponent) === LEVEL.atom ? exponent : `(${exponent})`}`;
    }
    case "transpose":
      return at(e.of, LEVEL.atom) + mark(style);
    case "inverse":
      return `${at(e.of, LEVEL.atom)}⁻¹`;
    case "determinant":
      return `|${inside(e.of)}|`;
    case "squared norm":
      return `‖${inside(e.of)}‖²`;
    case "exponential":
      return `exp{${inside(e.of)}}`;
    case "trace":
      return `tr(${inside(e.of)})`;
    case "repeated":
      if (e.operator === "diagonal") return `diag_${e.index}(${inside(e.of)})`;
      return `${e.operator === "sum" ? "∑" : "∏"}_${e.index} ${at(e.of, LEVEL.product)}`;
    case "given":
      return `${inside(e.of)} | ${e.on.map(inside).join(", ")}`;
    case "density":
      return `p(${inside(e.of)})`;
    case "integral":
      return `∫ ${at(e.of, LEVEL.product)} d${at(e.over, LEVEL.atom)}`;
    default:
      return `${plainSymbol(e.name)}(${e.parameters.map(inside).join(`,${breakAt(style.depth + 1)}`)})`;
  }
}

const mark = ({ transpose }: Style): string => (transpose === "prime" ? "'" : "ᵀ");

function bracketed(e: Expression, least: number, style: Style): string {
  if (levelOf(e) >= least) return write(e, style);
  const text = write(e, nested(style));
  return text.includes("(") ? `[${text}]` : `(${text})`;
}

function signed(term: Expression, k: number, style: Style): string {
  const isNegative = term.kind === "negative";
  const isSum = unvalued(term).kind === "sum";
  const text = isSum ? write(term, style) : bracketed(isNegative ? term.of : term, LEVEL.product, style);
  if (k === 0) return isNegative ? `−${text}` : text;
  return `${breakAt(style.depth)}${isNegative ? "−" : "+"} ${text}`;
}

/** Factors side by side; with a space between them where they would run together, or where a line may be broken. */
function productText(factors: readonly Expression[], style: Style): string {
  const texts = factors.map((factor, k) => {
    const isLast = k === factors.length - 1;
    const { kind } = unvalued(factor);
    const isHidden = isOpen(factor) && !isLast;
    const isSlashed = kind === "fraction" && !isHalf(factor) && !(isLast && isApart(factor));
    return bracketed(factor, isHidden || isSlashed ? LEVEL.atom : LEVEL.product, style);
  });
  return texts.reduce((line, text, k) => line + between(factors, texts, k, style) + text, "");
}

const LONG = new Set<Expression["kind"]>(["exponential", "density", "law", "integral"]);

/** What stands before factor k. */
function between(
  factors: readonly Expression[],
  texts: readonly string[],
  k: number,
  { depth }: Style,
): string {
  if (k === 0) return "";
  if (isNumber(factors[k])) return "·";
  const both = [unvalued(factors[k - 1]), unvalued(factors[k])];
  if (both.some(({ kind }) => LONG.has(kind))) return breakAt(depth);
  const isSpaced = /^[∑∏]/.test(texts[k]) || both.some((one) => one.kind === "power" && !isSquare(one));
  const runsOn = /_\w{2,}$/.test(texts[k - 1]) && /^[^([‖|]/.test(texts[k]);
  return isSpaced || runsOn ? " " : "";
}

const isSquare = ({ exponent }: Expression & { kind: "power" }): boolean =>
  exponent.kind === "value" && exponent.value === 2;

const isApart = (e: Expression): boolean => {
  const bare = unvalued(e);
  return bare.kind === "fraction" && bare.apart;
};

const isHalf = (e: Expression): boolean => {
  const bare = unvalued(e);
  return (
    bare.kind === "fraction" &&
    bare.over.kind === "value" &&
    bare.over.value === 1 &&
    bare.under.kind === "value" &&
    bare.under.value === 2
  );
};

/** Columns that a matrix may take, beside a name before it. */
const WIDEST = WIDTH - 16;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function numberText(value: number): string {
  const { digits, exponent } = printedNumber(value);
  if (exponent === 0) return digits.replace("-", "−");
  const raisedDigits = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)]);
  return `${digits.replace("-", "−")}·10${exponent < 0 ? "⁻" : ""}${raisedDigits.join("")}`;
}

function valueText(given: Value, style: Style): string {
  const value = scalarOf(given);
  if (typeof value === "number") return numberText(value);
  const cellsOf = (rows: readonly (readonly number[])[], most?: number): string[][] =>
    shownCells(rows, most).map((row) => row.map((cell) => (cell === null ? "⋯" : numberText(cell))));
  const [first] = value;
  if (typeof first === "number") {
    const cells = cellsOf((value as readonly number[]).map((one) => [one]));
    return `(${cells.join(`,${breakAt(style.depth + 1)}`)})${mark(style)}`;
  }
  const rows = value as readonly (readonly number[])[];
  let most = SHOWN;
  let lines = matrixLines(cellsOf(rows, most));
  while (lines[0].length > WIDEST && most > 3) lines = matrixLines(cellsOf(rows, --most));
  style.blocks.push(lines);
  return blockMark(style.blocks.length - 1);
}

/** A matrix between tall brackets, its columns aligned at their ends. */
function matrixLines(cells: readonly (readonly string[])[]): string[] {
  const widths = cells[0].map((_, j) => Math.max(...cells.map((row) => row[j].length)));
  const last = cells.length - 1;
  return cells.map((row, i) => {
    const [left, right] = last === 0 ? "[]" : i === 0 ? "⎡⎤" : i === last ? "⎣⎦" : "⎢⎥";
    return `${left} ${row.map((cell, j) => cell.padStart(widths[j])).join("  ")} ${right}`;
  });
}
