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
 * An error with where it happened added; parameters that a law refuses are numbers that failed.
 *
 * @param error - anything thrown
 * @param place - block, chain or iteration
 * @returns a NumericalError with the place, also for a RangeError; any other error as it is
 */
export function located(error: unknown, place: NumericalErrorPlace): unknown {
  if (error instanceof NumericalError) {
    return new NumericalError(error.reason, { ...place, ...error.place }, { cause: error });
  }
  return error instanceof RangeError ? new NumericalError(error.message, place, { cause: error }) : error;
}
