// The source of random numbers that laws sample from; core never knows where they come from.
import { shown } from "./arguments.ts";

/** Independent standard draws; one stream belongs to one chain. */
export interface RandomStream {
  /** A draw from N(0, 1). */
  normal(): number;
  /** A draw from Gamma(shape, rate 1), shape > 0. */
  gamma(shape: number): number;
  /** A draw from the uniform law on [0, 1). */
  uniform(): number;
}

/** The value, when it is a random stream. @throws {TypeError} otherwise */
export function streamOf(value: RandomStream): RandomStream {
  if (typeof value?.normal === "function" && typeof value.gamma === "function") return value;
  throw new TypeError(
    `a law samples with a random stream, { normal(), gamma(shape), uniform() }, such as seededStream gives; got ${shown(value)}`,
  );
}
