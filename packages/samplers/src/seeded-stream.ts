// Random numbers of a chain: a function of (seed, chain index) alone, whose state can be saved and restored.
import type { RandomStream } from "@lmm-gibbs/core";
import { finiteAbove, shown } from "@lmm-gibbs/core/internal";
import gammaGenerator from "@stdlib/random-base-gamma";
import normalGenerator from "@stdlib/random-base-improved-ziggurat";
import uniformGenerator from "@stdlib/random-base-uniform";
import alea from "seedrandom/lib/alea.js";

/** The state of a stream's three generators, plain JSON. */
export interface StreamState {
  normal: number[];
  gamma: number[];
  uniform: number[];
}

/** A random stream whose state can be saved and restored. */
export interface SeededStream extends RandomStream {
  /** The present state, plain JSON. */
  save(): StreamState;
}

const SEED_WORDS = 8;

/**
 * The random stream of one chain.
 *
 * Each generator is a Mersenne Twister seeded by its own words of Alea(seed/chain/purpose): two generators with one
 * seed would replay one stream.
 *
 * @param seed - any number or text; the chain's numbers depend on it through its text
 * @param chain - index of the chain, from 0
 * @param saved - a state to go on from
 * @returns the stream
 * @throws {RangeError} when the seed is no finite number or text, the chain no index, or `saved` not a state that `save` gave
 * @see Matsumoto & Nishimura 1998; Doornik 2005 (normals); Marsaglia & Tsang 2000 (gammas)
 */
export function seededStream(seed: number | string, chain: number, saved?: StreamState): SeededStream {
  if (typeof seed !== "string") finiteAbove(seed, -Infinity, "seed");
  if (!Number.isSafeInteger(chain) || chain < 0)
    throw new RangeError(`chain must be an index, got ${shown(chain)}`);
  const words = (purpose: string): Uint32Array => {
    const generator = alea(`${seed}/${chain}/${purpose}`);
    return Uint32Array.from({ length: SEED_WORDS }, () => generator.int32() >>> 0);
  };
  const normal = normalGenerator.factory({ seed: words("normal") });
  const gamma = gammaGenerator.factory({ seed: words("gamma") });
  const uniform = uniformGenerator.factory(0, 1, { seed: words("uniform") });
  if (saved !== undefined) {
    try {
      normal.state = wordsOf(saved.normal);
      gamma.state = wordsOf(saved.gamma);
      uniform.state = wordsOf(saved.uniform);
    } catch (error) {
      throw new RangeError("the saved state of a random stream is not one that was saved here", {
        cause: error,
      });
    }
  }
  return {
    normal: () => normal(),
    gamma: (shape) => gamma(shape, 1),
    uniform: () => uniform(),
    save: () => ({
      normal: Array.from(normal.state as ArrayLike<number>),
      gamma: Array.from(gamma.state as ArrayLike<number>),
      uniform: Array.from(uniform.state as ArrayLike<number>),
    }),
  };
}

/** The state's 32-bit words, which a typed array would otherwise coerce from anything. */
function wordsOf(words: readonly number[]): Uint32Array {
  if (
    !Array.isArray(words) ||
    !words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)
  ) {
    throw new RangeError("a word of the state is not a 32-bit integer");
  }
  return Uint32Array.from(words);
}
