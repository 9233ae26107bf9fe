// The one error for numbers that fail: it says in which block, chain and iteration.

/** Where in a run the numbers failed. */
export interface NumericalErrorPlace {
  block?: string;
  chain?: number;
  iteration?: number;
}

/** Thrown when a computation that must succeed fails, such as a matrix in a sweep that is not positive definite. */
export class NumericalError extends Error {
  readonly reason: string;
  readonly place: NumericalErrorPlace;

  constructor(reason: string, place: NumericalErrorPlace = {}, options?: ErrorOptions) {
    const where = Object.entries(place).map(([key, value]) => `${key} ${value}`);
    super(where.length === 0 ? reason : `${reason} (${where.join(", ")})`, options);
    this.name = "NumericalError";
    this.reason = reason;
    this.place = place;
  }
}

/**
 * Runs a computation and adds to its NumericalError where it happened.
 *
 * @param place - block, chain or iteration
 * @param compute - the computation
 * @returns what the computation returns
 * @throws {NumericalError} with the place added; any other error as it is
 */
export function locating<T>(place: NumericalErrorPlace, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof NumericalError)) throw error;
    throw new NumericalError(error.reason, { ...place, ...error.place }, { cause: error });
  }
}
