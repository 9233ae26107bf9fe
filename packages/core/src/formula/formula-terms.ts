// The terms of one side of a formula: collected, added and removed.
// A term is the set of the variables it multiplies; an expansion is an ordered set of terms (Wilkinson & Rogers 1973).
import type { Expression } from "./expression.ts";
import { formulaError } from "./formula-error.ts";

/** A term: the indices of its variables in `Terms.variables`, ascending; `position` is 0-based. */
export interface Term {
  readonly variables: readonly number[];
  readonly position: number;
}

/** One side of a formula: an intercept or none, and terms over variables in order of first appearance. */
export interface Terms {
  readonly intercept: boolean;
  readonly variables: readonly Expression[];
  /** By degree of interaction, then in order of appearance. */
  readonly terms: readonly Term[];
}

/** What a part of a formula expands to; `constant` is what it says of the intercept, if anything. */
export interface Expansion {
  readonly terms: Map<string, Term>;
  constant: { readonly intercept: boolean; readonly position: number } | null;
}

/** The variables met so far and the work done, of one side of one formula. */
export interface TermScope {
  readonly text: string;
  readonly variables: Expression[];
  readonly indexOf: Map<string, number>;
  work: number;
}

const MOST_TERMS = 1000;

/**
 * Starts one side of a formula.
 *
 * @param text - the whole formula, for messages
 * @returns a scope without variables
 */
export function termScope(text: string): TermScope {
  return { text, variables: [], indexOf: new Map(), work: 0 };
}

/**
 * The expansion of one variable.
 *
 * @param scope - remembers the variable
 * @param variable - a column or what is computed from columns
 * @returns an expansion with one term
 */
export function variableTerm(scope: TermScope, variable: Expression): Expansion {
  const index = scope.indexOf.get(variable.label) ?? scope.variables.length;
  if (index === scope.variables.length) {
    scope.indexOf.set(variable.label, index);
    scope.variables.push(variable);
  }
  const terms = new Map([[String(index), { variables: [index], position: variable.position }]]);
  return { terms, constant: null };
}

/**
 * left := left + right, or left − right: adds or removes the terms, and the intercept.
 *
 * @param scope - counts the work
 * @param left - changed in place
 * @param right - the terms to add or remove
 * @param isAdded - false to remove
 * @throws RangeError when a term to remove is not there, or there are too many terms
 */
export function addTerms(scope: TermScope, left: Expansion, right: Expansion, isAdded: boolean): void {
  for (const [key, term] of right.terms) {
    spend(scope, term.position, 1);
    if (isAdded) {
      if (!left.terms.has(key)) left.terms.set(key, term);
    } else if (!left.terms.delete(key)) {
      throw formulaError(scope.text, term.position, "a term to remove that is not among those before it");
    }
  }
  if (right.constant !== null) {
    const intercept = right.constant.intercept === isAdded;
    left.constant = { intercept, position: right.constant.position };
  }
  refuseTooMany(scope, left, firstPosition(right));
}

/**
 * Refuses an expansion of more than 1,000 terms.
 *
 * @param scope - of the terms
 * @param expansion - the terms
 * @param position - where they are asked for
 * @throws RangeError when there are more
 */
export function refuseTooMany(scope: TermScope, expansion: Expansion, position: number): void {
  if (expansion.terms.size <= MOST_TERMS) return;
  throw formulaError(scope.text, position, `more than ${MOST_TERMS} terms`);
}

/**
 * Ends one side of a formula.
 *
 * @param scope - its variables
 * @param expansion - its terms
 * @returns the side, its terms in R's order; the intercept is there unless the formula removed it
 */
export function orderedTerms(scope: TermScope, expansion: Expansion): Terms {
  const terms = [...expansion.terms.values()].toSorted((a, b) => a.variables.length - b.variables.length);
  return { intercept: expansion.constant?.intercept ?? true, variables: scope.variables, terms };
}

/**
 * Bounds the time by a multiple of the formula's length, whatever its parentheses and products do.
 *
 * @param scope - counts the work
 * @param position - where the work is asked for
 * @param work - terms handled, or variables multiplied
 * @throws RangeError when the formula asks for too much
 */
export function spend(scope: TermScope, position: number, work: number): void {
  scope.work += work;
  if (scope.work > 15_000 + 4 * scope.text.length) {
    throw formulaError(scope.text, position, "a formula that multiplies too many terms");
  }
}

/**
 * Where an expansion starts.
 *
 * @param expansion - terms
 * @returns the place of its first term, 0-based
 */
export function firstPosition(expansion: Expansion): number {
  const first = expansion.terms.values().next();
  return first.done === true ? (expansion.constant?.position ?? 0) : first.value.position;
}
