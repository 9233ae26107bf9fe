// Multiplies terms of a formula: interaction, crossing, nesting and powers (Wilkinson & Rogers 1973).
import { formulaError } from "./formula-error.ts";
import {
  addTerms,
  type Expansion,
  firstPosition,
  refuseTooMany,
  spend,
  type Term,
  type TermScope,
} from "./formula-terms.ts";

const MOST_VARIABLES = 20;

/**
 * left : right, every term of the one multiplied with every term of the other.
 *
 * @param scope - counts the work
 * @param left - terms
 * @param right - terms
 * @returns the products, a product that occurs twice once
 * @throws RangeError when 1 or 0 is among the operands, or the products are too many or too long
 */
export function interact(scope: TermScope, left: Expansion, right: Expansion): Expansion {
  refuseConstants(scope, left, right);
  const products: Expansion = { terms: new Map(), constant: null };
  for (const a of left.terms.values()) {
    for (const b of right.terms.values()) {
      const term = product(scope, a, b);
      const key = term.variables.join(",");
      if (!products.terms.has(key)) products.terms.set(key, term);
      refuseTooMany(scope, products, b.position);
    }
  }
  return products;
}

/**
 * left * right = left + right + left:right.
 *
 * @param scope - counts the work
 * @param left - terms
 * @param right - terms
 * @returns the expansion
 * @throws RangeError as `interact` and `addTerms`
 */
export function cross(scope: TermScope, left: Expansion, right: Expansion): Expansion {
  const products = interact(scope, left, right);
  addTerms(scope, left, right, true);
  addTerms(scope, left, products, true);
  return left;
}

/**
 * left / right = left + (all variables of left):right.
 *
 * @param scope - counts the work
 * @param left - terms
 * @param right - terms
 * @returns the expansion
 * @throws RangeError as `interact` and `addTerms`
 */
export function nest(scope: TermScope, left: Expansion, right: Expansion): Expansion {
  refuseConstants(scope, left, right);
  let all: Term = { variables: [], position: firstPosition(left) };
  for (const term of left.terms.values()) all = product(scope, all, term);
  const whole: Expansion = { terms: new Map([["", all]]), constant: null };
  addTerms(scope, left, interact(scope, whole, right), true);
  return left;
}

/**
 * base ^ degree: all interactions of up to `degree` of the terms.
 *
 * @param scope - counts the work
 * @param base - terms
 * @param degree - an integer ≥ 1
 * @returns the expansion
 * @throws RangeError as `cross`
 */
export function power(scope: TermScope, base: Expansion, degree: number): Expansion {
  let result: Expansion = { terms: new Map(base.terms), constant: base.constant };
  for (let k = 1; k < degree; k++) {
    const size = result.terms.size;
    result = cross(scope, result, base);
    if (result.terms.size === size) break;
  }
  return result;
}

function product(scope: TermScope, a: Term, b: Term): Term {
  const variables = union(a.variables, b.variables);
  spend(scope, b.position, variables.length + 1);
  if (variables.length > MOST_VARIABLES) {
    throw formulaError(scope.text, b.position, `an interaction of more than ${MOST_VARIABLES} variables`);
  }
  return { variables, position: a.position };
}

function union(a: readonly number[], b: readonly number[]): number[] {
  const both: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    both.push(next);
    if (a[i] === next) i++;
    if (b[j] === next) j++;
  }
  return both;
}

function refuseConstants(scope: TermScope, ...operands: Expansion[]): void {
  for (const { constant } of operands) {
    if (constant !== null) {
      throw formulaError(
        scope.text,
        constant.position,
        "the intercept as an operand",
        "1 and 0 can be added or removed only",
      );
    }
  }
}
