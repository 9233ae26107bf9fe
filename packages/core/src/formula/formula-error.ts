// Says what is wrong in a formula and points at the place.

/**
 * Quotes a text for a message, cut when it is long.
 *
 * @param text - a name, a cell or a piece of a formula
 * @returns the text in double quotes, at most about 60 characters
 */
export function shortly(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}

/**
 * The place in a formula: the formula, windowed when long, with a caret on the next line.
 *
 * @param text - the whole formula
 * @param position - where, 0-based
 * @returns two indented lines, each preceded by a line break
 */
export function excerpt(text: string, position: number): string {
  const from = text.length > 100 ? Math.max(0, position - 40) : 0;
  const to = text.length > 100 ? Math.min(text.length, position + 40) : text.length;
  const before = `${from > 0 ? "…" : ""}${text.slice(from, position)}`;
  const line = `${before}${text.slice(position, to)}${to < text.length ? "…" : ""}`;
  return `\n  ${line.replaceAll(/\s/gu, " ")}\n  ${" ".repeat(before.length)}^`;
}

/**
 * The error of a formula that cannot be read.
 *
 * @param text - the whole formula
 * @param position - where, 0-based; the message counts from 1
 * @param problem - what was expected and what came
 * @param hint - what to write instead, if anything
 * @returns the error, to be thrown
 */
export function formulaError(text: string, position: number, problem: string, hint = ""): RangeError {
  const advice = hint === "" ? "" : `; ${hint}`;
  return new RangeError(`formula: ${problem} at position ${position + 1}${advice}${excerpt(text, position)}`);
}
