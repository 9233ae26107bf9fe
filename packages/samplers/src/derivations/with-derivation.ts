// Laws that print how they are derived, in the notation of a course.
import { recordOf, shown } from "@lmm-gibbs/core/internal";
import type { Derivation } from "./derivation.ts";
import { type Notation, type NotationName, notationOf } from "./notation.ts";
import { derivationLatex, derivationText } from "./print-derivation.ts";

/** How to print a derivation. */
export interface PrintOptions {
  /** Default "here"; "A" to "E" are the courses of docs/notation.md, each with its own parameterisation. */
  notation?: NotationName;
  /** Whether to fill in the present numbers; default false. */
  numbers?: boolean;
}

/** A law with its derivation. */
export interface Derived {
  /**
   * The derivation as LaTeX.
   *
   * @returns an `aligned` environment for math mode
   * @throws {RangeError} on an unknown notation or option; {TypeError} when numbers is no boolean
   */
  readonly toLatex: (options?: PrintOptions) => string;
  /**
   * The derivation as plain text.
   *
   * @returns lines of at most 100 columns
   * @throws {RangeError} on an unknown notation or option; {TypeError} when numbers is no boolean
   */
  readonly toText: (options?: PrintOptions) => string;
  /** The derivation as plain text, in our notation, without numbers. */
  toString(): string;
  /**
   * The derivation as data: its steps as formulas, the law, and its parameters under the names of the course.
   *
   * @throws {RangeError} on an unknown notation or option
   */
  readonly derivation: (options?: { notation?: NotationName }) => Derivation;
}

/**
 * A law that prints itself.
 *
 * @param law - the law; gets the methods
 * @param derive - its derivation in a notation, made when it is asked for
 * @returns the law
 */
export function withDerivation<L extends object>(
  law: L,
  derive: (notation: Notation) => Derivation,
): L & Derived {
  const toText = (options: PrintOptions = {}): string => {
    const { notation, numbers } = settled(options);
    return derivationText(derive(notation), notation, numbers);
  };
  const methods = {
    toText,
    toLatex: (options: PrintOptions = {}): string => {
      const { notation, numbers } = settled(options);
      return derivationLatex(derive(notation), notation, numbers);
    },
    derivation: (options: { notation?: NotationName } = {}): Derivation =>
      copied(derive(settled(recordOf(options, ["notation"], "the options")).notation)),
  };
  // Not enumerable, as on other records that print.
  return Object.defineProperty(Object.assign(law, methods), "toString", { value: () => toText() });
}

/** A deep copy, so that who writes to a derivation does not write to a law or a model. */
function copied<T>(data: T): T {
  if (Array.isArray(data)) return data.map(copied) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copied<unknown>(value)])) as T;
}

function settled(options: PrintOptions): { notation: Notation; numbers: boolean } {
  const { notation = "here", numbers = false } = recordOf(options, ["notation", "numbers"], "the options");
  if (typeof numbers !== "boolean") {
    throw new TypeError(`numbers must be true or false, got ${shown(numbers)}`);
  }
  return { notation: notationOf(notation), numbers };
}
