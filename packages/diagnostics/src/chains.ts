// The door: turns what a caller passed as chains into one Float64Array a chain, or says what is wrong with it.

import { checkFlag } from "./option-values.ts";
import { shown } from "./shown.ts";

/** Below this many iterations a half-chain has one draw at most, and no diagnostic of mixing is defined. */
export const MIN_ITERATIONS = 4;

/** What to do with chains that are not of one length. */
export interface ChainsOptions {
  /**
   * Whether chains of different lengths are cut to the shortest rather than refused. Each keeps its first draws: draw t
   * is then the same iteration in every chain, as if all had been stopped together, and a chain that was still drifting
   * at its start is still seen to drift. Default: false.
   */
  trim?: boolean | undefined;
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  try {
    return (
      typeof value === "object" && value !== null && "length" in value && typeof value.length === "number"
    );
  } catch {
    return false;
  }
}

function isFloat64(value: unknown): value is Float64Array {
  try {
    return value instanceof Float64Array;
  } catch {
    return false;
  }
}

/**
 * One chain as a Float64Array: the caller's own array when it is one already, so it must not be written to.
 *
 * @param chain - the draws of one chain, in order
 * @param name - what to call the chain in an error message
 * @returns the draws
 * @throws TypeError when the chain is not an array, or an entry is not a number
 */
export function toChain(chain: ArrayLike<number>, name: string): Float64Array {
  if (isFloat64(chain)) return chain;
  if (!isArrayLike(chain)) throw new TypeError(`${name} must be an array of numbers; it is ${shown(chain)}`);
  for (let t = 0; t < chain.length; t++) {
    if (typeof chain[t] !== "number") {
      throw new TypeError(
        `every draw must be a number (NaN where it is undefined); ${name}[${t}] is ${shown(chain[t])}`,
      );
    }
  }
  return Float64Array.from(chain);
}

/**
 * Checked chains of equal length.
 *
 * @param chains - one array of draws a chain, all of one length unless they are to be trimmed
 * @param options - whether to trim them
 * @param name - what to call them in an error message
 * @returns one Float64Array a chain; a Float64Array of the caller's is passed on, so it must not be written to
 * @throws TypeError when `chains` is not an array of arrays of numbers, or `trim` is not a boolean
 * @throws RangeError when there is no chain, a chain has no draw, or the chains differ in length and are not trimmed
 */
export function toChains(
  chains: readonly ArrayLike<number>[],
  options: ChainsOptions = {},
  name = "chains",
): Float64Array[] {
  const { trim = false } = options ?? {};
  checkFlag("trim", trim);
  if (!Array.isArray(chains) || typeof chains[0] === "number") {
    const came = isArrayLike(chains) ? "for a single chain write [chain]" : `it is ${shown(chains)}`;
    throw new TypeError(`${name} must be an array with one array of draws a chain; ${came}`);
  }
  if (chains.length === 0) throw new RangeError(`${name} is empty; there must be at least one chain`);
  const checked = chains.map((chain: ArrayLike<number>, j) => toChain(chain, `${name}[${j}]`));
  const lengths = checked.map((chain) => chain.length);
  const shortest = lengths.reduce((least, length) => Math.min(least, length));
  if (lengths.every((length) => length === 0)) {
    throw new RangeError(`${name} must hold draws; each of the ${lengths.length} chains has length 0`);
  }
  if (lengths.every((length) => length === shortest)) return checked;
  if (trim && shortest === 0) {
    throw new RangeError(`${name} must hold draws; ${name}[${lengths.indexOf(0)}] has length 0`);
  }
  if (!trim) {
    const shownLengths = lengths.slice(0, 8).join(", ") + (lengths.length > 8 ? ", …" : "");
    throw new RangeError(
      `${name} must have equal lengths; they have ${shownLengths} draws ({ trim: true } keeps the first ${shortest} of each)`,
    );
  }
  return checked.map((chain) => chain.subarray(0, shortest));
}

/**
 * The draws of all chains, one chain after the other, in a new array.
 *
 * @param chains - one array of draws a chain
 * @returns a copy of all draws
 */
export function pool(chains: readonly Float64Array[]): Float64Array {
  let size = 0;
  for (const chain of chains) size += chain.length;
  const draws = new Float64Array(size);
  let at = 0;
  for (const chain of chains) {
    draws.set(chain, at);
    at += chain.length;
  }
  return draws;
}
