// Formulas as LaTeX, with the commands that amsmath, MathJax and KaTeX share.
import { LEVEL, levelOf } from "./bracket-level.ts";
import { type Expression, isNumber, isOpen, scalarOf, unvalued, type Value } from "./expression.ts";
import type { Notation } from "./notation.ts";
import { printedNumber, shownCells } from "./print-number.ts";

/** How to write: the course's mark of a transpose, and fractions as a/b where a bar would be small. */
interface Style {
  readonly transpose: Notation["transpose"];
  readonly inline: boolean;
}

/**
 * A formula as LaTeX, for math mode.
 *
 * @param e - the formula
 * @param notation - whose mark of a transpose to use
 * @returns LaTeX without delimiters
 */
export function latexOf(e: Expression, { transpose }: Pick<Notation, "transpose">): string {
  return write(e, { transpose, inline: false });
}

function write(e: Expression, style: Style): string {
  const at = (part: Expression, level: number): string => bracketed(part, level, style);
  const bare = (part: Expression): string => write(part, style);
  switch (e.kind) {
    case "symbol":
      return e.latex;
    case "value":
      return valueText(e.value);
    case "valued":
      return bare(e.of);
    case "sum":
      return e.terms.map((term, k) => signed(term, k, style)).join("");
    case "negative":
      return `-${at(e.of, LEVEL.product)}`;
    case "product":
      return productText(e.factors, style);
    case "fraction":
      return fraction(e, style);
    case "power":
      return `${at(e.base, LEVEL.atom)}^{${write(e.exponent, { ...style, inline: true })}}`;
    case "transpose":
      return at(e.of, LEVEL.atom) + (style.transpose === "prime" ? "'" : "^{T}");
    case "inverse":
      return `${at(e.of, LEVEL.atom)}^{-1}`;
    case "determinant":
      return `\\left| ${bare(e.of)} \\right|`;
    case "squared norm":
      return `\\left\\lVert ${bare(e.of)} \\right\\rVert^{2}`;
    case "exponential":
      return `\\exp${between("\\{", bare(e.of), "\\}")}`;
    case "trace":
      return `\\mathrm{tr}${between("(", bare(e.of), ")")}`;
    case "repeated": {
      if (e.operator === "diagonal") return `\\mathrm{diag}_{${e.index}}${between("(", bare(e.of), ")")}`;
      const operator = e.operator === "sum" ? "\\sum" : "\\prod";
      return `${operator}_{${e.index}=1}^{${bare(e.upTo)}} ${at(e.of, LEVEL.product)}`;
    }
    case "given":
      return `${bare(e.of)} \\mid ${e.on.map(bare).join(", ")}`;
    case "density":
      return `p(${bare(e.of)})`;
    case "integral":
      return `\\int ${at(e.of, LEVEL.product)} \\, d${at(e.over, LEVEL.atom)}`;
    default:
      return e.name + between("(", e.parameters.map(bare).join(",\\; "), ")");
  }
}

function bracketed(e: Expression, least: number, style: Style): string {
  const text = write(e, style);
  if (levelOf(e) >= least) return text;
  return text.includes("(") ? between("[", text, "]") : between("(", text, ")");
}

/** Brackets as high as what they hold. */
function between(left: string, text: string, right: string): string {
  return /\\(?:frac|sum|prod|int|begin|left)(?![a-z])/.test(text)
    ? `\\left${left} ${text} \\right${right}`
    : `${left}${text}${right}`;
}

function signed(term: Expression, k: number, style: Style): string {
  const isNegative = term.kind === "negative";
  const isSum = unvalued(term).kind === "sum";
  const text = isSum ? write(term, style) : bracketed(isNegative ? term.of : term, LEVEL.product, style);
  if (k === 0) return isNegative ? `-${text}` : text;
  return `${isNegative ? " - " : " + "}${text}`;
}

function productText(factors: readonly Expression[], style: Style): string {
  return factors
    .map((factor, k) => {
      const isHidden = isOpen(factor) && k < factors.length - 1;
      const isSlashed = unvalued(factor).kind === "fraction" && style.inline;
      const dot = k > 0 && isNumber(factor) ? "\\cdot " : "";
      return dot + bracketed(factor, isHidden || isSlashed ? LEVEL.atom : LEVEL.product, style);
    })
    .join(" ");
}

function fraction({ over, under, apart }: Expression & { kind: "fraction" }, style: Style): string {
  const at = (part: Expression, level: number): string => bracketed(part, level, style);
  if (style.inline) return `${at(over, LEVEL.product)}/${at(under, LEVEL.raised)}`;
  const [top, bottom] = [write(over, style), write(under, style)];
  if (top === "1" && bottom === "2") return "\\tfrac{1}{2}";
  return apart ? `\\frac{1}{${bottom}} ${at(over, LEVEL.product)}` : `\\frac{${top}}{${bottom}}`;
}

function numberText(value: number): string {
  const { digits, exponent } = printedNumber(value);
  const marks = digits.replace("Infinity", "\\infty").replace("NaN", "\\mathrm{NaN}");
  return exponent === 0 ? marks : `${marks} \\times 10^{${exponent}}`;
}

function valueText(given: Value): string {
  const value = scalarOf(given);
  if (typeof value === "number") return numberText(value);
  const cells = shownCells(value.map((row) => (typeof row === "number" ? [row] : row)));
  const rows = cells.map((row, i) => row.map((_, j) => cellText(cells, i, j)).join(" & "));
  return `\\begin{pmatrix} ${rows.join(" \\\\ ")} \\end{pmatrix}`;
}

/** A number, or the dots that stand for what is left out in its row, its column or both. */
function cellText(cells: readonly (readonly (number | null)[])[], i: number, j: number): string {
  const cell = cells[i][j];
  if (cell !== null) return numberText(cell);
  const isRowGone = cells[i].every((one) => one === null);
  const isColumnGone = cells.every((row) => row[j] === null);
  return isRowGone && isColumnGone ? "\\ddots" : isRowGone ? "\\vdots" : "\\cdots";
}
