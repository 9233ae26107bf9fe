// The kept draws of one chain as one array, variable after variable, and stretches of it.

/**
 * Some of the draws that an array holds.
 *
 * @param values - of one chain, variable after variable
 * @param draws - of each variable that it has room for
 * @param from - the first draw, from 0
 * @param to - the first draw no longer taken
 * @returns a new array of to − from draws of each variable, variable after variable
 */
export function someDraws(
  values: Float64Array,
  draws: number,
  from: number,
  to: number,
): Float64Array<ArrayBuffer> {
  const variables = values.length / draws;
  const some = new Float64Array(variables * (to - from));
  putDraws(some, to - from, 0, values, draws, from, to);
  return some;
}

/** Copies draws `from` to `to` of every variable into `into`, which has room for `room` draws of each, at draw `at`. */
export function putDraws(
  into: Float64Array,
  room: number,
  at: number,
  values: Float64Array,
  draws: number,
  from: number,
  to: number,
): void {
  for (let v = 0; v * draws < values.length; v++) {
    into.set(values.subarray(v * draws + from, v * draws + to), v * room + at);
  }
}
