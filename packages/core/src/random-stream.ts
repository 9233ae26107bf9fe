// The source of random numbers that laws sample from; core never knows where they come from.

/** Independent standard draws; one stream belongs to one chain. */
export interface RandomStream {
  /** A draw from N(0, 1). */
  normal(): number;
  /** A draw from Gamma(shape, rate 1), shape > 0. */
  gamma(shape: number): number;
  /** A draw from the uniform law on [0, 1). */
  uniform(): number;
}
