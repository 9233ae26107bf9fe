// How tightly a formula holds together, so that writers put brackets exactly where they are needed.
import { type Expression, scalarOf } from "./expression.ts";
import { printedNumber } from "./print-number.ts";

/** From loosest: a sum; a product, quotient or ∑; a power or transpose; a single name. */
export const LEVEL = { sum: 0, product: 1, raised: 2, atom: 3 } as const;

/** The level of a formula as it is written. */
export function levelOf(e: Expression): number {
  switch (e.kind) {
    case "symbol":
      return e.latex.includes("^") ? LEVEL.raised : LEVEL.atom;
    case "value": {
      const value = scalarOf(e.value);
      if (typeof value !== "number") return typeof value[0] === "number" ? LEVEL.raised : LEVEL.atom;
      if (value < 0) return LEVEL.sum;
      return printedNumber(value).exponent === 0 ? LEVEL.atom : LEVEL.product;
    }
    case "valued":
      return levelOf(e.of);
    case "given":
    case "sum":
    case "negative":
      return LEVEL.sum;
    case "product":
    case "fraction":
    case "integral":
      return LEVEL.product;
    case "repeated":
      return e.operator === "diagonal" ? LEVEL.atom : LEVEL.product;
    case "power":
    case "transpose":
    case "inverse":
    case "squared norm":
      return LEVEL.raised;
    default:
      return LEVEL.atom;
  }
}
