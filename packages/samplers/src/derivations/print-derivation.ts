// A derivation as one text or one LaTeX formula.
import { type Derivation, equals, type Line } from "./derivation.ts";
import { withNumbers } from "./expression.ts";
import type { Notation } from "./notation.ts";
import { layLine, layWords, WIDTH } from "./text-layout.ts";
import { latexOf } from "./write-latex.ts";
import { textOf } from "./write-text.ts";

/** The lines that fill in the present numbers: what is given, each parameter as formula, numbers and value, the law. */
function numberLines({ at, definitions, numbers, steps }: Derivation): Line[] {
  const shown = new Set(steps.flatMap(({ lines }) => lines.map(({ left }) => left)));
  return [
    ...at.map(({ name, value }) => equals(name, { kind: "value", value })),
    ...definitions.flatMap(({ name, formula, value }) => {
      const filled = withNumbers(formula);
      const isFilled = filled.kind !== "value";
      const written = shown.has(name) ? [] : [formula];
      const [first, ...rest] = [...written, ...(isFilled ? [filled] : []), { kind: "value", value } as const];
      return [equals(name, first), ...rest.map((right) => equals(null, right))];
    }),
    ...numbers.map(({ left, relation, right }) => ({ left, relation, right: withNumbers(right) })),
  ];
}

/**
 * A derivation as LaTeX.
 *
 * @param derivation - the derivation
 * @param notation - its notation
 * @param numbers - whether to fill in the present numbers
 * @returns an `aligned` environment, for math mode
 */
export function derivationLatex(derivation: Derivation, notation: Notation, numbers: boolean): string {
  const parts = derivation.steps.map(({ lines }) => lines);
  if (numbers) parts.push(numberLines(derivation));
  const rows = parts.map((lines) => lines.map((line) => latexLine(line, notation)).join(" \\\\\n"));
  return `\\begin{aligned}\n${rows.join(" \\\\[1ex]\n")}\n\\end{aligned}`;
}

const RELATIONS = { "=": "=", "∝": "\\propto", "~": "\\sim" } as const;

function latexLine({ left, relation, right }: Line, notation: Notation): string {
  const before = left === null ? "" : `${latexOf(left, notation)} `;
  return `${before}&${RELATIONS[relation]} ${latexOf(right, notation)}`;
}

/**
 * A derivation as plain text, each step after a line that says what it does.
 *
 * @param derivation - the derivation
 * @param notation - its notation
 * @param numbers - whether to fill in the present numbers
 * @returns lines of at most 100 columns, without a newline at the end
 */
export function derivationText(derivation: Derivation, notation: Notation, numbers: boolean): string {
  const steps: { says: string; lines: readonly Line[] }[] = [...derivation.steps];
  if (numbers) steps.push({ says: "With the present numbers:", lines: numberLines(derivation) });
  return steps.flatMap(({ says, lines }) => [...layWords(says), ...textLines(lines, notation)]).join("\n");
}

const INDENT = 2;
/** A left side longer than this has the lines that go on from it a little indented instead of aligned. */
const ALIGNED = 8;

function textLines(lines: readonly Line[], notation: Notation): string[] {
  const laid: string[] = [];
  let under = INDENT;
  let isOneLine = false;
  for (const { left, relation, right } of lines) {
    const blocks: string[][] = [];
    const before = left === null ? "" : `${textOf(left, notation, blocks)} `;
    if (left !== null) under = INDENT + (before.length <= ALIGNED ? before.length : 2);
    const line = `${before}${relation} ${textOf(right, notation, blocks)}`;
    const texts = layLine(line, blocks, left === null ? under : INDENT, under + 2);
    const joined = `${laid.at(-1)} ${texts[0].trim()}`;
    const goesOn = isOneLine && left === null && relation === "=" && texts.length === 1;
    if (goesOn && joined.length <= WIDTH) laid[laid.length - 1] = joined;
    else laid.push(...texts);
    isOneLine = relation === "=" && texts.length === 1 && (left !== null || isOneLine);
  }
  return laid;
}
