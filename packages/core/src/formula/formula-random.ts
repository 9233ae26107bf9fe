// Reads a random-effect term of a formula: (terms | group) or (terms || group).
import { type Expression, readVariable } from "./expression.ts";
import { formulaError } from "./formula-error.ts";
import { readSide } from "./formula-side.ts";
import { type Terms, termScope } from "./formula-terms.ts";
import { expectOperator, peek, sees, take, type TokenReader, unexpected } from "./token-reader.ts";

/** One random-effect term; `position` is its 0-based place in the formula. */
export interface RandomTermFormula {
  /** The term as lme4 would write it: `(age | Subject)`. */
  readonly text: string;
  readonly terms: Terms;
  /** The columns (or `factor(column)`) whose combined levels are the groups. */
  readonly group: readonly Expression[];
  /** Whether the random effects are independent: the term was written with `||`. */
  readonly diagonal: boolean;
  readonly position: number;
}

/**
 * Reads `(terms | group)`; `(terms | a/b)` stands for `(terms | a)` and `(terms | a:b)`.
 *
 * @param reader - at the opening parenthesis; moved behind the closing one
 * @returns one term, or one a nested grouping factor
 * @throws RangeError when the term cannot be read
 */
export function readRandomTerms(reader: TokenReader): RandomTermFormula[] {
  const open = take(reader);
  const terms = readSide(reader, termScope(reader.text), null);
  if (!sees(reader, "|", "||")) throw unexpected(reader, '"|" or "||"');
  const bar = take(reader);
  const left = reader.text.slice(open.position + 1, bar.position).trim();
  if (!terms.intercept && terms.terms.length === 0) {
    throw formulaError(reader.text, open.position, "a random-effect term without random effects");
  }
  const groups = readGroups(reader);
  expectOperator(reader, ")", "to end the random-effect term");
  return groups.map((group) => ({
    text: `(${left} ${bar.text} ${groupLabel(group)})`,
    terms,
    group,
    diagonal: bar.text === "||",
    position: open.position,
  }));
}

/**
 * The name of a grouping factor, as in `D_Subject`.
 *
 * @param group - the columns whose combined levels are the groups
 * @returns their names, joined by ":"
 */
export function groupLabel(group: readonly Expression[]): string {
  return group.map((factor) => (factor.kind === "column" ? factor.name : factor.label)).join(":");
}

function readGroups(reader: TokenReader): Expression[][] {
  let combined = readCombined(reader);
  const groups = [combined];
  while (sees(reader, "/")) {
    take(reader);
    combined = withoutRepeats(reader, [...combined, ...readCombined(reader)]);
    groups.push(combined);
  }
  if (sees(reader, "|", "||", "+", "*", "-", "^")) {
    throw unexpected(reader, 'one grouping factor, as g, a:b or a/b, and ")"');
  }
  return groups;
}

function readCombined(reader: TokenReader): Expression[] {
  const factors = [readGroupingFactor(reader)];
  while (sees(reader, ":")) {
    take(reader);
    factors.push(readGroupingFactor(reader));
  }
  return withoutRepeats(reader, factors);
}

function readGroupingFactor(reader: TokenReader): Expression {
  const token = peek(reader);
  if (token.kind !== "name") throw unexpected(reader, "the name of a grouping factor");
  const factor = readVariable(reader);
  if (factor.kind === "call" && factor.name !== "factor") {
    throw formulaError(
      reader.text,
      token.position,
      `${factor.name}() as a grouping factor`,
      "only factor() may stand there",
    );
  }
  return factor;
}

function withoutRepeats(reader: TokenReader, factors: Expression[]): Expression[] {
  if (factors.length > 20) {
    throw formulaError(
      reader.text,
      factors[20]?.position ?? 0,
      "a grouping factor combined of more than 20 columns",
    );
  }
  const seen = new Set<string>();
  return factors.filter(({ label }) => !seen.has(label) && seen.add(label).has(label));
}
